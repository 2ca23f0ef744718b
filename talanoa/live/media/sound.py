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
from collections.abc import AsyncIterator, Iterable, Mapping
from functools import partial

from talanoa.live.media import janus_config, sdp
from talanoa.live.media.callers import Callers
from talanoa.live.media.channels import Links, channel_of, parted
from talanoa.live.media.janus_client import PATIENT, WATCHFUL, JanusClient, Message, Reply
from talanoa.live.media.janus_config import AUDIOBRIDGE, STREAMING
from talanoa.live.media.janus_settings import JanusSettings
from talanoa.live.media.mixes import Mixes
from talanoa.live.media.seats import Seat, Way
from talanoa.live.media.terms import Joined, SoundError, SoundListener, told_as_sound_error


class SoundRooms(Callers):
    """The sound this process has at one Janus; ``room.nodes`` knows which session is at which.

    Use on one event loop. ``alone``: there is no other Janus to go to when this one is silent.
    """

    def __init__(
        self, settings: JanusSettings, listener: SoundListener, *, alone: bool = True
    ) -> None:
        self.settings = self._settings = settings
        self._listener = listener
        self._client = JanusClient(
            settings.url,
            secret=partial(janus_config.read_secret, settings),
            on_back=self._back,
            on_lost=self._lost,
            on_failed=self._failed,
            pulse=PATIENT if alone else WATCHFUL,
        )
        self._mixes = Mixes(
            self._client, mix=settings.mix, secret=partial(janus_config.read_secret, settings)
        )
        self._links = Links(self._client, self._mixes)
        self._channels: dict[str, set[str]] = {}
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
        self,
        *,
        session_id: str,
        person: str,
        offer: str,
        speak: bool = False,
        tab: str = "",
        rate: int | None = None,
    ) -> Joined:
        """Seat a person, muted, in place of any seat they had in this session.

        Whoever comes to listen when the mix is full gets the stream instead, and with it an
        offer to ``accept``; ``speak`` asks for the mix whatever its size. ``tab`` tells the
        person's windows apart: one that loses its seat to another is told ``moved``. ``rate``
        is in bits a second, one of ``RATES``; without it the mix comes as the hub has set it.

        Raises:
            SoundError: ``off``, ``away``, ``silent``, ``refused``, ``bad-offer``, ``failed``.
        """
        if not sdp.acceptable(offer):
            raise SoundError("bad-offer")
        async with self._one_at_a_time(session_id, person):
            self._demand_janus()
            self._demand_channel(*parted(session_id))
            await self._make_way(session_id, person, tab)
            if not speak and self._bridged(session_id) >= self._settings.mix.seats:
                return await self._take_stream(session_id, person, tab)
            return await self._take_bridge(session_id, person, tab, offer, rate)

    async def listen(
        self, *, session_id: str, person: str, tab: str = "", language: str = ""
    ) -> Joined:
        """Seat a person in the audience; the offer in the result must be ``accept``-ed.

        Args:
            language: whose channel they hear; empty: the floor.

        Raises:
            SoundError: ``off``, ``away``, ``silent``, ``refused``, ``no-channel``, ``failed``.
        """
        async with self._one_at_a_time(session_id, person):
            self._demand_janus()
            self._demand_channel(session_id, language)
            await self._make_way(session_id, person, tab)
            return await self._take_stream(session_id, person, tab, language)

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

    async def set_rate(self, *, session_id: str, person: str, rate: int, loss: int) -> None:
        """Send the mix to one person at ``rate``, prepared for ``loss`` percent lost packets.

        One of the audience receives what all of the audience does: for them it changes nothing.

        Raises:
            SoundError: ``not-seated``, ``away``, ``silent``, ``failed``.
        """
        async with self._one_at_a_time(session_id, person):
            seat = self._seat(session_id, person)
            if seat.way is Way.BRIDGE:
                await seat.handle.request(
                    {"request": "configure", "bitrate": rate, "expected_loss": loss}
                )

    async def remove(self, *, session_id: str, person: str) -> None:
        """End a person's sound at once, both ways. Nothing happens when they have no seat."""
        async with self._one_at_a_time(session_id, person):
            await self._give_up(session_id, person)

    async def close_room(self, session_id: str) -> None:
        """End a session's sound for everyone; those seated here are told ``closed``.

        Raises:
            SoundError: ``silent``, ``failed``. Without Janus there is nothing to close.
        """
        languages = sorted(self._channels.get(session_id, ()))
        channels = [channel_of(session_id, language) for language in languages]
        for name in (session_id, *channels):
            await self._end_seats(self.seats(name).values(), "closed")
        for name in channels:
            self._links.end(name)
        if self._client.connected:
            with told_as_sound_error():
                for name in (*channels, session_id):
                    await self._mixes.close(name)

    async def set_channels(self, session_id: str, beneath: Mapping[str, int]) -> None:
        """Have channels for these languages, and no others.

        Args:
            beneath: for each language how loud the floor is beneath its interpreter, in per cent.

        Raises:
            SoundError: ``silent``, ``failed``.
        """
        gone = self._channels.get(session_id, set()) - beneath.keys()
        self._channels[session_id] = set(beneath)
        for language, percent in beneath.items():
            self._links.set_beneath(channel_of(session_id, language), percent)
        for language in sorted(gone):
            name = channel_of(session_id, language)
            self._links.end(name)
            listening = [s for s in self.seats(session_id).values() if s.language == language]
            await self._end_seats([*self.seats(name).values(), *listening], "no-channel")
            if self._client.connected:
                with told_as_sound_error():
                    await self._mixes.close(name)

    def seats(self, session_id: str) -> dict[str, Seat]:
        """Who is seated in a session, by person."""
        return {seat.person: seat for seat in self._seats.values() if seat.session_id == session_id}

    # --- Within --------------------------------------------------------------------------

    async def _take_bridge(
        self, session_id: str, person: str, tab: str, offer: str, rate: int | None
    ) -> Joined:
        keys = await self._mixes.room(session_id)
        if parted(session_id)[1]:
            await self._links.hold(session_id)
        seat = await self._sit(session_id, person, tab, Way.BRIDGE)
        body = {**keys.joining(self._name(person)), **({"bitrate": rate} if rate else {})}
        jsep = {"type": "offer", "sdp": sdp.without_names(offer)}
        answer = await self._negotiate(seat, body, jsep=jsep)
        spoken = min(rate or self._settings.mix.bitrate, self._settings.mix.bitrate)
        # An interpreter's silence is to be noticed at once: the floor rises after it.
        is_floor = not parted(session_id)[1]
        return Joined("answer", sdp.spare(answer, bitrate=spoken, sparse=is_floor), self.epoch)

    def _name(self, person: str) -> str:
        """Janus keeps the name of someone who has just left for a moment, so a person's second
        seat has another. Nobody's name is given to Janus."""
        return f"{person}/{next(self._joins)}"

    async def _take_stream(
        self, session_id: str, person: str, tab: str, language: str = ""
    ) -> Joined:
        name = channel_of(session_id, language) if language else session_id
        keys = await self._mixes.stream(name)
        if language:
            await self._links.hold(name)
        seat = await self._sit(session_id, person, tab, Way.STREAM)
        seat.language = language
        body = {"request": "watch", "id": keys.room, "pin": keys.pin}
        return Joined("offer", await self._negotiate(seat, body), self.epoch)

    async def _sit(self, session_id: str, person: str, tab: str, way: Way) -> Seat:
        plugin = STREAMING if way is Way.STREAM else AUDIOBRIDGE
        handle = await self._client.attach(plugin)
        seat = Seat(session_id, person, way, handle, self._tell_speaking, tab)
        handle.on_event = partial(self._event, seat)
        self._seats[session_id, person] = seat
        return seat

    async def _negotiate(
        self, seat: Seat, body: Message, *, jsep: dict[str, str] | None = None
    ) -> str:
        reply = await self._ask(seat, body, jsep=jsep)
        if reply.jsep is None:
            await self._give_up(seat.session_id, seat.person)
            raise SoundError("failed")
        return reply.jsep["sdp"]

    async def _ask(self, seat: Seat, body: Message, *, jsep: dict[str, str] | None = None) -> Reply:
        """Ask for a seat's sound; a seat that does not get it is given up."""
        try:
            reply = await seat.handle.request(body, jsep=jsep)
            if self._seats.get((seat.session_id, seat.person)) is not seat:
                raise SoundError("away")
            return reply
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

    def _demand_channel(self, session_id: str, language: str) -> None:
        if language and language not in self._channels.get(session_id, ()):
            raise SoundError("no-channel")

    async def _end_seats(self, seats: Iterable[Seat], code: str) -> None:
        for seat in list(seats):
            await self.remove(session_id=seat.session_id, person=seat.person)
            self._listener.ended(seat.session_id, seat.person, code)

    def _bridged(self, session_id: str) -> int:
        return sum(seat.way is Way.BRIDGE for seat in self.seats(session_id).values())

    @contextlib.asynccontextmanager
    async def _one_at_a_time(self, session_id: str, person: str) -> AsyncIterator[None]:
        async with self._locks.setdefault((session_id, person), asyncio.Lock()):
            with told_as_sound_error():
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

    def _failed(self) -> None:
        self._listener.failed()

    def _lost(self) -> None:
        self._mixes.forget()
        self._links.forget()
        seats = list(self._seats.values())
        self._seats.clear()
        for seat in seats:
            seat.fall_silent()
        self._listener.lost("away")
