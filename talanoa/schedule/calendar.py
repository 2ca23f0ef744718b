"""Calendar files that follow every change (``docs/decisions/0006-recurrence-and-calendars.md``).

Nothing in a file comes from the present moment: the same data gives the same bytes, so that
a calendar program that asks again learns cheaply that nothing has changed. Times are in UTC.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
ALARM_BEFORE = timedelta(minutes=15)
REFRESH_EVERY = timedelta(hours=1)


def entry(session: LiveSession, *, method: str, person: Person | None = None) -> str:
    """One session as a calendar file, written in the active language.

    ``REQUEST`` and ``CANCEL`` are addressed to ``person``; ``PUBLISH`` to nobody.
    """
    return file([session], method=method, person=person)


def method_for(sessions: Sequence[LiveSession], *, is_cancelled: bool = False) -> str:
    """How to send these sessions by mail.

    Programs add a ``REQUEST`` and obey a ``CANCEL`` by themselves, but both may speak of one
    session only; several go as ``PUBLISH``, which a person opens.
    """
    if len(sessions) != 1:
        return PUBLISH
    return CANCEL if is_cancelled or sessions[0].cancelled_at else REQUEST


def file(
    sessions: Sequence[LiveSession],
    *,
    method: str,
    person: Person | None = None,
    stamped_at: datetime | None = None,
    is_cancelled: bool = False,
) -> str:
    """Sessions as one calendar file; their programmes and hubs must be loaded.

    Args:
        stamped_at: when these entries were true for this person, if later than their last
            change: joining again after leaving must win over the cancellation in between.
        is_cancelled: they are off for this person, who has left.
    """
    calendar = _calendar()
    calendar.add("method", method)
    for session in sessions:
        stamp = max(session.changed_at, stamped_at or session.changed_at)
        event = _event(session, stamp=stamp, is_cancelled=is_cancelled)
        event.add("organizer", _organizer(session))
        if method != PUBLISH and person is not None and person.email:
            event.add("attendee", _attendee(person))
        calendar.add_component(event)
    return _written(calendar)


def feed(sessions: Sequence[LiveSession], *, name: str) -> str:
    """A person's sessions as a calendar to subscribe to, called ``name``."""
    calendar = _calendar()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for session in sessions:
        calendar.add_component(_event(session, stamp=session.changed_at))
    return _written(calendar)


def page_of(session: LiveSession) -> str:
    """The whole address of a session's page."""
    return settings.SITE_URL + reverse("schedule:session", args=[session.pk])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Talanoa//Talanoa//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(session: LiveSession, *, stamp: datetime, is_cancelled: bool = False) -> Event:
    is_off = is_cancelled or session.cancelled_at is not None
    page = page_of(session)
    event = Event()
    event.add("uid", str(session.uid))
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("last-modified", session.changed_at.astimezone(UTC))
    event.add("sequence", session.sequence)
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", _summary(session, is_off=is_off))
    event.add("description", _description(session, page))
    event.add("url", page)
    event.add("location", page)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    if not is_off:
        event.add_component(_alarm(session))
    return event


def _summary(session: LiveSession, *, is_off: bool) -> str:
    if not is_off:
        return session.title
    # Programs that keep a cancelled entry often show it like any other.
    return _("Cancelled: %(title)s") % {"title": session.title}


def _description(session: LiveSession, page: str) -> str:
    parts = [session.cohort.programme.name]
    if session.cancel_reason:
        parts.append(session.cancel_reason)
    if session.summary:
        parts.append(session.summary)
    parts.append(_("Come in here: %(address)s") % {"address": page})
    return "\n\n".join(parts)


def _alarm(session: LiveSession) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -ALARM_BEFORE)
    alarm.add("description", session.title)
    return alarm


def _organizer(session: LiveSession) -> vCalAddress:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = vText(session.cohort.programme.hub.name)
    return organizer


def _attendee(person: Person) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["cn"] = vText(str(person))
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    # They enrolled: nobody waits for an answer.
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee


def _written(calendar: Calendar) -> str:
    return str(calendar.to_ical().decode())
