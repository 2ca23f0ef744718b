from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from talanoa.assessment.services import drawing, planning
from talanoa.assessment.services.planning import ActionText
from talanoa.cases import services as cases
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
    a_part,
    a_person,
    a_programme,
    a_recommendation,
    a_resource,
    a_role,
    a_series_of_figures,
    a_team,
    an_open_session,
    attendance,
    brought_to,
    closed,
    enrolled,
    in_library,
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
        ("participant", ["cases", "people", "teams", "sessions", "figures"]),
        ("coordinator", ["cases", "people", "teams", "sessions", "figures"]),
        ("of another programme", ["figures"]),
        ("expert", ["cases", "people", "teams", "sessions", "figures"]),
        ("somebody of the country", ["cases", "teams", "sessions", "figures"]),
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
        "standing",
        "plans",
        "initiatives",
        "cases",
        "resources",
        "people",
        "teams",
        "sessions",
        "figures",
    ]


def test_a_case_that_one_may_not_see_is_neither_there_nor_counted(tonga, world):
    programme, case, person = world
    a_case(programme, country=tonga, presenter=person, title="A draft")
    viewer = enrolled(programme)

    found = shown(tonga, viewer)["cases"]

    assert [each for each, _outcome in found["brought"]] == [case]
    assert found["page"].paginator.count == 1


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

    first = shown(tonga, person)["cases"]["page"]
    second = shown(tonga, person, "cases=2")["cases"]["page"]

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
    assert page.count("<h2 ") == 1
    assert "If you take part in a programme, sign in." in page


def test_an_initiative_stands_apart_from_cases_with_what_came_of_it(client, tonga, world):
    programme, _case, person = world
    project = in_library(
        programme, kind="project", presenter=person, country=tonga, states=["done"], title="Homes"
    )
    client.force_login(enrolled(programme))

    page = client.get("/countries/TON/")

    (part,) = [each for each in page.context["parts"] if each.part.name == "initiatives"]
    assert part.context["brought"] == [
        (project, "At least one recommendation has been carried out.")
    ]
    assert "/cases/?kind=project&amp;country=TON" in page.content.decode()
    assert client.get("/cases/?kind=project&country=TON").content.decode().count("<h2>") == 1


def test_a_resource_is_named_with_what_draws_on_it_as_far_as_one_may_see(client, tonga, world):
    programme, case, person = world
    plan = planning.begin_plan(by=person, team=case.team)
    action = planning.add_action(by=person, plan=plan, text=ActionText(title="Train nurses"))
    guide = a_resource()
    drawing.draw_on(by=person, action=action, resource=guide)
    advice = case.recommendations.get()
    cases.draw_on(by=a_part(case.session, "scribe"), recommendation=advice, resource=guide)

    own = shown(tonga, person)["resources"]["used"]
    others = shown(tonga, enrolled(programme))["resources"]["used"]

    assert own == [(guide, {"actions": [action], "recommendations": [advice]})]
    assert others == [(guide, {"actions": [], "recommendations": [advice]})]
    assert "resources" not in shown(tonga, a_person())
    assert "resources" not in shown(tonga, AnonymousUser())


def test_a_resource_does_not_tell_of_which_country_a_case_is(tonga, world):
    programme, case, person = world
    cases.draw_on(
        by=a_part(case.session, "scribe"),
        recommendation=case.recommendations.get(),
        resource=a_resource(),
    )
    case.mode = "chatham-house"
    case.save(update_fields=["mode"])

    assert "resources" not in shown(tonga, enrolled(programme))
    assert "resources" in shown(tonga, person)


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("member", ["Assess where", "Begin your action plan", "Bring an initiative"]),
        ("participant", []),
        ("visitor", []),
    ],
)
def test_what_is_missing_is_said_to_those_who_can_bring_it(client, tonga, world, who, asked):
    programme, _case, person = world
    if who != "visitor":
        client.force_login(person if who == "member" else enrolled(programme))

    steps = client.get("/countries/TON/").context["steps"]

    assert len(steps) == len(asked)
    assert all(words.startswith(want) for (words, _url), want in zip(steps, asked, strict=True))
    assert [client.get(url).status_code for _words, url in steps] == [200] * len(asked)


def test_official_languages_stand_on_the_page_with_their_source(client):
    a_country("FJ", name="Fiji", languages=["en", "fj"], languages_source="A list")

    page = client.get("/countries/FJN/").content.decode()

    assert "English, Fijian" in page
    assert "A list" in page


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

    # Session and reader, the country, nine parts (cases: a count and two), the header.
    with django_assert_num_queries(20):
        page = client.get("/countries/TON/").content.decode()

    assert page.count("Morphine</p>") == count
    assert page.count("Ask the ministry.") == count
