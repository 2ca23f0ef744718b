import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from talanoa.countries import services
from talanoa.countries.models import Figure
from talanoa.kernel.models import Event

pytestmark = pytest.mark.django_db

ATLAS = Path(__file__).parents[3] / "demo" / "atlas.json"


@pytest.fixture(autouse=True)
def _countries_and_series():
    services.load_list()
    services.load_series()


def a_file(**more):
    record = {
        "datasets": [{"key": "oral_morphine_public", "source": "A survey", "licence": "CC BY"}],
        "countries": {"TON": {"oral_morphine_public": {"2013": "no", "2017": "dont_know"}}},
    }
    return record | more


@pytest.mark.skipif(not ATLAS.exists(), reason="The file does not come with the package.")
def test_the_atlas_is_loaded_whole_and_loading_it_again_changes_nothing():
    record = json.loads(ATLAS.read_text(encoding="utf-8"))

    first = services.load_atlas(by=None, record=record)
    events = Event.objects.count()
    second = services.load_atlas(by=None, record=record)

    assert {code: outcome.added for code, outcome in first.items()} == {
        "oral-morphine": 582,
        "palliative-home": 388,
        "palliative-primary": 388,
        "morphine-per-person": 46,
        "opioid-consumption": 194,
        "opioid-consumption-decile": 194,
        "listed-opioids": 137,
        "listed-who-opioids": 137,
        "development-level": 19,
    }
    assert {(o.added, len(o.changed)) for o in second.values()} == {(0, 0)}
    assert Event.objects.count() == events
    assert not Figure.objects.filter(source="").exists()


def test_no_and_nobody_knows_stay_apart():
    services.load_atlas(by=None, record=a_file())

    found = Figure.objects.order_by("year").values_list("year", "category", "source", "licence")
    assert list(found) == [
        (2013, "no", "A survey", "CC BY"),
        (2017, "dont-know", "A survey", "CC BY"),
    ]


def test_an_empty_cell_is_no_data_and_not_zero():
    services.load_atlas(
        by=None,
        record=a_file(
            datasets=[{"key": "opioid_consumption_2015_2017", "source": "A paper"}],
            countries={
                "TON": {"opioid_consumption_2015_2017": {"meanop_pop_raw": None, "decile": 3}}
            },
        ),
    )

    found = Figure.objects.order_by("series__position").values_list(
        "series__code", "value", "category", "since", "year"
    )
    assert list(found) == [
        ("opioid-consumption", None, "no-data", 2015, 2017),
        ("opioid-consumption-decile", 3, "", 2015, 2017),
    ]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ([], "no list of data sets"),
        ({"datasets": {}}, "no list of data sets"),
        (a_file(datasets=["x"]), "not one of ours"),
        (a_file(datasets=[{"key": "weather", "source": "x"}]), "“weather”"),
        (a_file(datasets=[{"key": "palliative_home", "source": " "}]), "names no source"),
        (a_file(countries=[]), "“countries”"),
        (a_file(countries={"TON": 3}), "“TON”"),
        (a_file(countries={"XQZ": {}}), "XQZ, which is no country"),
        (a_file(countries={"TON": {"oral_morphine_public": {"2013": "maybe"}}}), "“maybe” for TON"),
        (a_file(countries={"TON": {"oral_morphine_public": {"then": "yes"}}}), "for TON"),
        (a_file(countries={"TON": {"oral_morphine_public": "yes"}}), "“yes” for TON"),
        (a_file(countries={"TON": {"oral_morphine_public": {"1013": "yes"}}}), "1013"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason_and_nothing_is_kept(record, reason):
    with pytest.raises(ValidationError, match=reason):
        services.load_atlas(by=None, record=record)

    assert Figure.objects.count() == 0


def test_territories_that_the_file_names_are_passed_over():
    outcomes = services.load_atlas(
        by=None,
        record=a_file(
            countries={"HKG": {"oral_morphine_public": {"2013": "yes"}}}, non_member_codes=["HKG"]
        ),
    )

    assert (outcomes["oral-morphine"].added, Figure.objects.count()) == (0, 0)
