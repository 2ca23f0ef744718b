"""The library of cases: who finds what, what is counted, and what is taken along."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse

from talanoa.cases import access, citing, facets, queries, services
from talanoa.cases.models import Case, LibraryEntry
from talanoa.cases.outcomes import Outcome, outcome_of
from talanoa.cases.queries import seen
from talanoa.kernel.models import Event
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.search import asking
from talanoa.search import services as search
from talanoa.search.models import Document
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew():
    seen.forget()


@pytest.fixture
def programme():
    return make.a_programme()


@pytest.fixture
def reader(programme):
    return make.enrolled(programme)


def in_library(programme, *, states=(), **text):
    """A discussed case with a recommendation in each of these states, kept in the library."""
    # Each in a cohort of its own: one cohort has one session at a time.
    session = make.a_session(make.a_cohort(programme), starts_in=timedelta(minutes=10))
    case = make.a_case(programme, status="discussed", item=make.a_place(session), **text)
    for state in states:
        recommendation = make.a_recommendation(case)
        if state != "proposed":
            services.say_what_came_of_it(
                by=case.presenter, recommendation=recommendation, state=state, note="As planned."
            )
    services.keep_in_library(case.pk)
    return case


def found(person, typed="", **chosen):
    wanted = queries.Wanted(asked=asking.read(typed), chosen=chosen)
    return queries.library(person, wanted)


def keys(person, typed="", **chosen):
    return found(person, typed, **chosen).keys


def counts(person, facet, typed="", **chosen):
    shown = facets.shown(found(person, typed, **chosen), chosen)
    options = next(each for each in shown if each.name == facet).options
    return {option.value: option.count for option in options}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("presenter", True),
        ("enrolled", True),
        ("coordinator", True),
        ("administrator", True),
        ("stranger", False),
        ("enrolled elsewhere", False),
        ("nobody", False),
    ],
)
def test_who_finds_a_case_and_counts_it(programme, who, sees):
    case = in_library(programme)
    person = {
        "presenter": lambda: case.presenter,
        "enrolled": lambda: make.enrolled(programme),
        "coordinator": lambda: make.a_role(programme, "coordinator"),
        "administrator": lambda: _administrator(programme),
        "stranger": make.a_person,
        "enrolled elsewhere": lambda: make.enrolled(make.a_programme()),
        "nobody": _nobody,
    }[who]()

    for typed in ("", "morphine"):
        assert keys(person, typed) == ([case.pk] if sees else [])
        assert counts(person, "country", typed) == ({"TON": 1} if sees else {})
    assert access.cases_in_library(person).exists() is sees


def _administrator(programme):
    person = make.a_person()
    programmes.name_administrator(by=None, hub=programme.hub, person=person)
    return person


def _nobody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "scheduled", "withdrawn"])
def test_only_what_was_discussed_joins(programme, status):
    case = make.a_case(programme, status=status)

    assert services.keep_in_library(case.pk) is False
    assert keys(case.presenter) == []


def test_what_is_withdrawn_is_found_no_more_even_before_the_index_knows(programme, reader):
    case = in_library(programme)
    assert keys(reader) == [case.pk]

    services.withdraw(by=case.presenter, case=case, reason="Not ours to tell.")

    assert keys(reader) == []
    assert counts(reader, "country") == {}
    assert queries.in_order(reader, [case.pk]) == []
    services.keep_in_library(case.pk)
    assert (LibraryEntry.objects.count(), Document.objects.count()) == (0, 0)


def test_who_leaves_finds_nothing_more(programme, reader):
    in_library(programme)
    assert len(keys(reader)) == 1

    programmes.leave(by=reader, cohort=programme.cohorts.earliest("pk"), person=reader)

    assert (keys(reader), counts(reader, "country")) == ([], {})


def test_hits_are_asked_for_again(programme, reader):
    case = in_library(programme)
    shown = found(reader).keys
    Case.objects.filter(pk=case.pk).update(discussed_at=None)

    assert queries.in_order(reader, shown) == []


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("islands", True),
        ("PHARMACIST", True),
        ("prescribe nurses", True),
        ('"let nurses"', True),
        ("tonga", True),
        ("morphine -courier", False),
        ("helicopter", False),
    ],
)
def test_words_are_sought_in_all_that_was_said(programme, reader, typed, is_found):
    case = in_library(programme, states=["proposed"])

    assert keys(reader, typed) == ([case.pk] if is_found else [])


def test_facets_count_what_each_choice_would_show(programme, reader):
    make.a_country("FJ", name="Fiji", who_region="WPRO", income_group="upper-middle")
    tonga = make.a_country(who_region="WPRO", income_group="upper-middle")
    kenya = make.a_country("KE", name="Kenya", who_region="AFRO", income_group="lower-middle")
    for country, states in ((tonga, ["done"]), (tonga, []), (kenya, ["adopted", "proposed"])):
        in_library(programme, country=country, states=states)

    assert counts(reader, "country") == {"TON": 2, "KEN": 1}
    assert counts(reader, "region") == {"WPRO": 2, "AFRO": 1}
    assert counts(reader, "income") == {"lower-middle": 1, "upper-middle": 2}
    assert counts(reader, "outcome") == {"done": 1, "adopted": 1, "nothing-yet": 1}
    assert counts(reader, "follow_up") == {"yes": 2, "no": 1}
    assert counts(reader, "kind") == {"country": 3}
    assert counts(reader, "programme") == {programme.slug: 3}
    assert counts(reader, "language") == {"en": 3}
    # The counts of a facet that is chosen are as if it were not; others follow the choice.
    assert counts(reader, "region", region="AFRO") == {"WPRO": 2, "AFRO": 1}
    assert counts(reader, "outcome", region="AFRO") == {"adopted": 1}
    assert counts(reader, "region", region="AFRO", outcome="done") == {"WPRO": 1, "AFRO": 0}
    assert found(reader, region="AFRO").counted.count == 1
    assert len(keys(reader, region="WPRO", outcome="done")) == 1


def test_areas_count_across_programmes_by_their_code(reader, programme):
    other = make.a_programme()
    make.enrolled(other, reader)
    for each in (programme, other):
        focus = programmes.add_focus_area(by=None, programme=each, name="Law", code="law")
        area = programmes.add_challenge_area(
            by=None, programme=each, name="Prescribing", code="prescribing", focus_areas=[focus]
        )
        in_library(each, challenge_area=area)
    in_library(other)

    assert counts(reader, "area") == {"prescribing": 2}
    assert counts(reader, "focus") == {"law": 2}
    assert found(reader, focus="law").counted.count == 2
    assert found(reader, area="prescribing", programme=other.slug).counted.count == 1


@pytest.mark.parametrize("value", ["", "XX", "’", "999999999", "-1", "²", "a" * 100, "'; --"])
def test_a_choice_that_is_none_finds_nothing_and_breaks_nothing(programme, reader, value):
    in_library(programme)

    for name in facets.LABELS:
        expected = 1 if name == "follow_up" or not value else 0
        chosen = {name: value} if value else {}
        assert found(reader, **chosen).counted.count == expected


def test_few_and_many_keys_are_sent_alike(programme, reader, monkeypatch):
    expected = sorted(in_library(programme).pk for _ in range(3))
    hidden = in_library(make.a_programme())
    few = sorted(keys(reader))
    seen.forget()
    monkeypatch.setattr(seen, "FEW", 1)

    assert few == sorted(keys(reader)) == expected
    assert hidden.pk > max(expected)


def test_the_best_comes_first_while_few_answer_else_the_latest(programme, reader, monkeypatch):
    best = in_library(programme, title="Ketamine", obstacle="Supply.")
    latest = in_library(programme, obstacle="There is no ketamine in the districts.")
    assert keys(reader, "ketamine") == [best.pk, latest.pk]

    monkeypatch.setattr("talanoa.search.queries.RANKED_AT_MOST", 1)

    assert keys(reader, "ketamine") == [latest.pk, best.pk]


def test_keeping_twice_changes_nothing(programme):
    case = in_library(programme)
    before = list(Document.objects.values()), list(LibraryEntry.objects.values())

    services.keep_in_library(case.pk)

    assert (list(Document.objects.values()), list(LibraryEntry.objects.values())) == before
    assert Event.objects.filter(kind="cases.joined_library").count() == 1


def test_what_was_discussed_before_there_was_a_library_is_put_in(programme):
    case = make.a_case(programme, status="discussed")
    LibraryEntry.objects.all().delete()

    assert queries.missing_from_library() == [case.pk]
    search.rebuild(say=lambda line: None)
    assert queries.missing_from_library() == []


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        ([], Outcome.NOTHING_YET),
        (["proposed"], Outcome.NOTHING_YET),
        (["proposed", "not-adopted"], Outcome.NOTHING_YET),
        (["not-adopted"], Outcome.NOT_ADOPTED),
        (["proposed", "accepted"], Outcome.ACCEPTED),
        (["accepted", "adapted"], Outcome.ADOPTED),
        (["not-adopted", "adopted"], Outcome.ADOPTED),
        (["proposed", "done"], Outcome.DONE),
    ],
)
def test_the_outcome_is_that_of_what_came_furthest(states, outcome):
    assert outcome_of(states) == outcome


# --- pages -------------------------------------------------------------------------------------


def page(client, **query):
    return client.get(reverse("cases:library"), query)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    client, programme, reader, number, django_assert_num_queries
):
    for _ in range(number):
        in_library(programme, states=["done"])
    client.force_login(reader)

    with django_assert_num_queries(11):
        answer = page(client, q="morphine")

    assert answer.content.decode().count("How did others let nurses prescribe?") == number


def test_the_page_says_what_came_of_it_and_what_to_loosen(client, programme, reader):
    in_library(programme, states=["done", "proposed"])
    client.force_login(reader)

    full = page(client).content.decode()
    none = page(client, q="morphine", country="TON", outcome="adopted").content.decode()

    assert "At least one recommendation has been carried out." in full
    assert "2 recommendations" in full
    assert "No case answers this" in none
    assert "Without Outcome: <bdi>Adopted</bdi> (1)" in none


def test_a_stranger_finds_an_empty_library_and_a_visitor_signs_in(client, programme):
    case = in_library(programme)
    addresses = [reverse("cases:cite", args=[case.pk])] + [
        reverse("cases:file", args=[case.pk, suffix]) for suffix in ("json", "csv", "ris", "bib")
    ]
    assert page(client).status_code == 302

    client.force_login(make.a_person())

    assert "No case yet" in page(client).content.decode()
    assert [client.get(address).status_code for address in addresses] == [404] * 5


@pytest.mark.parametrize("number", ["0", "-1", "2", "99999999999999", "x"])
def test_a_page_there_is_not_is_the_nearest(client, programme, reader, number):
    in_library(programme)
    client.force_login(reader)

    answer = page(client, page=number)

    assert answer.content.decode().count('class="hit-question"') == 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_case_to_cite_asks_as_many_queries_for_three_as_for_one(
    client, programme, reader, number, django_assert_num_queries
):
    case = in_library(programme, states=["done"] * number)
    client.force_login(reader)

    with django_assert_num_queries(6):
        answer = client.get(reverse("cases:cite", args=[case.pk]))

    assert answer.content.decode().count("Given by the room as a whole") == number


def test_the_citation_names_team_year_title_programme_and_a_lasting_address(programme, settings):
    settings.SITE_URL = "https://hub.example"
    team = make.a_team(programme, name="Tonga & friends")
    case = in_library(programme, team=team, title="Morphine {for} all")
    case = access.get_case_in_library(case.presenter, case.pk)
    year = case.session.starts_at.year

    cited = citing.citation(case)

    assert str(cited) == (
        f"Tonga & friends ({year}). Morphine {{for}} all. Case presented in: {programme.name}, "
        f"{programme.hub.name}. https://hub.example/cases/{case.pk}/"
    )
    assert "UR  - https://hub.example/cases/" in citing.as_ris(cited)
    assert r"author = {{Tonga \& friends}}" in citing.as_bibtex(cited)
    assert "title = {{Morphine for all}}" in citing.as_bibtex(cited)


def test_an_example_is_cited_as_one(programme):
    case = in_library(programme)
    Case.objects.filter(pk=case.pk).update(is_example=True)

    cited = citing.citation(access.get_case_in_library(case.presenter, case.pk))

    assert "[invented example]" in str(cited)


def test_a_list_is_taken_along_as_table_and_json(client, programme, reader):
    case = in_library(programme, states=["done"], title="=1+1", question="@sum\nWho may?")
    in_library(programme, title="Something else")
    client.force_login(reader)

    table = client.get(reverse("cases:library_file", args=["csv"]), {"outcome": "done"})
    data = client.get(reverse("cases:library_file", args=["json"]), {"outcome": "done"}).json()

    lines = list(csv.DictReader(StringIO(table.content.decode("utf-8-sig"))))
    assert [(line["Title"], line["Question"], line["Done"]) for line in lines] == [
        ("'=1+1", "'@sum\nWho may?", "1")
    ]
    assert (data["count"], data["cases"][0]["id"], data["cases"][0]["outcome"]) == (
        1,
        case.pk,
        "done",
    )


def test_a_case_is_taken_along_with_its_recommendations_and_their_history(
    client, programme, reader
):
    case = in_library(programme, states=["adapted"])
    client.force_login(reader)

    table, data = (
        client.get(reverse("cases:file", args=[case.pk, suffix])) for suffix in ("csv", "json")
    )

    told = json.loads(data.content)
    (advice,) = told["recommendations"]
    assert (advice["given_by"], advice["state"]) == ("room", "adapted")
    assert [(move["state"], move["note"]) for move in advice["history"]] == [
        ("adapted", "As planned.")
    ]
    assert told["text"]["obstacle"] == "The law asks for a doctor's signature on paper."
    (line,) = csv.DictReader(StringIO(table.content.decode("utf-8-sig")))
    assert line["History"].endswith("adapted: As planned.")
    assert Person.objects.get(pk=case.presenter_id).name not in data.content.decode()


def test_more_than_a_file_holds_is_refused(client, programme, reader, monkeypatch):
    monkeypatch.setattr("talanoa.cases.views.library.MOST_TAKEN", 1)
    for _ in range(2):
        in_library(programme)
    client.force_login(reader)

    assert client.get(reverse("cases:library_file", args=["csv"])).status_code == 403


def test_every_name_of_a_country_finds_its_cases(programme, reader):
    names = {"en": "Example C", "ar": "مثال C", "zh": "示例C"}
    country = make.a_country("XC", name="Example C", names=names, is_example=True)
    case = in_library(programme, country=country)

    assert [keys(reader, name) for name in names.values()] == [[case.pk]] * 3
