"""Keeps who is on the air, as the log says, in step with whose voice is in a language's mix.

Whose voice goes, for whatever reason, is off the air at once; and whom no room process has
heard for a while is taken off it by whichever process looks first.
"""

import logging
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from talanoa.live import interpretation as reading
from talanoa.live.media.channels import channel_of
from talanoa.live.media.terms import SoundError
from talanoa.live.services import interpretation
from talanoa.live.services.interpretation import Voice
from talanoa.live.terms import OffAir
from talanoa.schedule.models import LiveSession

if TYPE_CHECKING:
    from talanoa.live.room.database import Database
    from talanoa.live.room.nodes import Nodes

log = logging.getLogger(__name__)


class Booths:
    """The interpreters whom this process carries."""

    def __init__(self, database: "Database", nodes: "Nodes") -> None:
        self._database = database
        self._nodes = nodes
        self._languages: dict[int, list[str]] = {}
        self._voices: set[Voice] = set()

    def languages(self, session_id: int) -> list[str]:
        return self._languages.get(session_id, [])

    async def set_channels(self, session_id: int) -> None:
        """Read the session's languages, and have a channel for each and no other."""
        beneath = await self._database.read(reading.beneath, session_id)
        self._languages[session_id] = sorted(beneath)
        try:
            await self._nodes.at(session_id).set_channels(str(session_id), beneath)
        except SoundError as error:
            log.info("Channels of %s could not be closed: %s", session_id, error.code)

    def forget(self, session_id: int) -> None:
        self._languages.pop(session_id, None)

    def muted(self, session_id: int, language: str, person: int, muted: bool) -> None:
        voice = (session_id, language, person)
        (self._voices.discard if muted else self._voices.add)(voice)

    async def lost(self, session_id: int, person: int) -> None:
        """Somebody's connection is gone, or their sound: they are off the air."""
        gone = [voice for voice in self._voices if (voice[0], voice[2]) == (session_id, person)]
        await self._off_air(gone)

    async def lost_in(self, session_ids: Collection[int]) -> None:
        """The Janus of these sessions is gone, and every voice with it."""
        await self._off_air([voice for voice in self._voices if voice[0] in session_ids])

    async def keep(self, session_ids: Iterable[int]) -> None:
        """Say whose voices are here, and take off the air whom nobody hears any more."""
        interpreted = [each for each in session_ids if self._languages.get(each)]
        if not interpreted:
            return
        if self._voices:
            heard = sorted(self._voices)
            for session_id, language, person in await self._database.write(
                interpretation.keep_heard, heard
            ):
                # Let in at the very moment at which somebody else took over.
                name = channel_of(str(session_id), language)
                rooms = self._nodes.at(name)
                await rooms.set_muted(session_id=name, person=str(person), muted=True)
        await self._database.write(interpretation.drop_unheard, interpreted)

    async def _off_air(self, gone: Iterable[Voice]) -> None:
        for voice in gone:
            self._voices.discard(voice)
            await self._database.write(_take_off_air, voice[0], voice[2])


def _take_off_air(session_id: int, person: int) -> None:
    """Called in a thread of the database."""
    session = LiveSession.objects.select_related("cohort__programme__hub").get(pk=session_id)
    interpretation.take_off_air(by=None, session=session, person=person, why=OffAir.LOST)
