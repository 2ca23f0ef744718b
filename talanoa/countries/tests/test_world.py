import gzip
import re
from decimal import Decimal

import pytest

from talanoa.countries import queries, services, world
from talanoa.countries.models import Country
from tests.make import a_country, a_figure, a_series_of_figures

SVG = world.DRAWN.read_text(encoding="utf-8")


def test_the_borders_are_light():
    assert len(gzip.compress(SVG.encode())) <= 13_000


@pytest.mark.django_db
def test_the_map_draws_every_member_state_and_no_other():
    services.load_list()

    assert world.on_the_map() == set(Country.objects.values_list("iso3", flat=True))
    assert re.findall(r'<path id="([a-z]+)"', SVG) == ["elsewhere", "disputed"]


@pytest.fixture
def shaded(db):
    """Shades of the figures that countries have, in the order in which they are given."""
    codes = ["TO", "FJ", "WS", "VU", "NR"]
    iso3s = ["TON", "FJI", "WSM", "VUT", "NRU"]

    def shade(series, *figures):
        countries = [
            a_country(code, name=code, iso3=iso3) for code, iso3 in zip(codes, iso3s, strict=True)
        ][: len(figures)]
        for country, figure in zip(countries, figures, strict=True):
            if isinstance(figure, str):
                a_figure(series, country, figure)
            elif figure is not None:
                a_figure(series, country, value=Decimal(str(figure)))
        found = world.shades(series, queries.latest(series), countries)
        return [(one.code, one.words, one.iso3s) for one in found]

    return shade


def test_answers_have_shades_and_what_is_not_known_has_another(shaded):
    assert shaded(a_series_of_figures(), "no", "yes", "dont-know", "no-response", "no-data") == [
        ("shade-6", "Yes", ["FJI"]),
        ("shade-2", "No", ["TON"]),
        ("unknown", "Did not know, or did not answer", ["WSM", "VUT"]),
        ("none", "No data", ["NRU"]),
    ]


def test_a_country_without_a_figure_has_no_data(shaded):
    assert shaded(a_series_of_figures(), "yes", None)[1:] == [("none", "No data", ["FJI"])]


def test_numbers_are_shaded_by_quarters(shaded):
    series = a_series_of_figures(kind="number", units={"en": "mg"})

    assert shaded(series, 1, 2, 3, 4000, "no-data") == [
        ("shade-6", "4,000 mg", ["VUT"]),
        ("shade-5", "3 mg", ["WSM"]),
        ("shade-3", "2 mg", ["FJI"]),
        ("shade-2", "1 mg", ["TON"]),
        ("none", "No data", ["NRU"]),
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([0, 0, 0, 0, 7], ["0 to 7"]),
        ([0, 0, 7, 7, 8], ["7 to 8", "0"]),
        ([5], ["5"]),
        ([1, 2], ["2", "1"]),
    ],
)
def test_equal_numbers_never_stand_in_two_shades(shaded, values, words):
    assert [one[1] for one in shaded(a_series_of_figures(kind="number"), *values)] == words


def test_levels_are_shaded_from_the_highest(shaded):
    levels = [{"code": code, "names": {"en": f"Level {code}"}} for code in ("1", "2")]
    series = a_series_of_figures(kind="level", levels=levels)

    assert shaded(series, "1", "2", "dont-know") == [
        ("shade-2", "Level 2", ["FJI"]),
        ("shade-1", "Level 1", ["TON"]),
        ("unknown", "Not known", ["WSM"]),
    ]


@pytest.mark.django_db
def test_an_example_is_on_no_map_and_in_no_count():
    series = a_series_of_figures()
    example = a_country("XA", name="Example", iso3="XAA", is_example=True)
    a_figure(series, example)

    assert world.shades(series, queries.latest(series), [example]) == []


@pytest.mark.django_db
def test_the_page_names_the_borders_of_each_country_once(client):
    a_figure(a_series_of_figures(), a_country(iso3="TON"))

    page = client.get("/countries/").content.decode()

    used = re.findall(r'href="(/static/countries/world[^"#]*\.svg)#(\w+)"', page)
    assert [name for _file, name in used] == ["elsewhere", "TON", "disputed"]
