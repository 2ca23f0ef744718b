import pytest

from talanoa.people import zones
from talanoa.people.queries import zone_named


def test_every_zone_offered_is_one_and_stands_once():
    names = [name for name, _label in zones.choices("en")]

    assert len(names) == len(set(names))
    assert [name for name in names if zone_named(name) is None] == []


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Switzerland: Zurich"), ("fr", "Suisse\u202f: Zurich"), ("ar", "سويسرا: زيورخ")],
)
def test_a_zone_is_named_in_the_readers_language(language, label):
    assert dict(zones.choices(language))["Europe/Zurich"] == label


def test_countries_stand_in_the_order_of_the_alphabet_whatever_their_accents():
    labels = [label for _name, label in zones.choices("en")]

    assert labels.index("Åland Islands: Mariehamn") < labels.index("Albania: Tirane")


@pytest.mark.parametrize(
    ("told", "offered"),
    [
        ("Africa/Nairobi", "Africa/Nairobi"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Etc/UTC", "UTC"),
        ("UTC", "UTC"),
        ("Mars/Olympus", ""),
        ("", ""),
    ],
)
def test_a_browsers_older_name_is_found_in_the_list(told, offered):
    assert zones.offered_name(told) == offered
