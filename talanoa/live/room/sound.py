"""The room's side of the sound: who may, whose frames, and what everyone is told.

The mix itself is in ``live.media``, at the Janus that ``nodes`` finds for a session; pictures, at
the same Janus, are in ``room.pictures``. A person's sound follows their sockets: when the last one
goes they are muted at once, and lose their seat if none is back within half a minute.

An interpreter has two seats: one on the floor, to hear it, and one in the mix of a language,
their booth. What happens in a booth is told to its interpreter alone; who is on the air stands
in the log, and ``room.booths`` keeps the two in step.
"""

import asyncio
import logging
from collections.abc import Collection, Coroutine
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access
from talanoa.live.media import frames, turn
from talanoa.live.media.channels import channel_of, is_floor, parted, session_of
from talanoa.live.media.janus_client import Message
from talanoa.live.media.terms import SoundError
from talanoa.live.room import protocol
from talanoa.live.room.booths import Booths
from talanoa.live.room.groups import Groups
from talanoa.live.room.nodes import Nodes
from talanoa.live.room.pictures import Pictures
from talanoa.live.room.protocol import Frame
from talanoa.people.models import Person

if TYPE_CHECKING:
    from talanoa.live.room.connection import Connection
    from talanoa.live.room.server import Server

log = logging.getLogger(__name__)

KEPT_FOR = 30.0
"""Seconds a seat is kept, muted, for someone whose last socket has gone."""
TAKES_A_SEAT = frozenset({"sound.join", "sound.call", "sound.listen"})
ASKED_AT_THE_DOOR = frozenset({"sound.join", "sound.call", "sound.listen", "sound.relays"})


class Sound:
    """Listens to the sound and tells the sockets; carries out what the sockets ask."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self.nodes = Nodes(server, self)
        self._running: set[asyncio.Task[None]] = set()
        self.booths = Booths(server.database, self.nodes)
        self.groups = Groups(server, self.nodes)
        self.pictures = Pictures(server, self.nodes)

    @property
    def has_relays(self) -> bool:
        """Whether there is a way round a network that blocks UDP."""
        return bool(settings.TURN.addresses)

    async def start(self) -> None:
        self.nodes.start()
        await self.pictures.start()

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        await self.nodes.stop()
        await self.pictures.stop()

    async def open(self, session_id: int) -> None:
        """A session is carried from now on."""
        await self.booths.set_channels(session_id)
        await self.groups.load(session_id)
        await self.pictures.open(session_id)

    def forget(self, session_id: int) -> None:
        self.booths.forget(session_id)
        self.groups.forget(session_id)
        self.pictures.forget(session_id)

    # --- What the sockets ask ------------------------------------------------------------

    def greet(self, connection: "Connection") -> None:
        """Tell whoever has just come in how the sound stands."""
        session_id = connection.channel.session_id
        connection.outbox.put(self.nodes.greeting(session_id))
        self.groups.greet(connection)
        mix = self.groups.mix_of(session_id, connection.person_id)
        for seat in self.nodes.seats(mix).values():
            if not seat.muted:
                told = protocol.encode("sound.muted", person=seat.person, muted=False)
                connection.outbox.put(told)

    async def receive(self, connection: "Connection", frame: Frame) -> None:
        """Carry out a frame; what Janus takes time for does not hold up the frames after it.

        Raises:
            Refused: the person may not speak now.
            Removed, NotVisible: the door is closed to them.
        """
        if frame.type == "sound.call" and not connection.by_phone:
            # It says where packets are sent: nobody but our own phone says that.
            failed = protocol.encode("sound.failed", of=frame.type, code="bad-frame")
            connection.outbox.put(failed)
            return
        speaks = frame.data.get("muted") is False
        if frame.type in TAKES_A_SEAT:
            # Before the door is asked, so that nobody is sent out between it and their seat.
            await self.nodes.place(connection.channel.session_id)
        if frame.type in ASKED_AT_THE_DOOR or speaks:
            may_be_heard = await self._server.database.read(
                _demand_door, connection.person, connection.channel.session_id, frame,
                connection.language,
            )  # fmt: skip
            if not may_be_heard and not self._in_group(connection):
                connection.outbox.put(_not_agreed({**frame.data, "type": frame.type}))
                return
        if frame.type == "sound.relays":
            connection.outbox.put(_relays(connection.channel.session_id, connection.person_id))
            return
        if speaks and frame.data.get("booth"):
            # One voice in one place: what is said in a booth is not said on the floor.
            self._mute_in(str(connection.channel.session_id), connection.person_id)
        self._begin(self._carry_out(connection, {**frame.data, "type": frame.type}))

    def leave(self, connection: "Connection") -> None:
        """A socket is gone."""
        self.pictures.leave(connection)
        session_id, person = connection.channel.session_id, connection.person_id
        still_here = connection.channel.of(person)
        if connection.by_phone and not any(each.by_phone for each in still_here):
            rooms = self.nodes.at(str(session_id))
            self._begin(rooms.hang_up(session_id=str(session_id), person=str(person)))
        if not still_here and self._seats_of(session_id, person):
            self.mute(session_id, person)
            self._begin(self.booths.lost(session_id, person))
            self._begin(self._remove_later(connection))

    # --- What hosts ask ------------------------------------------------------------------

    def mute(self, session_id: int, person: int) -> None:
        """Mute someone, on the floor and in booths, if they are in the sound at all."""
        for name in self._seats_of(session_id, person):
            self._mute_in(name, person)

    def open_booth(self, session_id: int, language: str, person: int) -> None:
        """Somebody is on the air: whoever else was is not in that language's mix any more."""
        name = channel_of(str(session_id), language)
        for seat in self.nodes.seats(name).values():
            if seat.person != str(person):
                self._mute_in(name, int(seat.person))

    def close_booth(self, session_id: int, language: str, person: int) -> None:
        """Somebody is off the air."""
        self._mute_in(channel_of(str(session_id), language), person)

    def set_channels(self, session_id: int) -> None:
        """The session's languages, or how loud the floor is beneath them, have changed."""
        self._begin(self.booths.set_channels(session_id))

    def mute_all(self, session_id: int, *, but: int | None) -> None:
        for seat in self.nodes.seats(str(session_id)).values():
            if seat.person != str(but) and not seat.muted:
                self._mute_in(str(session_id), int(seat.person))

    def end(self, session_id: int, person: int) -> None:
        """End someone's sound at once, both ways, in booths too."""
        # Also of who is only sitting down: their seat is given up as soon as they have it.
        for name in self._mixes_of(session_id):
            rooms = self.nodes.at(name)
            self._begin(rooms.remove(session_id=name, person=str(person)))

    def tell_who_speaks(self, session_id: int) -> None:
        """The session begins; whoever is speaking already is heard from now on."""
        for name in self._mixes_of(session_id):
            language = parted(name)[1]
            for seat in self.nodes.seats(name).values():
                if seat.speaking:
                    self._server.talk.heard(session_id, int(seat.person), True, language=language)

    def close(self, session_id: int) -> None:
        """End the sound of a session."""
        self._begin(self.nodes.end(session_id))

    # --- What Janus tells (``SoundListener``) ----------------------------------------------

    def muted(self, session_id: str, person: str, muted: bool) -> None:
        session, language = parted(session_id)
        if language:
            self.booths.muted(int(session), language, int(person), muted)
            self._tell_one(session_id, person, "sound.muted", person=person, muted=muted)
            return
        if is_floor(session_id):
            self._server.recorder.hear(int(session_id), int(person), is_on=not muted)
        self._tell(session_id, protocol.encode("sound.muted", person=person, muted=muted))

    def speaking(self, session_id: str, person: str, speaking: bool) -> None:
        told = {"person": person, "speaking": speaking}
        session, language = parted(session_id)
        if language or is_floor(session_id):
            self._server.talk.heard(int(session), int(person), speaking, language=language)
        if language:
            self._tell_one(session_id, person, "sound.speaking", **told)
            return
        if is_floor(session_id):
            self.pictures.heard(int(session), int(person), speaking)
        self._tell(session_id, protocol.encode("sound.speaking", **told))

    def candidate(self, session_id: str, person: str, candidate: Message | None) -> None:
        self._tell_one(session_id, person, "sound.candidate", candidate=candidate)

    def moved(self, session_id: str, person: str, tab: str) -> None:
        self._tell_one(session_id, person, "sound.moved", tab=tab)

    def ended(self, session_id: str, person: str, code: str) -> None:
        session, language = parted(session_id)
        if language:
            self._begin(self.booths.lost(int(session), int(person)))
        self._tell_one(session_id, person, "sound.lost", code=code)

    def lost_in(self, session_ids: Collection[int]) -> None:
        """The Janus of these sessions is gone, and every seat they had there."""
        self._begin(self.booths.lost_in(session_ids))

    async def take_up(self, session_id: int) -> None:
        """A session's sound is at a Janus at which it was not before."""
        await self.booths.set_channels(session_id)
        self._server.recorder.hurry()

    # --- Within --------------------------------------------------------------------------

    async def _carry_out(self, connection: "Connection", asked: Message) -> None:
        session_id, person = connection.channel.session_id, connection.person_id
        in_group = self._in_group(connection) and not asked.get("booth")
        # What is said in groups is in no recording.
        forbids = not in_group and self._server.recorder.forbids(session_id, person)
        if asked.get("muted") is False and forbids:
            connection.outbox.put(_not_agreed(asked))
            return
        if in_group and asked["type"] == "sound.listen":
            asked = {**asked, "language": ""}  # the channels are those of the floor
        mix = self.groups.mix_of(session_id, person) if in_group else str(session_id)
        answer = await self._answer(mix, str(person), asked)
        moved = not asked.get("booth") and mix != self.groups.mix_of(session_id, person)
        if moved and asked["type"] in TAKES_A_SEAT:
            # While they sat down they were placed elsewhere; their browser joins anew.
            await self.nodes.at(mix).remove(session_id=mix, person=str(person))
            return
        if answer is not None:
            connection.outbox.put(protocol.encode(answer.pop("type"), **answer))

    async def _answer(self, mix: str, person: str, asked: Message) -> Message | None:
        rooms, session_id = self.nodes.at(mix), int(session_of(mix))
        who = {"session_id": mix, "person": person}
        answer = await frames.carry_out(rooms, **who, frame=asked)
        if asked["type"] in TAKES_A_SEAT and rooms is not self.nodes.at(session_id):
            # The session was moved while they sat down: they are to sit down there.
            await self.nodes.leave(rooms, session_id)
            return {"type": "sound.failed", "of": asked["type"], "code": "failed"}
        return answer

    async def _remove_later(self, connection: "Connection") -> None:
        await asyncio.sleep(KEPT_FOR)
        session_id, person = connection.channel.session_id, connection.person_id
        channel = self._server.channels.get(session_id)
        if channel is None or not channel.of(person):
            for name in self._seats_of(session_id, person):
                await self.nodes.at(name).remove(session_id=name, person=str(person))

    def _in_group(self, connection: "Connection") -> bool:
        session_id, person = connection.channel.session_id, connection.person_id
        return self.groups.group_of(session_id, person) is not None

    def _seats_of(self, session_id: int, person: int) -> list[str]:
        """The mixes of the session in which someone has a seat."""
        mixes = self._mixes_of(session_id)
        return [name for name in mixes if str(person) in self.nodes.seats(name)]

    def _mixes_of(self, session_id: int) -> list[str]:
        """The floor's, that of each language and that of each group."""
        name = str(session_id)
        booths = [channel_of(name, each) for each in self.booths.languages(session_id)]
        return [name, *booths, *self.groups.mixes(session_id)]

    def _mute_in(self, name: str, person: int) -> None:
        if str(person) in self.nodes.seats(name):
            rooms = self.nodes.at(name)
            self._begin(rooms.set_muted(session_id=name, person=str(person), muted=True))

    def _tell(self, mix: str, frame: str) -> None:
        """Tell everyone of the floor, and of a group's mix those in it."""
        channel = self._server.channels.get(int(session_of(mix)))
        if channel is None:
            return
        if is_floor(mix):
            channel.send(frame)
            return
        for person in self.groups.people_in(mix):
            for connection in channel.of(person):
                connection.outbox.put(frame)

    def _tell_one(self, session_id: str, to: str, kind: str, **told: Any) -> None:
        session, language = session_of(session_id), parted(session_id)[1]
        frame = protocol.encode(kind, **told, **({"booth": language} if language else {}))
        if (channel := self._server.channels.get(int(session))) is not None:
            for connection in channel.of(int(to)):
                connection.outbox.put(frame)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on with ``work`` beside everything else, in the order in which it was begun."""
        task = asyncio.create_task(_quietly(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def _relays(session_id: int, person: int) -> str:
    """The way round a network that blocks UDP, for whoever has just been asked for at the door."""
    turn_settings = settings.TURN
    servers: list[Message] = []
    if turn_settings.addresses:
        try:
            made = turn.credentials(
                turn_settings, session_id=str(session_id), person=str(person), now=clock.now()
            )
        except OSError as error:
            log.warning("No relay can be given: %s", error)
        else:
            servers = [
                {
                    "urls": list(turn_settings.addresses),
                    "username": made.username,
                    "credential": made.password,
                }
            ]
    return protocol.encode("sound.relays", servers=servers, seconds=turn_settings.lifetime)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except SoundError as error:
        log.info("Sound could not do what the room asked: %s", error.code)
    except Exception:
        log.exception("Sound failed.")


def _not_agreed(asked: Message) -> str:
    return protocol.encode("sound.failed", of=asked["type"], code="not-agreed")


def _demand_door(person: Person, session_id: int, frame: Frame, language: str) -> bool:
    """Says whether they agreed to be heard where it is recorded. In a thread of the database."""
    with override(language):
        session = access.get_session(person, session_id)
        booth = frame.data.get("booth", "")
        if booth and frame.type in {"sound.join", "sound.mute"}:
            speaks = frame.data.get("muted") is False
            demand(access.booth_refused(person, session, str(booth), speaks=speaks))
        elif frame.data.get("muted") is False:
            demand(access.speaking_refused(person, session))
            if access.is_on_air(person, session):
                raise Refused(_("You are on the air as an interpreter. Go off the air first."))
            return access.may_be_heard(person, session)
    return True
