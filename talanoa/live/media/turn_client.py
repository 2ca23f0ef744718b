"""Ask a relay, as a browser would, whether it lets somebody through: for the doctor and tests.

Only what is needed of STUN (RFC 8489) and TURN (RFC 8656): to allocate, to ask leave to
speak to a peer, to speak to it, and to let go.
"""

import hashlib
import hmac
import ipaddress
import os
import socket
import ssl
import struct
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from talanoa.live.media.turn import Credentials
from talanoa.live.media.turn_settings import Address

COOKIE = 0x2112A442
ALLOCATE, REFRESH, SEND, PERMISSION = 0x003, 0x004, 0x016, 0x008
SUCCESS, FAILURE, INDICATION = 0x100, 0x110, 0x010
USERNAME, INTEGRITY, ERROR, REALM, NONCE = 0x0006, 0x0008, 0x0009, 0x0014, 0x0015
LIFETIME, PEER, DATA, RELAYED, TRANSPORT = 0x000D, 0x0012, 0x0013, 0x0016, 0x0019
UDP = b"\x11\x00\x00\x00"


class TurnRefused(Exception):
    """The relay answered no; ``code`` is its number: 401 credentials, 403 peer, 486 quota."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the relay refused with {code}")
        self.code = code


class TurnClient:
    """One connection to a relay. Use as a context manager; it lets go of what it was given."""

    def __init__(
        self, address: Address, credentials: Credentials, *, verify: bool = True, within: float = 3
    ) -> None:
        """``verify`` checks the relay's certificate; ``within`` is how many seconds to wait.

        Raises:
            OSError: nothing listens there, or its certificate is not good.
        """
        self._credentials = credentials
        self._realm = self._nonce = b""
        self._is_datagram = address.way == "udp"
        if self._is_datagram:
            kind, _, _, _, target = socket.getaddrinfo(
                address.host, address.port, type=socket.SOCK_DGRAM
            )[0][:5]
            self._socket = socket.socket(kind, socket.SOCK_DGRAM)
            self._socket.connect(target)
        else:
            self._socket = socket.create_connection((address.host, address.port), timeout=within)
        self._socket.settimeout(within)
        if address.way == "tls":
            context = ssl.create_default_context()
            if not verify:
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
            self._socket = context.wrap_socket(self._socket, server_hostname=address.host)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._nonce and kind is None:
                self._ask(REFRESH, [(LIFETIME, struct.pack("!I", 0))])
        except (TurnRefused, OSError):
            pass
        finally:
            self._socket.close()

    def allocate(self) -> tuple[str, int]:
        """Take a place on the relay; answer with its address there.

        Raises:
            TurnRefused: the credentials are not good, or the quota is used up.
            OSError: no answer came.
        """
        try:
            answer = self._ask(ALLOCATE, [(TRANSPORT, UDP)])
        except TurnRefused as refused:
            if refused.code != 401 or not self._nonce:
                raise
            # The first no carries what the second try is signed with.
            answer = self._ask(ALLOCATE, [(TRANSPORT, UDP)])
        return _read_address(answer[RELAYED])

    def permit(self, peer: str) -> None:
        """Ask leave to speak to an address.

        Raises:
            TurnRefused: the relay speaks to nobody there.
            OSError: no answer came.
        """
        self._ask(PERMISSION, [(PEER, _written_address(peer, 0))])

    def send(self, peer: str, port: int, data: bytes) -> None:
        """Send one packet to a peer; nothing tells whether it went."""
        words = [(PEER, _written_address(peer, port)), (DATA, data)]
        self._socket.sendall(_message(SEND | INDICATION, os.urandom(12), words))

    def _ask(self, method: int, words: list[tuple[int, bytes]]) -> dict[int, bytes]:
        number = os.urandom(12)
        signed = [*words]
        if self._nonce:
            username = self._credentials.username.encode()
            signed += [(USERNAME, username), (REALM, self._realm), (NONCE, self._nonce)]
        self._socket.sendall(
            _message(method, number, signed, key=self._key() if self._nonce else b"")
        )
        while True:
            answer = self._read()
            if answer.number == number:
                break
        if answer.kind == method | SUCCESS:
            return answer.words
        self._realm = answer.words.get(REALM, self._realm)
        self._nonce = answer.words.get(NONCE, self._nonce)
        _, _, hundreds, rest = struct.unpack("!BBBB", answer.words[ERROR][:4])
        raise TurnRefused(hundreds * 100 + rest)

    def _key(self) -> bytes:
        username, realm = self._credentials.username.encode(), self._realm
        words = b":".join((username, realm, self._credentials.password.encode()))
        return hashlib.md5(words).digest()  # noqa: S324 - the protocol's own derivation

    def _read(self) -> "_Answer":
        if self._is_datagram:
            return _answer(self._socket.recv(2048))
        head = self._exactly(20)
        (length,) = struct.unpack("!H", head[2:4])
        return _answer(head + self._exactly(length))

    def _exactly(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            part = self._socket.recv(count - len(got))
            if not part:
                raise ConnectionError("the relay closed the connection")
            got += part
        return got


@dataclass(frozen=True, slots=True)
class _Answer:
    kind: int
    number: bytes
    words: dict[int, bytes]


def _message(
    kind: int, number: bytes, words: list[tuple[int, bytes]], *, key: bytes = b""
) -> bytes:
    body = b"".join(_word(name, value) for name, value in words)
    if not key:
        return struct.pack("!HHI", kind, len(body), COOKIE) + number + body
    # The length that is signed already counts the signature.
    head = struct.pack("!HHI", kind, len(body) + 24, COOKIE) + number
    signature = hmac.new(key, head + body, hashlib.sha1).digest()
    return head + body + _word(INTEGRITY, signature)


def _word(name: int, value: bytes) -> bytes:
    return struct.pack("!HH", name, len(value)) + value + b"\0" * (-len(value) % 4)


def _answer(message: bytes) -> _Answer:
    if len(message) < 20:
        raise ConnectionError("what came is no answer of a relay")
    kind, _, cookie = struct.unpack("!HHI", message[:8])
    if cookie != COOKIE:
        raise ConnectionError("what came is no answer of a relay")
    words: dict[int, bytes] = {}
    at = 20
    while at + 4 <= len(message):
        name, length = struct.unpack("!HH", message[at : at + 4])
        words.setdefault(name, message[at + 4 : at + 4 + length])
        at += 4 + length + (-length % 4)
    return _Answer(kind, message[8:20], words)


def _written_address(address: str, port: int) -> bytes:
    packed = ipaddress.ip_address(address).packed
    if len(packed) == 16:
        raise ValueError("Only IPv4 peers are asked for here.")
    mask = struct.pack("!I", COOKIE)
    hidden = bytes(byte ^ sign for byte, sign in zip(packed, mask, strict=True))
    return struct.pack("!BBH", 0, 1, port ^ (COOKIE >> 16)) + hidden


def _read_address(value: bytes) -> tuple[str, int]:
    _, _, port = struct.unpack("!BBH", value[:4])
    mask = struct.pack("!I", COOKIE)
    packed = bytes(byte ^ sign for byte, sign in zip(value[4:8], mask, strict=True))
    return str(ipaddress.ip_address(packed)), port ^ (COOKIE >> 16)
