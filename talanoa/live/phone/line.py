"""One call: it asks for the PIN, brings the caller into the room, and does what keys ask.

In the room a caller is what a browser is: a socket, by the same door. So they are listed,
counted, muted and sent out as everyone is, by the same frames.
"""

import asyncio
import contextlib
import itertools
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from talanoa.live.phone.agent import Dialog
from talanoa.live.phone.g711 import tones
from talanoa.live.phone.keys import TRIES, Asking, Command, Typing
from talanoa.live.phone.media import Media
from talanoa.live.phone.offers import Offer
from talanoa.live.phone.speech import Speech
from talanoa.live.room.protocol import Close

log = logging.getLogger(__name__)

PIN_WITHIN = 90.0
"""Seconds from the answer to the right PIN."""
SIGN_EVERY = 15.0
SILENT_AFTER = 60.0
"""Seconds without a packet after which the call has ended without saying so."""
HELD_AFTER = 600.0
"""The same while the call is on hold."""
KNOCK_EVERY = 5.0
WAIT_AT_MOST = 1_800.0
AWAY_AT_MOST = 300.0
"""Seconds for which the room is looked for when its socket is cut."""
COME_BACK_AFTER = 1.0

Note = tuple[int, int]
TONES: dict[str, tuple[Note, ...]] = {
    "welcome": ((440, 150), (660, 150)),
    "wrong": ((300, 400),),
    "in": ((660, 100), (880, 100), (990, 150)),
    "back": ((660, 100), (880, 100), (990, 150)),
    "unmuted": ((660, 100), (880, 150)),
    "muted": ((880, 100), (660, 150)),
    "hand-up": ((990, 80), (0, 60), (990, 80)),
    "hand-down": ((990, 80), (0, 60), (660, 80)),
    "floor": ((880, 80), (0, 40), (880, 80), (0, 40), (990, 160)),
    "waiting": ((520, 120),),
}
PLAIN: tuple[Note, ...] = ((440, 120), (0, 60), (440, 120))
"""Before whatever has no tones of its own."""
BYE: tuple[Note, ...] = ((440, 200), (0, 80), (330, 400))


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the right PIN gives: a way into a session's room, as somebody."""

    session: int
    person: int
    language: str
    url: str
    origin: str
    headers: Mapping[str, str]
    cookie: str


class Turned(Exception):
    """The PIN is right, and the caller cannot come in; ``reason`` names a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Desk(Protocol):
    """What a call needs of the database."""

    language: str
    """In which everybody is spoken to until it is known who calls."""

    async def is_guessing(self, caller: str) -> bool:
        """Whether ``caller`` (empty: withheld) has typed so many wrong PINs that none is taken.

        Raises:
            Turned: nobody can be let in now.
        """

    async def admit(self, pin: str, caller: str) -> Ticket | None:
        """Who calls, by their PIN; ``None`` where it is wrong.

        Raises:
            Turned: as it says.
        """

    async def knock(self, ticket: Ticket) -> None:
        """They wait at a door that is held."""

    async def leave(self, ticket: Ticket) -> None:
        """The call is over."""

    def words(self, name: str, language: str) -> str:
        """A sentence by its name; empty where there is none of that name."""


class Line:
    """One call from its answer to its end."""

    def __init__(self, dialog: Dialog, *, host: str, port: int, desk: Desk, speech: Speech) -> None:
        """Raises ``OSError`` when the port, at which the trunk's sound is awaited, is taken."""
        offer = dialog.offer
        self._keys: asyncio.Queue[str] = asyncio.Queue()
        self.media = Media(offer, host=host, port=port, on_key=self._press)
        self._codec = offer.codec
        self._is_on_hold = not offer.sends
        self._caller, self._tab = dialog.caller, f"phone-{dialog.tag}"
        self._desk, self._speech = desk, speech
        self._language = desk.language
        self._telling: set[asyncio.Task[None]] = set()
        self._person = 0
        self._has_sound = False
        """There is a mix that can be joined."""
        self._was_in = False
        self._is_muted = True
        self._hand_is_up = False
        self._asked: dict[str, Callable[[], str]] = {}
        """Acts not acknowledged yet: what each comes to, as the name of a sentence."""
        self._numbers = itertools.count(1)
        self._over = ""
        """Why the call is to end, as the name of a sentence."""

    async def run(self) -> None:
        """The whole call; its caller hangs up afterwards."""
        self.media.begin()
        watching = asyncio.create_task(self._watch(asyncio.current_task()))
        try:
            ticket = await self._ask_who()
            if ticket is not None:
                try:
                    await self._be_there(ticket)
                finally:
                    await asyncio.shield(self._desk.leave(ticket))
        finally:
            watching.cancel()
            for task in self._telling:
                task.cancel()

    def change(self, offer: Offer) -> None:
        self._is_on_hold = not offer.sends
        self.media.change(offer)

    # --- Who calls -----------------------------------------------------------------------

    async def _ask_who(self) -> Ticket | None:
        try:
            async with asyncio.timeout(PIN_WITHIN):
                ticket = await self._type_pin()
        except TimeoutError:
            await self._part("no-pin")
        except Turned as turned:
            await self._part(turned.reason)
        else:
            if ticket is None:
                await self._part("too-many")
            return ticket
        return None

    async def _type_pin(self) -> Ticket | None:
        """The ticket; ``None`` when too many PINs were wrong, in this call or lately."""
        if await self._desk.is_guessing(self._caller):
            return None
        typing = Typing()
        self._tell("welcome")
        for _ in range(TRIES):
            while not (pin := typing.press(await self._keys.get())):
                pass
            if (ticket := await self._desk.admit(pin, self._caller)) is not None:
                return ticket
            if await self._desk.is_guessing(self._caller):
                break
            self._tell("wrong")
        return None

    # --- In the room ---------------------------------------------------------------------

    async def _be_there(self, ticket: Ticket) -> None:
        """Be in the room until the session or the call is over, whatever becomes of sockets."""
        self._language, self._person = ticket.language, ticket.person
        waits_since: float | None = None
        away_since: float | None = None
        while not self._over:
            code, was_in = await self._one_socket(ticket)
            self.media.part()
            self._is_muted = True
            if self._over:
                break
            match code:
                case Close.REMOVED | Close.ABUSE | Close.TOO_MANY:
                    return
                case Close.NOT_VISIBLE | Close.SIGNED_OUT:
                    self._over = "out"
                case Close.HELD:
                    if waits_since is None:
                        waits_since = monotonic()
                        self._tell("waiting")
                    elif monotonic() - waits_since > WAIT_AT_MOST:
                        self._over = "not-let-in"
                    await self._desk.knock(ticket)
                    await asyncio.sleep(KNOCK_EVERY)
                case _:
                    away_since = monotonic() if was_in or away_since is None else away_since
                    if monotonic() - away_since > AWAY_AT_MOST:
                        self._over = "no-room"
                    await asyncio.sleep(COME_BACK_AFTER)
        await self._part(self._over)

    async def _one_socket(self, ticket: Ticket) -> tuple[int, bool]:
        """Serve one socket to its end; its code, and whether the door opened."""
        was_in = False
        try:
            async with connect(
                ticket.url,
                origin=ticket.origin,  # type: ignore[arg-type]
                additional_headers=dict(ticket.headers),
                compression=None,
                proxy=None,
                ping_interval=None,
                open_timeout=10,
                close_timeout=1,
                max_size=4 * 1024 * 1024,
            ) as socket:
                beside = [asyncio.create_task(self._obey(socket))]
                beside.append(asyncio.create_task(self._give_signs(socket)))
                try:
                    async for message in socket:
                        was_in = True
                        await self._hear(socket, json.loads(message))
                        if self._over:
                            break
                finally:
                    for task in beside:
                        task.cancel()
                    await asyncio.gather(*beside, return_exceptions=True)
            return socket.close_code or 0, was_in
        except ConnectionClosed as closed:
            return (closed.rcvd.code if closed.rcvd else 0), was_in
        except (OSError, TimeoutError, WebSocketException):
            return 0, was_in

    async def _give_signs(self, socket: ClientConnection) -> None:
        while True:
            await asyncio.sleep(SIGN_EVERY)
            await _send(socket, "alive")
            if self._has_sound and not self.media.is_in:
                await self._join(socket)

    async def _obey(self, socket: ClientConnection) -> None:
        asking = Asking()
        while True:
            match asking.press(await self._keys.get()):
                case Command.VOICE:
                    await _send(socket, "sound.mute", muted=not self._is_muted)
                case Command.HAND if self._hand_is_up:
                    await self._act(socket, "hand.lower", self._lowered)
                case Command.HAND:
                    await self._act(socket, "hand.raise", self._raised)
                case Command.AGREE:
                    await self._act(socket, "recording.answer", lambda: "agreed", answer="yes")
                case Command.HELP:
                    self._tell("help")

    async def _act(
        self, socket: ClientConnection, kind: str, done: Callable[[], str], **data: Any
    ) -> None:
        number = f"{self._tab}-{next(self._numbers)}"
        self._asked[number] = done
        await _send(socket, kind, number, **data)

    def _raised(self) -> str:
        self._hand_is_up = True
        return "hand-up"

    def _lowered(self) -> str:
        self._hand_is_up = False
        return "hand-down"

    # --- What the room tells ---------------------------------------------------------------

    async def _hear(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "batch", "frames": frames}:
                for each in frames:
                    await self._hear(socket, each)
            case {"type": "alive", "ask": True}:
                await _send(socket, "alive")
            case {"type": "ack", "id": number} if done := self._asked.pop(number, None):
                self._tell(done())
            case {"type": "refused", "id": number, "reason": reason}:
                self._asked.pop(number, None)
                self._hand_is_up = False
                self._tell("refused", str(reason))
            case {"type": "entry"}:
                self._hear_entry(frame)
            case {"type": kind} if str(kind).startswith("sound."):
                await self._hear_sound(socket, frame)

    def _hear_entry(self, frame: dict[str, Any]) -> None:
        if frame["kind"] == "session.closed":
            self._over = "ended"
        elif frame["kind"].startswith(("hand.", "floor.")):
            hands = next((p["html"] for p in frame["patches"] if p["target"] == "hands"), "")
            mine = f'data-person="{self._person}"'
            has_floor = f'class="floor" {mine}' in hands
            self._hand_is_up = f"<li {mine}" in hands
            if frame["kind"] == "floor.given" and has_floor:
                self._tell("floor")

    async def _hear_sound(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "sound.back"}:
                self._has_sound = True
                await self._join(socket)
            case {"type": "sound.called", "host": host, "port": port}:
                self.media.join((host, port))
                # Whoever is back after a cut knows the keys: the tones will do.
                self._tell("back" if self._was_in else "in")
                self._was_in = True
            case {"type": "sound.muted", "person": person, "muted": muted}:
                if str(person) == str(self._person) and muted != self._is_muted:
                    self._is_muted = muted
                    self._tell("muted" if muted else "unmuted")
            case {"type": "sound.moved", "tab": tab} if tab != self._tab:
                self._over = "moved"
            case {"type": "sound.lost", "code": "closed"}:
                self._over = self._over or "elsewhere"
            case {"type": "sound.lost"}:
                self.media.part()
                self._has_sound = False
                self._is_muted = True
                self._tell("no-sound")
            case {"type": "sound.failed", "code": "not-agreed"}:
                self._tell("recorded")
            case {"type": "sound.failed"}:
                self._tell("no-sound")

    async def _join(self, socket: ClientConnection) -> None:
        host, port = self.media.ear
        await _send(socket, "sound.call", host=host, port=port, codec=self._codec, tab=self._tab)

    # --- What the caller hears -------------------------------------------------------------

    def _press(self, key: str) -> None:
        self.media.hush()
        self._keys.put_nowait(key)

    def _tell(self, name: str, text: str = "") -> None:
        """Say something beside everything else; it takes the place of what is being said."""
        self.media.hush()
        for task in self._telling:
            task.cancel()
        task = asyncio.create_task(self._say(name, TONES.get(name, PLAIN), text))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _part(self, name: str) -> None:
        """Say why, and end."""
        for task in self._telling:
            task.cancel()
        await self._say(name, BYE, "")

    async def _say(self, name: str, notes: tuple[Note, ...], text: str) -> None:
        words = text or self._desk.words(name, self._language)
        speaking = self._speech.speak(words, language=self._language, codec=self._codec)
        spoken = asyncio.create_task(speaking)
        await self.media.play(tones(self._codec, *notes, (0, 150)))
        await self.media.play(await spoken)

    async def _watch(self, call: "asyncio.Task[None] | None") -> None:
        """End a call from which nothing comes any more."""
        while True:
            await asyncio.sleep(1)
            patience = HELD_AFTER if self._is_on_hold else SILENT_AFTER
            if monotonic() - self.media.last_heard > patience and call is not None:
                call.cancel()


async def _send(socket: ClientConnection, kind: str, number: str = "", **data: Any) -> None:
    frame: dict[str, Any] = {"v": 1, "type": kind, "data": data}
    if number:
        frame["id"] = number
    with contextlib.suppress(WebSocketException):
        await socket.send(json.dumps(frame))
