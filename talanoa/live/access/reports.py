"""Who may say who attended where the room did not see it."""

from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible
from talanoa.live.access.rooms import get_session, hosting_refused
from talanoa.live.durations import FINAL_AFTER
from talanoa.live.models import (
    AttendanceReport,
    Call,
    Stay,
)
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


def holding_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not note that ``session`` was held while our doors stayed shut."""
    if refused := hosting_refused(person, session):
        return refused
    if not Call.objects.filter(session=session).exists():
        return _("This session was to be held here, in the room.")
    return None


def reporting_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not add to who attended, nor bring a report of it."""
    return hosting_refused(person, session) or not_ended(session)


def counting_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not add to who attended so that it counts now."""
    return hosting_refused(person, session) or not_counted_yet(session)


def get_report(person: Person, session_id: int, report_id: int) -> AttendanceReport:
    """The door to one report of who attended, with its session, for those who host.

    Raises:
        NotVisible: no such report in that session, or ``person`` does not host it.
    """
    session = get_session(person, session_id)
    found = session.reports.filter(pk=report_id).first()
    if found is None or hosting_refused(person, session):
        raise NotVisible(report_id)
    found.session = session
    return found


def get_stay(person: Person, session_id: int, stay_id: int) -> Stay:
    """The door to one time added by hand, with its session and person, for those who host.

    Raises:
        NotVisible: no such time in that session, or ``person`` does not host it.
    """
    session = get_session(person, session_id)
    found = session.stays.filter(report=None).select_related("person").filter(pk=stay_id).first()
    if found is None or hosting_refused(person, session):
        raise NotVisible(stay_id)
    found.session = session
    return found


def not_ended(session: LiveSession) -> str | None:
    """Why nobody may say now who attended. No query."""
    if session.status == Status.CLOSED:
        return None
    return _("Who attended can be added once the session has ended.")


def not_counted_yet(session: LiveSession) -> str | None:
    """The same of what counts at once: the room's own count comes first. No query."""
    if refused := not_ended(session):
        return refused
    if session.closed_at and clock.now() < session.closed_at + FINAL_AFTER:
        return _("The room is still counting. This can be done five minutes after the end.")
    return None
