"""PINs for calling a session: a person's own, and the session's for callers without an account."""

import secrets

from django.db import transaction

from talanoa.kernel import events
from talanoa.kernel.refusals import demand
from talanoa.live import access, log
from talanoa.live.models import PhonePin
from talanoa.live.phone.keys import DIGITS
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@transaction.atomic
def give_pin(*, by: Person, session: LiveSession) -> PhonePin:
    """Give ``by`` a PIN of their own, a new one where they have one: the old one opens nothing.

    Raises:
        Refused: for the reasons in ``access.taking_part_refused``.
    """
    demand(access.taking_part_refused(session))
    return _new_pin(session, by)


@transaction.atomic
def open_line(*, by: Person, session: LiveSession) -> PhonePin:
    """Give the session a PIN for callers without an account, a new one where it has one.

    Raises:
        Refused: for the reasons in ``access.inviting_refused``.
    """
    demand(access.inviting_refused(by, session))
    pin = _new_pin(session, None)
    events.record("live.phone_line_opened", by=by, subject=session)
    return pin


@transaction.atomic
def close_line(*, by: Person, session: LiveSession) -> bool:
    """Take the session's PIN back; says whether there was one. Who is in stays in.

    Raises:
        Refused: for the reasons in ``access.hosting_refused``.
    """
    demand(access.hosting_refused(by, session))
    deleted, _ = PhonePin.objects.filter(session=session, person=None).delete()
    if deleted:
        events.record("live.phone_line_closed", by=by, subject=session)
    return bool(deleted)


def close_with_session(*, session: LiveSession) -> None:
    """Its PINs go with the session. Safe to run twice."""
    PhonePin.objects.filter(session=session).delete()


def _new_pin(session: LiveSession, person: Person | None) -> PhonePin:
    log.lock(session)
    PhonePin.objects.filter(session=session, person=person).delete()
    while True:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        pin, is_new = PhonePin.objects.get_or_create(
            digits=digits, defaults={"session": session, "person": person}
        )
        if is_new:
            return pin
