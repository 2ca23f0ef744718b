from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from talanoa.home.country import PARTS, parts
from talanoa.kernel import clock
from talanoa.live.services import records
from talanoa.people import services as people
from talanoa.programmes import services as programmes
from tests.make import (
    a_case,
    a_cohort,
    a_country,
    a_figure,
    a_person,
    a_programme,
    a_recommendation,
    a_role,
    a_series_of_figures,
    a_team,
    an_open_session,
    attendance,
    brought_to,
    closed,
    enrolled,
)

pytestmark = pytest.mark.django_db


def shown(country, viewer, asked=""):
    """The parts of the page, by name, with what they show."""
    found = parts(country, viewer, QueryDict(asked))
    return {each.part.name: each.context for each in found}


@pytest.fixture
def tonga():
    return a_country()


@pytest.fixture
def world(tonga):
    """A programme in which Tonga has a team, a discussed case, a session, somebody willing."""
    programme = a_programme()
    team = a_team(programme, country=tonga, name="Team Tonga")
    person = enrolled(programme, a_person("Sela"), country=tonga)
    programmes.add_to_team(by=None, team=team, person=person)
    people.offer_talk(by=person, subjects="Morphine")
    case = brought_to(
        a_case(programme, team=team, country=tonga, presenter=person, title="No morphine"),
        "discussed",
    )
    a_recommendation(case, "Ask the ministry.")
    session = closed(case.session)
    attendance(session, person, timedelta(minutes=30))
    return programme, case, person


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("visitor", ["figures"]),
        ("stranger", ["figures"]),
        ("participant", ["figures", "teams", "cases", "sessions", "people"]),
        ("coordinator", ["figures", "teams", "cases", "sessions", "people"]),
        ("of another programme", ["figures"]),
        ("expert", ["figures", "teams", "cases", "sessions", "people"]),
        ("somebody of the country", ["figures", "teams", "cases", "sessions"]),
    ],
)
def test_who_finds_what_on_a_countrys_page(tonga, world, who, seen):
    programme, _case, person = world
    viewer = {
        "visitor": AnonymousUser,
        "stranger": a_person,
        "participant": lambda: enrolled(programme),
        "coordinator": lambda: a_role(programme, "coordinator"),
        "of another programme": lambda: enrolled(a_programme()),
        "expert": lambda: a_role(programme, "expert"),
        "somebody of the country": lambda: person,
    }[who]()

    assert list(shown(tonga, viewer)) == seen


def test_every_part_has_its_fragment_and_its_place():
    assert [part.name for part in PARTS] == [
        "figures",
        "standing",
        "plans",
        "teams",
        "cases",
        "sessions",
        "people",
    ]


def test_a_case_that_one_may_not_see_is_neither_there_nor_counted(tonga, world):
    programme, case, person = world
    a_case(programme, country=tonga, presenter=person, title="A draft")
    viewer = enrolled(programme)

    page = shown(tonga, viewer)["cases"]["cases"]

    assert (list(page), page.paginator.count) == ([case], 1)


def test_a_withdrawn_case_and_its_recommendations_are_gone(tonga, world):
    programme, case, _person = world
    brought_to(case, "withdrawn")

    assert "cases" not in shown(tonga, a_role(programme, "coordinator"))


def test_cases_of_another_country_stand_on_its_own_page(world):
    programme, _case, _person = world

    assert list(shown(a_country("FJ", name="Fiji"), enrolled(programme))) == ["figures"]


def test_cases_come_ten_to_a_page(tonga, world):
    programme, _case, person = world
    for number in range(11):
        a_case(programme, country=tonga, presenter=person, title=f"Draft {number}")

    first = shown(tonga, person)["cases"]["cases"]
    second = shown(tonga, person, "cases=2")["cases"]["cases"]

    assert (len(first), len(second), first.paginator.count) == (10, 2, 12)


def test_a_published_record_is_counted_for_everybody(tonga, world):
    programme, case, _person = world
    records.publish(by=a_role(programme, "coordinator"), session=case.session)

    (row,) = shown(tonga, AnonymousUser())["sessions"]["programmes"]

    assert (row["name"], row["sessions"]) == (programme.name, 1)


def test_sessions_are_counted_once_however_many_came_and_only_for_their_country(tonga, world):
    programme, case, _person = world
    fiji = a_country("FJ", name="Fiji")
    for country in (tonga, tonga, fiji):
        attendance(case.session, enrolled(programme, country=country), timedelta(minutes=5))
    viewer = a_role(programme, "coordinator")

    assert [row["sessions"] for row in shown(tonga, viewer)["sessions"]["programmes"]] == [1]
    assert [row["sessions"] for row in shown(fiji, viewer)["sessions"]["programmes"]] == [1]


def test_who_enrolled_for_one_country_does_not_count_for_that_of_their_team(tonga):
    programme = a_programme()
    fiji = a_country("FJ", name="Fiji")
    person = enrolled(programme, country=fiji)
    programmes.add_to_team(by=None, team=a_team(programme, country=tonga), person=person)
    attendance(closed(an_open_session(programme)), person, timedelta(minutes=5))
    viewer = a_role(programme, "coordinator")

    assert "sessions" not in shown(tonga, viewer)
    assert "sessions" in shown(fiji, viewer)


def test_a_changed_figure_tells_what_its_source_said_before(client, tonga):
    series = a_series_of_figures()
    a_figure(series, tonga, "no", replaced_at=clock.now())
    a_figure(series, tonga, "yes")

    page = client.get("/countries/TON/").content.decode()

    assert page.count("2017: No, as its source said until") == 1


def test_the_page_of_a_country_of_which_nothing_is_known_says_so(client, tonga):
    page = client.get("/countries/ton/").content.decode()

    assert page.count("No open figure of this country is known here.") == 1
    assert page.count("<h2>") == 1


def test_a_country_that_is_not_there_has_no_page(client):
    assert client.get("/countries/QQQ/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, tonga, count
):
    coordinator = a_person("Cora")
    for number in range(count):
        programme = a_programme()
        a_role(programme, "coordinator", coordinator)
        cohort = a_cohort(programme)
        a_figure(a_series_of_figures(f"series-{number}"), tonga)
        team = a_team(programme, country=tonga)
        person = enrolled(cohort, a_person(f"Sela {number}"), country=tonga)
        people.offer_talk(by=person, subjects="Morphine")
        case = brought_to(
            a_case(programme, team=team, country=tonga, title="No morphine"), "discussed"
        )
        a_recommendation(case, "Ask the ministry.")
        attendance(closed(case.session), person, timedelta(minutes=5))
    client.force_login(coordinator)

    # Session and reader, the country, five parts (cases: a count and two), the header.
    with django_assert_num_queries(16):
        page = client.get("/countries/TON/").content.decode()

    assert page.count("Morphine</p>") == count
    assert page.count("Ask the ministry.") == count
