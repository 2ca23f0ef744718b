"""A case's last day is its hub's: it is over when that day is over there, everywhere at once."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from talanoa.cases import access, queries, services
from talanoa.cases.models import Case
from talanoa.kernel import clock
from talanoa.people.queries import end_of_day_in, today_in, zone_names
from talanoa.search import asking
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2031, 5, 20)
ENDS = {
    "Pacific/Tongatapu": datetime(2031, 5, 20, 11, tzinfo=UTC),
    "Europe/Zurich": datetime(2031, 5, 20, 22, tzinfo=UTC),
    "UTC": datetime(2031, 5, 21, 0, tzinfo=UTC),
    "America/Lima": datetime(2031, 5, 21, 5, tzinfo=UTC),
}
"""When this day ends, by the zone."""


def a_case_of(zone):
    """A case of the library whose last day this is, and a reader of its words."""
    programme = make.a_programme(hub=make.a_hub(time_zone=zone))
    case = make.in_library(programme)
    services.show_as(by=case.presenter, case=case, mode="open", shows_country=True, expires_on=DAY)
    return Case.objects.select_related("programme", "session").get(pk=case.pk)


def found(person):
    return queries.library(person, queries.Wanted(asked=asking.read(""), chosen={})).keys


def shown(case, reader):
    """Each place that says whether the last day is over."""
    return {
        "has_expired": not case.has_expired,
        "read": access.cases_read_by(reader).filter(pk=case.pk).exists(),
        "told": access.showing.told_of(reader, [case])[case.pk].reads,
        "record": access.cases_open_to_all(case.session).exists(),
        "library": access.cases_in_library(reader).filter(pk=case.pk).exists(),
        "search": case.pk in found(reader),
        "kept": case.pk not in queries.over_in_library(),
    }


@pytest.mark.parametrize("zone", ENDS)
def test_it_is_read_until_the_day_is_over_at_its_hub(zone):
    case = a_case_of(zone)
    reader = make.enrolled(case.programme)
    seen = {}

    for which, moment in (
        ("before", ENDS[zone] - timedelta(seconds=1)),
        ("after", ENDS[zone]),
    ):
        with clock.standing_at(moment):
            seen[which] = shown(case, reader)

    assert case.expires_at == ENDS[zone]
    assert seen == {
        "before": dict.fromkeys(seen["before"], True),
        "after": dict.fromkeys(seen["after"], False),
    }


def test_hubs_in_different_zones_are_told_apart_in_one_query(django_assert_num_queries):
    cases = {zone: a_case_of(zone) for zone in ENDS}
    reader = make.a_person()
    for case in cases.values():
        make.enrolled(case.programme, reader)

    with (
        clock.standing_at(datetime(2031, 5, 20, 23, tzinfo=UTC)),
        django_assert_num_queries(1),
    ):
        read = set(access.cases_read_by(reader).values_list("pk", flat=True))

    assert read == {cases["UTC"].pk, cases["America/Lima"].pk}


def test_a_day_that_is_over_in_utc_and_not_at_the_hub_can_still_be_chosen():
    case = make.a_case(make.a_programme(hub=make.a_hub(time_zone="America/Lima")))
    here = {"by": case.presenter, "case": case, "mode": "open", "shows_country": True}

    with clock.standing_at(ENDS["America/Lima"] - timedelta(minutes=1)):
        assert services.show_as(**here, expires_on=DAY).has_expired is False
    case = services.show_as(**here, expires_on=None)
    assert (case.expires_on, case.expires_at) == (None, None)


def test_the_page_says_by_whose_time(client):
    case = make.a_case()
    client.force_login(case.presenter)

    page = client.get(reverse("cases:showing", args=[case.pk])).content.decode()

    assert "Until this day ends by the hub’s time (Geneva)." in page


def test_the_day_of_earlier_cases_is_filled_in():
    cases = {zone: a_case_of(zone) for zone in ENDS}
    Case.objects.update(expires_at=clock.now())

    import_module("talanoa.cases.migrations.0012_say_when_a_case_expires").fill(apps, None)

    ends = dict(Case.objects.values_list("pk", "expires_at"))
    assert ends == {case.pk: ENDS[zone] for zone, case in cases.items()}


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 10, 24), date(2028, 2, 29)])
def test_a_day_ends_when_the_next_begins_and_with_a_quarter_of_an_hour(day):
    wrong = []
    for zone in zone_names():
        end = end_of_day_in(zone, day)
        with clock.standing_at(end - timedelta(seconds=1)):
            last = today_in(zone)
        with clock.standing_at(end):
            following = today_in(zone)
        if (last, following) != (day, day + timedelta(days=1)) or end.timestamp() % 900:
            wrong.append(zone)
    assert wrong == []


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("Asia/Beirut", date(2026, 3, 28), 22),  # midnight is skipped
        ("Asia/Beirut", date(2026, 10, 24), 22),  # an hour before it comes twice
        ("Atlantic/Azores", date(2026, 10, 24), 24),  # it comes twice itself
    ],
)
def test_a_day_ends_where_clocks_change_at_midnight(zone, day, hour):
    began = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert end_of_day_in(zone, day) == began + timedelta(hours=hour)
