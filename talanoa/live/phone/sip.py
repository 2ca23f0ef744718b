"""Messages of SIP (RFC 3261), as far as answering calls needs them. Pure: bytes in, bytes out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

LONGEST = 16_384
"""Bytes of one message. Those of trunks have about 1,500."""
MOST_HEADERS = 100

_COMPACT = {
    "v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length",
    "c": "content-type", "k": "supported", "e": "content-encoding", "s": "subject",
}  # fmt: skip
_TOKEN = re.compile(r"[A-Za-z0-9.!%*_+`'~-]{1,64}", re.ASCII)
_URI = re.compile(r"sips?:[\x21-\x7e]{1,500}", re.ASCII)
_STATUS = re.compile(r"SIP/2\.0 ([1-6][0-9]{2})( .*)?", re.ASCII)
_CSEQ = re.compile(r"([0-9]{1,10})\s+([A-Z]{1,20})", re.ASCII)
_TAG = re.compile(r";\s*tag\s*=\s*([A-Za-z0-9.!%*_+`'~-]{1,200})(?=\s*(;|$))", re.ASCII | re.I)
_VIA = re.compile(r"SIP\s*/\s*2\.0\s*/\s*(UDP|TCP|TLS)\s+([\[\]0-9A-Za-z.:-]{1,255})", re.I)
_BRANCH = re.compile(r";\s*branch\s*=\s*([\x21-\x3a\x3c-\x7e]{1,200})", re.ASCII | re.I)
_UNFIT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class BadMessage(ValueError):
    """Bytes that are no message of SIP we can go by. They are dropped."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request (``method`` and ``uri``) or a response (``status``)."""

    method: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    uri: str = ""
    status: int = 0
    reason: str = ""
    number: int = 0
    """CSeq's; ``method`` is CSeq's too, so that a response knows what it answers."""

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each == name]

    def first(self, name: str) -> str:
        """The header's first value; empty without one."""
        return next((value for each, value in self.headers if each == name), "")

    @property
    def call_id(self) -> str:
        return self.first("call-id")

    @property
    def from_tag(self) -> str:
        return tag(self.first("from"))

    @property
    def to_tag(self) -> str:
        return tag(self.first("to"))

    @property
    def branch(self) -> str:
        """What names the transaction: the branch and sender of the topmost Via."""
        via = self.first("via")
        found, sender = _BRANCH.search(via), _VIA.match(via)
        return f"{found[1] if found else ''} {sender[2] if sender else ''}"


@dataclass(slots=True)
class Draft:
    """A message being written: a start line and headers in their order."""

    start: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def add(self, name: str, *values: str) -> "Draft":
        self.headers += [(name, value) for value in values]
        return self

    def carry(self, body: bytes) -> "Draft":
        self.body = body
        return self.add("Content-Type", "application/sdp")

    def encode(self) -> bytes:
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers)]
        lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def read(data: bytes) -> Message:
    """Read one datagram.

    Raises:
        BadMessage: it is too long, not SIP, or lacks what every message has.
    """
    if len(data) > LONGEST:
        raise BadMessage("too long")
    head, gap, body = data.lstrip(b"\r\n").partition(b"\r\n\r\n")
    if not gap:
        raise BadMessage("no end of headers")
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        raise BadMessage("not text") from error
    start, *lines = re.sub(r"\r\n[ \t]+", " ", text).split("\r\n")
    headers = tuple(_headers(lines))
    message = _message(start, headers, body)
    for name in ("via", "from", "to", "call-id", "cseq"):
        if not message.first(name):
            raise BadMessage(f"no {name}")
    if not message.from_tag or not _VIA.match(message.first("via")) or len(message.call_id) > 256:
        raise BadMessage("no sender to go by")
    return message


def tag(header: str) -> str:
    """The tag of a From or To header; empty without one."""
    found = _TAG.search(header.rpartition(">")[2] if ">" in header else header)
    return found[1] if found else ""


def address(header: str) -> str:
    """The address within a From, To or Contact header; empty when there is none to go by."""
    inside = re.search(r"<([^<>]*)>", header)
    written = inside[1] if inside else header.partition(";")[0].strip()
    return written if _URI.fullmatch(written) else ""


def caller(message: Message) -> str:
    """The digits of the number that calls; empty where it is withheld.

    What the trunk vouches for (P-Asserted-Identity, RFC 3325) goes before what the caller says.
    """
    for name in ("p-asserted-identity", "from"):
        for value in message.all(name):
            # Written with the same care by nobody: sip:+676…@, tel:+676-…, sip:00676…@.
            found = re.search(r"(?:sips?|tel):(\+?[0-9().-]{3,25})(?=[@;>,]|$)", value, re.I)
            digits = re.sub(r"[^0-9]", "", found[1]) if found else ""
            if digits:
                return digits
    return ""


def respond(
    request: Message, status: int, reason: str, *, source: tuple[str, int], to_tag: str = ""
) -> Draft:
    """A response to ``request``, which came from ``source``."""
    draft = Draft(f"SIP/2.0 {status} {reason}")
    top, *others = request.all("via")
    draft.add("Via", _stamped(top, source), *others)
    to = request.first("to")
    if to_tag and not tag(to):
        to = f"{to};tag={to_tag}"
    draft.add("From", request.first("from")).add("To", to).add("Call-ID", request.call_id)
    return draft.add("CSeq", f"{request.number} {request.method}")


def _stamped(via: str, source: tuple[str, int]) -> str:
    """The topmost Via with where the request came from (RFC 3581)."""
    kept = re.sub(r";\s*(received|rport)(\s*=[^;]*)?(?=;|$)", "", via, flags=re.I)
    return f"{kept};received={source[0]};rport={source[1]}"


def _message(start: str, headers: tuple[tuple[str, str], ...], body: bytes) -> Message:
    number, asked = _cseq(headers)
    length = next((value for name, value in headers if name == "content-length"), "")
    if length:
        if not (length.isascii() and length.isdigit() and len(length) < 7):
            raise BadMessage("bad length")
        if int(length) > len(body):
            raise BadMessage("cut short")
        body = body[: int(length)]
    if status := _STATUS.fullmatch(start):
        return Message(asked, headers, body, status=int(status[1]), number=number)
    method, _, rest = start.partition(" ")
    uri, _, version = rest.rpartition(" ")
    if version != "SIP/2.0" or not _TOKEN.fullmatch(method):
        raise BadMessage("not SIP")
    if method != asked or not uri or len(uri) > 500:
        raise BadMessage("a request that contradicts itself")
    return Message(method, headers, body, uri=uri, number=number)


def _cseq(headers: Iterable[tuple[str, str]]) -> tuple[int, str]:
    written = next((value for name, value in headers if name == "cseq"), "")
    found = _CSEQ.fullmatch(written)
    if found is None or int(found[1]) >= 2**31:
        raise BadMessage("bad CSeq")
    return int(found[1]), found[2]


def _headers(lines: list[str]) -> Iterable[tuple[str, str]]:
    if len(lines) > MOST_HEADERS:
        raise BadMessage("too many headers")
    for line in lines:
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if not colon or not _TOKEN.fullmatch(name) or _UNFIT.search(value):
            raise BadMessage("bad header")
        name = _COMPACT.get(name, name)
        # Only these may stand several in one line, and only they are taken apart here.
        if name in {"via", "route", "record-route"}:
            for each in re.split(r",\s*(?=<|SIP\s*/)", value.strip()):
                yield name, each.strip().rstrip(",").strip()
        else:
            yield name, value.strip()
