import pytest
from django.db import IntegrityError
from django.utils import translation

from talanoa.countries import access, queries, services
from talanoa.countries.models import Country
from talanoa.countries.terms import WhoRegion
from talanoa.kernel.refusals import NotVisible

pytestmark = pytest.mark.django_db


def record(iso2="ET", iso3="ETH", *, en="Ethiopia", fr="Éthiopie", **more):
    return {"iso2": iso2, "iso3": iso3, "name": {"en": en, "fr": fr}, **more}


def test_the_list_that_comes_with_the_package_has_194_countries_in_six_regions():
    services.load_list()

    counts = {
        region: Country.objects.filter(who_region=region).count() for region in WhoRegion.values
    }
    assert counts == {"AFRO": 47, "AMRO": 35, "SEARO": 10, "EURO": 53, "EMRO": 21, "WPRO": 28}


def test_loading_twice_changes_what_is_there_and_adds_nothing():
    services.load(records=[record(en="Old name")])
    services.load(records=[record(en="New name")])

    assert [country.names["en"] for country in Country.objects.all()] == ["New name"]


def test_every_country_of_the_list_has_an_official_language_and_its_source():
    services.load_list()

    assert not Country.objects.filter(languages=[]).exists()
    assert not Country.objects.filter(languages_source="").exists()
    cameroon = Country.objects.get(iso3="CMR")
    assert cameroon.languages == ["fr", "en"]
    assert "Unicode CLDR" in cameroon.languages_source
    with translation.override("fr"):
        assert cameroon.language_names == ["français", "anglais"]


def test_every_official_language_has_a_name():
    services.load_list()

    names = {name for one in Country.objects.all() for name in one.language_names}
    codes = {code for one in Country.objects.all() for code in one.languages}
    assert len(names) == len(codes)
    assert not names & codes


def test_a_list_of_ones_own_may_say_which_languages_are_official():
    services.load(records=[record(languages=["om"], languages_source="Our ministry")])
    services.load(records=[record("QQ", "QQQ")])

    said = {one.iso3: (one.languages, one.languages_source) for one in Country.objects.all()}
    assert said == {"ETH": (["om"], "Our ministry"), "QQQ": ([], "")}


def test_an_example_country_must_have_an_example_code():
    with pytest.raises(IntegrityError):
        services.load(records=[record("FR", "FRA")], is_example=True)


def test_names_stand_in_the_order_of_the_readers_language():
    services.load(
        records=[
            record("FJ", "FJI", en="Fiji", fr="Fidji"),
            record(),
            record("DE", "DEU", en="Germany", fr="Allemagne"),
        ]
    )

    with translation.override("fr"):
        assert [country.name for country in queries.by_name()] == ["Allemagne", "Éthiopie", "Fidji"]


@pytest.mark.parametrize(("demonstration", "seen"), [(True, True), (False, False)])
def test_example_countries_are_seen_only_on_a_demonstration(settings, demonstration, seen):
    settings.DEMONSTRATION = demonstration
    services.load(records=[record("XA", "XAA", en="Example A")], is_example=True)

    assert access.countries_visible().exists() is seen
    if not seen:
        with pytest.raises(NotVisible):
            access.get_country("XAA")


@pytest.mark.parametrize(
    "path", ["/countries/", "/countries/?region=AFRO", "/countries/?region=%00"]
)
def test_anyone_may_read_the_list(client, path):
    services.load(records=[record(who_region="AFRO", verified=True)])

    page = client.get(path)

    assert page.status_code == 200
    assert page.content.decode().count("Ethiopia") == 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/countries/ETH/", 200),
        ("get", "/countries/eth/", 200),
        ("get", "/countries/QQQ/", 404),
        ("get", "/countries/../etc/", 404),
        ("post", "/countries/", 405),
        ("post", "/countries/ETH/", 405),
    ],
)
def test_each_address_answers(client, method, path, status):
    services.load(records=[record()])

    assert getattr(client, method)(path).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    services.load(records=[record(f"A{n}", f"AA{n}", en=f"Land {n}") for n in range(count)])

    # The second finds that there are no figures.
    with django_assert_num_queries(2):
        page = client.get("/countries/")

    assert page.content.decode().count(">Land ") == count
