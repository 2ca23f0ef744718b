"""What each room keeps about a person, gathered into one file for them.

A room says what it keeps in its ``listeners.py``::

    @exports.adds("programmes")
    def kept(person: Person) -> object: ...

The answer must be fit for JSON; moments and lengths of time may stay what they are. It holds
no secrets, and of what others wrote only what was addressed to the person or is about them.
"""

from collections.abc import Callable
from typing import TypeVar

from allauth.mfa.models import Authenticator

from talanoa.kernel.models import Event, UnfinishedUpload
from talanoa.people.models import Person, SignInLink, TalkOffer

Reader = TypeVar("Reader", bound=Callable[[Person], object])

_readers: dict[str, Callable[[Person], object]] = {}


def adds(part: str) -> Callable[[Reader], Reader]:
    """Register what a room keeps, under a name of its own."""

    def add(read: Reader) -> Reader:
        _readers[part] = read
        return read

    return add


def gather(person: Person) -> dict[str, object]:
    """Ask each room in turn, in the order of their names; this room comes first."""
    parts = {part: read(person) for part, read in sorted(_readers.items())}
    return {"account": _account(person), "events": _events(person), **parts}


def _account(person: Person) -> dict[str, object]:
    keys = Authenticator.objects.filter(user_id=person.pk).order_by("created_at")
    links = SignInLink.objects.filter(person_id=person.pk).order_by("pk")
    offer = TalkOffer.objects.filter(person=person.pk)
    uploads = UnfinishedUpload.objects.filter(person=person.pk).order_by("pk")
    return {
        "email": person.email,
        "name": person.name,
        "organisation": person.organisation,
        "language": person.language,
        "time_zone": person.time_zone,
        "joined_at": person.joined_at,
        "last_signed_in_at": person.last_login,
        "has_password": person.has_usable_password(),
        "sign_in_keys": [
            {"type": key.type, "added_at": key.created_at, "last_used_at": key.last_used_at}
            for key in keys
        ],
        "willing_to_talk": list(offer.values("subjects", "offered_at")),
        "sign_in_links": list(links.values("address", "made_at", "expires_at", "used_at")),
        "unfinished_uploads": list(uploads.values("place", "size", "held", "changed_at")),
    }


def _events(person: Person) -> list[dict[str, object]]:
    """What the person did, oldest first."""
    rows = Event.objects.filter(actor_id=person.pk).order_by("pk")
    return [{"kind": row.kind, "subject": row.subject_id, "at": row.at} for row in rows]
