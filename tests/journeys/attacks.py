"""What an attacker has: a client that sends anything, files made to hurt, raw sockets.

``Attacked`` is a running product with a session full of people; each ``Browser`` is one of
them, signed in by a cookie, without the manners of a browser.
"""

import http.client
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urlsplit

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.journeys.product import ROOT, Product

TOKEN = "a" * 32
"""Against forgery; valid wherever the cookie and the field agree."""
BOUNDARY = "----attack"
HOST_ACTS = (
    ("hand.lower-for", {"person": "1"}),
    ("floor.give", {"person": "1"}),
    ("floor.take", {}),
    ("agenda.move", {"item": "{item}"}),
    ("agenda.extend", {"item": "{item}", "extra": "2"}),
    ("session.open", {}),
    ("session.close", {}),
    ("slide.show", {"deck": "{deck}", "page": "1"}),
    ("slide.clear", {}),
    ("person.mute", {"person": "1"}),
    ("all.mute", {}),
    ("person.remove", {"person": "1"}),
    ("person.admit", {"person": "1"}),
)
HUGE = "99999999999999999999999"
"""A number that no database holds."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table.

    ``attack`` is what is done, ``answered`` what it gives: the status of a page, a frame's
    own words, a closing code. ``says`` must stand in the page as a person reads it: what
    happened, what to do, and what had been typed. ``then`` holds afterwards.
    """

    name: str
    attack: Callable[["Attacked"], object]
    answered: object
    says: tuple[str, ...] = ()
    then: Callable[["Attacked"], bool] | None = None


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def words(self) -> str:
        """As a person reads it: entities resolved, white space folded."""
        return " ".join(unescape(self.text).split())

    @property
    def place(self) -> str:
        """Where a redirect leads."""
        return self.headers.get("Location", "")


class Browser:
    """Somebody's cookie, and requests of any shape. ``cookie`` is empty for a visitor."""

    def __init__(self, url: str, cookie: str = "", *, person: int = 0) -> None:
        self.url = urlsplit(url)
        self.origin = url
        self.cookie = cookie
        self.person = person

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(
        self,
        path: str,
        data: Mapping[str, object] | None = None,
        *,
        token: str = TOKEN,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        **headers: str,
    ) -> Answer:
        fields = {"csrfmiddlewaretoken": token, **(data or {})}
        if files is None:
            body = urlencode(fields, doseq=True).encode()
            kind = "application/x-www-form-urlencoded"
        else:
            body = a_form(fields, files)
            kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.ask("POST", path, body=body, headers={"Content-Type": kind, **headers})

    def ask(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request on a line of its own; underscores in the names of headers are hyphens."""
        line = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=60)
        sent = {"Cookie": self.cookies, "Content-Length": str(len(body)), "Connection": "close"}
        sent |= {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        try:
            line.putrequest(method, path, skip_host="Host" in sent, skip_accept_encoding=True)
            for name, value in sent.items():
                line.putheader(name, value.encode())
            line.endheaders(body)
            answer = line.getresponse()
            return Answer(answer.status, answer.msg, answer.read())
        finally:
            line.close()

    @property
    def cookies(self) -> str:
        return f"csrftoken={TOKEN}" + (f"; talanoa_session={self.cookie}" if self.cookie else "")


def a_form(fields: Mapping[str, object], files: Mapping[str, tuple[str, bytes]]) -> bytes:
    """A form with files, as a browser would send it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (called, held) in files.items():
        head = f'name="{name}"; filename="{called}"\r\nContent-Type: application/pdf'
        head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n"
        parts += [head.encode(), held, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def cookies_set(answer: Answer) -> dict[str, SimpleCookie]:
    found = {}
    for line in answer.headers.get_all("Set-Cookie") or []:
        cookie = SimpleCookie(line)
        found.update(cookie.items())
    return found


class Attacked:
    """The product, who is in it (``who``), and the numbers of what they have (``ids``)."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self._database = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.attacked"],
            cwd=ROOT,
            env=product.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        made = self._answer()
        self.ids: dict[str, int | str] = made["ids"]
        self.who = {
            name: Browser(product.url, cookie, person=person)
            for name, (person, cookie) in made["who"].items()
        }
        self.who["visitor"] = Browser(product.url)

    def leave(self) -> None:
        self._database.communicate(timeout=30)

    def path(self, pattern: str) -> str:
        """An address with the names in braces replaced by the numbers of what is there."""
        return pattern.format(**self.ids)

    def stored(self, expression: str) -> object:
        """What the product's database says: the value of ``expression``, every model at hand."""
        self._database.stdin.write(expression + "\n")
        self._database.stdin.flush()
        return self._answer()

    def _answer(self):
        line = self._database.stdout.readline()
        if not line:
            raise RuntimeError("The database's process has ended; its output says why.")
        return json.loads(line)

    # --- The socket

    @contextmanager
    def socket(self, who: str, **options: object) -> Iterator["Socket"]:
        """A socket of somebody's; ``cookie``, ``origin`` and ``session`` replace the usual."""
        browser = self.who[who]
        cookie = options.pop("cookie", browser.cookie)
        headers = {"Cookie": f"talanoa_session={quote(str(cookie))}"} if cookie else {}
        session = self.ids[options.pop("session", "session")]
        url = f"ws://localhost:{self.product.room_port}/sessions/{session}/socket"
        options = {"origin": browser.origin, "open_timeout": 20, **options}
        with connect(url, additional_headers=headers, max_size=None, **options) as line:
            yield Socket(line)

    def knock(self, who: str, **options: object) -> int:
        """What the door says: HTTP's number, the socket's closing code, or 0 when it opens."""
        try:
            with self.socket(who, **options) as socket:
                socket.line.recv(timeout=20)
                return 0
        except InvalidStatus as refused:
            return refused.response.status_code
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


class Socket:
    """A socket that says anything and waits for the answer."""

    def __init__(self, line) -> None:
        self.line = line
        self.heard: list[dict] = []

    def act(self, kind: str, client_id: str, **data: object) -> dict:
        """Send an act and wait for what became of it."""
        return self.answer(
            json.dumps({"v": 1, "type": kind, "id": client_id, "data": data}), client_id
        )

    def answer(self, message: str | bytes, client_id: str | None = None) -> dict:
        """Send anything; the frame that answers it (the next error, or that of the id)."""
        self.line.send(message)
        return self.until(
            lambda frame: (
                frame["type"] in ("ack", "refused", "error")
                and (client_id is None or frame.get("id") == client_id)
            )
        )

    def until(self, wanted) -> dict:
        while True:
            frame = json.loads(self.line.recv(timeout=20))
            frames = frame["frames"] if frame["type"] == "batch" else [frame]
            self.heard += frames
            for each in frames:
                if wanted(each):
                    return each

    def closed(self) -> int:
        """Read to the end; the closing code."""
        try:
            while True:
                self.heard.append(json.loads(self.line.recv(timeout=30)))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


# --- Rows in few words


def row(name, attack, answered, *says, then=None) -> Row:
    return Row(name=name, attack=attack, answered=answered, says=says, then=then)


def getting(who, path, **headers):
    return lambda it: it.who[who].get(it.path(path), **headers)


def posting(who, path, data=None, **options):
    return lambda it: it.who[who].post(
        it.path(path),
        {name: it.path(value) if "{" in value else value for name, value in (data or {}).items()},
        **options,
    )


def both(first, second):
    """Two presses of one button at the same moment; their statuses."""

    def attack(it):
        with ThreadPoolExecutor(2) as hands:
            return sorted(answer.status for answer in hands.map(lambda do: do(it), (first, second)))

    return attack


def each(who, paths):
    return lambda it: {path: it.who[who].get(it.path(path)).status for path in paths}
