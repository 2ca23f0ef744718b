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
from talanoa.live import access, phone_words, phones
from talanoa.live.phone.line import Ticket, Turned
from talanoa.live.services import callers, doors
from talanoa.people.models import Person

log = logging.getLogger(__name__)

Found = TypeVar("Found")


class PhoneDesk:
    """Admits callers, has them knock, and signs them out."""

    def __init__(self) -> None:
        self.language = settings.LANGUAGE_CODE
        # One thread: a PIN is typed in ten seconds, and looking it up takes milliseconds.
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="phone")

    async def admit(self, pin: str, caller: str) -> Ticket | None:
        try:
            admitted = await self._do(partial(callers.admit, digits=pin, caller=caller))
        except callers.Turned as turned:
            raise Turned(turned.reason) from turned
        except DatabaseError as error:
            log.warning("A PIN could not be looked up: %s", error)
            raise Turned("no-room") from error
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

    async def _do(self, work: Callable[[], Found]) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _once, work)


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


def _ticket(admitted: callers.Admitted) -> Ticket:
    language = admitted.person.language or settings.LANGUAGE_CODE
    host = "127.0.0.1" if settings.BIND == "0.0.0.0" else settings.BIND  # noqa: S104
    path = f"/sessions/{admitted.session.pk}/socket?lang={language}"
    return Ticket(
        session=admitted.session.pk,
        person=admitted.person.pk,
        language=language,
        url=f"ws://{host}:{settings.ROOM_PORT}{path}",
        origin=settings.SITE_URL,
        headers={
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={admitted.cookie}",
            "X-Talanoa-Phone": phones.pass_for(admitted.cookie),
        },
        cookie=admitted.cookie,
    )
