"""Interpretation channels: for each language a mix of its own, with the floor beneath it.

The floor's mix goes into a channel's as a participant by plain RTP, inside the machine and one
way only: that participant has no address to which Janus could send, so nothing of a channel can
come back to the floor. What a listener hears is mixed here and stays one stream. While an
interpreter is heard the floor is lowered; while nobody interprets it has its full level.
"""

import asyncio
import contextlib
import logging
import zlib
from dataclasses import dataclass, field
from functools import partial

from talanoa.live.media.janus_client import Handle, JanusClient, JanusError, JanusRefused, Message
from talanoa.live.media.janus_config import AUDIOBRIDGE
from talanoa.live.media.janus_settings import BENEATH
from talanoa.live.media.mixes import OPUS, Mixes

log = logging.getLogger(__name__)

FULL = 100
"""Per cent of the floor's own loudness."""
HOLD = 3.0
"""Seconds the floor stays low after the last word: interpreters wait for the speaker's next
sentence, and a floor that swells in each pause tires whoever listens."""
STEPS = 4
STEP = 0.04
"""The floor goes down and up in so many steps, so many seconds apart, without a click."""
TRY_AGAIN = 2.0
NAME_TAKEN = 490
FLOOR = "floor"
"""What the floor is called among the participants of a channel's mix; people are numbers."""


def channel_of(session_id: str, language: str) -> str:
    """The name of a language's mix; the floor's mix is named as its session."""
    return f"{session_id}.{language}"


def parted(name: str) -> tuple[str, str]:
    """The session and the language of a mix; no language: its floor."""
    session_id, _, language = name.partition(".")
    return session_id, language


def mix_of_group(session_id: str, group: int) -> str:
    """The name of a breakout group's mix."""
    return f"{session_id}/{group}"


def is_floor(name: str) -> bool:
    """Whether a mix is the session's own, and neither a language's nor a group's."""
    return name == session_of(name)


def session_of(name: str) -> str:
    """The session of a mix, of whatever kind."""
    return parted(name)[0].partition("/")[0]


@dataclass(slots=True)
class Voice:
    """An interpreter in a channel. Janus keeps saying that somebody talks who was muted in
    mid-word, so the two are kept apart."""

    muted: bool = True
    talking: bool = False


@dataclass(eq=False)
class Link:
    """The floor as it is heard in one channel, and who speaks above it."""

    name: str
    handle: Handle
    beneath: int
    voices: dict[str, Voice] = field(default_factory=dict)
    level: int = FULL
    moving: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether an interpreter is on the air, speaking or not."""
        return any(not voice.muted for voice in self.voices.values())

    @property
    def is_heard(self) -> bool:
        return any(voice.talking and not voice.muted for voice in self.voices.values())

    def hear(self, data: Message) -> bool:
        """Note what Janus says of the interpreters; whether that asks for another level."""
        before = self.is_open, self.is_heard
        for each in data.get("participants", ()):
            voice = self.voices.setdefault(str(each["id"]), Voice())
            voice.muted = bool(each.get("muted"))
            voice.talking = bool(each.get("talking", voice.talking))
        kind = data.get("audiobridge")
        if kind in {"talking", "stopped-talking"}:
            self.voices.setdefault(str(data.get("id")), Voice()).talking = kind == "talking"
        if gone := data.get("leaving") or data.get("kicked"):
            self.voices.pop(str(gone), None)
        return before != (self.is_open, self.is_heard)


class Links:
    """Keeps the floor of each channel in use. Nothing here fails: what cannot be done now is
    tried again, since a channel without the floor still carries its interpreter."""

    def __init__(self, client: JanusClient, mixes: Mixes) -> None:
        self._client = client
        self._mixes = mixes
        self._links: dict[str, Link] = {}
        self._beneath: dict[str, int] = {}
        self._making: dict[str, asyncio.Task[None]] = {}

    def forget(self) -> None:
        """Janus is gone, and everything in it."""
        for name in [*self._links, *self._making]:
            self._let_go(name)

    async def hold(self, name: str) -> None:
        """See to it that the floor is in this channel; tries again for as long as it is not."""
        if name in self._links or name in self._making:
            return
        if not await self._tied(name):
            self._making[name] = asyncio.create_task(self._tie_later(name))

    def set_beneath(self, name: str, percent: int) -> None:
        """How loud the floor is beneath an interpreter, from now on."""
        self._beneath[name] = percent
        if (link := self._links.get(name)) is not None and link.beneath != percent:
            link.beneath = percent
            if link.level != FULL:
                self._move(link)

    def end(self, name: str) -> None:
        """The channel is closed: its mix goes, and with it everybody in it."""
        self._let_go(name)

    def _let_go(self, name: str) -> None:
        if (making := self._making.pop(name, None)) is not None:
            making.cancel()
        link = self._links.pop(name, None)
        if link is not None and link.moving is not None:
            link.moving.cancel()

    async def _tie_later(self, name: str) -> None:
        while True:
            await asyncio.sleep(TRY_AGAIN)
            if await self._tied(name):
                self._making.pop(name, None)
                return

    async def _tied(self, name: str) -> bool:
        """Tie the floor in; ``False`` while it cannot be, for one because another process's is."""
        handle: Handle | None = None
        try:
            handle = await self._client.attach(AUDIOBRIDGE)
            await self._tie(name, handle)
        except JanusError as error:
            if not (isinstance(error, JanusRefused) and error.code == NAME_TAKEN):
                log.info("The floor could not be brought into %s: %s", name, error)
            if handle is not None:
                await handle.detach()
            return False
        return True

    async def _tie(self, name: str, handle: Handle) -> None:
        session_id, _ = parted(name)
        channel, floor = await self._mixes.room(name), await self._mixes.room(session_id)
        link = Link(name, handle, self._beneath.get(name, BENEATH))
        handle.on_event = partial(self._event, link)
        body: Message = {"request": "join", "room": channel.room, "pin": channel.pin, "id": FLOOR}
        reply = await handle.request({**body, "rtp": {}})
        link.hear(reply.data)
        await self._mixes.forward(
            floor,
            port=int(reply.data["rtp"]["port"]),
            ptype=int(reply.data["rtp"].get("payload_type", OPUS)),
            # The same for this channel always: what an earlier process left is found by it.
            ssrc=zlib.crc32(channel.room.encode()) or 1,
        )
        self._links[name] = link

    def _event(self, link: Link, message: Message) -> None:
        data = message.get("plugindata", {}).get("data", {})
        if message.get("janus") in {"hangup", "detached"} or data.get("audiobridge") == "destroyed":
            if self._links.get(link.name) is link:
                self._let_go(link.name)
        elif link.hear(data):
            self._move(link)

    def _move(self, link: Link) -> None:
        if link.moving is not None:
            link.moving.cancel()
        link.moving = asyncio.create_task(self._move_level(link))

    async def _move_level(self, link: Link) -> None:
        if link.is_open and not link.is_heard:
            await asyncio.sleep(HOLD)
        goal = link.beneath if link.is_heard else FULL
        began = link.level
        if goal == began:
            return
        with contextlib.suppress(JanusError):
            for step in range(1, STEPS + 1):
                level = began + (goal - began) * step // STEPS
                await link.handle.request({"request": "configure", "volume": level})
                link.level = level
                await asyncio.sleep(STEP)
