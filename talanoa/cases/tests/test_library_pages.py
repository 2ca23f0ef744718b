"""The pages and files of the library of cases."""

import csv
import json
from io import StringIO

import pytest
from django.urls import reverse

from talanoa.cases import access, citing
from talanoa.cases.models import Case
from talanoa.people.models import Person
from tests import make
from tests.make import in_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make.a_programme()


@pytest.fixture
def reader(programme):
    return make.enrolled(programme)


def page(client, **query):
    return client.get(reverse("cases:library"), query)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    client, programme, reader, number, django_assert_num_queries
):
    for _ in range(number):
        in_library(programme, states=["done"])
    client.force_login(reader)
    page(client)

    with django_assert_num_queries(9):
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
        reverse("cases:library_case_file", args=[case.pk, suffix])
        for suffix in ("json", "csv", "ris", "bib")
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
        client.get(reverse("cases:library_case_file", args=[case.pk, suffix]))
        for suffix in ("csv", "json")
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
