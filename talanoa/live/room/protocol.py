"""Frames of the live room, both ways. Pure: bytes and words in, bytes and words out.

The table of frames and of error codes stands in docs/live-protocol.md.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, NoReturn

VERSION = 1
DEEPEST = 8
"""Levels of nesting in a frame's data; acts need two, an ICE candidate three."""

_TYPE = re.compile(r"[a-z][a-z-]{0,19}(\.[a-z][a-z_-]{0,19}){0,2}", re.ASCII)
_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_FIELDS = frozenset({"v", "type", "id", "data"})
# What a database or a socket cannot take: lone halves of surrogate pairs, and NUL.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


class Code(StrEnum):
    """Why a frame was not carried out. Stable: clients decide by them."""

    TOO_LONG = "too-long"
    NOT_TEXT = "not-text"
    NOT_JSON = "not-json"
    NOT_OBJECT = "not-object"
    BAD_VERSION = "bad-version"
    BAD_TYPE = "bad-type"
    UNKNOWN_TYPE = "unknown-type"
    BAD_ID = "bad-id"
    BAD_FIELD = "bad-field"
    BAD_DATA = "bad-data"
    TOO_DEEP = "too-deep"
    BAD_TEXT = "bad-text"
    TOO_FAST = "too-fast"
    BUSY = "busy"
    FAILED = "failed"


class Close(IntEnum):
    """Why the room ended a connection."""

    TRY_AGAIN_LATER = 1013
    SIGNED_OUT = 4401
    WRONG_ORIGIN = 4403
    NOT_VISIBLE = 4404
    SILENT = 4408
    TOO_MANY = 4409
    REMOVED = 4410
    HELD = 4423
    ABUSE = 4429


class ProtocolError(Exception):
    """A frame that cannot be understood.

    ``client_id`` is the frame's own, as far as it could be read; ``field`` names the field
    of its data that is wrong.
    """

    def __init__(self, code: Code, *, client_id: str = "", field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.client_id = client_id
        self.field = field


@dataclass(frozen=True, slots=True)
class Frame:
    """What a client asks for."""

    type: str
    client_id: str
    """Empty in frames that are not acts."""
    data: Mapping[str, Any]


def decode(message: str | bytes | None, *, max_bytes: int) -> Frame:
    """Read one message of a client.

    Raises:
        ProtocolError: it is no frame; the code says why.
    """
    if not isinstance(message, str):
        raise ProtocolError(Code.NOT_TEXT)
    if len(message) > max_bytes or len(message.encode("utf-8", "surrogatepass")) > max_bytes:
        raise ProtocolError(Code.TOO_LONG)
    value = _parse(message)
    if not isinstance(value, dict):
        raise ProtocolError(Code.NOT_OBJECT)
    client_id = _client_id(value)
    version, kind, data = value.get("v"), value.get("type"), value.get("data", {})
    if type(version) is not int or version != VERSION:  # True == 1 in Python, not here
        raise ProtocolError(Code.BAD_VERSION, client_id=client_id)
    if not isinstance(kind, str) or not _TYPE.fullmatch(kind):
        raise ProtocolError(Code.BAD_TYPE, client_id=client_id)
    if not value.keys() <= _FIELDS:
        raise ProtocolError(Code.BAD_FIELD, client_id=client_id)
    if not isinstance(data, dict):
        raise ProtocolError(Code.BAD_DATA, client_id=client_id)
    try:
        _demand_fit(data)
    except ProtocolError as error:
        raise ProtocolError(error.code, client_id=client_id) from None
    return Frame(kind, client_id, data)


def encode(kind: str, /, **fields: Any) -> str:
    """Write a frame of the server's; fields that are None are left out."""
    frame = {"v": VERSION, "type": kind}
    frame.update((name, value) for name, value in fields.items() if value is not None)
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def entry(
    *, seq: int, kind: str, by: int | None, at: str, patches: Sequence[Mapping[str, str]]
) -> str:
    """An entry of the log, as the changes it makes to the page."""
    return encode("entry", seq=seq, kind=kind, by=by, at=at, patches=patches)


def number(*, seq: int) -> str:
    """The bare number of an entry that is not for the receiver."""
    return encode("number", seq=seq)


def batch(frames: Sequence[str]) -> str:
    """Several frames as one message. One frame stays as it is."""
    if len(frames) == 1:
        return frames[0]
    return f'{{"v":{VERSION},"type":"batch","frames":[{",".join(frames)}]}}'


def acknowledged(client_id: str, *, seq: int) -> str:
    return encode("ack", id=client_id, seq=seq)


def refused(client_id: str, *, reason: str) -> str:
    """The act was understood and turned down; ``reason`` is a sentence for the person."""
    return encode("refused", id=client_id, reason=reason)


def error(problem: ProtocolError) -> str:
    return encode(
        "error",
        code=problem.code,
        id=problem.client_id or None,
        field=problem.field or None,
    )


def _client_id(value: Mapping[str, Any]) -> str:
    client_id = value.get("id", "")
    if client_id == "":
        return ""
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise ProtocolError(Code.BAD_ID)
    return client_id


def _parse(message: str) -> Any:
    try:
        return json.loads(message, object_pairs_hook=_object, parse_constant=_no_constant)
    except ProtocolError:
        raise
    except (ValueError, RecursionError):
        raise ProtocolError(Code.NOT_JSON) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different: of two equal ones, readers choose differently."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ProtocolError(Code.NOT_JSON)
    return value


def _no_constant(name: str) -> NoReturn:
    # NaN and Infinity are Python's, not JSON's.
    raise ProtocolError(Code.NOT_JSON)


def _demand_fit(value: Any, depth: int = 1) -> None:
    if depth > DEEPEST:
        raise ProtocolError(Code.TOO_DEEP)
    if isinstance(value, str):
        if _UNFIT.search(value):
            raise ProtocolError(Code.BAD_TEXT)
    elif isinstance(value, dict):
        _demand_all_fit(value.keys(), depth)
        _demand_all_fit(value.values(), depth)
    elif isinstance(value, list):
        _demand_all_fit(value, depth)
    elif isinstance(value, float) and value in (float("inf"), float("-inf")):
        raise ProtocolError(Code.NOT_JSON)  # written 1e999, which no JSON number can mean


def _demand_all_fit(values: Iterable[Any], depth: int) -> None:
    for each in values:
        _demand_fit(each, depth + 1)
