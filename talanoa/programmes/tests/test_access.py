"""Who sees which programme and who runs it, as tables."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible
from talanoa.people.services import make_guest
from talanoa.programmes import access, services
from talanoa.programmes.terms import ProgrammeStatus
from tests.make import (
    a_cohort,
    a_hub,
    a_person,
    a_programme,
    a_role,
    a_team,
    enrolled,
)

pytestmark = pytest.mark.django_db


def someone(who, programme):
    """A person who stands to ``programme`` as ``who`` says."""
    if who == "anonymous":
        return AnonymousUser()
    if who == "stranger":
        return a_person()
    if who == "administrator":
        return programme.hub.administrators.get().person
    if who == "administrator elsewhere":
        return a_hub(administrator=a_person()).administrators.get().person
    if who == "team member":
        person = a_person()
        services.add_to_team(by=None, team=a_team(programme), person=person)
        return person
    if who == "enrolled":
        return enrolled(programme)
    return a_role(programme, who)


def a_programme_of(status):
    programme = a_programme(hub=a_hub(administrator=a_person()))
    type(programme).objects.filter(pk=programme.pk).update(status=status)
    programme.refresh_from_db()
    return programme


WHO_RUNS = [
    # who, sees a draft, coordinates, administers the hub
    ("anonymous", False, False, False),
    ("stranger", False, False, False),
    ("administrator elsewhere", False, False, False),
    ("team member", False, False, False),
    ("enrolled", False, False, False),
    ("scribe", True, False, False),
    ("expert", True, False, False),
    ("facilitator", True, False, False),
    ("coordinator", True, True, False),
    ("administrator", True, True, True),
]


@pytest.mark.parametrize(("who", "sees_draft", "coordinates", "administers"), WHO_RUNS)
def test_who_sees_a_draft_and_who_runs_it(who, sees_draft, coordinates, administers):
    programme = a_programme_of(ProgrammeStatus.PUBLISHED)
    person = someone(who, programme)
    type(programme).objects.filter(pk=programme.pk).update(status=ProgrammeStatus.DRAFT)

    assert (programme in access.programmes_visible_to(person)) is sees_draft
    assert access.is_coordinator(person, programme) is coordinates
    assert (access.coordinates_refused(person, programme) is None) is coordinates
    assert (programme in access.programmes_coordinated_by(person)) is coordinates
    assert access.administers(person, programme.hub) is administers
    assert (programme.hub in access.hubs_run_by(person)) is administers


@pytest.mark.parametrize("status", [ProgrammeStatus.PUBLISHED, ProgrammeStatus.CLOSED])
@pytest.mark.parametrize("who", [row[0] for row in WHO_RUNS])
def test_everyone_sees_what_was_published(who, status):
    programme = a_programme_of(ProgrammeStatus.PUBLISHED)
    person = someone(who, programme)
    type(programme).objects.filter(pk=programme.pk).update(status=status)

    assert access.get_programme(person, programme.slug) == programme


def test_a_draft_and_no_programme_at_all_look_alike():
    draft = a_programme_of(ProgrammeStatus.DRAFT)

    for slug in (draft.slug, "nothing-here"):
        with pytest.raises(NotVisible):
            access.get_programme(a_person(), slug)


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("anonymous", "Sign in to enrol."),
        ("guest", "Guests of one session cannot enrol. Sign in with an e-mail address first."),
        ("stranger", None),
        ("coordinator", None),
    ],
)
def test_who_may_enrol(who, reason):
    cohort = a_cohort()
    person = make_guest(name="Malia") if who == "guest" else someone(who, cohort.programme)

    assert access.enrolling_refused(person, cohort) == reason


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "reason"),
    [
        (None, None, None),
        (date(2026, 12, 1), None, None),
        (date(2026, 12, 2), None, "Registration opens on Wednesday 2 December 2026."),
        (None, date(2026, 12, 1), None),
        (None, date(2026, 11, 30), "Registration has closed."),
        (date(2026, 12, 1), date(2026, 12, 1), None),
    ],
)
def test_when_one_may_enrol(opens_on, closes_on, reason):
    cohort = a_cohort(opens_on=opens_on, closes_on=closes_on)

    assert access.registration_refused(cohort) == reason


@pytest.mark.parametrize(
    ("zone", "is_open"), [("UTC", False), ("Pacific/Auckland", True), ("America/Lima", False)]
)
def test_the_window_opens_with_the_hubs_day(zone, is_open):
    cohort = a_cohort(a_programme(hub=a_hub(time_zone=zone)), opens_on=date(2026, 12, 2))

    # 12:00 UTC on 1 December is 01:00 on 2 December in Auckland.
    with clock.standing_at(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        assert (access.registration_refused(cohort) is None) is is_open


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (ProgrammeStatus.DRAFT, "This programme has not been published yet."),
        (ProgrammeStatus.PUBLISHED, None),
        (ProgrammeStatus.CLOSED, "This programme is closed."),
    ],
)
def test_in_which_programmes_one_may_enrol(status, reason):
    cohort = a_cohort(a_programme_of(status))

    assert access.registration_refused(cohort) == reason
