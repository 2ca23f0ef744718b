"""Who is at the door of a room: the cookie, the person, the session. For the database's threads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant

from talanoa.kernel.compiled import Compiled, Kept
from talanoa.kernel.refusals import NotVisible
from talanoa.live import access, phones
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


class SignedOut(Exception):
    """The connection's cookie is of nobody who is signed in (any more)."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """A cookie and the person whom it signed in; what the two looked like when last checked."""

    cookie: str
    person: int
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Someone who may come in."""

    person: Person
    session: LiveSession
    pledge: Pledge
    language: str
    by_phone: bool = False


def visit(cookie: str, session_id: int, language: str, phone: str = "") -> Visit:
    """Let someone in. Six queries for who is enrolled.

    Args:
        phone: by which our own phone shows that it is the one that brings them.

    Raises:
        SignedOut: nobody is signed in by this cookie.
        Removed, NotVisible: as ``access.get_session``.
    """
    person = signed_in(cookie)
    session = access.get_session(person, session_id)
    mark = _mark(_stored({cookie}).get(cookie), person.password)
    pledge = Pledge(cookie, person.pk, mark)
    by_phone = bool(phone) and phones.is_of_phone(phone, cookie)
    return Visit(person, session, pledge, _language(language, person), by_phone)


def signed_in(cookie: str) -> Person:
    """Who is signed in by a session's key, as every page finds out. Two queries.

    Raises:
        SignedOut: nobody; or their account is closed, or their password was changed.
    """
    request = HttpRequest()
    request.session = _store(cookie)
    person = get_user(request)
    if not isinstance(person, Person):
        raise SignedOut
    return person


def asked_again(pledge: Pledge, session_id: int) -> tuple[Person, LiveSession]:
    """Person and session as they are now. Four light queries while nothing has changed.

    Someone may have signed out since they came in, or left, or been sent out.

    Raises:
        SignedOut: as ``signed_in``; or the cookie is somebody else's by now.
        Removed, NotVisible: as ``access.get_session``.
    """
    person = _signed_in_still(pledge)
    session = _sessions.get(session=session_id)
    if session is None:
        raise NotVisible(session_id)
    access.demand_open(person, session_id)
    return person, session


_sessions = Kept(
    lambda session: LiveSession.objects.select_related("cohort__programme__hub").filter(pk=session)
)
_people = Kept(lambda person: Person.objects.filter(pk=person, is_active=True))


def _signed_in_still(pledge: Pledge) -> Person:
    stored = _stored_under(pledge.cookie)
    person = _people.get(person=pledge.person) if stored else None
    if person is not None and _mark(stored, person.password) == pledge.mark:
        return person
    person = signed_in(pledge.cookie)
    if person.pk != pledge.person:
        raise SignedOut
    return person


def still_signed_in(pledges: Sequence[Pledge]) -> dict[str, int]:
    """The marks of those cookies that still sign their person in.

    Thousands are asked about every few seconds, so only those that look different from the
    last time are looked into: two queries for all, and two for each that differs.
    """
    rows = _stored({pledge.cookie for pledge in pledges})
    people = Person.objects.filter(pk__in={pledge.person for pledge in pledges}, is_active=True)
    passwords = dict(people.values_list("pk", "password"))
    still: dict[str, int] = {}
    for pledge in pledges:
        mark = _mark(rows.get(pledge.cookie), passwords.get(pledge.person))
        is_as_it_was = pledge.cookie in rows and mark == pledge.mark
        if is_as_it_was or _signs_in(pledge):
            still[pledge.cookie] = mark
    return still


def _mark(stored: str | None, password: str | None) -> int:
    return hash((stored, password))


def _signs_in(pledge: Pledge) -> bool:
    try:
        return signed_in(pledge.cookie).pk == pledge.person
    except SignedOut:
        return False


def _stored(cookies: Collection[str]) -> dict[str, str]:
    """What is stored under each cookie, as it stands. One query, none with another store."""
    if not _is_stored_here():
        return {}
    sessions = Session.objects.filter(session_key__in=cookies, expire_date__gt=Now())
    return dict(sessions.values_list("session_key", "session_data"))


def _stored_under(cookie: str) -> str | None:
    """What is stored under one cookie. As ``_stored``."""
    rows = _valid(cookie=cookie) if _is_stored_here() else []
    return rows[0][0] if rows else None


@Compiled
def _valid(*, cookie: str) -> QuerySet[Any, Any]:
    valid = Session.objects.filter(session_key=cookie, expire_date__gt=Now())
    return valid.values_list("session_data")


def _is_stored_here() -> bool:
    return settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"


def cookie_of(headers: Mapping[bytes, bytes]) -> str:
    """The session's key among a request's cookies; empty when there is none."""
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return ""
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else ""


def is_our_origin(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the page that opens the socket is ours.

    A browser always says the origin, and no page can change it. Where the room has a port
    of its own the page may have been opened under any name this machine answers to.
    """
    origin = headers.get(b"origin", b"").decode("latin-1")
    if origin == _origin(settings.SITE_URL):
        return True
    if settings.ROOM_URL or settings.BEHIND_PROXY:
        return False
    host = urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname
    name = f"[{host}]" if host and ":" in host else host
    return name in settings.ALLOWED_HOSTS and origin == f"http://{name}:{settings.PORT}"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _store(cookie: str) -> SessionBase:
    engine: Any = import_module(settings.SESSION_ENGINE)
    store: SessionBase = engine.SessionStore(cookie)
    return store


def _language(asked: str, person: Person) -> str:
    """What the page is in; else the person's own choice; else the site's."""
    for code in (asked, person.language):
        if code:
            try:
                return get_supported_language_variant(code)
            except LookupError:
                continue
    return settings.LANGUAGE_CODE
