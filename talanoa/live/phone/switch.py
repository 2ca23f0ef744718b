"""The phone: one port of SIP, the calls that come in by it, and nothing from anybody else."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address
from time import monotonic
from typing import Any

from talanoa.live.phone.agent import (
    Agent,
    Asked,
    Began,
    Changed,
    Dialog,
    Ended,
    Happening,
    Send,
)
from talanoa.live.phone.line import Desk, Line
from talanoa.live.phone.phone_settings import PhoneSettings
from talanoa.live.phone.speech import Speech

log = logging.getLogger(__name__)

TICK = 0.1
GOODBYE = 2.0
"""Seconds for the last hanging up when the process stops."""


class Switch(asyncio.DatagramProtocol):
    """Every call of this process. Use on one event loop."""

    def __init__(self, settings: PhoneSettings, desk: Desk) -> None:
        self._settings = settings
        self._networks = settings.networks
        self._desk = desk
        self._agent = Agent(settings.address, settings.port)
        self._speech = Speech()
        self._lines: dict[Dialog, Line] = {}
        self._calls: dict[Dialog, asyncio.Task[None]] = {}
        self._ports = deque(range(settings.ports[0], settings.ports[1] + 1))
        self._transport: asyncio.DatagramTransport | None = None

    async def run(self, *, stopping: asyncio.Event, listening: Callable[[], object]) -> None:
        """Take calls until ``stopping``; then hang up on everybody.

        Args:
            listening: called once calls can come.

        Raises:
            OSError: the port is taken.
        """
        self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self, local_addr=(self._settings.bind, self._settings.port)
        )
        listening()
        ticking = asyncio.create_task(self._tick())
        try:
            await stopping.wait()
        finally:
            for call in list(self._calls.values()):
                call.cancel()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GOODBYE):
                    await asyncio.gather(*self._calls.values(), return_exceptions=True)
            ticking.cancel()
            self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        if not self._is_trunk(addr[0]):
            return
        try:
            self._do(self._agent.receive(data, addr, monotonic()))
        except Exception:
            # One message we misread must not end everybody's calls.
            log.exception("A message of the trunk could not be handled.")

    def _is_trunk(self, host: str) -> bool:
        try:
            address = IPv4Address(host)
        except AddressValueError:
            return False
        return any(address in network for network in self._networks)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self._do(self._agent.tick(monotonic()))

    def _do(self, happenings: list[Happening]) -> None:
        for happening in happenings:
            match happening:
                case Send(data, to):
                    if self._transport is not None:
                        self._transport.sendto(data, to)
                case Asked(dialog):
                    self._take_up(dialog)
                case Began(dialog):
                    self._begin(dialog)
                case Changed(dialog):
                    if line := self._lines.get(dialog):
                        line.change(dialog.offer)
                case Ended(dialog):
                    self._end(dialog)

    def _take_up(self, dialog: Dialog) -> None:
        """Answer at once; who calls is asked afterwards."""
        now = monotonic()
        line = self._line(dialog) if len(self._lines) < self._settings.calls else None
        if line is None:
            self._do(self._agent.refuse(dialog, 486, "Busy Here", now))
            return
        host, port = self._settings.address, line.media.port
        self._lines[dialog] = line
        self._do(self._agent.accept(dialog, host=host, port=port, now=now))

    def _line(self, dialog: Dialog) -> Line | None:
        """A line with a port that is free; ``None`` when there is none."""
        for _ in range(len(self._ports)):
            # The one that has been free for longest: sound of an earlier call may still come.
            self._ports.rotate(-1)
            with contextlib.suppress(OSError):
                return Line(
                    dialog,
                    host=self._settings.bind,
                    port=self._ports[-1],
                    desk=self._desk,
                    speech=self._speech,
                )
        return None

    def _begin(self, dialog: Dialog) -> None:
        self._calls[dialog] = asyncio.create_task(self._run(dialog, self._lines[dialog]))

    async def _run(self, dialog: Dialog, line: Line) -> None:
        try:
            await line.run()
        except Exception:
            log.exception("A call failed.")
        finally:
            self._calls.pop(dialog, None)
            self._let_go(dialog)
            self._do(self._agent.hang_up(dialog, monotonic()))

    def _end(self, dialog: Dialog) -> None:
        """They hung up."""
        if (call := self._calls.get(dialog)) is not None:
            call.cancel()
        else:
            self._let_go(dialog)

    def _let_go(self, dialog: Dialog) -> None:
        if (line := self._lines.pop(dialog, None)) is not None:
            line.media.close()
