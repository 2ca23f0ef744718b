"""The browser's ``sound.*`` frames: checked, carried out, answered.

The table of frames stands in docs/live-sound.md. Whether a person may be in the session,
and may unmute, is for the caller to ask before it comes here.
"""

import re
from collections.abc import Mapping
from typing import Any

from talanoa.live.media.callers import Caller
from talanoa.live.media.channels import channel_of
from talanoa.live.media.janus_client import Message
from talanoa.live.media.janus_settings import MOST_LOSS, RATES
from talanoa.live.media.sound import SoundRooms
from talanoa.live.media.terms import Joined, SoundError

LONGEST_CANDIDATE = 1024
"""Characters of one ICE candidate; they have about 150."""
LONGEST_TAB = 64
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,8})?")


async def carry_out(
    rooms: SoundRooms, *, session_id: str, person: str, frame: Mapping[str, Any]
) -> Message | None:
    """Do what one frame asks and return the frame to answer with, if any.

    What goes wrong is an answer too: ``sound.failed`` with the frame's type and a stable
    code, either one of ``SoundError`` or ``bad-frame``. A frame that says ``booth`` is about
    the seat from which an interpreter speaks into that language; so then is the answer.
    """
    about: Message = {}
    try:
        if booth := _language(frame, "booth"):
            session_id, about = channel_of(session_id, booth), {"booth": booth}
        answer = await _carry_out(rooms, {"session_id": session_id, "person": person}, frame)
    except SoundError as error:
        answer = {"type": "sound.failed", "of": str(frame.get("type"))[:40], "code": error.code}
    return answer and {**answer, **about}


async def _carry_out(
    rooms: SoundRooms, who: dict[str, str], frame: Mapping[str, Any]
) -> Message | None:
    if "booth" in frame and frame.get("type") in {"sound.listen", "sound.call"}:
        # From a booth one speaks; whoever wants to hear a channel says so without it.
        raise SoundError("bad-frame")
    match frame.get("type"):
        case "sound.join":
            speak = _truth(frame, "speak", default=False)
            offer, tab = text_of(frame, "sdp"), _tab(frame)
            rate = _rate(frame) if "rate" in frame else None
            joined = await rooms.join(**who, offer=offer, speak=speak, tab=tab, rate=rate)
            return _joined(joined, frame)
        case "sound.call":
            called = await rooms.call(**who, tab=_tab(frame), caller=Caller.read(frame))
            return {"type": "sound.called", "host": called.host, "port": called.port}
        case "sound.listen":
            language = _language(frame, "language")
            return _joined(await rooms.listen(**who, tab=_tab(frame), language=language), frame)
        case "sound.accept":
            await rooms.accept(**who, answer=text_of(frame, "sdp"))
        case "sound.trickle":
            await rooms.trickle(**who, candidate=candidate_of(frame))
        case "sound.mute":
            await rooms.set_muted(**who, muted=_truth(frame, "muted"))
        case "sound.rate":
            await rooms.set_rate(**who, rate=_rate(frame), loss=_loss(frame))
        case "sound.leave":
            await rooms.remove(**who)
        case _:
            raise SoundError("bad-frame")
    return None


def _joined(joined: Joined, frame: Mapping[str, Any]) -> Message:
    """Our side of the negotiation, with the browser's own number of its attempt."""
    attempt = frame.get("attempt", 0)
    return {
        "type": f"sound.{joined.kind}",
        "sdp": joined.sdp,
        "epoch": joined.epoch,
        "attempt": attempt if isinstance(attempt, int) else 0,
    }


def text_of(frame: Mapping[str, Any], name: str) -> str:
    value = frame.get(name)
    if not isinstance(value, str):
        raise SoundError("bad-frame")
    return value


def _rate(frame: Mapping[str, Any]) -> int:
    rate = frame.get("rate")
    if type(rate) is not int or rate not in RATES:
        raise SoundError("bad-frame")
    return rate


def _loss(frame: Mapping[str, Any]) -> int:
    loss = frame.get("loss")
    if type(loss) is not int or not 0 <= loss <= MOST_LOSS:
        raise SoundError("bad-frame")
    return loss


def _tab(frame: Mapping[str, Any]) -> str:
    tab = frame.get("tab", "")
    if not isinstance(tab, str) or len(tab) > LONGEST_TAB:
        raise SoundError("bad-frame")
    return tab


def _language(frame: Mapping[str, Any], name: str) -> str:
    language = frame.get(name, "")
    if not isinstance(language, str) or (language and not LANGUAGE.fullmatch(language)):
        raise SoundError("bad-frame")
    return language


def _truth(frame: Mapping[str, Any], name: str, *, default: bool | None = None) -> bool:
    value = frame.get(name, default)
    if not isinstance(value, bool):
        raise SoundError("bad-frame")
    return value


def candidate_of(frame: Mapping[str, Any]) -> Message | None:
    """Take the three fields Janus needs and nothing else the browser may have written."""
    if "candidate" not in frame:
        raise SoundError("bad-frame")
    given = frame["candidate"]
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise SoundError("bad-frame")
    line, mid, index = given.get("candidate"), given.get("sdpMid"), given.get("sdpMLineIndex")
    if not isinstance(line, str) or len(line) > LONGEST_CANDIDATE:
        raise SoundError("bad-frame")
    if not isinstance(mid, str | None) or len(mid or "") > 32:
        raise SoundError("bad-frame")
    if not isinstance(index, int | None) or isinstance(index, bool) or not 0 <= (index or 0) < 8:
        raise SoundError("bad-frame")
    kept: Message = {"candidate": line, "sdpMid": mid, "sdpMLineIndex": index}
    return {name: value for name, value in kept.items() if value is not None}
