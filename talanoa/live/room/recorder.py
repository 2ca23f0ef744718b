"""Records the sessions that are to be recorded, and sees to it that only those speak who agreed.

What is to be done follows from the database, looked at every second and at each entry about a
recording; so a restart, a nudge that was lost and a process that died are the same case. Of
several room processes one records a session; each mutes its own people.
"""

import asyncio
import logging
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from talanoa.kernel import clock
from talanoa.live import recorded
from talanoa.live.media.janus_client import JanusError
from talanoa.live.media.sound import SoundRooms
from talanoa.live.media.tap import Tap
from talanoa.live.media.terms import SoundError
from talanoa.live.recorded import Running
from talanoa.live.recordings.tape import Packet, Segment
from talanoa.live.room.nodes import Nodes
from talanoa.live.services import recorder as services
from talanoa.live.services.recorder import Voice

if TYPE_CHECKING:
    from talanoa.live.room.server import Server

log = logging.getLogger(__name__)

SILENT_FOR = 5.0
"""Seconds without a packet after which the mix is asked for anew: it sends silence, too."""


class Tape:
    """What this process records of one session now, a segment after another."""

    def __init__(self, sound: SoundRooms, session_id: int, *, since: datetime) -> None:
        self.since = since
        self.sound = sound
        """The Janus whose mix it is."""
        self.tap = Tap(sound.mixes, str(session_id), self._take)
        self.begun: list[tuple[str, datetime]] = []
        """Segments (name, beginning) that do not stand in the database yet."""
        self._segment: Segment | None = None
        self._is_broken = False

    @property
    def is_dumb(self) -> bool:
        """Nothing comes, or nothing can be written: it is to be begun anew."""
        return self._is_broken or monotonic() - self.tap.heard_at > SILENT_FOR

    async def close(self) -> None:
        """Take nothing more, and write the segment to its end."""
        await self.tap.close()
        self._end()

    def _take(self, packet: Packet) -> None:
        if self._is_broken or (self._segment is None and clock.now() < self.since):
            return
        try:
            if self._segment is None:
                self._segment = self._begin()
            if not self._segment.take(packet):
                self._end()
                self._segment = self._begin()
                self._segment.take(packet)
        except OSError as error:
            log.error("What is recorded cannot be written: %s", error)
            self._is_broken = True

    def _begin(self) -> Segment:
        name, began_at = f"{uuid4().hex}.ogg", clock.now()
        segment = Segment(recorded.path_of(name), began_at=began_at)
        self.begun.append((name, began_at))
        return segment

    def _end(self) -> None:
        segment, self._segment = self._segment, None
        if segment is not None:
            try:
                segment.close()
            except OSError as error:
                log.error("The end of a segment cannot be written: %s", error)


class Voices:
    """Whose microphone is on in one session that is recorded, and what is not written yet."""

    def __init__(self) -> None:
        self.on: dict[int, Voice] = {}
        self.unwritten: list[Voice] = []

    def hear(self, person: int, *, is_on: bool) -> None:
        now = clock.now()
        if is_on and person not in self.on:
            self.on[person] = Voice(person, now)
            self.unwritten.append(self.on[person])
        elif not is_on and person in self.on:
            voice = self.on.pop(person)
            voice.ended_at = now
            if voice not in self.unwritten:
                self.unwritten.append(voice)

    def hear_only(self, people: set[int]) -> None:
        """Who left, or was there before, told nobody."""
        for person in people | self.on.keys():
            self.hear(person, is_on=person in people)


class Recorder:
    """Everything this process records, and who may be heard meanwhile."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._running: dict[int, Running] = {}
        self._tapes: dict[int, Tape] = {}
        self._voices: dict[int, Voices] = {}
        self._looking = asyncio.Lock()
        self._looks: set[asyncio.Task[None]] = set()

    @property
    def _nodes(self) -> Nodes:
        return self._server.sound.nodes

    def forbids(self, session_id: int, person: int) -> bool:
        """Whether somebody must not be heard now, as far as this process knows."""
        running = self._running.get(session_id)
        return running is not None and person not in running.agreed

    def hear(self, session_id: int, person: int, *, is_on: bool) -> None:
        """Somebody's microphone went on or off."""
        if (voices := self._voices.get(session_id)) is not None:
            voices.hear(person, is_on=is_on)

    def hurry(self) -> None:
        """Look at once: something about a recording stands in the log."""
        task = asyncio.create_task(_quietly(self))
        self._looks.add(task)
        task.add_done_callback(self._looks.discard)

    async def look(self) -> None:
        """Do what is to be done now: mute, begin, go on, end, and write down who is heard."""
        if not (self._server.channels or self._running):
            return
        async with self._looking:
            found = await self._server.database.read(recorded.running, list(self._server.channels))
            before, self._running = self._running, found
            for session_id, running in found.items():
                # From here on nobody is unmuted who has not agreed; then those who are, are muted.
                known = before.get(session_id)
                is_new = known is None or not known.agreed <= running.agreed
                await self._mute_others(session_id, everyone=is_new)
            for session_id in before.keys() - found.keys():
                await self._end(session_id)
            for session_id, running in found.items():
                await self._keep_recording(session_id, running)
                await self._keep_voices(session_id)

    async def stop(self) -> None:
        """This process ends, and so does what it records."""
        for task in self._looks:
            task.cancel()
        async with self._looking:
            for session_id in list(self._running):
                await self._end(session_id)
            self._running = {}

    # --- Within --------------------------------------------------------------------------

    async def _keep_recording(self, session_id: int, running: Running) -> None:
        database, name = self._server.database, self._server.name
        is_mine = await database.write(services.claim, session_id, process=name)
        sound = await self._nodes.place(session_id) if is_mine else self._nodes.at(session_id)
        goes_on = is_mine and sound.available
        tape = self._tapes.get(session_id)
        if tape is not None:
            await self._write_segments(session_id, tape)
            is_there = tape.sound is sound and not tape.is_dumb
            if goes_on and is_there and tape.since == running.since:
                return
            await self._close(session_id)
        if goes_on:
            tape = Tape(sound, session_id, since=running.since)
            try:
                await tape.tap.open(janus=(sound.settings.host, sound.settings.port))
            except (JanusError, OSError) as error:
                log.warning("Session %s cannot be recorded now: %s", session_id, error)
            else:
                self._tapes[session_id] = tape

    async def _close(self, session_id: int) -> None:
        if (tape := self._tapes.pop(session_id, None)) is not None:
            await tape.close()
            await self._write_segments(session_id, tape)

    async def _end(self, session_id: int) -> None:
        """Write everything to its end, then say so: whoever makes it ready waits for that."""
        await self._close(session_id)
        if (voices := self._voices.get(session_id)) is not None:
            voices.hear_only(set())
            await self._write_voices(session_id, voices)
            del self._voices[session_id]
        await self._server.database.write(services.release, session_id, process=self._server.name)

    async def _write_segments(self, session_id: int, tape: Tape) -> None:
        while tape.begun:
            name, began_at = tape.begun[0]
            await self._server.database.write(
                services.note_segment, session_id, name=name, began_at=began_at
            )
            del tape.begun[0]

    async def _keep_voices(self, session_id: int) -> None:
        voices = self._voices.setdefault(session_id, Voices())
        seats = self._nodes.seats(str(session_id)).values()
        voices.hear_only({int(seat.person) for seat in seats if not seat.muted})
        await self._write_voices(session_id, voices)

    async def _write_voices(self, session_id: int, voices: Voices) -> None:
        if unwritten := voices.unwritten:
            voices.unwritten = []
            try:
                await self._server.database.write(
                    services.note_voices, session_id, voices=unwritten
                )
            except Exception:
                voices.unwritten = unwritten + voices.unwritten
                raise

    async def _mute_others(self, session_id: int, *, everyone: bool) -> None:
        """Mute whoever has not agreed; at the beginning also those who are being unmuted now.

        Each is waited for: what was begun before is over then.
        """
        rooms = self._nodes.at(session_id)
        for seat in rooms.seats(str(session_id)).values():
            if self.forbids(session_id, int(seat.person)) and (everyone or not seat.muted):
                try:
                    await rooms.set_muted(
                        session_id=str(session_id), person=seat.person, muted=True
                    )
                except SoundError as error:
                    log.info("Somebody could not be muted: %s", error.code)


async def _quietly(recorder: Recorder) -> None:
    try:
        await recorder.look()
    except Exception:
        log.exception("The recorder failed.")
