"""The process that answers the phone: SIP behind a trunk, and the sound of its calls."""

import asyncio
import contextlib
import logging
import signal
import sys

from django.conf import settings

from talanoa.live.phone.switch import Switch
from talanoa.live.phone_desk import PhoneDesk
from talanoa.ops.beats import keep_beating

log = logging.getLogger(__name__)


def main() -> None:
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve())
    except OSError as error:
        sys.exit(f"The phone cannot listen: {error}")


async def _serve() -> None:
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    switch = Switch(settings.PHONE, PhoneDesk())
    await switch.run(stopping=stopping, listening=lambda: keep_beating("phone"))
