import pytest

from talanoa.countries import comparison, queries
from talanoa.countries.comparison import By
from tests.make import a_country, a_figure, a_series_of_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Tonga; Fiji of its region; Samoa of its income; an example that has both."""
    return {
        "TON": a_country(who_region="WPRO", income_group="low"),
        "FJN": a_country("FJ", name="Fiji", who_region="WPRO"),
        "WSN": a_country("WS", name="Samoa", income_group="low"),
        "XAN": a_country(
            "XA", name="Example", who_region="WPRO", income_group="low", is_example=True
        ),
    }


@pytest.mark.parametrize(
    ("by", "chosen", "found"),
    [
        (By.REGION, [], ["FJN"]),
        (By.INCOME, [], ["WSN"]),
        (By.CHOSEN, ["WSN", "XAN", "TON", "QQQ"], ["WSN", "XAN"]),
        (By.ALIKE, [], []),
    ],
)
def test_who_is_a_peer(places, by, chosen, found):
    peers = comparison.peers(places["TON"], by, chosen, list(places.values()))

    assert [one.iso3 for one in peers] == found


@pytest.mark.parametrize(
    ("own", "language", "found"),
    [
        (["fr", "en"], "", ["FJN", "WSN"]),
        (["fr", "en"], "fr", ["WSN"]),
        (["fr", "en"], "de", []),
        (["to"], "", []),
        ([], "", []),
    ],
)
def test_who_is_a_peer_by_official_language(places, own, language, found):
    languages = {"TON": own, "FJN": ["en"], "WSN": ["sm", "fr"], "XAN": ["en"]}
    for iso3, codes in languages.items():
        places[iso3].languages = codes

    peers = comparison.peers(
        places["TON"], By.LANGUAGE, [], list(places.values()), language=language
    )

    assert [one.iso3 for one in peers] == found


def test_a_country_without_a_region_has_no_peers_by_region(places):
    assert comparison.peers(places["WSN"], By.REGION, [], list(places.values())) == []


def test_the_most_alike_by_their_last_known_figures(places):
    answers = [a_series_of_figures(code) for code in "abc"]
    number = a_series_of_figures("number", kind="number")
    for one in answers:
        a_figure(one, places["TON"], "no", year=2015)
        a_figure(one, places["TON"], "yes")
        a_figure(one, places["FJN"], "no")
        a_figure(one, places["WSN"], "yes")
        a_figure(one, places["XAN"], "yes")
    a_figure(number, places["FJN"], value=3)

    peers = comparison.peers(places["TON"], By.ALIKE, [], list(places.values()))

    assert [one.iso3 for one in peers] == ["WSN", "FJN"]


def test_what_nobody_knows_has_no_place_in_a_profile(places):
    levels = [{"code": code, "names": {"en": code}} for code in ("1", "2", "3")]
    level = a_series_of_figures("level", kind="level", levels=levels)
    answer, number = a_series_of_figures("answer"), a_series_of_figures("number", kind="number")
    tonga, fiji = places["TON"], places["FJN"]
    a_figure(level, tonga, "2")
    a_figure(answer, tonga, "yes", year=2015)
    a_figure(answer, tonga, "dont-know")
    a_figure(answer, fiji, "no")
    a_figure(number, tonga, value=7)
    a_figure(number, fiji, value=900)

    assert queries.profiles() == {
        tonga.pk: {"level": 0.5, "number": 0},
        fiji.pk: {"answer": 0, "number": 1},
    }


def test_answers_are_compared_year_by_year_and_what_is_missing_stays_missing(places):
    series = a_series_of_figures()
    tonga, fiji = places["TON"], places["FJN"]
    a_figure(series, tonga, "no", year=2013)
    a_figure(series, tonga, "yes")
    a_figure(series, fiji, "dont-know")

    found = comparison.compared(tonga, [fiji], series)

    assert found.years == ["2013", "2017"]
    assert [
        (row.country.iso3, row.is_own, [cell.figure and cell.figure.category for cell in row.cells])
        for row in found.rows
    ] == [("TON", True, ["no", "yes"]), ("FJN", False, [None, "dont-know"])]
    assert [
        (stack.label, [(part.words, part.count) for part in stack.parts]) for stack in found.stacks
    ] == [
        (
            "2013",
            [("Yes", 0), ("No", 1), ("Did not know, or did not answer", 0), ("No data", 1)],
        ),
        (
            "2017",
            [("Yes", 1), ("No", 0), ("Did not know, or did not answer", 1), ("No data", 0)],
        ),
    ]
    assert (found.bars, found.sources) == ([], [("A survey", "CC BY")])


def test_numbers_are_drawn_by_their_last_known_year_the_highest_first(places):
    series = a_series_of_figures(kind="number")
    tonga, fiji, samoa = places["TON"], places["FJN"], places["WSN"]
    a_figure(series, tonga, value=2, year=2011)
    a_figure(series, tonga, "no-data")
    a_figure(series, fiji, value=5, since=2015)

    found = comparison.compared(tonga, [fiji, samoa], series)

    assert found.bars == [("Fiji, 2015–2017", 5), ("Tonga, 2011", 2)]
    assert (found.years, found.stacks) == (["2011", "2015–2017", "2017"], [])


def test_levels_that_nobody_has_are_not_drawn(places):
    levels = [{"code": code, "names": {"en": f"Level {code}"}} for code in ("1", "2", "3")]
    series = a_series_of_figures(kind="level", levels=levels)
    a_figure(series, places["TON"], "1")
    a_figure(series, places["FJN"], "3")

    (stack,) = comparison.compared(places["TON"], [places["FJN"]], series).stacks

    assert [part.words for part in stack.parts[:2]] == ["Level 3", "Level 1"]
