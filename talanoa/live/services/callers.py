"""Who calls a session by phone: let in by a PIN, signed in for the call."""

import secrets
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from talanoa.kernel import events
from talanoa.kernel.refusals import NotVisible
from talanoa.live import access, log, phones
from talanoa.live.models import GuestLink, PhonePin
from talanoa.live.services import guests
from talanoa.people import services as people
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

STAYS = 24 * 3600
"""Seconds for which a caller stays signed in; a call that is over is signed out."""


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """A caller whose PIN is right: who they are, where they may go in, and their cookie."""

    person: Person
    session: LiveSession
    cookie: str


class Turned(Exception):
    """The PIN is right and nobody is let in by it now; ``reason`` names a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def admit(*, digits: str, caller: str) -> Admitted | None:
    """Who calls by a PIN, signed in for the call; ``None`` where no PIN is like that.

    Whoever calls by a session's PIN becomes its guest, called by the last two digits of their
    number; the same number in the same session is the same guest.

    Raises:
        Turned: the session cannot be called now, or its door is closed to them.
    """
    pins = PhonePin.objects.select_related("session__cohort__programme__hub", "person")
    pin = pins.filter(digits=digits).first()
    if pin is None:
        return None
    if reason := phones.refusal(pin.session):
        raise Turned(reason)
    person = pin.person or _guest(pin.session, caller)
    if not person.is_active or _is_shut_out(person, pin.session):
        raise Turned("out")
    return Admitted(person=person, session=pin.session, cookie=_sign_in(person))


def _is_shut_out(person: Person, session: LiveSession) -> bool:
    """Not who finds the door held: they wait, as everyone does."""
    try:
        access.demand_open(person, session.pk)
    except NotVisible as error:
        return not isinstance(error, access.Held)
    return False


def sign_out(*, cookie: str) -> None:
    """The call is over: its cookie signs nobody in any more."""
    _store(cookie).delete(cookie)


def _guest(session: LiveSession, caller: str) -> Person:
    """The guest that this number is in this session; whose number is withheld is always new."""
    log.lock(session)
    secret_hash = guests.hash_of(phones.mark_of(session, caller or secrets.token_hex(16)))
    link = GuestLink.objects.filter(secret_hash=secret_hash).select_related("person").first()
    if link is not None:
        return link.person
    with override(settings.LANGUAGE_CODE):
        if caller:
            name = _("Caller ···%(digits)s") % {"digits": caller[-2:]}
        else:
            name = _("Caller, number withheld")
    guest = people.make_guest(name=name, time_zone=session.time_zone)
    link = GuestLink.objects.create(session=session, person=guest, secret_hash=secret_hash)
    events.record("live.guest_invited", by=None, subject=link)
    return guest


def _sign_in(person: Person) -> str:
    store = _store()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.set_expiry(STAYS)
    store.create()
    return str(store.session_key)


def _store(cookie: str | None = None) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(cookie)
