"""Which pictures there are in a session, as Janus's VideoRoom tells them.

A VideoRoom a session, made when a picture is first shown or looked at. It is watched by a
participant of ours that shows nothing, so that several room processes see the same.
"""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from talanoa.live.media import janus_config
from talanoa.live.media.janus_client import Handle, JanusClient, JanusError, JanusRefused, Message
from talanoa.live.media.janus_config import VIDEOROOM
from talanoa.live.media.janus_settings import JanusSettings
from talanoa.live.media.layers import LAYERS, MOST_CAMERAS

ROOM_EXISTS = 427
CAMERA_BITS = sum(layer.bits for layer in LAYERS)
"""Bits a second that a browser may send of a camera, in all sizes."""

Wanted = Mapping["Feed", int]
"""Pictures to send somebody, each with the layer it is sent in."""
Seen = Mapping[str, tuple["Feed", int]]
"""Pictures that come in somebody's connection, by their place in it (mid), and their layers."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A picture that is shown, as Janus has it."""

    person: str
    source: str
    name: str
    mid: str


class PictureListener(Protocol):
    """Hears what happened, to tell browsers. Called on the event loop; must not block."""

    def wanted(self, session_id: str, viewer: str, feeds: list[Feed]) -> Wanted:
        """Which of the pictures that are shown this viewer is to receive."""

    def offered(self, session_id: str, viewer: str, offer: str, seen: Seen) -> None:
        """A viewer's connection is to be made, or changed."""

    def seen(self, session_id: str, viewer: str, seen: Seen) -> None:
        """Other pictures now come in a viewer's connection; none: it is closed."""

    def ended(self, session_id: str, person: str, source: str, owner: str) -> None:
        """A picture ended without its owner's doing."""

    def cut_off(self, session_id: str, viewer: str) -> None:
        """A viewer's connection ended without their doing."""

    def lost(self, node: str) -> None:
        """The Janus of this name is gone, and every picture that was there with it."""

    def back(self, node: str) -> None:
        """The Janus of this name is there (again)."""


@dataclass(eq=False, slots=True)
class _Desk:
    """Our own participant in a session's room, and the pictures it has been told of."""

    handle: Handle
    feeds: dict[str, Feed] = field(default_factory=dict)


class Feeds:
    """The rooms of sessions in Janus, and what is shown in each. Raises ``JanusError``."""

    def __init__(
        self, settings: JanusSettings, client: JanusClient, changed: Callable[[str], None]
    ) -> None:
        """``changed`` hears of which session the pictures are others now."""
        self._settings = settings
        self._client = client
        self._changed = changed
        self._desks: dict[str, _Desk] = {}
        self._opening: dict[str, asyncio.Lock] = {}

    def of(self, session_id: str) -> list[Feed]:
        """The pictures shown in a session, through whichever process, by name."""
        desk = self._desks.get(session_id)
        return sorted(desk.feeds.values(), key=lambda feed: feed.name) if desk else []

    def forget(self) -> None:
        """Janus is gone, and everything in it."""
        self._desks.clear()

    def entry(self, session_id: str) -> dict[str, str]:
        """What opens the session's room to whoever joins it."""
        room = _room_of(session_id)
        return {"room": room, "pin": self._derive("pin", room)}

    async def open(self, session_id: str) -> None:
        """Make the session's room when it is not there, with our participant in it."""
        async with self._opening.setdefault(session_id, asyncio.Lock()):
            if session_id in self._desks:
                return
            handle = await self._client.attach(VIDEOROOM)
            try:
                await self._create(handle, session_id)
                desk = _Desk(handle)
                handle.on_event = partial(self._event, session_id, desk)
                name = f"desk/{secrets.token_hex(8)}"
                body = {"request": "join", "ptype": "publisher", **self.entry(session_id)}
                reply = await handle.request({**body, "id": name})
            except JanusError:
                await handle.detach()
                raise
            self._desks[session_id] = desk
            _note(desk, reply.data)

    async def close(self, session_id: str) -> None:
        """End the session's room, and every picture in it."""
        desk = self._desks.pop(session_id, None)
        self._opening.pop(session_id, None)
        if desk is None:
            return
        room = _room_of(session_id)
        secret = self._derive("secret", room)
        try:
            await desk.handle.request({"request": "destroy", "room": room, "secret": secret})
        except JanusRefused:
            pass  # another process has ended it already
        finally:
            await desk.handle.detach()

    async def _create(self, handle: Handle, session_id: str) -> None:
        entry = self.entry(session_id)
        try:
            await handle.request(
                {
                    "request": "create",
                    **entry,
                    "secret": self._derive("secret", entry["room"]),
                    "is_private": True,
                    "publishers": MOST_CAMERAS + 1,
                    "bitrate": CAMERA_BITS,
                    "bitrate_cap": True,
                    "videocodec": "vp8",
                    "record": False,
                    "notify_joining": False,
                }
            )
        except JanusRefused as error:
            if error.code != ROOM_EXISTS:
                raise

    def _derive(self, purpose: str, room: str) -> str:
        key = janus_config.read_secret(self._settings).encode()
        return hmac.new(key, f"{purpose}:{room}".encode(), hashlib.sha256).hexdigest()

    def _event(self, session_id: str, desk: _Desk, message: Message) -> None:
        data = message.get("plugindata", {}).get("data", {})
        if self._desks.get(session_id) not in (desk, None):
            return
        if message.get("janus") == "detached" or data.get("videoroom") == "destroyed":
            self._desks.pop(session_id, None)
        else:
            _note(desk, data)
        self._changed(session_id)


def _note(desk: _Desk, data: Message) -> None:
    for publisher in data.get("publishers", ()):
        name = str(publisher.get("id", ""))
        person, _, rest = name.partition("/")
        mids = [each["mid"] for each in publisher.get("streams", ()) if _is_video(each)]
        if rest and mids:
            desk.feeds[name] = Feed(person, rest.partition("/")[0], name, str(mids[0]))
    for word in ("unpublished", "leaving"):
        desk.feeds.pop(str(data.get(word, "")), None)


def _room_of(session_id: str) -> str:
    return f"pictures-{session_id}"


def _is_video(stream: Message) -> bool:
    return stream.get("type") == "video" and not stream.get("disabled", False)
