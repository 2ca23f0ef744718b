"""The mix of each session in Janus, and the stream that carries it to a large audience.

A session's room in the AudioBridge and its mountpoint in the Streaming plugin are made when
first needed. Their secrets follow from Janus's own, so that a room process that was
restarted, or a second one, finds the same room and goes on with it.
"""

import asyncio
import contextlib
import hashlib
import hmac
import weakref
from collections.abc import Callable
from dataclasses import dataclass

from talanoa.live.media.janus_client import Handle, JanusClient, JanusRefused, Message
from talanoa.live.media.janus_config import AUDIOBRIDGE, STREAMING
from talanoa.live.media.janus_settings import Mix

OPUS = 111
"""The payload type by which the mix travels to its stream."""
SPEAKING_PACKETS = 10
"""Packets of 20 ms whose loudness is averaged before someone counts as speaking."""
SPEAKING_LEVEL = 45
"""Loudness below full scale, in dB, above which it is speech; a quiet room is near 70."""

ROOM_EXISTS = 486
NO_SUCH_ROOM = 485
NO_SUCH_MOUNTPOINT = 455
MOUNTPOINT_EXISTS = 456


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens a session's room: its name in Janus, who may change it, who may come in."""

    room: str
    secret: str
    pin: str

    def joining(self, name: str) -> Message:
        """What asks for a place in the mix under a name, muted."""
        about: Message = {"room": self.room, "pin": self.pin, "id": name, "muted": True}
        return {"request": "join", **about}


class Mixes:
    """Makes, finds and ends sessions' mixes. Every method raises ``JanusError``."""

    def __init__(self, client: JanusClient, *, mix: Mix, secret: Callable[[], str]) -> None:
        self._client = client
        self._mix = mix
        self._secret = secret
        self._desks: dict[str, Handle] = {}
        self._rooms: set[str] = set()
        self._streams: set[str] = set()
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    def forget(self) -> None:
        """Janus is gone, and everything in it."""
        self._desks.clear()
        self._rooms.clear()
        self._streams.clear()

    def keys(self, session_id: str) -> Keys:
        room = f"session-{session_id}"
        return Keys(room, self._derive("secret", room), self._derive("pin", room))

    async def room(self, session_id: str) -> Keys:
        """The session's room in the AudioBridge, made when it is not there."""
        keys = self.keys(session_id)
        async with self._lock(session_id):
            if session_id not in self._rooms:
                await self._make_room(keys)
                self._rooms.add(session_id)
        return keys

    async def stream(self, session_id: str) -> Keys:
        """The session's stream, made when it is not there and fed with the mix.

        While the stream stands, the mix is encoded once more, also when nobody speaks.
        """
        keys = await self.room(session_id)
        async with self._lock(session_id):
            if session_id not in self._streams:
                await self._feed(keys, port=await self._make_mountpoint(keys))
                self._streams.add(session_id)
        return keys

    async def send_to(self, session_id: str, *, host: str, port: int, source: int) -> int:
        """Send the session's mix as packets from ``source`` (RTP's SSRC), silence too.

        Returns:
            Its number, by which it is stopped.
        """
        keys = await self.room(session_id)
        desk = await self._desk(AUDIOBRIDGE)
        reply = await desk.request(
            {
                "request": "rtp_forward",
                "room": keys.room,
                "secret": keys.secret,
                "codec": "opus",
                "ptype": OPUS,
                "ssrc": source,
                "host": host,
                "port": port,
                "always_on": True,
            }
        )
        return int(reply.data["stream_id"])

    async def stop_sending(self, session_id: str, number: int) -> None:
        """End what ``send_to`` began; nothing happens when it has ended already."""
        keys = self.keys(session_id)
        desk = await self._desk(AUDIOBRIDGE)
        about: Message = {"room": keys.room, "secret": keys.secret, "stream_id": number}
        with contextlib.suppress(JanusRefused):
            await desk.request({"request": "stop_rtp_forward", **about})

    async def close(self, session_id: str) -> None:
        """End the session's room and stream for everyone, also one another process made."""
        keys = self.keys(session_id)
        async with self._lock(session_id):
            self._rooms.discard(session_id)
            self._streams.discard(session_id)
            for plugin, name in ((STREAMING, "id"), (AUDIOBRIDGE, "room")):
                desk = await self._desk(plugin)
                try:
                    await desk.request(
                        {"request": "destroy", name: keys.room, "secret": keys.secret}
                    )
                except JanusRefused as error:
                    if error.code not in {NO_SUCH_ROOM, NO_SUCH_MOUNTPOINT}:
                        raise

    async def forward(self, keys: Keys, *, port: int, ptype: int, ssrc: int) -> None:
        """Send a room's mix to a port of this machine, and no more to an earlier one.

        ``ssrc`` names what is sent: what went out by this name before, to a port that may be
        somebody else's by now, ends.
        """
        desk = await self._desk(AUDIOBRIDGE)
        about: Message = {"room": keys.room, "secret": keys.secret}
        known = await desk.request({"request": "listforwarders", **about})
        for each in known.data["rtp_forwarders"]:
            if each.get("ssrc") == ssrc:
                stream = each["stream_id"]
                await desk.request({"request": "stop_rtp_forward", **about, "stream_id": stream})
        await desk.request(
            {
                "request": "rtp_forward",
                **about,
                "codec": "opus",
                "ptype": ptype,
                "ssrc": ssrc,
                "host": "127.0.0.1",
                "host_family": "ipv4",
                "port": port,
            }
        )

    async def _make_room(self, keys: Keys) -> None:
        desk = await self._desk(AUDIOBRIDGE)
        try:
            await desk.request(
                {
                    "request": "create",
                    "room": keys.room,
                    "secret": keys.secret,
                    "pin": keys.pin,
                    "is_private": True,
                    "sampling_rate": self._mix.sampling,
                    "default_bitrate": self._mix.bitrate,
                    "default_expectedloss": self._mix.expected_loss,
                    "audiolevel_ext": True,
                    "audiolevel_event": True,
                    "audio_active_packets": SPEAKING_PACKETS,
                    "audio_level_average": SPEAKING_LEVEL,
                    "record": False,
                    # A language's mix takes the floor in, and the floor who calls by phone.
                    "allow_rtp_participants": True,
                }
            )
        except JanusRefused as error:
            if error.code != ROOM_EXISTS:
                raise

    async def _make_mountpoint(self, keys: Keys) -> int:
        desk = await self._desk(STREAMING)
        try:
            reply = await desk.request(
                {
                    "request": "create",
                    "type": "rtp",
                    "id": keys.room,
                    "name": keys.room,
                    "secret": keys.secret,
                    "pin": keys.pin,
                    "is_private": True,
                    "media": [
                        {
                            "type": "audio",
                            "mid": "mix",
                            "port": 0,
                            "iface": "127.0.0.1",
                            "pt": OPUS,
                            "codec": "opus",
                            "fmtp": "useinbandfec=1",
                        }
                    ],
                }
            )
        except JanusRefused as error:
            if error.code != MOUNTPOINT_EXISTS:
                raise
            info = await desk.request({"request": "info", "id": keys.room, "secret": keys.secret})
            return int(info.data["info"]["media"][0]["port"])
        return int(reply.data["stream"]["ports"][0]["port"])

    async def _feed(self, keys: Keys, *, port: int) -> None:
        desk = await self._desk(AUDIOBRIDGE)
        about: Message = {"room": keys.room, "secret": keys.secret}
        known = await desk.request({"request": "listforwarders", **about})
        if any(each["port"] == port for each in known.data["rtp_forwarders"]):
            return
        await desk.request(
            {
                "request": "rtp_forward",
                **about,
                "codec": "opus",
                "ptype": OPUS,
                "host": "127.0.0.1",
                "host_family": "ipv4",
                "port": port,
                "always_on": True,
            }
        )

    async def _desk(self, plugin: str) -> Handle:
        if plugin not in self._desks:
            self._desks[plugin] = await self._client.attach(plugin)
        return self._desks[plugin]

    def _lock(self, session_id: str) -> asyncio.Lock:
        return self._locks.setdefault(session_id, asyncio.Lock())

    def _derive(self, purpose: str, room: str) -> str:
        key = self._secret().encode()
        return hmac.new(key, f"{purpose}:{room}".encode(), hashlib.sha256).hexdigest()
