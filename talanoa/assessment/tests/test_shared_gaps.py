"""Shared gaps: what is counted, for whom, and what the pages and files say of it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from talanoa.assessment.queries import standings
from talanoa.assessment.services import assessing
from talanoa.assessment.tests.makers import a_member, a_version, assessed, teams_of
from tests import make

pytestmark = pytest.mark.django_db


def counts(query="", code="set"):
    return reverse("assessment:gap_counts", args=[code]) + query


def countries(indicator="A1", query="", code="set"):
    return reverse("assessment:gap_countries", args=[code, indicator]) + query


def browser_of(person):
    browser = Client()
    if person is not None:
        browser.force_login(person)
    return browser


def by_code(page):
    return {row.indicator.code: row for row in page.context["rows"]}


def bare(page):
    """What a page says, without the secrets of its forms."""
    return re.sub(r'value="\w{64}"', "", page.content.decode())


def test_each_country_counts_by_its_latest_assessment(client):
    tonga, samoa, fiji = teams_of("TO", "WS", "FJ")
    assessed(tonga, {"A1": 1, "A2": 100, "A3": 0}, year=2024)
    assessed(tonga, {"A1": 4, "A2": 60, "A3": 0}, year=2025)
    assessed(samoa, {"A1": 2, "A2": None, "A3": 1}, year=2023)
    assessed(fiji, {"A1": 3, "A3": 0})

    page = client.get(counts())

    assert page.context["countries"] == 3
    assert [(row.indicator.code, row.missing) for row in page.context["rows"]] == [
        ("A1", 2),
        ("A3", 2),
        ("A2", 1),
    ]
    found = by_code(page)
    assert [(found[code].answered, found[code].latest.unknown) for code in ("A1", "A2", "A3")] == [
        (3, 0),
        (1, 1),
        (3, 0),
    ]
    assert [(part.words, part.count) for part in found["A1"].spread.parts] == [
        ("Level 4", 1),
        ("Level 3", 1),
        ("Level 2", 1),
        ("Level 1", 0),
        ("Don’t know", 0),
        ("Not yet answered", 0),
    ]
    assert [(part.words, part.count) for part in found["A2"].spread.parts] == [
        ("75% to 100%", 0),
        ("50% to 75%", 1),
        ("25% to 50%", 0),
        ("0% to 25%", 0),
        ("Don’t know", 1),
        ("Not yet answered", 1),
    ]
    assert [(part.words, part.count) for part in found["A3"].spread.parts][:2] == [
        ("Yes", 1),
        ("No", 2),
    ]
    assert found["A1"].told_changes == [("Better", 1)]
    assert (found["A1"].move, found["A2"].move, found["A3"].move) == ("+100", "−40", "0")


def test_the_gap_that_more_rank_first_comes_first_of_two_as_widespread(client):
    version = a_version(kinds=("levels",) * 5)
    tonga, samoa = teams_of("TO", "WS")
    assessed(tonga, {"A1": 3, "A2": 3, "A3": 3, "A4": 3, "A5": 1}, version=version)
    assessed(samoa, {"A1": 3, "A2": 3, "A3": 1, "A4": 1, "A5": 1}, version=version)

    rows = client.get(counts()).context["rows"]

    assert [(row.indicator.code, row.missing, row.foremost) for row in rows] == [
        ("A5", 2, 2),
        ("A1", 2, 1),
        ("A2", 2, 1),
        ("A3", 2, 1),
        ("A4", 2, 1),
    ]


def test_the_median_change_rests_on_those_that_answered_twice(client):
    for team, before, now in zip(teams_of("TO", "WS", "FJ"), (1, 2, 4), (2, 4, 3), strict=True):
        assessed(team, {"A1": before}, year=2024)
        assessed(team, {"A1": now}, year=2025)
    assessed(teams_of("VU")[0], {"A1": 1})

    row = by_code(client.get(counts()))["A1"]

    assert row.told_changes == [("Better", 2), ("Worse", 1)]
    assert (row.move, row.compared, row.answered) == ("+33", 3, 4)


def test_a_number_without_a_best_has_no_gap_and_comes_last(client):
    version = a_version(kinds=("number", "levels"))
    for team, value in zip(teams_of("TO", "WS"), (3, 8), strict=True):
        assessed(team, {"A1": value, "A2": 4}, version=version)

    page = client.get(counts())

    assert [row.indicator.code for row in page.context["rows"]] == ["A2", "A1"]
    assert "A number without a best, so without a gap" in page.content.decode()
    assert client.get(countries("A1")).status_code == 200


def test_where_less_is_better_the_least_is_the_best(client):
    version = a_version(kinds=("share",))
    version.indicators.update(higher_is_better=False)
    tonga, samoa = teams_of("TO", "WS")
    assessed(tonga, {"A1": 0}, version=version)
    assessed(samoa, {"A1": 90}, version=version, year=2024)
    assessed(samoa, {"A1": 40}, version=version, year=2025)

    row = by_code(client.get(counts()))["A1"]

    assert (row.missing, row.move) == (1, "+50")
    assert [(part.words, part.count) for part in row.spread.parts][:2] == [
        ("0% to 25%", 1),
        ("25% to 50%", 1),
    ]


def test_an_answer_to_an_earlier_version_counts_where_its_code_is_still_asked(client):
    old = a_version(kinds=("levels", "yes_no"))
    assessed(teams_of("TO")[0], {"A1": 2, "A2": 0}, version=old, year=2024)
    a_version(number=2, kinds=("levels",))

    page = client.get(counts())

    assert [(row.indicator.code, row.missing) for row in page.context["rows"]] == [("A1", 1)]
    assert client.get(countries("A2")).context["row"].missing == 1


VIEWERS = {
    "visitor": lambda team: None,
    "stranger": lambda team: make.a_person(),
    "enrolled": lambda team: make.enrolled(team.programme),
    "coordinator": lambda team: make.a_role(team.programme, "coordinator"),
    "member": a_member,
}
SEES = {
    "draft": set(),
    "private": {"coordinator", "member"},
    "restricted": {"enrolled", "coordinator", "member"},
    "published": {"visitor", "stranger", "enrolled", "coordinator", "member"},
    "withdrawn": set(),
}


@pytest.mark.parametrize("visibility", SEES)
def test_what_one_may_not_see_changes_no_byte(visibility):
    """Also where it would replace an older one, be its country's first, or add a year."""
    tonga, samoa = teams_of("TO", "WS", who_region="WPRO")
    own = assessed(tonga, {"A1": 3, "A2": 10}, year=2024)
    urls = [
        counts(),
        counts("?region=WPRO"),
        countries(),
        countries("A2", "?show=better"),
        reverse("assessment:gap_counts_csv", args=["set"]),
        reverse("assessment:gap_answers_csv", args=["set"]),
    ]
    country = reverse("home:country", args=[own.country.iso3])
    told = "1 other country has this gap too"
    browsers = {who: browser_of(make_person(tonga)) for who, make_person in VIEWERS.items()}
    before = {
        who: {url: bare(browser.get(url)) for url in urls} for who, browser in browsers.items()
    }

    for team, year in ((tonga, 2025), (samoa, 2026)):
        shown = "published" if visibility == "withdrawn" else visibility
        found = assessed(team, {"A1": 2, "A2": 50}, year=year, visibility=shown)
        if visibility == "withdrawn":
            assessing.withdraw(by=found.begun_by, assessment=found, reason="Wrong.")

    for who, browser in browsers.items():
        changed = {url for url in urls if before[who][url] != bare(browser.get(url))}
        assert changed == (set(urls) if who in SEES[visibility] else set()), who
        # Who is of Tonga's team is nobody to Samoa's.
        sees = who in SEES[visibility] and (who, visibility) != ("member", "private")
        assert (told in browser.get(country).content.decode()) is sees, who


def test_of_several_of_a_year_the_one_begun_last_counts_and_the_one_before_is_of_another_year():
    keys = [
        standings.Key(1, 7, 2023),
        standings.Key(2, 7, 2025),
        standings.Key(3, 7, 2025),
        standings.Key(4, 8, 2024),
    ]

    assert set(standings.pairs_of(keys)) == {(keys[2], keys[0]), (keys[3], None)}
