"""The pages and tables of shared gaps: who is chosen, where they lead, what they cost."""

import csv
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from talanoa.assessment.models import FrameworkVersion
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.queries import standings
from talanoa.assessment.tests.makers import ISLANDS, a_version, assessed, teams_of
from talanoa.assessment.tests.test_shared_gaps import by_code, countries, counts
from talanoa.assessment.tests.test_trace import a_way
from talanoa.cases import services as cases
from tests import make

pytestmark = pytest.mark.django_db


def read(page):
    return list(csv.DictReader(StringIO(page.content.decode().removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 3),
        ("?region=WPRO", 2),
        ("?income=low", 1),
        ("?region=WPRO&income=low", 1),
        ("?year=2024", 1),
        ("?programme={one}", 2),
        ("?programme={two}&region=AFRO", 1),
        ("?programme={two}&region=WPRO", 0),
        ("?programme=none&year=1&region=XX", 3),
    ],
)
def test_countries_are_chosen_by_programme_region_income_and_year(client, query, expected):
    one, two = make.a_programme(), make.a_programme()
    (tonga,) = teams_of("TO", programme=one, who_region="WPRO", income_group="low")
    (samoa,) = teams_of("WS", programme=one, who_region="WPRO", income_group="high")
    (fiji,) = teams_of("FJ", programme=two, who_region="AFRO")
    for team, year in ((tonga, 2024), (tonga, 2025), (samoa, 2025), (fiji, 2025)):
        assessed(team, {"A1": 2}, year=year)

    page = client.get(counts(query.format(one=one.slug, two=two.slug)))

    assert page.context["countries"] == expected
    assert ("No country is counted here" in page.content.decode()) is (expected == 0)


def test_where_nobody_shows_anything_the_page_says_what_to_do(client):
    assessed(teams_of("TO")[0], {"A1": 2}, visibility="private")

    for url in (counts(), countries()):
        page = client.get(url).content.decode()

        assert "No country shows you its assessment yet" in page
        assert "Go to the programmes" in page


def test_an_indicator_leads_to_its_countries_and_says_who_has_improved(client):
    tonga, samoa, fiji = teams_of("TO", "WS", "FJ", who_region="WPRO")
    assessed(tonga, {"A1": 1}, year=2024)
    latest = assessed(tonga, {"A1": 3}, year=2025)
    assessed(samoa, {"A1": 2}, year=2025)
    assessed(fiji, {"A1": 4}, year=2025)

    page = client.get(countries())

    assert [
        (line.country.name, line.now, line.before, line.median, line.place.rank, line.place.of)
        for line in page.context["lines"]
    ] == [
        ("Samoa", "2: Step 2", "", "3.5", 3, 3),
        ("Tonga", "3: Step 3", "1: Step 1", "3", 2, 3),
        ("Fiji", "4: Step 4", "", "2.5", 1, 3),
    ]
    text = page.content.decode()
    assert reverse("home:country", args=[latest.country.iso3]) in text
    assert reverse("assessment:gaps", args=[latest.pk]) in text
    for show, expected in (("gap", ["Samoa", "Tonga"]), ("better", ["Tonga"]), ("x", 3)):
        lines = client.get(countries(query=f"?show={show}")).context["lines"]
        assert [line.country.name for line in lines] == expected or len(lines) == expected


def test_of_as_many_yes_as_no_the_median_lies_between():
    version = a_version(kinds=("yes_no",))
    for team, value in zip(teams_of("TO", "WS", "FJ", who_region="WPRO"), (0, 1, 1), strict=True):
        assessed(team, {"A1": value}, version=version)

    lines = Client().get(countries()).context["lines"]

    assert [(line.now, line.median) for line in lines] == [
        ("No", "Yes"),
        ("Yes", "No to Yes"),
        ("Yes", "No to Yes"),
    ]


def test_a_row_leads_to_the_cases_of_the_library_and_to_the_trace(client):
    way = a_way()
    framework = way["case"].origin.indicator.version.framework.code
    trace = reverse("assessment:trace") + f"?indicator={framework}:A1"

    def found(person):
        client.force_login(person)
        text = client.get(countries(code=framework)).content.decode()
        row = by_code(client.get(counts(code=framework)))["A1"]
        return (row.cases, row.threads, "Morphine" in text, trace in text)

    assert found(way["lead"]) == (0, 1, False, True), "its team has not let it join the library"
    cases.agree(by=way["lead"], case=way["case"], to="library")
    assert found(way["lead"]) == (1, 1, True, True)
    assert found(make.a_person()) == (0, 0, False, False)


def test_the_tables_hold_what_the_page_shows_and_every_answer_with_its_place(client):
    tonga, samoa = teams_of("TO", "WS", who_region="WPRO")
    assessed(tonga, {"A1": 1, "A2": None}, year=2024)
    assessed(tonga, {"A1": 3}, year=2025)
    assessed(samoa, {"A1": 2}, year=2025)

    rows = read(client.get(reverse("assessment:gap_counts_csv", args=["set"])))
    answers = read(client.get(reverse("assessment:gap_answers_csv", args=["set"])))

    first = rows[0]
    assert (first["Code"], first["Countries with a gap"], first["Countries that answered"]) == (
        "A1",
        "2",
        "2",
    )
    assert (first["Better"], first["Median change, hundredths of the way"]) == ("1", "66.7")
    assert first["Spread, the best first"].startswith("Level 4: 0; Level 3: 1; Level 2: 1;")
    shown = [
        (row["Country"], row["Year"], row["Code"], row["Value"], row["Points"]) for row in answers
    ]
    assert shown == [
        ("Tonga", "2024", "A1", "1.0", "30"),
        ("Tonga", "2024", "A2", "Don’t know", ""),
        ("Tonga", "2025", "A1", "3.0", "10"),
        ("Samoa", "2025", "A1", "2.0", "20"),
    ]
    places = [(row["Rank in its region in that year"], row["Of how many"]) for row in answers]
    assert places == [("", ""), ("", ""), ("1", "2"), ("2", "2")]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_and_tables_ask_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    version = a_version(kinds=("levels",) * count)
    reader = make.a_person()
    for team in teams_of(*list(ISLANDS)[:count], who_region="WPRO"):
        make.a_role(team.programme, "coordinator", reader)
        for year in (2024, 2025):
            assessed(team, {f"A{n}": 2 for n in range(1, count + 1)}, version=version, year=year)
    client.force_login(reader)

    for url, number in (
        (counts(), 13),
        (countries(), 14),
        (reverse("assessment:gap_counts_csv", args=["set"]), 9),
        (reverse("assessment:gap_answers_csv", args=["set"]), 10),
    ):
        with django_assert_num_queries(number):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_countrys_page_asks_once_how_many_others_have_its_gaps(django_assert_num_queries, count):
    version = a_version(kinds=("levels", "levels", "levels"))
    own, *others = [
        assessed(team, {"A1": 2, "A2": 4, "A3": None}, version=version)
        for team in teams_of(*list(ISLANDS)[: count + 1])
    ]
    framework = version.framework_id
    scales = {(framework, scale.code): scale for scale in queries.scales_of(version)}

    with django_assert_num_queries(1):
        found = standings.also_missing(own.begun_by, own.country, scales)

    assert len(others) == count
    assert found == {(framework, "A1"): count, (framework, "A2"): 0, (framework, "A3"): 0}


def test_the_framework_the_programme_and_the_country_lead_there(client):
    tonga, samoa = teams_of("TO", "WS")
    own = assessed(tonga, {"A1": 2})
    assessed(samoa, {"A1": 3})

    framework = client.get("/indicators/set/").content.decode()
    programme = client.get(f"/programmes/{tonga.programme.slug}/").content.decode()
    country = client.get(reverse("home:country", args=[own.country.iso3])).content.decode()

    assert counts() in framework
    assert counts(f"?programme={tonga.programme.slug}") in programme
    assert f'{countries()}">1 other country has this gap too</a>' in country


def test_a_framework_for_services_or_one_not_in_use_has_no_shared_gaps(client):
    a_version("ours", subject="service")
    FrameworkVersion.objects.filter(pk=a_version("later").pk).update(published_at=None)

    for code in ("ours", "later", "none"):
        assert client.get(counts(code=code)).status_code == 404
        assert client.get(countries(code=code)).status_code == 404
    a_version()
    assert client.get(countries("A9")).status_code == 404
    assert client.post(counts()).status_code == 405
