import re

import pytest

from tests.make import a_country, a_figure, a_series_of_figures

pytestmark = pytest.mark.django_db

NAMES = ["Tonga", "Fiji", "Samoa"]


def countries(count, **fields):
    codes = ["TO", "FJ", "WS"]
    return [
        a_country(code, name=name, **fields)
        for code, name in list(zip(codes, NAMES, strict=True))[:count]
    ]


@pytest.mark.parametrize("path", ["/countries/", "/countries/TON/compare/"])
def test_pages_are_open_to_all_and_take_no_form(client, path):
    a_country()

    assert (client.get(path).status_code, client.post(path).status_code) == (200, 405)


def test_a_country_that_is_not_there_is_compared_with_nobody(client):
    assert client.get("/countries/QQQ/compare/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    series = a_series_of_figures()
    for country in countries(count):
        a_figure(series, country)

    with django_assert_num_queries(3):
        page = client.get("/countries/").content.decode()

    assert page.count("Yes <small>(2017)</small>") == count


def test_the_list_shows_the_series_that_is_asked_for_in_the_region_that_is_asked_for(client):
    tonga, _fiji = a_country(who_region="WPRO"), a_country("FJ", name="Fiji", who_region="EURO")
    a_figure(a_series_of_figures(), tonga)
    number = a_series_of_figures(
        "morphine", kind="number", units={"en": "mg"}, titles={"en": "Morphine"}
    )
    a_figure(number, tonga, value="1.50")

    page = client.get("/countries/?series=morphine&region=WPRO").content.decode()

    assert re.findall(r'<th scope="row"><a href="(\w+)/">', page) == ["TON"]
    assert page.count("1.5 <small>(2017)</small>") == 1
    assert '<h2 id="map">Morphine</h2>' in page


@pytest.mark.parametrize("asked", ["?series=weather", "?region=MOON", "?series=&region="])
def test_the_list_answers_what_is_not_there_with_what_is(client, asked):
    a_figure(a_series_of_figures())

    page = client.get(f"/countries/{asked}")

    assert (page.status_code, page.content.decode().count('href="TON/"')) == (200, 1)


def test_the_list_is_narrowed_by_a_language_that_several_share(client):
    for code, name, languages in (
        ("TO", "Tonga", ["to", "en"]),
        ("FJ", "Fiji", ["en"]),
        ("WS", "Samoa", ["sm"]),
    ):
        a_country(code, name=name, languages=languages)

    page = client.get("/countries/?language=en").content.decode()
    unknown = client.get("/countries/?language=sm").content.decode()
    none = client.get("/countries/?language=en&region=EURO").content.decode()

    assert re.findall(r'<th scope="row"><a href="(\w+)/">', page) == ["FJN", "TON"]
    assert re.findall(r'<option value="(\w*)"', page.split('id="language"')[1]) == ["", "en"]
    assert re.findall(r'<th scope="row"><a href="(\w+)/">', unknown) == ["FJN", "WSN", "TON"]
    assert "No country answers this" in none


def test_which_of_several_languages_counts_is_asked_for_where_it_matters(client):
    own = a_country(languages=["to", "en"])
    a_country("FJ", name="Fiji", languages=["en"])
    a_figure(a_series_of_figures(), own)

    both = client.get("/countries/TON/compare/?by=language").content.decode()
    one = client.get("/countries/TON/compare/?by=language&language=to").content.decode()
    wrong = client.get("/countries/TON/compare/?by=language&language=fr")
    region = client.get("/countries/TON/compare/?by=region").content.decode()

    assert ("Fiji</a></th>" in both, "Fiji</a></th>" in one) == (True, False)
    assert "Its official languages: Tongan, English." in both
    assert wrong.status_code == 422
    assert "Which of its official languages" in both
    assert "Which of its official languages" not in region


def test_the_list_without_figures_has_no_map(client):
    a_country()

    assert "<svg viewBox" not in client.get("/countries/").content.decode().split("<main")[1]


@pytest.mark.parametrize("by", ["alike", "region", "income", "language", "chosen"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_comparison_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, by, count
):
    alike = {"who_region": "WPRO", "income_group": "low", "languages": ["en"]}
    own = a_country("KE", name="Kenya", **alike)
    series = [a_series_of_figures(code) for code in ("a", "b", "c")]
    everyone = [own, *countries(count, **alike)]
    for country in everyone:
        for one in series:
            a_figure(one, country)

    chosen = "".join(f"&with={country.iso3}" for country in everyone[1:])
    # Two of them find who is alike.
    with django_assert_num_queries(6 if by == "alike" else 4):
        page = client.get(f"/countries/KEN/compare/?by={by}{chosen}")

    names = re.findall(r'<th scope="row"><a [^>]*>(\w+)', page.content.decode())
    assert sorted(names) == sorted(NAMES[:count])


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("?series=weather", 422, "weather"),
        ("?by=star-sign", 422, "star-sign"),
        ("?by=chosen&with=QQQ", 422, "QQQ"),
        ("?by=chosen", 200, "No country is chosen yet"),
        ("", 200, "Too little is known to find similar countries"),
        ("?by=region", 200, "No other country shares this"),
        ("?by=language", 200, "Its official languages are not known here"),
    ],
)
def test_a_comparison_says_what_does_not_fit_and_what_to_do(client, asked, status, words):
    a_figure(a_series_of_figures())

    page = client.get(f"/countries/TON/compare/{asked}")

    assert (page.status_code, words in page.content.decode()) == (status, True)


def test_more_than_eight_by_hand_are_too_many(client):
    a_figure(a_series_of_figures())
    others = [a_country(f"A{n}", name=f"Country {n}") for n in range(9)]
    asked = "&".join(f"with={one.iso3}" for one in others)

    page = client.get(f"/countries/TON/compare/?by=chosen&{asked}")

    assert page.status_code == 422
    assert "Choose at most eight countries." in page.content.decode()


def test_figures_of_two_sources_say_which_is_whose(client):
    series = a_series_of_figures()
    tonga, fiji = countries(2)
    a_figure(series, tonga, source="One survey")
    a_figure(series, fiji, "no", source="Another survey")

    page = client.get("/countries/TON/compare/?by=chosen&with=FJN").content.decode()

    assert re.findall(r">(Yes|No) <sup>(\d)</sup>", page) == [("Yes", "1"), ("No", "2")]
    assert page.index("One survey") < page.index("Another survey")
