"""Calling a session by phone: whether one can, by which numbers, and who is brought by ours."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.live import queries, scene
from talanoa.live.models import PhonePin
from talanoa.live.phone.phone_settings import Cost
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status

EARLIEST = timedelta(minutes=30)
"""How long before the start a PIN is taken."""
LATEST = timedelta(hours=12)
"""How long after the planned end, where nobody has ended the session."""


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number to dial, as the page shows it."""

    country: str
    number: str
    dial: str
    """The same as a telephone takes it."""
    cost: Cost


def numbers() -> list[Number]:
    """The numbers in their order, with countries in the language in force. One query."""
    wanted = settings.PHONE.dial_in
    codes = {each.country for each in wanted}
    names = {each.iso3: scene.called(each) for each in Country.objects.filter(iso3__in=codes)}
    return [
        Number(
            country=names.get(each.country, each.country),
            number=each.number.replace("-", "\N{NO-BREAK SPACE}"),
            dial=each.number.replace("-", ""),
            cost=each.cost,
        )
        for each in wanted
    ]


def pin_of(session: LiveSession, person: Person | None) -> PhonePin | None:
    """A person's PIN in a session; nobody's: the session's. One query."""
    return PhonePin.objects.filter(session=session, person=person).first()


def refusal(session: LiveSession) -> str | None:
    """Why nobody can call this session now, as the name of a sentence. One query."""
    now = clock.now()
    if session.status in (Status.CLOSED, Status.CANCELLED) or now > session.ends_at + LATEST:
        return "ended"
    if session.status == Status.SCHEDULED and now < session.starts_at - EARLIEST:
        return "early"
    return "elsewhere" if queries.call_of(session) else None


def mark_of(session: LiveSession, caller: str) -> str:
    """What stands for an unnamed caller's number in a session; the number is not kept."""
    return salted_hmac("talanoa.phone.caller", f"{session.pk}:{caller}").hexdigest()


def pass_for(cookie: str) -> str:
    """What shows the room that our own phone brings whoever has this cookie."""
    return _signer().sign(cookie)


def is_of_phone(shown: str, cookie: str) -> bool:
    try:
        return _signer().unsign(shown) == cookie
    except signing.BadSignature:
        return False


def _signer() -> signing.Signer:
    return signing.Signer(salt="talanoa.phone")
