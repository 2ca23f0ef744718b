"""Who sits in which session's sound: what the live room calls.

A person is whatever string the caller uses for one; the room decides who may come, speak
or be muted, and this file carries it out in Janus. Muting happens there, in the mix, and
never by trusting a browser. Everyone comes in muted, also when they come back.
"""

import asyncio
import contextlib
import itertools
import secrets
import weakref
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from talanoa.live.media import janus_config, sdp
from talanoa.live.media.janus_client import (
    JanusAway,
    JanusClient,
    JanusError,
    JanusRefused,
    JanusSilent,
    Message,
)
from talanoa.live.media.janus_config import AUDIOBRIDGE, STREAMING
from talanoa.live.media.janus_settings import JanusSettings
from talanoa.live.media.mixes import Mixes
from talanoa.live.media.seats import Seat, Way

BAD_SDP = frozenset({464, 465, 466, 469, 493})
"""Janus's numbers for a description it cannot read."""


class SoundError(Exception):
    """Sound could not do what was asked; ``code`` is stable and meant for the page.

    ``off`` sound is switched off · ``away`` Janus is not there · ``silent`` it does not
    answer · ``refused`` it does not accept our secret · ``bad-offer`` the browser's
    description cannot be used · ``not-seated`` the person has not joined the sound ·
    ``listening`` the person only listens and must join to speak · ``failed`` anything else.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SoundListener(Protocol):
    """Hears what happened, to tell the browsers. Called on the event loop; must not block."""

    def muted(self, session_id: str, person: str, muted: bool) -> None:
        """A person was muted or unmuted in the mix. Nobody is told that they came in muted."""

    def speaking(self, session_id: str, person: str, speaking: bool) -> None:
        """A person is heard to speak, or has stopped."""

    def candidate(self, session_id: str, person: str, candidate: Message | None) -> None:
        """Janus has one more address for this person's browser; None after the last."""

    def moved(self, session_id: str, person: str, tab: str) -> None:
        """A person's seat now belongs to another of their windows, called ``tab``."""

    def ended(self, session_id: str, person: str, code: str) -> None:
        """A person's sound ended without their doing: ``ended`` (cut off) or ``closed``."""

    def lost(self, code: str) -> None:
        """Janus is gone; nobody has a seat any more."""

    def back(self, epoch: str) -> None:
        """Janus is there (again): browsers may join."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What the browser must do next: take our answer, or accept our offer of a stream."""

    kind: Literal["answer", "offer"]
    sdp: str
    epoch: str
    """Changes whenever every seat is lost. A browser that holds another one has no seat."""


class SoundRooms:
    """The sound of every session of this process. Use on one event loop."""

    def __init__(self, settings: JanusSettings, listener: SoundListener) -> None:
        self._settings = settings
        self._listener = listener
        self._client = JanusClient(
            settings.url,
            secret=partial(janus_config.read_secret, settings),
            on_back=self._back,
            on_lost=self._lost,
        )
        self._mixes = Mixes(
            self._client, mix=settings.mix, secret=partial(janus_config.read_secret, settings)
        )
        self._seats: dict[tuple[str, str], Seat] = {}
        self._locks: weakref.WeakValueDictionary[tuple[str, str], asyncio.Lock] = (
            weakref.WeakValueDictionary()
        )
        self._joins = itertools.count(1)
        self._running: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self.epoch = ""

    # --- Whether there is sound ----------------------------------------------------------

    def start(self) -> None:
        """Begin to look for Janus and go on until ``stop``. Does nothing when switched off."""
        if self._settings.enabled and self._running is None:
            self._running = asyncio.create_task(self._client.run())

    async def stop(self) -> None:
        """Leave Janus; every seat ends."""
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
            self._running = None

    @property
    def available(self) -> bool:
        return self._client.connected

    @property
    def mixes(self) -> Mixes:
        """For whoever takes a mix elsewhere: to be recorded, say."""
        return self._mixes

    @property
    def reason(self) -> str | None:
        """Why there is no sound, as a code of ``SoundError``; None while there is."""
        if self._client.connected:
            return None
        return self._client.trouble if self._settings.enabled else "off"

    # --- Coming and going ----------------------------------------------------------------

    async def join(
        self, *, session_id: str, person: str, offer: str, speak: bool = False, tab: str = ""
    ) -> Joined:
        """Seat a person, muted, in place of any seat they had in this session.

        Whoever comes to listen when the mix is full gets the stream instead, and with it an
        offer to ``accept``; ``speak`` asks for the mix whatever its size. ``tab`` tells the
        person's windows apart: one that loses its seat to another is told ``moved``.

        Raises:
            SoundError: ``off``, ``away``, ``silent``, ``refused``, ``bad-offer``, ``failed``.
        """
        if not sdp.acceptable(offer):
            raise SoundError("bad-offer")
        async with self._one_at_a_time(session_id, person):
            self._demand_janus()
            await self._make_way(session_id, person, tab)
            if not speak and self._bridged(session_id) >= self._settings.mix.seats:
                return await self._take_stream(session_id, person, tab)
            return await self._take_bridge(session_id, person, tab, offer)

    async def listen(self, *, session_id: str, person: str, tab: str = "") -> Joined:
        """Seat a person in the audience; the offer in the result must be ``accept``-ed.

        Raises:
            SoundError: ``off``, ``away``, ``silent``, ``refused``, ``failed``.
        """
        async with self._one_at_a_time(session_id, person):
            self._demand_janus()
            await self._make_way(session_id, person, tab)
            return await self._take_stream(session_id, person, tab)

    async def accept(self, *, session_id: str, person: str, answer: str) -> None:
        """Take the browser's answer to the offer of a stream.

        Raises:
            SoundError: ``not-seated``, ``bad-offer``, ``away``, ``silent``, ``failed``.
        """
        if not sdp.acceptable(answer):
            raise SoundError("bad-offer")
        async with self._one_at_a_time(session_id, person):
            seat = self._seat(session_id, person)
            if seat.way is not Way.STREAM:
                raise SoundError("not-seated")
            await seat.handle.request({"request": "start"}, jsep={"type": "answer", "sdp": answer})

    async def trickle(self, *, session_id: str, person: str, candidate: Message | None) -> None:
        """Pass on one ICE candidate of the person's browser; None after the last.

        Raises:
            SoundError: ``not-seated``, ``bad-offer``, ``away``, ``silent``, ``failed``.
        """
        async with self._one_at_a_time(session_id, person):
            await self._seat(session_id, person).handle.trickle(candidate)

    async def set_muted(self, *, session_id: str, person: str, muted: bool) -> None:
        """Mute or unmute a person in the mix. Muting one of the audience changes nothing.

        Raises:
            SoundError: ``not-seated``, ``listening``, ``away``, ``silent``, ``failed``.
        """
        async with self._one_at_a_time(session_id, person):
            seat = self._seat(session_id, person)
            if seat.way is Way.STREAM:
                if not muted:
                    raise SoundError("listening")
                return
            await seat.handle.request({"request": "configure", "muted": muted})
            if muted != seat.muted:
                seat.set_muted(muted)
                self._listener.muted(session_id, person, muted)

    async def remove(self, *, session_id: str, person: str) -> None:
        """End a person's sound at once, both ways. Nothing happens when they have no seat."""
        async with self._one_at_a_time(session_id, person):
            await self._give_up(session_id, person)

    async def close_room(self, session_id: str) -> None:
        """End a session's sound for everyone; those seated here are told ``closed``.

        Raises:
            SoundError: ``silent``, ``failed``. Without Janus there is nothing to close.
        """
        for seat in [seat for seat in self._seats.values() if seat.session_id == session_id]:
            await self.remove(session_id=session_id, person=seat.person)
            self._listener.ended(session_id, seat.person, "closed")
        if self._client.connected:
            with _told_as_sound_error():
                await self._mixes.close(session_id)

    def seats(self, session_id: str) -> dict[str, Seat]:
        """Who is seated in a session, by person."""
        return {seat.person: seat for seat in self._seats.values() if seat.session_id == session_id}

    # --- Within --------------------------------------------------------------------------

    async def _take_bridge(self, session_id: str, person: str, tab: str, offer: str) -> Joined:
        keys = await self._mixes.room(session_id)
        seat = await self._sit(session_id, person, tab, Way.BRIDGE)
        body = {
            "request": "join",
            "room": keys.room,
            "pin": keys.pin,
            # Janus keeps the name of someone who has just left for a moment, so a person's
            # second seat has another. Nobody's name is given to Janus.
            "id": f"{person}/{next(self._joins)}",
            "muted": True,
        }
        answer = await self._negotiate(seat, body, jsep={"type": "offer", "sdp": offer})
        return Joined("answer", sdp.spare(answer, bitrate=self._settings.mix.bitrate), self.epoch)

    async def _take_stream(self, session_id: str, person: str, tab: str) -> Joined:
        keys = await self._mixes.stream(session_id)
        seat = await self._sit(session_id, person, tab, Way.STREAM)
        body = {"request": "watch", "id": keys.room, "pin": keys.pin}
        return Joined("offer", await self._negotiate(seat, body), self.epoch)

    async def _sit(self, session_id: str, person: str, tab: str, way: Way) -> Seat:
        plugin = AUDIOBRIDGE if way is Way.BRIDGE else STREAMING
        handle = await self._client.attach(plugin)
        seat = Seat(session_id, person, way, handle, self._tell_speaking, tab)
        handle.on_event = partial(self._event, seat)
        self._seats[session_id, person] = seat
        return seat

    async def _negotiate(
        self, seat: Seat, body: Message, *, jsep: dict[str, str] | None = None
    ) -> str:
        try:
            reply = await seat.handle.request(body, jsep=jsep)
            if reply.jsep is None:
                raise SoundError("failed")
            if self._seats.get((seat.session_id, seat.person)) is not seat:
                raise SoundError("away")
            return reply.jsep["sdp"]
        except BaseException:
            await self._give_up(seat.session_id, seat.person)
            raise

    async def _make_way(self, session_id: str, person: str, tab: str) -> None:
        seat = self._seats.get((session_id, person))
        await self._give_up(session_id, person)
        if seat is not None and seat.tab != tab:
            self._listener.moved(session_id, person, tab)

    async def _give_up(self, session_id: str, person: str) -> None:
        seat = self._seats.pop((session_id, person), None)
        if seat is not None:
            seat.fall_silent()
            await seat.handle.detach()

    def _seat(self, session_id: str, person: str) -> Seat:
        self._demand_janus()
        seat = self._seats.get((session_id, person))
        if seat is None:
            raise SoundError("not-seated")
        return seat

    def _demand_janus(self) -> None:
        if self.reason is not None:
            raise SoundError(self.reason)

    def _bridged(self, session_id: str) -> int:
        return sum(seat.way is Way.BRIDGE for seat in self.seats(session_id).values())

    @contextlib.asynccontextmanager
    async def _one_at_a_time(self, session_id: str, person: str) -> AsyncIterator[None]:
        async with self._locks.setdefault((session_id, person), asyncio.Lock()):
            with _told_as_sound_error():
                yield

    # --- What Janus tells ----------------------------------------------------------------

    def _event(self, seat: Seat, message: Message) -> None:
        match message.get("janus"):
            case "event":
                self._plugin_event(seat, message.get("plugindata", {}).get("data", {}))
            case "trickle":
                candidate = message.get("candidate", {})
                last = candidate.get("completed", False)
                self._listener.candidate(seat.session_id, seat.person, None if last else candidate)
            case "hangup" | "detached":
                self._cut_off(seat)

    def _plugin_event(self, seat: Seat, data: Message) -> None:
        kind = data.get("audiobridge")
        # Everyone in the room is told of everyone; each seat listens for itself alone.
        if kind in {"talking", "stopped-talking"}:
            if str(data.get("id", "")).rpartition("/")[0] == seat.person:
                seat.hear(kind == "talking")
        elif kind == "destroyed":
            self._cut_off(seat)

    def _cut_off(self, seat: Seat) -> None:
        if self._seats.get((seat.session_id, seat.person)) is not seat:
            return
        del self._seats[seat.session_id, seat.person]
        seat.fall_silent()
        ending = asyncio.create_task(seat.handle.detach())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
        self._listener.ended(seat.session_id, seat.person, "ended")

    def _tell_speaking(self, seat: Seat) -> None:
        self._listener.speaking(seat.session_id, seat.person, seat.speaking)

    def _back(self) -> None:
        self.epoch = secrets.token_hex(8)
        self._listener.back(self.epoch)

    def _lost(self) -> None:
        self._mixes.forget()
        seats = list(self._seats.values())
        self._seats.clear()
        for seat in seats:
            seat.fall_silent()
        self._listener.lost("away")


@contextlib.contextmanager
def _told_as_sound_error() -> Iterator[None]:
    try:
        yield
    except JanusAway as error:
        raise SoundError("away") from error
    except JanusSilent as error:
        raise SoundError("silent") from error
    except JanusRefused as error:
        raise SoundError("bad-offer" if error.code in BAD_SDP else "failed") from error
    except JanusError as error:
        raise SoundError("failed") from error
