"""The small parts of the room process: fields, pace, outbox, who is here."""

import asyncio
import zlib
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

import pytest

from talanoa.live.room import outbox as outboxes
from talanoa.live.room.fields import FieldError, fields_of
from talanoa.live.room.outbox import Outbox
from talanoa.live.room.pace import BURST, STRIKES, Pace
from talanoa.live.room.packing import WORTH_IT, packing
from talanoa.live.room.presence import GRACE, Changes, Here
from talanoa.live.terms import LISTED_UP_TO

# --- Fields ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Everything:
    text: str
    number: int
    truth: bool
    choice: Literal["one", "two"]
    numbers: list[int]
    perhaps: int | None = None


GOOD = {"text": "a", "number": 1, "truth": True, "choice": "one", "numbers": [1, 2]}


def test_good_data_are_the_arguments():
    assert fields_of(Everything).check(GOOD) == GOOD
    assert fields_of(Everything).check({**GOOD, "perhaps": None}) == {**GOOD, "perhaps": None}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 1),
        ("text", None),
        ("text", ["a"]),
        ("number", "1"),
        ("number", 1.0),
        ("number", True),
        ("number", 2**63),
        ("truth", 1),
        ("truth", None),
        ("choice", "three"),
        ("choice", ["one"]),
        ("numbers", "12"),
        ("numbers", [1, "2"]),
        ("numbers", [1] * 1001),
        ("numbers", {"0": 1}),
        ("perhaps", "1"),
        ("more", 1),
    ],
)
def test_a_wrong_field_is_named(name, value):
    with pytest.raises(FieldError, match=f"^{name}$"):
        fields_of(Everything).check({**GOOD, name: value})


def test_a_missing_field_is_named():
    with pytest.raises(FieldError, match="^number$"):
        fields_of(Everything).check({"text": "a"})


def test_a_typed_dict_does_as_well():
    class Line(TypedDict):
        text: str
        to: NotRequired[int]

    assert fields_of(Line).check({"text": "a"}) == {"text": "a"}


@pytest.mark.parametrize("hint", [dict, object, list[dict], bytes])
def test_what_no_frame_can_carry_is_refused_at_start_up(hint):
    described = dataclass(type("Described", (), {"__annotations__": {"field": hint}}))

    with pytest.raises(TypeError):
        fields_of(described)


# --- Pace --------------------------------------------------------------------------------------


def test_frames_come_in_bursts_and_then_eight_a_second():
    pace = Pace(0.0)

    assert sum(pace.take(0.0) for _ in range(100)) == int(BURST)
    assert sum(pace.take(1.0) for _ in range(100)) == 8


def test_each_bad_frame_delays_the_next_twice_as_long():
    pace = Pace(0.0)

    assert [pace.strike(0.0) for _ in range(8)] == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]


def test_only_repeated_abuse_ends_a_connection():
    pace = Pace(0.0)

    for _ in range(STRIKES):
        pace.strike(0.0)
    assert not pace.is_abuse(0.0)
    pace.strike(0.0)
    assert pace.is_abuse(0.0)


def test_a_bad_frame_now_and_then_is_forgiven():
    pace = Pace(0.0)

    delays = {pace.strike(seconds * 6.0) for seconds in range(200)}

    assert (delays, pace.is_abuse(1200.0)) == ({0.05}, False)


# --- Outbox ------------------------------------------------------------------------------------


class Socket:
    """A socket that takes frames only while it is not stalled."""

    def __init__(self, *, stalled: bool = False) -> None:
        self.sent: list[str] = []
        self.open = asyncio.Event()
        if not stalled:
            self.open.set()

    async def send(self, message) -> None:
        await self.open.wait()
        self.sent.append(message["text"])


def test_frames_are_sent_in_order():
    async def scene():
        socket = Socket()
        outbox = Outbox(socket.send, behind="behind")
        writing = asyncio.create_task(outbox.write())
        for number in range(5):
            outbox.put(str(number))
        await outbox.drained()
        writing.cancel()
        return socket.sent

    assert asyncio.run(scene()) == ["0", "1", "2", "3", "4"]


def test_a_frame_goes_at_once_to_a_socket_that_has_room_and_waits_once_for_one_that_has_not():
    async def scene():
        socket = Socket()
        outbox = Outbox(socket.send, behind="behind")
        writing = asyncio.create_task(outbox.write())
        await asyncio.sleep(0)
        outbox.put("at once")
        at_once = list(socket.sent)
        socket.open.clear()
        for frame in ("one", "two"):
            outbox.put(frame)
        await asyncio.sleep(0)
        waiting = socket.sent[len(at_once) :]
        socket.open.set()
        await outbox.drained()
        writing.cancel()
        return at_once, waiting, socket.sent

    assert asyncio.run(scene()) == (["at once"], [], ["at once", "one", "two"])


def test_a_socket_that_fails_while_a_frame_is_put_ends_its_writer_not_the_one_who_puts():
    async def scene():
        async def send(_message):
            raise ConnectionResetError

        outbox = Outbox(send, behind="behind")
        writing = asyncio.create_task(outbox.write())
        await asyncio.sleep(0)
        outbox.put("lost")
        return await asyncio.gather(writing, return_exceptions=True)

    assert [type(each) for each in asyncio.run(scene())] == [ConnectionResetError]


def test_a_stalled_socket_drops_what_waits_and_is_told_so_once():
    async def scene():
        socket = Socket(stalled=True)
        outbox = Outbox(socket.send, behind="behind")
        writing = asyncio.create_task(outbox.write())
        outbox.put("first")
        await asyncio.sleep(0)
        for number in range(outboxes.MOST_FRAMES + 50):
            outbox.put(str(number))
        socket.open.set()
        await outbox.drained()
        dropped = list(socket.sent)
        outbox.go_on()
        outbox.put("again")
        await outbox.drained()
        writing.cancel()
        return dropped, socket.sent[len(dropped) :]

    assert asyncio.run(scene()) == (["first", "behind"], ["again"])


def test_long_frames_fill_an_outbox_sooner():
    async def scene():
        outbox = Outbox(Socket(stalled=True).send, behind="behind")
        long = "x" * (outboxes.MOST_CHARACTERS // 4)
        taken = 0
        while not outbox.is_behind:
            outbox.put(long)
            taken += 1
        return taken

    assert asyncio.run(scene()) == 6


# --- Who is here -------------------------------------------------------------------------------


def changes(count, came=(), went=()):
    return Changes(count, frozenset(came), frozenset(went))


def test_everyone_hears_once_who_came():
    here = Here()
    here.come(1)
    here.come(2)

    assert here.changes(0.0, {}) == changes(2, {1, 2})
    assert here.changes(1.0, {}) is None


def test_two_tabs_are_one_person():
    here = Here()
    here.come(1)
    here.come(1)
    here.changes(0.0, {})

    here.go(1, 1.0)

    assert here.changes(100.0, {}) is None


def test_whoever_loads_the_page_again_neither_went_nor_came():
    here = Here()
    here.come(1)
    here.changes(0.0, {})

    here.go(1, 1.0)
    told = here.changes(2.0, {})
    here.come(1)

    assert (told, here.changes(100.0, {})) == (None, None)


def test_whoever_stays_away_has_gone():
    here = Here()
    here.come(1)
    here.changes(0.0, {})

    here.go(1, 1.0)

    assert here.changes(1.0 + GRACE, {}) == changes(0, went={1})


def test_a_large_room_lists_those_who_have_a_role():
    here = Here()
    crowd = range(1, LISTED_UP_TO + 1)
    for person in crowd:
        here.come(person)
    here.changes(0.0, {7: {"expert"}})

    here.come(1000)

    assert here.changes(1.0, {7: {"expert"}}) == changes(LISTED_UP_TO + 1, went=set(crowd) - {7})


def test_people_of_another_process_are_here_too():
    here = Here()
    here.come(1)
    here.hear_of_others({1, 2})

    assert here.changes(0.0, {}) == changes(2, {1, 2})


def test_longer_frames_are_packed_for_those_who_asked():
    sent = []

    async def send(message):
        sent.append(message)

    async def run():
        for text in ("short", "long " * WORTH_IT):
            await packing(send)({"type": "websocket.send", "text": text})
        await packing(send)({"type": "websocket.close", "code": 1000})

    asyncio.run(run())

    assert sent[0] == {"type": "websocket.send", "text": "short"}
    assert zlib.decompress(sent[1]["bytes"], wbits=-zlib.MAX_WBITS) == b"long " * WORTH_IT
    assert sent[2] == {"type": "websocket.close", "code": 1000}
