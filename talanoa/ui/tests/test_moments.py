"""Times as people read them: in their zone and the hub's, in their own language."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import override

from talanoa.ui import moments

FIRST_SESSION = datetime(2026, 12, 1, 11, tzinfo=UTC)


def said(html):
    return " ".join(strip_tags(str(html)).split())


def test_a_moment_names_its_zone():
    html = moments.moment(FIRST_SESSION, "Africa/Nairobi")

    assert str(html) == (
        '<time datetime="2026-12-01T11:00:00+00:00">'
        "Tuesday 1 December 2026, 14:00 Nairobi time (EAT)</time>"
    )


def test_the_hubs_time_stands_beside_the_readers():
    html = moments.both_zones(FIRST_SESSION, "Africa/Nairobi", "Europe/Zurich", place="Geneva")

    assert said(html) == (
        "Tuesday 1 December 2026, 14:00 Nairobi time (EAT) · 12:00 Geneva time (CET)"
    )


def test_another_day_at_the_hub_is_said():
    html = moments.both_zones(FIRST_SESSION, "Pacific/Auckland", "Europe/Zurich", place="Geneva")

    assert said(html) == (
        "Wednesday 2 December 2026, 00:00 Auckland time (NZDT)"
        " · Tuesday 1 December, 12:00 Geneva time (CET)"
    )


@pytest.mark.parametrize(
    ("viewer", "shown"),
    [
        ("Europe/Zurich", "Tuesday 1 December 2026, 12:00 Geneva time (CET)"),
        ("Europe/Paris", "Tuesday 1 December 2026, 12:00 Paris time (CET)"),
    ],
)
def test_a_reader_on_the_hubs_time_is_told_once(viewer, shown):
    html = moments.both_zones(FIRST_SESSION, viewer, "Europe/Zurich", place="Geneva")

    assert said(html) == shown


def test_where_the_readers_zone_is_unknown_the_browser_fills_it_in():
    html = moments.both_zones(FIRST_SESSION, None, "Europe/Zurich", place="Geneva")

    assert str(html) == (
        '<span class="zones"><time datetime="2026-12-01T11:00:00+00:00">'
        "Tuesday 1 December 2026, 12:00 Geneva time (CET)</time>"
        '<time class="own-time" datetime="2026-12-01T11:00:00+00:00" data-local></time></span>'
    )


@pytest.mark.parametrize(
    ("day", "zurich", "new_york"),
    [
        # New York changes its clocks on 8 March 2026 and 1 November, Zurich on 29 March and
        # 25 October: for three weeks and for one they are five hours apart, else six.
        (datetime(2026, 3, 3, 13, tzinfo=UTC), "14:00 Zurich time (CET)", "08:00 (EST)"),
        (datetime(2026, 3, 10, 13, tzinfo=UTC), "14:00 Zurich time (CET)", "09:00 (EDT)"),
        (datetime(2026, 3, 31, 12, tzinfo=UTC), "14:00 Zurich time (CEST)", "08:00 (EDT)"),
        (datetime(2026, 10, 27, 13, tzinfo=UTC), "14:00 Zurich time (CET)", "09:00 (EDT)"),
    ],
)
def test_each_zone_changes_its_clock_on_its_own_day(day, zurich, new_york):
    there = new_york.replace(" (", " New York time (")

    html = moments.both_zones(day, "America/New_York", "Europe/Zurich")

    first, beside = said(html).split(" · ")
    assert (first.split("2026, ")[1], beside) == (there, zurich)


@pytest.mark.parametrize(
    ("language", "zone", "date", "city"),
    [
        ("en", "Asia/Kolkata", "Tuesday 1 December 2026", "Kolkata"),
        ("fr", "America/Port_of_Spain", "mardi 1 décembre 2026", "Port-d’Espagne"),
        ("es", "Europe/Zurich", "martes, 1 de diciembre de 2026", "Zúrich"),
        ("pt", "America/Sao_Paulo", "terça-feira, 1 de dezembro de 2026", "São Paulo"),
        ("ru", "Europe/Kyiv", "вторник, 1 декабря 2026\u202fг.", "Киев"),
        ("zh-hans", "Africa/Nairobi", "2026年12月1日星期二", "内罗毕"),
        ("ar", "Asia/Kolkata", "الثلاثاء، 1 ديسمبر 2026", "كالكتا"),
    ],
)
def test_dates_and_cities_are_written_as_the_language_writes_them(language, zone, date, city):
    with override(language):
        assert (moments.date_words(FIRST_SESSION), moments.city_name(zone)) == (date, city)


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("en", "Tuesday 1 December"),
        ("fr", "mardi 1 décembre"),
        ("es", "martes, 1 de diciembre"),
        ("pt", "terça-feira, 1 de dezembro"),
        ("ru", "вторник, 1 декабря"),
        ("zh-hans", "12月1日星期二"),
        ("ar", "الثلاثاء، 1 ديسمبر"),
    ],
)
def test_a_short_date_leaves_out_the_year(language, date):
    with override(language):
        assert moments.short_date_words(FIRST_SESSION) == date


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("DATE_FORMAT", "1 ديسمبر 2026"),
        ("DATETIME_FORMAT", "1 ديسمبر 2026، 11:00"),
        ("SHORT_DATETIME_FORMAT", "01\u200f/12\u200f/2026 11:00"),
    ],
)
def test_an_arabic_moment_has_no_american_order(form, words):
    with override("ar"):
        assert date_format(FIRST_SESSION, form) == words


@pytest.mark.parametrize(
    ("language", "zone", "letters"),
    [
        ("en", "Asia/Kolkata", "IST"),
        ("en", "America/Sao_Paulo", "\u2066UTC−3\u2069"),
        ("en", "Asia/Kathmandu", "\u2066UTC+5:45\u2069"),
        ("fr", "Africa/Nairobi", "EAT"),
        ("ar", "Africa/Nairobi", "\u2066UTC+3\u2069"),
        ("zh-hans", "Europe/Zurich", "\u2066UTC+1\u2069"),
    ],
)
def test_a_zone_has_letters_only_where_the_reader_can_read_them(language, zone, letters):
    with override(language):
        assert moments.zone_letters(FIRST_SESSION.astimezone(ZoneInfo(zone))) == letters


def test_utc_is_called_utc():
    assert moments.zone_name("UTC", FIRST_SESSION) == "UTC"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59, seconds=29), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=1, minutes=5), "1 hour 5 minutes"),
        (timedelta(days=2, hours=1), "2 days 1 hour"),
    ],
)
def test_a_length_of_time_in_words(length, words):
    assert moments.duration(length) == words


def test_what_cannot_be_said_is_refused():
    with pytest.raises(ValueError, match="does not say in which zone"):
        moments.moment(datetime(2026, 12, 1, 11), "UTC")  # noqa: DTZ001
    with pytest.raises(ZoneInfoNotFoundError):
        moments.moment(FIRST_SESSION, "Pacific/Nowhere")
    with pytest.raises(ValueError, match="cannot be negative"):
        moments.duration(timedelta(seconds=-1))


def test_a_time_of_day_is_that_of_the_zone_and_a_script_may_follow_it():
    at = datetime(2026, 12, 1, 23, 5, tzinfo=UTC)

    drawn = moments.time_of_day(at, "Pacific/Tongatapu")
    assert drawn == '<time datetime="2026-12-01T23:05:00+00:00">12:05</time>'
    assert " data-clock>" in moments.time_of_day(at, "UTC", is_clock=True)
    with pytest.raises(ValueError, match="zone"):
        moments.time_of_day(at.replace(tzinfo=None), "UTC")
