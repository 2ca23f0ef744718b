"""Sessions and their series."""

from datetime import date, time, timedelta
from typing import Any

from talanoa.kernel import clock
from talanoa.people.models import Person
from talanoa.programmes.models import Cohort, Programme
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession, Series
from tests.make.hub import a_cohort, a_person, a_programme


def a_session(
    where: Programme | Cohort | None = None,
    *,
    starts_in: timedelta = timedelta(days=7),
    **fields: Any,
) -> LiveSession:
    """A session of an hour, a week from now, in a cohort or in a programme's first one."""
    if where is None or isinstance(where, Programme):
        programme = where or a_programme()
        where = programme.cohorts.first() or a_cohort(programme)
    starts_at = clock.now().replace(second=0, microsecond=0) + starts_in
    usual = {
        "title": "Morphine for all who need it",
        "starts_at": starts_at,
        "ends_at": fields.get("starts_at", starts_at) + timedelta(hours=1),
    }
    return schedule.add_session(by=None, cohort=where, **(usual | fields))


def a_series(cohort: Cohort | None = None, **fields: Any) -> Series:
    """The first Tuesday of twelve months from January 2027, 14:00 Geneva time."""
    usual = {
        "title": "Monthly session",
        "week": 1,
        "weekday": 1,
        "local_time": time(14),
        "time_zone": "Europe/Zurich",
        "first_on": date(2027, 1, 1),
    }
    return schedule.start_series(by=None, cohort=cohort or a_cohort(), **(usual | fields))


def an_open_session(where: Programme | Cohort | None = None, **fields: Any) -> LiveSession:
    """A session that starts in ten minutes and whose doors are open."""
    session = a_session(where, **({"starts_in": timedelta(minutes=10)} | fields))
    schedule.open_session(by=None, session=session)
    session.refresh_from_db()
    return session


def a_part(session: LiveSession, role: str, person: Person | None = None, **fields: Any) -> Person:
    """Someone with a role in one session."""
    person = person or a_person()
    schedule.give_session_role(by=None, session=session, person=person, role=role, **fields)
    return person
