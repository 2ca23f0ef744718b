"""Check-in: whoever sees the code of a session says by it that they are there."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, codes
from talanoa.live.durations import CODE_COUNTS, FINAL_AFTER
from talanoa.live.models import Stay
from talanoa.live.services import attendance
from talanoa.live.terms import StayKind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

ASKED_BACK = timedelta(days=1)
"""How long after a session its last codes are still known as such, to say so."""


class WrongCode(Refused):
    """What was typed is the code of no session in which it could count."""


def code_now(session: LiveSession) -> str:
    """What a session shows now.

    Raises:
        Refused: it is not open.
    """
    if session.opened_at is None:
        raise Refused(_("Open the session first."))
    demand(access.taking_part_refused(session))
    return codes.code_of(_key(), session.pk, codes.step_of(clock.now()))


def session_of(code: str, *, person: Person | None) -> LiveSession:
    """The session whose code this is now, among those ``person`` may enter; all, for a visitor.

    One query.

    Raises:
        WrongCode: there is none; the sentence says what the code is instead.
    """
    if not codes.read(code):
        raise WrongCode(_("A code has six letters and figures. Look at the screen again."))
    now = clock.now()
    sessions = LiveSession.objects.all() if person is None else access.sessions_open_to(person)
    recent = sessions.filter(
        Q(closed_at=None) | Q(closed_at__gte=now - ASKED_BACK),
        opened_at__isnull=False,
        cancelled_at=None,
    )
    found = list(recent.select_related("cohort__programme__hub").order_by("-opened_at"))
    code, key = codes.read(code), _key()
    for session in found:
        if codes.is_taken(code, key, session.pk, now=now, last=session.closed_at or now):
            return session
    raise WrongCode(_why_wrong(code, key, found, now=now))


@transaction.atomic
def check_in(*, by: Person, session: LiveSession, at: datetime | None = None) -> Stay:
    """Note that ``by`` has seen a code of the session, now or at an earlier moment.

    The first time earns a minute; each later one the time since the first. Doing it twice
    with one code changes nothing but the moments between. The last moment that counts is a
    minute before the end; where attendance is final already, theirs is counted anew.

    Raises:
        Removed, Held, NotVisible: as ``access.get_session``.
        Refused: the session is cancelled, or was not open then.
    """
    access.demand_open(by, session.pk)
    at = at or clock.now()
    if session.cancelled_at is not None:
        raise Refused(_("This session has been cancelled."))
    if session.opened_at is None or at < session.opened_at:
        raise Refused(_("The session has not begun. Type the code once it is shown."))
    if session.closed_at is not None:
        at = max(session.opened_at, min(at, session.closed_at - CODE_COUNTS))
    stay = _noted(by, session, at)
    # Until then all are counted anew in any case, and many type the last code at once.
    if session.closed_at is not None and clock.now() >= session.closed_at + FINAL_AFTER:
        reason = _("They checked in by the session’s code.")
        attendance.recount(by=by, session=session, people=[by.pk], reason=reason)
    return stay


def _noted(by: Person, session: LiveSession, at: datetime) -> Stay:
    stays = Stay.objects.select_for_update().filter(
        session=session, person=by, kind=StayKind.CODE, withdrawn_at=None
    )
    if stay := stays.first():
        stay.began_at = min(stay.began_at, at)
        stay.ended_at = max(stay.ended_at, at + CODE_COUNTS)
        stay.save(update_fields=["began_at", "ended_at"])
        return stay
    stay, is_new = Stay.objects.get_or_create(
        session=session,
        person=by,
        kind=StayKind.CODE,
        withdrawn_at=None,
        defaults={"began_at": at, "ended_at": at + CODE_COUNTS, "by": by},
    )
    if is_new:
        events.record("live.checked_in", by=by, subject=stay)
    return stay


def _why_wrong(code: str, key: bytes, sessions: Iterable[LiveSession], *, now: datetime) -> str:
    for session in sessions:
        if codes.has_run_out(code, key, session.pk, last=session.closed_at or now):
            if session.closed_at is not None:
                return _(
                    "That session has ended, and its codes count no more. A facilitator or "
                    "coordinator can add your time by hand."
                )
            return _("This code has run out. Type the one that is shown now.")
    return _("No session of yours shows this code now. Look at the screen again.")


def _key() -> bytes:
    digest: bytes = salted_hmac(
        "talanoa.live.codes", "code", secret=settings.SECRET_KEY, algorithm="sha256"
    ).digest()
    return digest
