"""Frames: what is understood, and what each kind of bad frame is answered with."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.live.room import protocol
from talanoa.live.room.protocol import Code, Frame, ProtocolError

LIMIT = 64 * 1024


def decode(message):
    return protocol.decode(message, max_bytes=LIMIT)


def code_of(message) -> Code:
    with pytest.raises(ProtocolError) as caught:
        decode(message)
    return caught.value.code


def test_a_frame_is_its_type_id_and_data():
    text = '{"v": 1, "type": "chat.say", "id": "b7-C_0", "data": {"text": "Bonjour à tous"}}'

    assert decode(text) == Frame("chat.say", "b7-C_0", {"text": "Bonjour à tous"})


def test_id_and_data_may_be_left_out():
    assert decode('{"v": 1, "type": "alive"}') == Frame("alive", "", {})


def framed(**fields) -> str:
    return json.dumps({"v": 1, "type": "chat.say", "id": "a", **fields})


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (None, Code.NOT_TEXT),
        (b'{"v": 1, "type": "alive"}', Code.NOT_TEXT),
        ("x" * (LIMIT + 1), Code.TOO_LONG),
        ("é" * LIMIT, Code.TOO_LONG),
        ("", Code.NOT_JSON),
        ("{", Code.NOT_JSON),
        ("NaN", Code.NOT_JSON),
        ('{"v": 1, "type": "alive", "data": {"x": NaN}}', Code.NOT_JSON),
        ('{"v": 1, "type": "alive", "data": {"x": -Infinity}}', Code.NOT_JSON),
        ('{"v": 1, "type": "alive", "data": {"x": 1e999}}', Code.NOT_JSON),
        ('{"v": 1, "v": 1, "type": "alive"}', Code.NOT_JSON),
        ('{"v": 1, "type": "alive", "data": {"a": 1, "a": 2}}', Code.NOT_JSON),
        ('{"v": 1, "type": "alive", "data": {"x": ' + "9" * 5000 + "}}", Code.NOT_JSON),
        ("[" * 30_000 + "]" * 30_000, Code.NOT_JSON),
        ("[]", Code.NOT_OBJECT),
        ("null", Code.NOT_OBJECT),
        ('"alive"', Code.NOT_OBJECT),
        ("1", Code.NOT_OBJECT),
        ('{"type": "alive"}', Code.BAD_VERSION),
        (framed(v=2), Code.BAD_VERSION),
        (framed(v="1"), Code.BAD_VERSION),
        (framed(v=True), Code.BAD_VERSION),
        (framed(v=1.0), Code.BAD_VERSION),
        (framed(v=[]), Code.BAD_VERSION),
        ('{"v": 1}', Code.BAD_TYPE),
        (framed(type=[]), Code.BAD_TYPE),
        (framed(type={}), Code.BAD_TYPE),
        (framed(type=None), Code.BAD_TYPE),
        (framed(type=7), Code.BAD_TYPE),
        (framed(type=""), Code.BAD_TYPE),
        (framed(type="chat say"), Code.BAD_TYPE),
        (framed(type="Chat.Say"), Code.BAD_TYPE),
        (framed(type="chat.say\n"), Code.BAD_TYPE),
        (framed(type="a" * 200), Code.BAD_TYPE),
        (framed(type="__class__"), Code.BAD_TYPE),
        (framed(id=7), Code.BAD_ID),
        (framed(id=[]), Code.BAD_ID),
        (framed(id=None), Code.BAD_ID),
        (framed(id="a b"), Code.BAD_ID),
        (framed(id="é"), Code.BAD_ID),
        (framed(id="a" * 65), Code.BAD_ID),
        (framed(by=1), Code.BAD_FIELD),
        (framed(session=2), Code.BAD_FIELD),
        (framed(data=[]), Code.BAD_DATA),
        (framed(data="text"), Code.BAD_DATA),
        (framed(data=None), Code.BAD_DATA),
        (framed(data={"a": [[[[[[[[1]]]]]]]]}), Code.TOO_DEEP),
        (framed(data={"text": "\x00"}), Code.BAD_TEXT),
        (framed(data={"\x00": 1}), Code.BAD_TEXT),
        (framed(data={"text": "\ud83d"}), Code.BAD_TEXT),
        (framed(data={"list": ["\udc00"]}), Code.BAD_TEXT),
    ],
)
def test_a_bad_frame_has_its_code(message, code):
    assert code_of(message) == code


def test_a_bad_frame_is_answered_with_its_own_id_where_that_could_be_read():
    with pytest.raises(ProtocolError) as caught:
        decode(framed(type=[]))

    assert json.loads(protocol.error(caught.value)) == {
        "v": 1,
        "type": "error",
        "code": "bad-type",
        "id": "a",
    }


def test_characters_beyond_the_first_plane_are_text():
    assert decode(framed(data={"text": "👍🏾 中文 العربية"})).data == {"text": "👍🏾 中文 العربية"}


@given(st.text() | st.binary() | st.none())
def test_no_message_whatever_does_worse_than_a_code(message):
    try:
        decode(message)
    except ProtocolError as error:
        assert error.code in Code


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["v", "type", "id", "data", "more"]), anything)
    | st.fixed_dictionaries({"v": st.just(1), "type": st.just("chat.say"), "data": anything})
)
def test_what_is_decoded_can_be_stored_and_sent_on(value):
    try:
        frame = decode(json.dumps(value))
    except ProtocolError:
        return
    assert type(frame.type) is str
    assert json.loads(protocol.encode("echo", data=frame.data).encode())["data"] == frame.data


def test_one_frame_needs_no_batch():
    assert protocol.batch(["a"]) == "a"


def test_a_batch_holds_its_frames_in_order():
    frames = [protocol.number(seq=7), protocol.acknowledged("x", seq=8)]

    assert json.loads(protocol.batch(frames)) == {
        "v": 1,
        "type": "batch",
        "frames": [
            {"v": 1, "type": "number", "seq": 7},
            {"v": 1, "type": "ack", "id": "x", "seq": 8},
        ],
    }


def test_an_entry_carries_what_it_changes_and_none_of_its_data():
    frame = protocol.entry(seq=3, kind="chat.said", by=None, at="2026-03-05T14:00:00Z", patches=[])

    assert json.loads(frame) == {
        "v": 1,
        "type": "entry",
        "seq": 3,
        "kind": "chat.said",
        "at": "2026-03-05T14:00:00Z",
        "patches": [],
    }
