"""Cameras and shared screens that this process has at one Janus, in its VideoRoom.

Whoever shows one is a publisher with one stream: a camera in three sizes (simulcast), or a screen.
Whoever looks is a subscriber with one connection (``viewers``). Which pictures there are is heard
from Janus itself (``feeds``). Nobody but a room process speaks to Janus; who may show or look is
for the room to ask.
"""

import asyncio
import contextlib
import secrets
import weakref
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from talanoa.live.media import janus_config, sdp
from talanoa.live.media.feeds import CAMERA_BITS, Feeds, PictureListener
from talanoa.live.media.janus_client import PATIENT, WATCHFUL, Handle, JanusClient, Message
from talanoa.live.media.janus_config import VIDEOROOM
from talanoa.live.media.janus_settings import JanusSettings
from talanoa.live.media.layers import CAMERA, SCREEN
from talanoa.live.media.terms import SoundError, told_as_sound_error
from talanoa.live.media.viewers import Viewers


@dataclass(eq=False, slots=True)
class _Shown:
    """A picture that somebody shows through this process."""

    owner: str
    """By which window."""
    handle: Handle


class PictureRooms:
    """The pictures at one Janus; ``room.pictures`` chooses it by where a session is.

    Use on one event loop. Methods that ask something of Janus raise ``SoundError``. ``alone``:
    there is no other Janus to go to when this one is silent.
    """

    def __init__(
        self, settings: JanusSettings, listener: PictureListener, *, alone: bool = True
    ) -> None:
        self._settings = settings
        self._listener = listener
        self._client = JanusClient(
            settings.url,
            secret=partial(janus_config.read_secret, settings),
            on_back=partial(listener.back, settings.name),
            on_lost=self._lost,
            pulse=PATIENT if alone else WATCHFUL,
        )
        self._feeds = Feeds(settings, self._client, self.look_again)
        self._viewers = Viewers(self._client, self._feeds, listener)
        self._shown: dict[tuple[str, str, str], _Shown] = {}
        self._locks: weakref.WeakValueDictionary[tuple[str, str, str], asyncio.Lock] = (
            weakref.WeakValueDictionary()
        )
        self._running: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def viewers(self) -> Viewers:
        return self._viewers

    def start(self) -> None:
        """Begin to look for Janus and go on until ``stop``. Does nothing when switched off."""
        if self._settings.enabled and self._running is None:
            self._running = asyncio.create_task(self._client.run())

    async def stop(self) -> None:
        """Leave Janus; every picture ends, and it is not said of each."""
        self._shown.clear()
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
            self._running = None

    @property
    def available(self) -> bool:
        return self._client.connected

    def demand_janus(self) -> None:
        """Raises ``SoundError`` while Janus is not there."""
        if not self._client.connected:
            raise SoundError(self._client.trouble if self._settings.enabled else "off")

    async def show(
        self, *, session_id: str, person: str, source: str, owner: str, offer: str
    ) -> str:
        """Take a picture from a browser, in place of an earlier one of theirs; gives our answer."""
        if not sdp.is_one_video(offer):
            raise SoundError("bad-offer")
        self.demand_janus()
        key = (session_id, person, source)
        async with self._one_at_a_time(key):
            await self._feeds.open(session_id)
            await self._give_up(key)
            shown = _Shown(owner, await self._client.attach(VIDEOROOM))
            shown.handle.on_event = partial(self._shown_event, key, shown)
            self._shown[key] = shown
            try:
                return await self._publish(key, shown, offer)
            except BaseException:
                await self._give_up(key)
                raise

    async def _publish(self, key: tuple[str, str, str], shown: _Shown, offer: str) -> str:
        session_id, person, source = key
        # Janus keeps a name for a moment after its owner has gone, so each has another.
        name = f"{person}/{source}/{secrets.token_hex(4)}"
        await shown.handle.request(
            {
                "request": "join",
                "ptype": "publisher",
                **self._feeds.entry(session_id),
                "id": name,
            }
        )
        reply = await shown.handle.request(
            {
                "request": "publish",
                "videocodec": "vp8",
                "bitrate": CAMERA_BITS if source == CAMERA else SCREEN.bits,
                "record": False,
            },
            # Janus takes the first size for the largest; browsers begin with the smallest.
            jsep={"type": "offer", "sdp": offer, "rid_order": "lmh"},
        )
        if reply.jsep is None or self._shown.get(key) is not shown:
            raise SoundError("failed")
        return reply.jsep["sdp"]

    async def trickle_shown(
        self, *, session_id: str, person: str, source: str, candidate: Message | None
    ) -> None:
        if (shown := self._shown.get((session_id, person, source))) is not None:
            with told_as_sound_error():
                await shown.handle.trickle(candidate)

    async def end(self, *, session_id: str, person: str, source: str) -> None:
        """End a picture at once; nothing happens when it is not shown through this process."""
        key = (session_id, person, source)
        async with self._one_at_a_time(key):
            await self._give_up(key)

    def shown(self, session_id: str | None = None) -> dict[tuple[str, str, str], str]:
        """The pictures shown through this process, as session, person and source, and by which
        window."""
        return {
            key: shown.owner for key, shown in self._shown.items() if session_id in (None, key[0])
        }

    def look_again(self, session_id: str) -> None:
        """What viewers of the session are to receive may have changed."""
        self._viewers.look_again(session_id)

    async def close_room(self, session_id: str) -> None:
        """End all pictures of a session, for everyone."""
        self._viewers.tell_closed(session_id)
        await self.leave(session_id)

    async def leave(self, session_id: str) -> None:
        """Drop what a session that goes on elsewhere has here, and tell nobody."""
        shown = [self._give_up(key) for key in self.shown(session_id)]
        await asyncio.gather(self._viewers.leave(session_id), *shown)
        with told_as_sound_error():
            await self._feeds.close(session_id)

    @contextlib.asynccontextmanager
    async def _one_at_a_time(self, key: tuple[str, str, str]) -> AsyncIterator[None]:
        async with self._locks.setdefault(key, asyncio.Lock()):
            with told_as_sound_error():
                yield

    async def _give_up(self, key: tuple[str, str, str]) -> None:
        shown = self._shown.pop(key, None)
        if shown is not None:
            await shown.handle.detach()

    def _shown_event(self, key: tuple[str, str, str], shown: _Shown, message: Message) -> None:
        data = message.get("plugindata", {}).get("data", {})
        is_over = message.get("janus") in {"hangup", "detached"}
        if not is_over and data.get("videoroom") != "destroyed" and "kicked" not in data:
            return
        if self._shown.get(key) is shown:
            del self._shown[key]
            ending = asyncio.create_task(shown.handle.detach())
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
            self._listener.ended(*key, shown.owner)

    def _lost(self) -> None:
        self._feeds.forget()
        self._viewers.forget()
        shown, self._shown = self._shown, {}
        for key, each in shown.items():
            self._listener.ended(*key, each.owner)
        self._listener.lost(self._settings.name)
