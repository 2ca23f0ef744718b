"""Which sound a call offers (SDP, RFC 4566 and 3264), and our answer. Pure."""

import contextlib
import ipaddress
import re
from dataclasses import dataclass

LONGEST = 8_192
CODECS = {0: "pcmu", 8: "pcma"}
"""The two codes of telephone sound, by the numbers they always have."""
_RTPMAP = re.compile(r"a=rtpmap:([0-9]{1,3})\s+telephone-event/8000(/1)?\s*", re.I)


class BadOffer(ValueError):
    """The call offers no sound that we take."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Where the other side hears, in which code, and how it sends keys."""

    host: str
    port: int
    payload: int
    keys: int
    """The payload type of keys (RFC 4733)."""
    sends: bool = True
    """Whether it sends sound now; not while it has the call on hold."""
    hears: bool = True

    @property
    def codec(self) -> str:
        return CODECS[self.payload]


def read(body: bytes) -> Offer:
    """Read an offer: PCMU or PCMA, and keys sent as events.

    Raises:
        BadOffer: as it says.
    """
    if len(body) > LONGEST:
        raise BadOffer("too long")
    lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines()]
    begins = [at for at, line in enumerate(lines) if line.startswith("m=")]
    at = next((at for at in begins if lines[at].startswith("m=audio ")), None)
    if at is None:
        raise BadOffer("no sound")
    if at != begins[0]:
        raise BadOffer("sound does not come first")
    end = next((other for other in begins if other > at), len(lines))
    general, own = lines[: begins[0]], lines[at + 1 : end]
    words = lines[at].split()
    if len(words) < 4 or words[2] != "RTP/AVP" or not all(_is_small(each) for each in words[3:]):
        raise BadOffer("not plain RTP")
    payload = next((int(each) for each in words[3:] if int(each) in CODECS), None)
    keys = [int(found[1]) for line in own if (found := _RTPMAP.fullmatch(line))]
    if payload is None:
        raise BadOffer("neither PCMU nor PCMA")
    if not keys or str(keys[0]) not in words[3:]:
        raise BadOffer("keys are not sent as events")
    direction = next((each for each in [*own, *general] if each in _DIRECTIONS), "a=sendrecv")
    host = _host([*own, *general])
    return Offer(
        host=host,
        port=_port(words[1]),
        payload=payload,
        keys=keys[0],
        sends=direction in {"a=sendrecv", "a=sendonly"},
        hears=direction in {"a=sendrecv", "a=recvonly"} and host != "0.0.0.0",  # noqa: S104
    )


_DIRECTIONS = {
    "a=sendrecv": "a=sendrecv",
    "a=sendonly": "a=recvonly",
    "a=recvonly": "a=sendonly",
    "a=inactive": "a=inactive",
}


def answer(offer: Offer, *, host: str, port: int, number: int, version: int) -> bytes:
    """Our answer: the same code and keys at our address. ``number`` names the call."""
    theirs = {(True, True): "sendrecv", (True, False): "sendonly", (False, True): "recvonly"}
    direction = _DIRECTIONS[f"a={theirs.get((offer.sends, offer.hears), 'inactive')}"]
    lines = [
        "v=0",
        f"o=talanoa {number} {version} IN IP4 {host}",
        "s=-",
        f"c=IN IP4 {host}",
        "t=0 0",
        f"m=audio {port} RTP/AVP {offer.payload} {offer.keys}",
        f"a=rtpmap:{offer.payload} {offer.codec.upper()}/8000",
        f"a=rtpmap:{offer.keys} telephone-event/8000",
        f"a=fmtp:{offer.keys} 0-15",
        "a=ptime:20",
        direction,
        "",
    ]
    return "\r\n".join(lines).encode()


def _is_small(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 3 and int(word) < 128


def _port(word: str) -> int:
    port, slash, _ = word.partition("/")
    if slash or not (port.isascii() and port.isdigit() and len(port) < 6):
        raise BadOffer("bad port")
    if not 1024 <= int(port) <= 65_535:
        raise BadOffer("bad port")
    return int(port)


def _host(lines: list[str]) -> str:
    for line in lines:
        if line.startswith("c="):
            words = line[2:].split()
            if len(words) == 3 and words[:2] == ["IN", "IP4"]:
                with contextlib.suppress(ValueError):
                    return str(ipaddress.IPv4Address(words[2]))
            break
    raise BadOffer("no address of IPv4")
