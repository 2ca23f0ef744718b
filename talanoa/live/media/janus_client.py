"""Speak to Janus over its WebSocket: one connection, one session, many handles.

The client connects by itself for as long as it runs. When Janus goes away every handle is
dead and every waiting request fails with ``JanusAway``; the owner hears ``on_lost`` once,
and ``on_back`` once a new session stands.
"""

import asyncio
import contextlib
import itertools
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect as sync_connect

from talanoa.live.media import janus_config, tokens
from talanoa.live.media.janus_settings import JanusSettings

logger = logging.getLogger(__name__)

Message = dict[str, Any]
ANSWER_WITHIN = 10.0
"""Seconds a request may take."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """How often Janus is asked for a sign of life, and how long it may take, in seconds."""

    every: float
    within: float


PATIENT = Pulse(every=25.0, within=ANSWER_WITHIN)
"""For a Janus without another to go to. It forgets a session after 60 seconds."""
WATCHFUL = Pulse(every=1.5, within=4.0)
"""For one among several: whoever hears silence from it is to hear another within ten seconds."""
DELAYS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds before each next attempt to connect; the last one repeats."""


class JanusError(Exception):
    """Janus could not do what was asked."""


class JanusAway(JanusError):
    """There is no connection to Janus, or it ended before the answer."""


class JanusSilent(JanusError):
    """Janus did not answer in time."""


class JanusRefused(JanusError):
    """Janus, or one of its plugins, answered with an error."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{reason} ({code})")
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reply:
    """A plugin's answer: its own data and, where media is negotiated, the SDP with its type."""

    data: Message
    jsep: Mapping[str, str] | None = None


@dataclass(slots=True)
class _Waiting:
    answer: asyncio.Future[Message]
    plugin: bool
    """A plugin may first acknowledge; the answer is then an event that follows."""


OnEvent = Callable[[Message], None]


def _ignore(_: Message) -> None:
    """What a handle does with events until it is told otherwise."""


@dataclass(slots=True, eq=False)
class Handle:
    """One attachment to a plugin. Its events reach ``on_event`` in order, on the event loop."""

    client: "JanusClient"
    id: int
    on_event: OnEvent = field(default=_ignore, repr=False)

    async def request(self, body: Message, *, jsep: Mapping[str, str] | None = None) -> Reply:
        """Ask the plugin something and wait for its answer.

        Raises:
            JanusAway: the connection is gone, or goes while waiting.
            JanusSilent: no answer in time.
            JanusRefused: an error of Janus or of the plugin.
        """
        message: Message = {"janus": "message", "handle_id": self.id, "body": body}
        if jsep is not None:
            message["jsep"] = dict(jsep)
        answer = await self.client.ask(message, plugin=True)
        data = answer.get("plugindata", {}).get("data", {})
        if "error_code" in data:
            raise JanusRefused(int(data["error_code"]), str(data.get("error", "")))
        return Reply(data, answer.get("jsep"))

    async def trickle(self, candidate: Message | None) -> None:
        """Pass on one ICE candidate of the browser; None when there are no more.

        Raises:
            JanusAway, JanusSilent, JanusRefused: as ``request``.
        """
        sent = {"completed": True} if candidate is None else candidate
        await self.client.ask({"janus": "trickle", "handle_id": self.id, "candidate": sent})

    async def detach(self) -> None:
        """End the handle and its media at once. Does nothing when it is already gone."""
        self.client.forget(self)
        with contextlib.suppress(JanusError):
            await self.client.ask({"janus": "detach", "handle_id": self.id})


def trouble_with(janus: JanusSettings) -> str | None:
    """What is wrong with a Janus, asked from outside an event loop: ``away`` or ``refused``."""
    try:
        key = janus_config.read_secret(janus)
        with sync_connect(
            janus.url,
            subprotocols=["janus-protocol"],  # type: ignore[list-item]
            proxy=None,
            open_timeout=WATCHFUL.within,
        ) as socket:
            token = tokens.sign(key)
            socket.send(json.dumps({"janus": "create", "transaction": "ask", "token": token}))
            answer = json.loads(socket.recv(timeout=WATCHFUL.within))
    except (OSError, TimeoutError, WebSocketException, ValueError):
        return "away"
    # Its session ends with the connection.
    return None if answer.get("janus") == "success" else "refused"


class JanusClient:
    """Keeps a session with the Janus at ``url``.

    ``secret`` is read anew for every connection, since each start of Janus may draw a new
    one; it signs requests and is in none. ``on_back`` and ``on_lost`` are called on the event
    loop and must not block; so is ``on_failed``, each time Janus was asked again in vain, or is
    connected and gives no sign of life: it is not merely the connection that broke.
    ``trouble`` says, while there is no session, why: ``away``, ``refused`` or ``silent``.
    """

    def __init__(
        self,
        url: str,
        *,
        secret: Callable[[], str],
        on_back: Callable[[], None],
        on_lost: Callable[[], None],
        on_failed: Callable[[], None] = lambda: None,
        pulse: Pulse = PATIENT,
        delays: tuple[float, ...] = DELAYS,
    ) -> None:
        self._url = url
        self._secret = secret
        self._on_back = on_back
        self._on_lost = on_lost
        self._on_failed = on_failed
        self._pulse = pulse
        self._delays = delays
        self._key = ""
        self._attempt = 0
        self._socket: ClientConnection | None = None
        self._session: int | None = None
        self._numbers = itertools.count(1)
        self._waiting: dict[str, _Waiting] = {}
        self._handles: dict[int, Handle] = {}
        self.trouble: str = "away"

    @property
    def connected(self) -> bool:
        return self._session is not None

    async def run(self) -> None:
        """Connect, and connect again whenever the connection ends, until cancelled."""
        while True:
            try:
                await self._one_connection()
            except (OSError, TimeoutError, WebSocketException, JanusAway):
                self.trouble = "away"
            except JanusSilent:
                self.trouble = "silent"
            except JanusRefused as error:
                self.trouble = "refused"
                logger.warning("Janus refuses a session: %s", error)
            if self._attempt:
                self._on_failed()
            await asyncio.sleep(self._delays[min(self._attempt, len(self._delays) - 1)])
            self._attempt += 1

    async def attach(self, plugin: str) -> Handle:
        """Attach to a plugin.

        Raises:
            JanusAway, JanusSilent, JanusRefused: as ``Handle.request``.
        """
        answer = await self.ask({"janus": "attach", "plugin": plugin})
        handle = Handle(self, int(answer["data"]["id"]))
        self._handles[handle.id] = handle
        return handle

    def forget(self, handle: Handle) -> None:
        """Pass no further event to ``handle``."""
        self._handles.pop(handle.id, None)

    async def ask(
        self, message: Message, *, plugin: bool = False, within: float = ANSWER_WITHIN
    ) -> Message:
        """Send one request of the session and wait for its answer.

        Raises:
            JanusAway, JanusSilent, JanusRefused: as ``Handle.request``.
        """
        if self._session is None:
            raise JanusAway(self.trouble)
        message = {**message, "session_id": self._session}
        return await self._ask(message, plugin=plugin, within=within)

    async def _ask(
        self, message: Message, *, plugin: bool = False, within: float = ANSWER_WITHIN
    ) -> Message:
        if self._socket is None:
            raise JanusAway(self.trouble)
        transaction = f"t{next(self._numbers)}"
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[transaction] = _Waiting(answer, plugin)
        try:
            token = tokens.sign(self._key, plugin=message.get("plugin", ""))
            text = json.dumps({**message, "transaction": transaction, "token": token})
            await self._socket.send(text)
            async with asyncio.timeout(within):
                return await answer
        except TimeoutError as error:
            raise JanusSilent(f"No answer to {message['janus']} in {within} s.") from error
        except WebSocketException as error:
            raise JanusAway("The connection ended.") from error
        finally:
            self._waiting.pop(transaction, None)

    async def _one_connection(self) -> None:
        self._key = await asyncio.to_thread(self._secret)
        async with connect(
            self._url,
            subprotocols=["janus-protocol"],  # type: ignore[list-item]
            compression=None,
            proxy=None,
            open_timeout=self._pulse.within,
            ping_interval=None,
            max_size=4 * 1024 * 1024,
        ) as socket:
            self._socket = socket
            reading = asyncio.create_task(self._read(socket))
            beating: asyncio.Task[None] | None = None
            try:
                answer = await self._ask({"janus": "create"})
                self._session = int(answer["data"]["id"])
                # However long Janus was away, its next absence is asked about soon again.
                self._attempt = 0
                beating = asyncio.create_task(self._beat(socket))
                self._on_back()
                await reading
            finally:
                for task in filter(None, (reading, beating)):
                    task.cancel()
                self._end()

    async def _read(self, socket: ClientConnection) -> None:
        async for text in socket:
            try:
                self._receive(json.loads(text))
            except Exception:
                # A message we misread must not end everybody's sound.
                logger.exception("A message of Janus could not be handled.")

    async def _beat(self, socket: ClientConnection) -> None:
        while True:
            await asyncio.sleep(self._pulse.every)
            try:
                await self.ask({"janus": "keepalive"}, within=self._pulse.within)
            except JanusAway:
                return
            except JanusError as error:
                # Whoever gives no sign of life does not shake hands at parting either.
                socket.transport.abort()
                if isinstance(error, JanusSilent):
                    self._on_failed()
                return

    def _receive(self, message: Message) -> None:
        kind = message.get("janus")
        waiting = self._waiting.get(message.get("transaction", ""))
        if waiting is not None:
            if kind == "ack" and waiting.plugin:
                return
            if not waiting.answer.done():
                self._answer(waiting.answer, message)
            return
        if kind == "timeout" and message.get("session_id") == self._session:
            # Janus has forgotten us: begin again rather than wait for requests to fail.
            if self._socket is not None:
                self._socket.transport.close()
            return
        handle = self._handles.get(message.get("sender", 0))
        if handle is not None:
            handle.on_event(message)

    @staticmethod
    def _answer(answer: asyncio.Future[Message], message: Message) -> None:
        if message.get("janus") == "error":
            error = message.get("error", {})
            code, reason = int(error.get("code", 0)), str(error.get("reason", ""))
            answer.set_exception(JanusRefused(code, reason))
        else:
            answer.set_result(message)

    def _end(self) -> None:
        had_session = self._session is not None
        self._socket = None
        self._session = None
        self._handles.clear()
        self.trouble = "away"
        for waiting in self._waiting.values():
            if not waiting.answer.done():
                waiting.answer.set_exception(JanusAway("The connection ended."))
        if had_session:
            self._on_lost()
