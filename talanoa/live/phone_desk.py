"""What the phone's calls need of the database, each in a thread of its own turn."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from talanoa.kernel.refusals import NotVisible
from talanoa.kernel.tries import Tries
from talanoa.live import access, phone_words, phones
from talanoa.live.phone.line import Ticket, Turned
from talanoa.live.services import callers, doors
from talanoa.people.models import Person

log = logging.getLogger(__name__)

Found = TypeVar("Found")

WINDOW = 15 * 60
OF_ONE = Tries(kind="pin-by-number", most=6, seconds=WINDOW)
OF_WITHHELD = Tries(kind="pin-by-withheld", most=30, seconds=WINDOW)
OF_ALL = Tries(kind="pin-by-all", most=120, seconds=WINDOW)
"""Wrong PINs in a quarter of an hour: of one number, of all that are withheld, of everybody.

With a thousand PINs of nine digits in use a guess is right once in a million. Whoever forges
numbers is bounded by the last limit alone."""


class PhoneDesk:
    """Admits callers, has them knock, and signs them out."""

    def __init__(self) -> None:
        self.language = settings.LANGUAGE_CODE
        # One thread: a PIN is typed in ten seconds, and looking it up takes milliseconds.
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="phone")

    async def is_guessing(self, caller: str) -> bool:
        return await self._asked(partial(is_guessing, caller))

    async def admit(self, pin: str, caller: str) -> Ticket | None:
        admitted = await self._asked(partial(admit, pin, caller))
        return _ticket(admitted) if admitted else None

    async def knock(self, ticket: Ticket) -> None:
        try:
            await self._do(partial(_knock, ticket))
        except (DatabaseError, NotVisible) as error:
            log.info("Nobody could be told that somebody waits: %s", error)

    async def leave(self, ticket: Ticket) -> None:
        try:
            await self._do(partial(callers.sign_out, cookie=ticket.cookie))
        except DatabaseError as error:
            # It ends by itself, a day later.
            log.warning("A caller could not be signed out: %s", error)

    def words(self, name: str, language: str) -> str:
        return phone_words.in_language(name, language)

    async def _asked(self, work: Callable[[], Found]) -> Found:
        try:
            return await self._do(work)
        except callers.Turned as turned:
            raise Turned(turned.reason) from turned
        except DatabaseError as error:
            log.warning("A PIN could not be looked up: %s", error)
            raise Turned("no-room") from error

    async def _do(self, work: Callable[[], Found]) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _once, work)


def is_guessing(caller: str) -> bool:
    """Whether no PIN is taken from ``caller`` (empty: withheld) for now."""
    return any(tries.too_many(of) for tries, of in _limits(caller))


def admit(pin: str, caller: str) -> callers.Admitted | None:
    """As ``callers.admit``; a wrong PIN is counted.

    Raises:
        callers.Turned: also when too many were wrong.
    """
    if is_guessing(caller):
        raise callers.Turned("too-many")
    admitted = callers.admit(digits=pin, caller=caller)
    if admitted is None:
        for tries, of in _limits(caller):
            tries.count(of)
    return admitted


def _limits(caller: str) -> list[tuple[Tries, str]]:
    return [(OF_ONE if caller else OF_WITHHELD, caller), (OF_ALL, "")]


def _once(work: Callable[[], Found]) -> Found:
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()


def _knock(ticket: Ticket) -> None:
    person = Person.objects.get(pk=ticket.person)
    try:
        access.get_session(person, ticket.session)
    except access.Held as held:
        doors.knock(by=person, session=held.session)


def room_url(session_id: int, *, language: str) -> str:
    """Where a session's room is, from here: the phone is on its machine."""
    host = "127.0.0.1" if settings.BIND in ("0.0.0.0", "::") else settings.BIND  # noqa: S104
    host = f"[{host}]" if ":" in host else host
    return f"ws://{host}:{settings.ROOM_PORT}/sessions/{session_id}/socket?lang={language}"


def _ticket(admitted: callers.Admitted) -> Ticket:
    language = admitted.person.language or settings.LANGUAGE_CODE
    return Ticket(
        session=admitted.session.pk,
        person=admitted.person.pk,
        language=language,
        url=room_url(admitted.session.pk, language=language),
        origin=settings.SITE_URL,
        headers={
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={admitted.cookie}",
            "X-Talanoa-Phone": phones.pass_for(admitted.cookie),
        },
        cookie=admitted.cookie,
    )
