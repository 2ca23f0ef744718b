"""A caller in the room: who may say that somebody calls, and what everybody sees of it."""

import asyncio
import threading
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import pytest

from talanoa.live import phones as reading
from talanoa.live.phone import line
from talanoa.live.phone.agent import Dialog
from talanoa.live.phone.line import Line, Ticket, Turned
from talanoa.live.phone.offers import Offer
from talanoa.live.phone.sip import Message
from talanoa.live.room.presence import Here
from talanoa.live.services import floor
from talanoa.live.tests.rooms import cookie_of
from tests.make import a_person, enrolled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def caller(session):
    return enrolled(session.cohort, a_person("Ama Caller"))


def by_phone(cookie):
    return {"X-Talanoa-Phone": reading.pass_for(cookie)}


def seat_asked_of(socket, **changes) -> str:
    """How asking for a caller's seat is answered; there is no Janus here."""
    about = {"host": "127.0.0.1", "port": 40_000, "codec": "pcmu", "tab": "phone-1", **changes}
    socket.send("sound.call", **about)
    return socket.until("sound.failed")["code"]


def test_only_our_phone_may_ask_for_a_callers_seat(room, session, caller):
    cookie = cookie_of(caller)
    for headers in ({}, {"X-Talanoa-Phone": "forged"}, by_phone("another")):
        with room.join(caller, session, cookie=cookie, headers=headers) as socket:
            assert seat_asked_of(socket) == "bad-frame"
    with room.join(caller, session, cookie=cookie, headers=by_phone(cookie)) as socket:
        assert seat_asked_of(socket) == "off"
        for wrong in (
            {"host": "192.0.2.1"}, {"host": "localhost"}, {"host": 7}, {"port": 0}, {"port": "9"},
            {"port": True}, {"codec": "opus"}, {"codec": []}, {"tab": "x" * 65}, {"booth": "fr"},
        ):  # fmt: skip
            assert seat_asked_of(socket, **wrong) == "bad-frame"


def test_everybody_sees_who_takes_up_the_phone_and_puts_it_down(room, session, host, caller):
    cookie = cookie_of(caller)
    with room.join(host, session) as watching, room.join(caller, session, cookie=cookie):
        card = card_of(watching, caller)
        assert "by-phone" not in card
        with room.join(caller, session, cookie=cookie, headers=by_phone(cookie)):
            card = card_of(watching, caller)
            assert card.count('class="by-phone"') == 1
        assert "by-phone" not in card_of(watching, caller)


def card_of(socket, person) -> str:
    """The next card of somebody that is told."""

    def is_theirs(frame) -> bool:
        came = frame.get("came", ()) if frame["type"] == "presence" else ()
        return any(each["person"] == person.pk for each in came)

    told = socket.until(is_theirs)
    return next(each["html"] for each in told["came"] if each["person"] == person.pk)


def test_a_card_is_drawn_again_only_for_the_phone():
    here = Here()
    here.come(1)
    assert here.changes(0.0, ()).came == {1}
    here.come(1)
    assert here.changes(1.0, ()) is None
    here.come(1, by_phone=True)
    assert here.changes(2.0, ()).came == {1}
    here.go(1, 3.0)
    assert here.changes(3.0, ()) is None
    here.go(1, 4.0, by_phone=True)
    assert here.changes(4.0, ()).came == {1}


class Desk:
    """Admits whoever types 123456789, and notes what is said."""

    language = "en"

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.said: list[str] = []
        self.left = 0
        self.guesses = False

    async def is_guessing(self, caller):
        return self.guesses

    async def admit(self, pin, caller):
        if pin == "999999999":
            raise Turned("early")
        return self.ticket if pin == "123456789" else None

    async def knock(self, ticket):
        self.said.append("knock")

    async def leave(self, ticket):
        self.left += 1

    def words(self, name, language):
        self.said.append(name)
        return name


async def _no_speech(*_args, **_options):
    return b""


@contextmanager
def a_call(room, session, caller, *, guesses=False):
    """A call that has begun, in a loop of its own; what is said of it, and its keys."""
    cookie = cookie_of(caller)
    desk = Desk(
        Ticket(
            session=session.pk, person=caller.pk, language="en",
            url=f"ws://localhost:{room.port}/sessions/{session.pk}/socket?lang=en",
            origin=f"http://localhost:{room._settings.PORT}",
            headers={"Cookie": f"talanoa_session={cookie}", **by_phone(cookie)}, cookie=cookie,
        )
    )  # fmt: skip
    desk.guesses = guesses
    call = SimpleNamespace(desk=desk, line=None, loop=None, over=threading.Event())
    begun = threading.Event()

    async def run() -> None:
        invite = Message("INVITE", (("from", "<sip:+6760000042@x>;tag=t"), ("call-id", "c")))
        dialog = Dialog(invite, ("127.0.0.1", 9), Offer("127.0.0.1", 9, 0, 101), "tag", "sip:x", 1)
        speech = SimpleNamespace(speak=_no_speech)
        call.loop = asyncio.get_running_loop()
        call.line = Line(dialog, host="127.0.0.1", port=0, desk=desk, speech=speech)
        call.task = asyncio.current_task()
        begun.set()
        try:
            await call.line.run()
        finally:
            call.line.media.close()
            call.over.set()

    def serve() -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(run())

    thread = threading.Thread(target=serve)
    thread.start()
    begun.wait(5)
    try:
        yield call
    finally:
        if not call.over.is_set():
            call.loop.call_soon_threadsafe(call.task.cancel)
        thread.join(10)


def press(call, keys: str) -> None:
    for key in keys:
        call.loop.call_soon_threadsafe(call.line._press, key)


def test_a_call_comes_in_raises_a_hand_and_ends_with_the_removal(room, session, host, caller):
    with room.join(host, session) as watching, a_call(room, session, caller) as call:
        press(call, "000000000")
        press(call, "123456789")
        assert 'class="by-phone"' in card_of(watching, caller)
        press(call, "*5")
        watching.entry("hand.raised")
        floor.give_floor(by=host, session=session, person=caller.pk)
        watching.entry("floor.given")

        floor.remove(by=host, session=session, person=caller.pk)

        assert call.over.wait(5)
    said = [each for each in call.desk.said if each in {"welcome", "wrong", "hand-up", "floor"}]
    assert said == ["welcome", "wrong", "hand-up", "floor"]
    assert call.desk.left == 1


def test_a_call_ends_with_the_session(room, session, host, caller):
    with room.join(host, session) as watching, a_call(room, session, caller) as call:
        press(call, "123456789")
        card_of(watching, caller)
        floor.close_session(by=host, session=session)
        assert call.over.wait(10)
    assert call.desk.said[-1] == "ended"


@pytest.mark.parametrize(("keys", "last"), [("1#2#3#", "too-many"), ("999999999", "early")])
def test_a_call_that_is_not_let_in_says_why_and_ends(room, session, caller, keys, last):
    with a_call(room, session, caller) as call:
        press(call, keys)
        assert call.over.wait(10)
    assert (call.desk.said[-1], call.desk.left) == (last, 0)


def test_who_has_guessed_too_often_is_told_so_and_asked_for_no_pin(room, session, caller):
    with a_call(room, session, caller, guesses=True) as call:
        assert call.over.wait(10)
    assert call.desk.said == ["too-many"]


def test_a_call_from_which_nothing_comes_ends(room, session, caller, monkeypatch):
    monkeypatch.setattr(line, "SILENT_AFTER", 0.5)
    with a_call(room, session, caller) as call:
        assert call.over.wait(5)
