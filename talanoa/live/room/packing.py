"""Longer frames, packed once for all who receive them.

``permessage-deflate`` would pack each frame anew for each socket, with memory for each; a fragment
is the same for everyone, so it is packed once, as one binary message of raw DEFLATE.
"""

import zlib
from functools import lru_cache
from typing import Any

from talanoa.live.room.outbox import Send

WORTH_IT = 300
"""Characters below which packing saves less than the sender's and the reader's work."""


def packing(send: Send) -> Send:
    """A ``send`` for a client that said it can unpack."""

    async def send_packed(message: dict[str, Any]) -> None:
        text = message.get("text")
        if text is not None and len(text) >= WORTH_IT:
            message = {"type": message["type"], "bytes": packed(text)}
        await send(message)

    return send_packed


@lru_cache(maxsize=256)
def packed(text: str) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(text.encode()) + packer.flush()
