"""Groups over real sockets: nobody receives what is another group's, also after a cut."""

import json

import pytest

from talanoa.live.models import Group, GroupRound
from talanoa.live.services import group_making, group_places, group_work, grouping, talk
from tests.make import a_presence, enrolled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def groups(session, host, ana, ben):
    """Two groups that are prepared: Ana in the first, Ben in the second."""
    for person in (ana, ben):
        a_presence(session, person)
    group_making.make(by=host, session=session, way="lot", groups=2, task="Agree")
    first, second = Group.objects.all()
    for person, group in ((ana, first), (ben, second)):
        group_places.move(by=host, session=session, person=person.pk, group=group.pk)
    return first, second


def caught_up_with(socket, seq) -> None:
    """What was missed has come, and what the bus brought to this process a moment later."""
    socket.until(lambda frame: frame["type"] != "welcome" and frame.get("seq") == seq)


def drawn(frames) -> str:
    return json.dumps([frame.get("patches") for frame in frames], ensure_ascii=False)


def test_a_group_is_for_those_in_it_and_for_hosts(room, session, host, ana, ben, groups):
    first, second = groups
    stranger = enrolled(session.cohort)
    with (
        room.join(host, session) as hosting,
        room.join(ana, session) as one,
        room.join(ben, session) as other,
        room.join(stranger, session) as outside,
    ):
        hosting.act("groups.open")
        assert one.act("group.say", group=first.pk, text="Between us")["type"] == "ack"
        refused = other.act("group.say", group=first.pk, text="Let me in")
        other.act("group.note", group=second.pk, text="Our point")
        for socket in (hosting, one, other, outside):
            socket.until(lambda frame: frame.get("seq") == newest(session))

    assert refused["type"] == "refused"
    seen = {name: drawn(socket.frames) for name, socket in
            (("host", hosting), ("one", one), ("other", other), ("outside", outside))}  # fmt: skip
    assert {name: "Between us" in text for name, text in seen.items()} == {
        "host": True, "one": True, "other": False, "outside": False,
    }  # fmt: skip
    assert {name: "Our point" in text for name, text in seen.items()} == {
        "host": True, "one": False, "other": True, "outside": False,
    }  # fmt: skip
    for socket in (one, other):
        assert socket.numbers() == list(range(socket.numbers()[0], newest(session) + 1))


def test_a_latecomer_by_socket_is_placed(room, session, host, ana, ben, groups):
    late = enrolled(session.cohort)
    grouping.open_groups(by=host, session=session)
    with room.join(late, session) as socket:
        placed = socket.entry("group.placed")

    assert "group-task" in json.dumps(placed["patches"])


def test_whoever_was_cut_off_gets_what_they_missed_and_nothing_of_others(
    room, session, host, ana, ben, groups
):
    first, second = groups
    grouping.open_groups(by=host, session=session)
    with room.join(ana, session) as socket:
        seen = socket.of_type("welcome")[0]["seq"]
    group_work.say(by=ben, session=session, group=second.pk, text="Theirs")
    group_work.say(by=host, session=session, group=first.pk, text="Ours")
    group_places.move(by=host, session=session, person=ana.pk, group=second.pk)
    group_work.say(by=host, session=session, group=first.pk, text="Not ours any more")
    last = newest(session)

    with room.knock(ana, session, after=seen, lang="en") as socket:
        caught_up_with(socket, last)
        text = drawn(socket.frames)

    # Moved meanwhile, she sees the group she is in now, as it stands, and no other.
    assert "Theirs" in text
    assert "Not ours any more" not in text
    assert f"group-{second.pk}" in text


def test_whoever_missed_the_return_call_is_back(room, session, host, ana, ben, groups):
    grouping.open_groups(by=host, session=session)
    with room.join(ana, session) as socket:
        seen = socket.of_type("welcome")[0]["seq"]
    group_work.add_point(by=ben, session=session, group=groups[1].pk, text="Brought back")
    GroupRound.objects.update(ends_at=GroupRound.objects.get().opened_at)
    grouping.keep_time()
    last = newest(session)

    with room.knock(ana, session, after=seen, lang="en") as socket:
        caught_up_with(socket, last)

    assert "Brought back" in drawn(socket.frames)


def test_the_clock_calls_back_and_closes(room, session, host, ana, ben, groups):
    with room.join(ana, session) as socket:
        grouping.open_groups(by=host, session=session)
        socket.entry("groups.opened")
        GroupRound.objects.update(ends_at=GroupRound.objects.get().opened_at)
        closed = socket.entry("groups.closed")

    assert [patch["target"] for patch in closed["patches"]] == ["groups"]


def test_a_private_note_and_its_answer_reach_hosts_and_the_writer(room, session, host, ana, ben):
    note = talk.note(by=ana, session=session, text="I cannot hear")
    with (
        room.join(host, session) as hosting,
        room.join(ana, session) as writer,
        room.join(ben, session) as other,
    ):
        hosting.act("note.answer", line=note.seq, text="Use a headset")
        answered = writer.entry("note.answered")
        other.until(lambda frame: frame.get("seq") == answered["seq"])

    assert "Use a headset" in json.dumps(answered["patches"])
    assert "Use a headset" not in drawn(other.frames)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("group.say", {"group": "1", "text": "x"}),
        ("group.say", {"text": "x"}),
        ("group.move", {"person": 1, "group": 2**70}),
        ("groups.make", {"way": ["lot"]}),
        ("groups.extend", {}),
        ("note.answer", {"line": 1}),
    ],
)
def test_bad_fields_have_a_code(room, session, host, kind, data):
    with room.join(host, session) as socket:
        answer = socket.act(kind, **data)

    assert (answer["type"], answer["code"]) == ("error", "bad-data")


@pytest.mark.parametrize("number", [0, 2**62])
def test_what_is_not_there_is_refused(room, session, host, number):
    with room.join(host, session) as socket:
        for kind, data in (
            ("group.say", {"group": number, "text": "x"}),
            ("group.report", {"group": number}),
            ("group.drop-point", {"point": number}),
            ("group.visit", {"group": number}),
            ("group.move", {"person": number, "group": number}),
            ("note.read", {"line": number}),
        ):
            assert socket.act(kind, **data)["type"] == "refused", kind


def newest(session) -> int:
    from talanoa.live import queries

    return queries.last_seq(session.pk)
