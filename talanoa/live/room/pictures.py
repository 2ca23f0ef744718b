"""The room's side of cameras and shared screens: who may, whose frames, and who sees what.

The pictures themselves are in ``live.media.pictures``, at the Janus where ``nodes`` has the
session; which are on stands in the log. Both are kept in step: a picture that the log ends is ended
here, and one whose connection ends is taken off the log. A picture belongs to the socket that shows
it and ends with it, and when the session goes on at another Janus; none comes back by itself.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import override

from talanoa.live import access
from talanoa.live.durations import KEEP_HEARD
from talanoa.live.media.feeds import Feed, Seen, Wanted
from talanoa.live.media.frames import candidate_of, text_of
from talanoa.live.media.layers import layer_for
from talanoa.live.media.pictures import PictureRooms
from talanoa.live.media.terms import SoundError
from talanoa.live.models import Picture, Room
from talanoa.live.picture_terms import Source
from talanoa.live.room import protocol
from talanoa.live.room.items import Item
from talanoa.live.room.protocol import Frame
from talanoa.live.room.spotlight import Spotlight
from talanoa.live.services import pictures
from talanoa.live.terms import Kind
from talanoa.people.models import Person

if TYPE_CHECKING:
    from talanoa.live.room.connection import Connection
    from talanoa.live.room.nodes import Nodes
    from talanoa.live.room.registry import Channel
    from talanoa.live.room.server import Server

log = logging.getLogger(__name__)

SETTLE_EVERY = 1.0
KEEP_EVERY = KEEP_HEARD.total_seconds()
ONE, ALL = "speaker", "all"
WIDEST = 4096
WATCH = "watch"
LOST, BACK = protocol.encode("video.lost", code="away"), protocol.encode("video.back")


@dataclass(frozen=True, slots=True)
class _View:
    """What a socket wants to see, and how many pixels wide whoever speaks is shown."""

    connection: "Connection"
    is_all: bool
    width: int


class Pictures:
    """The pictures of every session that this process carries."""

    def __init__(self, server: "Server", nodes: "Nodes") -> None:
        self._server = server
        self._nodes = nodes
        every = settings.JANUS.nodes
        is_one = len(every) == 1
        self._rooms = {each.name: PictureRooms(each, self, alone=is_one) for each in every}
        """Those at each Janus, by its name."""
        self._views: dict[tuple[str, str], _View] = {}
        self._spotlights: dict[int, Spotlight] = {}
        self._with_pictures: set[int] = set()
        """Sessions in which the log says that a picture is on."""
        self._running: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        if not settings.REDIS_URL:
            await self._server.database.write(pictures.drop_all)
        for rooms in self._rooms.values():
            rooms.start()
        for seconds, do in ((SETTLE_EVERY, self._settle), (KEEP_EVERY, self._keep)):
            self._begin(_every(seconds, do))

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        for rooms in self._rooms.values():
            await rooms.stop()

    async def open(self, session_id: int) -> None:
        """A session is carried from now on."""
        floor, has_pictures = await self._server.database.read(_state, session_id)
        self._spotlights[session_id] = Spotlight(floor)
        if has_pictures:
            self._with_pictures.add(session_id)

    def forget(self, session_id: int) -> None:
        self._spotlights.pop(session_id, None)
        self._with_pictures.discard(session_id)

    def move(self, session_id: int, *, left: str) -> None:
        """A session goes on at another Janus: what it had at the one called ``left`` is over."""
        name, rooms = str(session_id), self._rooms[left]
        for key in rooms.shown(name):
            self._begin(self._lose(*key))
        if rooms.available:  # else they were told when it went
            self._tell([session_id], LOST)
        self._begin(rooms.leave(name))
        if self._at(session_id).available:
            self._tell([session_id], BACK)

    def may_be_placed(self) -> None:
        """A Janus answers: whoever looked where a session could be placed nowhere looks again."""
        self._tell(self._nodes.sessions_at(None), BACK)

    # --- What the sockets ask ------------------------------------------------------------

    async def receive(self, connection: "Connection", frame: Frame) -> None:
        """Carry out a frame; what Janus takes time for does not hold up the frames after it.

        Raises:
            Removed, Held, NotVisible: the door is closed to them.
        """
        if frame.type in {"video.show", "video.watch"}:
            # Before the door is asked, so that nobody is sent out between it and their picture.
            await self._nodes.place(connection.channel.session_id)
            is_on = await self._server.database.read(
                _asked_at_the_door, connection.person, connection.channel.session_id, frame,
                connection.language,
            )  # fmt: skip
            if not is_on:
                connection.outbox.put(_failed(frame, "not-on"))
                return
        self._begin(self._carry_out(connection, frame))

    def leave(self, connection: "Connection") -> None:
        """A socket is gone, and with it what it showed and what it saw."""
        name, window = str(connection.channel.session_id), connection.id.hex
        rooms = self._at(name)
        if self._views.pop((name, window), None) is not None:
            self._begin(rooms.viewers.look_away(session_id=name, viewer=window))
        for key, owner in rooms.shown(name).items():
            if owner == window:
                self._begin(self._take_down(rooms, *key))

    # --- What the log and the sound say ---------------------------------------------------

    def on_item(self, channel: "Channel", item: Item) -> None:
        session_id, person = channel.session_id, str(item.data.get("person", ""))
        rooms, name = self._at(session_id), str(session_id)
        spotlight = self._spotlights.get(session_id)
        if item.kind == Kind.PICTURE_BEGUN:
            self._with_pictures.add(session_id)
        elif item.kind == Kind.PICTURE_ENDED:
            source = item.data["source"]
            self._begin(rooms.end(session_id=name, person=person, source=source))
            told = {"source": source, "why": item.data["why"]}
            for connection in channel.of(int(person)):
                self._reply(connection, "video.ended", **told)
        elif item.kind in {Kind.FLOOR_GIVEN, Kind.FLOOR_TAKEN} and spotlight is not None:
            spotlight.floor = person if item.kind == Kind.FLOOR_GIVEN else ""
            rooms.look_again(name)
        elif item.kind in {Kind.CLOSED, Kind.CALL_SET}:
            self._with_pictures.discard(session_id)
            self._begin(rooms.close_room(name))

    def heard(self, session_id: int, person: int, speaking: bool) -> None:
        """Somebody began to speak on the floor, or stopped."""
        if (spotlight := self._spotlights.get(session_id)) is not None:
            spotlight.hear(str(person), speaking, monotonic())

    async def _settle(self) -> None:
        """Turn to whoever has been speaking for a moment."""
        for session_id, spotlight in self._spotlights.items():
            if spotlight.settle(monotonic()):
                self._at(session_id).look_again(str(session_id))

    async def _keep(self) -> None:
        """Say which pictures are here, and end those that may not be or that nobody has."""
        keys = [key for rooms in self._rooms.values() for key in rooms.shown()]
        shown = sorted((int(s), int(p), source) for s, p, source in keys)
        if shown:
            for session_id, person, source in await self._server.database.write(
                pictures.keep_seen, shown
            ):
                name, rooms = str(session_id), self._at(session_id)
                await rooms.end(session_id=name, person=str(person), source=source)
        if self._with_pictures:
            await self._server.database.write(pictures.drop_unseen, list(self._with_pictures))

    # --- What Janus tells (``PictureListener``) --------------------------------------------

    def wanted(self, session_id: str, viewer: str, feeds: list[Feed]) -> Wanted:
        view = self._views.get((session_id, viewer))
        if view is None:
            return {}
        # One's own camera is seen without Janus.
        others = [feed for feed in feeds if feed.person != str(view.connection.person_id)]
        cameras = {feed.person: feed for feed in others if feed.source == Source.CAMERA}
        lit = next((cameras[each] for each in self._order(session_id) if each in cameras), None)
        lit = lit or next(iter(cameras.values()), None)
        if not view.is_all:
            return {lit: 0} if lit else {}
        screens = [feed for feed in others if feed.source == Source.SCREEN]
        layers = {feed: layer_for(view.width) if feed is lit else 0 for feed in cameras.values()}
        return {**layers, **dict.fromkeys(screens, 0)}

    def offered(self, session_id: str, viewer: str, offer: str, seen: Seen) -> None:
        self._tell_viewer(session_id, viewer, "video.offer", sdp=offer, pictures=_told(seen))

    def seen(self, session_id: str, viewer: str, seen: Seen) -> None:
        self._tell_viewer(session_id, viewer, "video.seen", pictures=_told(seen))

    def ended(self, session_id: str, person: str, source: str, owner: str) -> None:
        self._begin(self._lose(session_id, person, source))

    def cut_off(self, session_id: str, viewer: str) -> None:
        self._tell_viewer(session_id, viewer, "video.lost", code="ended")

    def lost(self, node: str) -> None:
        self._tell(self._nodes.sessions_at(node), LOST)

    def back(self, node: str) -> None:
        self._tell(self._nodes.sessions_at(node), BACK)

    # --- Within --------------------------------------------------------------------------

    def _at(self, session_id: int | str) -> PictureRooms:
        """The pictures at the Janus where a session is."""
        return self._rooms[self._nodes.at(session_id).settings.name]

    async def _carry_out(self, connection: "Connection", frame: Frame) -> None:
        try:
            await self._do(connection, frame)
        except SoundError as error:
            connection.outbox.put(_failed(frame, error.code))
            if frame.type == "video.show":
                session_id, person = str(connection.channel.session_id), str(connection.person_id)
                await self._lose(session_id, person, str(frame.data.get("source", "")))

    async def _do(self, connection: "Connection", frame: Frame) -> None:
        session_id, window = str(connection.channel.session_id), connection.id.hex
        who = {"session_id": session_id, "person": str(connection.person_id)}
        rooms = self._at(session_id)
        viewers = rooms.viewers
        match frame.type:
            case "video.show":
                source, offer = _source(frame), text_of(frame.data, "sdp")
                answer = await rooms.show(**who, source=source, owner=window, offer=offer)
                self._reply(connection, "video.answer", source=source, sdp=answer)
                is_here = connection in connection.channel.connections
                if not is_here or rooms is not self._at(session_id):
                    await self._take_down(rooms, session_id, who["person"], source)
            case "video.watch":
                self._views[session_id, window] = _View(connection, *_view(frame))
                rooms.demand_janus()
                await viewers.look(session_id=session_id, viewer=window)
                is_here = (session_id, window) in self._views
                if not is_here or rooms is not self._at(session_id):
                    await viewers.look_away(session_id=session_id, viewer=window)
            case "video.accept":
                answer = text_of(frame.data, "sdp")
                await viewers.answer(session_id=session_id, viewer=window, answer=answer)
            case "video.look-away":
                self._views.pop((session_id, window), None)
                await viewers.look_away(session_id=session_id, viewer=window)
            case "video.trickle":
                candidate = candidate_of(frame.data)
                if frame.data.get("of") == WATCH:
                    await viewers.trickle_seen(
                        session_id=session_id, viewer=window, candidate=candidate
                    )
                else:
                    of = _source(frame, "of")
                    await rooms.trickle_shown(**who, source=of, candidate=candidate)
            case _:
                raise SoundError("bad-frame")

    async def _take_down(
        self, rooms: PictureRooms, session_id: str, person: str, source: str
    ) -> None:
        await rooms.end(session_id=session_id, person=person, source=source)
        await self._lose(session_id, person, source)

    async def _lose(self, session_id: str, person: str, source: str) -> None:
        await self._server.database.write(pictures.lose, int(session_id), int(person), source)

    def _order(self, session_id: str) -> list[str]:
        spotlight = self._spotlights.get(int(session_id))
        return spotlight.order() if spotlight else []

    def _tell_viewer(self, session_id: str, viewer: str, kind: str, **told: Any) -> None:
        if (view := self._views.get((session_id, viewer))) is not None:
            self._reply(view.connection, kind, **told)

    @staticmethod
    def _reply(connection: "Connection", kind: str, **told: Any) -> None:
        connection.outbox.put(protocol.encode(kind, **told))

    def _tell(self, session_ids: Iterable[int], frame: str) -> None:
        for session_id in session_ids:
            if (channel := self._server.channels.get(session_id)) is not None:
                channel.send(frame)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)


async def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        await _quietly(do())


async def _quietly(work: Awaitable[None]) -> None:
    try:
        await work
    except SoundError as error:
        log.info("A picture could not do what the room asked: %s", error.code)
    except Exception:
        log.exception("A picture failed.")


def _told(seen: Seen) -> list[dict[str, Any]]:
    return [
        {"mid": mid, "person": int(feed.person), "source": feed.source, "layer": layer}
        for mid, (feed, layer) in seen.items()
    ]


def _failed(frame: Frame, code: str) -> str:
    source = frame.data.get("source", frame.data.get("of"))
    of = source if source in list(Source) else None
    return protocol.encode("video.failed", of=frame.type, source=of, code=code)


def _source(frame: Frame, field: str = "source") -> str:
    source = frame.data.get(field)
    if source not in Source.values:
        raise SoundError("bad-frame")
    return str(source)


def _view(frame: Frame) -> tuple[bool, int]:
    view, width = frame.data.get("view"), frame.data.get("width", 0)
    if view not in {ONE, ALL} or type(width) is not int or not 0 <= width <= WIDEST:
        raise SoundError("bad-frame")
    return view == ALL, width


def _state(session_id: int) -> tuple[str, bool]:
    """Who has the floor, and whether a picture is on. In a thread of the database. Two queries."""
    floor = Room.objects.filter(pk=session_id).values_list("floor", flat=True).first()
    return str(floor or ""), Picture.objects.filter(session=session_id).exists()


def _asked_at_the_door(person: Person, session_id: int, frame: Frame, language: str) -> bool:
    """Whether they may look, or the picture to be shown is on. In a thread of the database."""
    with override(language):
        session = access.get_session(person, session_id)
        if frame.type == "video.watch":
            return True
        source = str(frame.data.get("source", ""))
        on = Picture.objects.filter(session=session, person=person, source=source)
        return on.exists() and person.pk in access.may_show(session)
