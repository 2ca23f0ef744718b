"""Who looks at which pictures: one connection a viewer, one size of each picture in it."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from talanoa.live.media import sdp
from talanoa.live.media.feeds import Feed, Feeds, PictureListener, Wanted
from talanoa.live.media.janus_client import Handle, JanusClient, JanusError, Message
from talanoa.live.media.janus_config import VIDEOROOM
from talanoa.live.media.terms import SoundError, told_as_sound_error

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Viewer:
    handle: Handle | None = None
    seen: dict[str, tuple[Feed, int]] = field(default_factory=dict)
    is_answering: bool = False
    """The browser has an offer of ours; until it has answered nothing is changed."""
    is_gone: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Viewers:
    """The viewers of this process. Methods that ask something of Janus raise ``SoundError``."""

    def __init__(self, client: JanusClient, feeds: Feeds, listener: PictureListener) -> None:
        self._client = client
        self._feeds = feeds
        self._listener = listener
        self._viewers: dict[tuple[str, str], _Viewer] = {}
        self._beside: set[asyncio.Task[None]] = set()

    async def look(self, *, session_id: str, viewer: str) -> None:
        """Send a viewer what the listener says they are to receive, now and whenever it changes."""
        with told_as_sound_error():
            await self._feeds.open(session_id)
            key = (session_id, viewer)
            if key not in self._viewers:
                self._viewers[key] = _Viewer()
            await self._adjust(key)

    async def answer(self, *, session_id: str, viewer: str, answer: str) -> None:
        """Take the browser's answer to the last offer."""
        found = self._viewers.get((session_id, viewer))
        if found is None or found.handle is None or not found.is_answering:
            raise SoundError("not-seated")
        if not sdp.is_video(answer):
            raise SoundError("bad-offer")
        with told_as_sound_error():
            await found.handle.request({"request": "start"}, jsep={"type": "answer", "sdp": answer})
            found.is_answering = False
            await self._adjust((session_id, viewer))

    async def trickle_seen(
        self, *, session_id: str, viewer: str, candidate: Message | None
    ) -> None:
        found = self._viewers.get((session_id, viewer))
        if found is not None and found.handle is not None:
            with told_as_sound_error():
                await found.handle.trickle(candidate)

    async def look_away(self, *, session_id: str, viewer: str) -> None:
        """Send a viewer nothing any more."""
        found = self._viewers.pop((session_id, viewer), None)
        if found is not None:
            found.is_gone = True
            # What was being asked of Janus for them is waited for, so that none of it stays.
            async with found.lock:
                if found.handle is not None:
                    await found.handle.detach()

    def look_again(self, session_id: str) -> None:
        """What viewers of the session are to receive may have changed."""
        for key in self._of(session_id):
            self._begin(self._adjust(key))

    def tell_closed(self, session_id: str) -> None:
        """Tell everyone who looks at anything in this session that it is over."""
        for _, viewer in self._of(session_id):
            self._listener.seen(session_id, viewer, {})

    async def leave(self, session_id: str) -> None:
        """Send nobody in this session anything any more, and tell nobody."""
        await asyncio.gather(
            *(self.look_away(session_id=name, viewer=each) for name, each in self._of(session_id))
        )

    def forget(self) -> None:
        """Janus is gone, and everything in it."""
        for viewer in self._viewers.values():
            viewer.is_gone = True
        self._viewers.clear()

    def _of(self, session_id: str) -> list[tuple[str, str]]:
        return [key for key in self._viewers if key[0] == session_id]

    async def _adjust(self, key: tuple[str, str]) -> None:
        """Bring what a viewer receives to what they are to receive."""
        viewer = self._viewers.get(key)
        if viewer is None:
            return
        async with viewer.lock:
            if viewer.is_gone or viewer.is_answering or not self._client.connected:
                return
            wanted = dict(self._listener.wanted(*key, self._feeds.of(key[0])))
            if viewer.handle is None:
                if wanted:
                    await self._begin_looking(key, viewer, wanted)
            elif not wanted:
                await self._stop_looking(key, viewer)
            else:
                await self._change(key, viewer, wanted)

    async def _begin_looking(self, key: tuple[str, str], viewer: _Viewer, wanted: Wanted) -> None:
        viewer.handle = await self._client.attach(VIDEOROOM)
        viewer.handle.on_event = partial(self._event, key, viewer, viewer.handle)
        body: Message = {
            "request": "join",
            "ptype": "subscriber",
            **self._feeds.entry(key[0]),
            "autoupdate": False,
            "streams": [_stream(*each) for each in wanted.items()],
        }
        try:
            reply = await viewer.handle.request(body)
        except JanusError:
            handle, viewer.handle = viewer.handle, None
            await handle.detach()
            raise
        self._take_reply(key, viewer, reply.data, reply.jsep, wanted)

    async def _stop_looking(self, key: tuple[str, str], viewer: _Viewer) -> None:
        handle, viewer.handle = viewer.handle, None
        viewer.seen.clear()
        if handle is not None:
            await handle.detach()
        self._listener.seen(*key, {})

    async def _change(self, key: tuple[str, str], viewer: _Viewer, wanted: dict[Feed, int]) -> None:
        handle = viewer.handle
        assert handle is not None  # noqa: S101 - for the type checker
        seen = {feed for feed, _ in viewer.seen.values()}
        gone = {mid: feed for mid, (feed, _) in viewer.seen.items() if feed not in wanted}
        new = {feed: layer for feed, layer in wanted.items() if feed not in seen}
        if len(gone) == len(new) == 1 and set(gone.values()) <= set(self._feeds.of(key[0])):
            # One for another, in the same place: nothing has to be negotiated.
            (mid,), (now,) = gone, new.items()
            stream = {**_stream(*now), "sub_mid": mid}
            await handle.request({"request": "switch", "streams": [stream]})
            viewer.seen[mid] = now
            self._listener.seen(*key, viewer.seen)
        elif gone or new:
            body: Message = {"request": "update"}
            if new:
                body["subscribe"] = [_stream(*each) for each in new.items()]
            if gone:
                body["unsubscribe"] = [{"sub_mid": mid} for mid in gone]
            reply = await handle.request(body)
            for mid in gone:
                del viewer.seen[mid]
            self._take_reply(key, viewer, reply.data, reply.jsep, wanted)
            return
        other = {
            mid: (feed, wanted[feed])
            for mid, (feed, layer) in viewer.seen.items()
            if layer != wanted[feed]
        }
        if other:
            streams = [{"mid": mid, "substream": layer} for mid, (_, layer) in other.items()]
            await handle.request({"request": "configure", "streams": streams})
            viewer.seen.update(other)
            self._listener.seen(*key, viewer.seen)

    def _take_reply(
        self,
        key: tuple[str, str],
        viewer: _Viewer,
        data: Message,
        jsep: Mapping[str, str] | None,
        wanted: Wanted,
    ) -> None:
        """Note in which place of the connection which picture comes, and pass the offer on."""
        if viewer.is_gone:  # meanwhile; they may look through another Janus by now
            return
        by_name = {feed.name: feed for feed in wanted}
        for stream in data.get("streams", ()):
            feed = by_name.get(str(stream.get("feed_id", "")))
            if stream.get("active", True) and feed is not None:
                viewer.seen[str(stream["mid"])] = (feed, wanted[feed])
        if jsep is None:
            self._listener.seen(*key, viewer.seen)
        else:
            viewer.is_answering = True
            self._listener.offered(*key, sdp.without_reports(jsep["sdp"]), viewer.seen)

    def _event(
        self, key: tuple[str, str], viewer: _Viewer, handle: Handle, message: Message
    ) -> None:
        data = message.get("plugindata", {}).get("data", {})
        is_over = message.get("janus") in {"hangup", "detached"}
        if not is_over and data.get("videoroom") != "destroyed":
            return
        if self._viewers.get(key) is viewer and viewer.handle is handle:
            viewer.is_gone = True
            del self._viewers[key]
            self._begin(handle.detach())
            self._listener.cut_off(*key)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


def _stream(feed: Feed, layer: int) -> Message:
    return {"feed": feed.name, "mid": feed.mid, "substream": layer}


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (SoundError, JanusError) as error:
        log.info("A picture could not be changed: %s", error)
    except Exception:
        log.exception("A picture failed.")
