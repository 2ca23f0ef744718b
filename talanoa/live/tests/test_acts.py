"""What people do in a room, by the services that page and socket share."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.live.models import Entry, Hand, Room
from talanoa.live.room import acts
from talanoa.live.room.protocol import Code, Frame, ProtocolError
from talanoa.live.services import floor, talk
from talanoa.schedule import services as schedule
from talanoa.schedule.models import AgendaItem
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import a_person, a_role, a_session, an_open_session, closed, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator")


@pytest.fixture
def member(session):
    return enrolled(session.cohort)


def log_of(session) -> list[tuple]:
    entries = Entry.objects.filter(session=session)
    return list(entries.order_by("seq").values_list("kind", "person", "data", "audience"))


def hands_of(session) -> list[int]:
    return list(
        Hand.objects.filter(session=session, lowered_at=None).values_list("person", flat=True)
    )


# --- Talk --------------------------------------------------------------------------------------


def test_a_line_is_kept_without_the_space_around_it(session, member):
    talk.say(by=member, session=session, text="  Good morning \n")

    assert log_of(session) == [("chat.said", member.pk, {"text": "Good morning"}, "everyone")]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
def test_a_line_says_something_and_not_too_much(session, member, text):
    with pytest.raises(ValidationError):
        talk.say(by=member, session=session, text=text)
    assert log_of(session) == []


def test_the_lobby_can_talk_and_a_closed_room_cannot():
    lobby = a_session(starts_in=timedelta(minutes=5))
    talk.say(by=enrolled(lobby.cohort), session=lobby, text="Early")

    with pytest.raises(Refused, match="This session has ended"):
        talk.say(by=enrolled(lobby.cohort), session=closed(lobby), text="Late")


def test_a_note_is_for_the_hosts(session, member):
    talk.note(by=member, session=session, text="My line is bad")

    assert log_of(session) == [("note.sent", member.pk, {"text": "My line is bad"}, "hosts")]


def test_hands_stay_in_the_order_in_which_they_went_up(session, member):
    second = enrolled(session.cohort)
    for person in (member, second, member):
        talk.raise_hand(by=person, session=session)

    assert hands_of(session) == [member.pk, second.pk]
    assert [kind for kind, *_ in log_of(session)] == ["hand.raised", "hand.raised"]


def test_a_hand_that_is_raised_again_goes_to_the_end(session, member):
    second = enrolled(session.cohort)
    for person in (member, second):
        talk.raise_hand(by=person, session=session)
    talk.lower_hand(by=member, session=session)
    talk.raise_hand(by=member, session=session)

    assert hands_of(session) == [second.pk, member.pk]


def test_only_hosts_lower_anothers_hand(session, host, member):
    talk.raise_hand(by=member, session=session)

    with pytest.raises(Refused, match="Only facilitators"):
        talk.lower_hand_of(by=enrolled(session.cohort), session=session, person=member.pk)
    talk.lower_hand_of(by=host, session=session, person=member.pk)

    assert hands_of(session) == []


def test_a_hand_that_is_down_cannot_be_lowered(session, member):
    with pytest.raises(Refused, match="not raised"):
        talk.lower_hand(by=member, session=session)


# --- Floor -------------------------------------------------------------------------------------


def test_the_floor_goes_to_the_first_hand(session, host, member):
    second = enrolled(session.cohort)
    for person in (member, second):
        talk.raise_hand(by=person, session=session)

    floor.give_floor(by=host, session=session)

    assert (Room.objects.get(pk=session.pk).floor_id, hands_of(session)) == (
        member.pk,
        [second.pk],
    )


def test_the_floor_can_be_given_to_anyone_in_the_session(session, host, member):
    floor.give_floor(by=host, session=session, person=member.pk)

    assert Room.objects.get(pk=session.pk).floor_id == member.pk
    with pytest.raises(Refused, match="not in the session"):
        floor.give_floor(by=host, session=session, person=a_person().pk)


def test_the_floor_waits_for_a_hand(session, host):
    with pytest.raises(Refused, match="No hand is raised"):
        floor.give_floor(by=host, session=session)


def test_whoever_has_the_floor_may_give_it_back(session, host, member):
    floor.give_floor(by=host, session=session, person=member.pk)
    with pytest.raises(Refused):
        floor.take_floor(by=enrolled(session.cohort), session=session)

    floor.take_floor(by=member, session=session)

    assert Room.objects.get(pk=session.pk).floor_id is None
    with pytest.raises(Refused, match="Nobody has the floor"):
        floor.take_floor(by=host, session=session)


def test_the_agenda_moves_and_its_clock_starts(session, host):
    item = AgendaItem.objects.create(
        session=session, position=50, kind="case", title="Case", minutes=20
    )

    floor.move_agenda(by=host, session=session, item=item.pk)

    room = Room.objects.get(pk=session.pk)
    assert (room.current_item_id, room.item_began_at is None) == (item.pk, False)
    with pytest.raises(Refused, match="not on the agenda"):
        floor.move_agenda(by=host, session=session, item=item.pk + 100)


def test_nothing_is_led_before_the_session_is_open():
    lobby = a_session(starts_in=timedelta(minutes=5))
    host = a_role(lobby.cohort.programme, "facilitator")

    with pytest.raises(Refused, match="Open the session first"):
        floor.give_floor(by=host, session=lobby, person=host.pk)


def test_muting_is_told_to_the_one_and_all_muting_to_all(session, host, member):
    floor.mute(by=host, session=session, person=member.pk)
    floor.mute_all(by=host, session=session)

    assert log_of(session) == [
        ("person.muted", host.pk, {"person": member.pk}, "person"),
        ("all.muted", host.pk, {}, "everyone"),
    ]


@pytest.mark.parametrize(
    "act", [floor.mute, floor.remove, floor.admit, floor.give_floor, talk.lower_hand_of]
)
def test_members_do_not_lead(session, member, act):
    with pytest.raises(Refused, match="Only facilitators"):
        act(by=member, session=session, person=enrolled(session.cohort).pk)


def test_a_removal_takes_hand_and_floor_for_all_to_see(session, host, member):
    floor.give_floor(by=host, session=session, person=member.pk)
    talk.raise_hand(by=member, session=session)

    floor.remove(by=host, session=session, person=member.pk)

    room = Room.objects.get(pk=session.pk)
    assert (hands_of(session), room.floor_id) == ([], None)
    assert [(kind, audience) for kind, _, _, audience in log_of(session)[2:]] == [
        ("hand.lowered", "everyone"),
        ("floor.taken", "everyone"),
        ("person.removed", "hosts"),
    ]
    assert Event.objects.filter(kind="live.removed").count() == 1


def test_hosts_are_not_removed(session, host):
    with pytest.raises(Refused, match="cannot be removed"):
        floor.remove(by=host, session=session, person=host.pk)


def test_whoever_was_not_removed_is_not_let_in_again(session, host, member):
    with pytest.raises(Refused, match="has not been removed"):
        floor.admit(by=host, session=session, person=member.pk)


# --- Opening and closing -----------------------------------------------------------------------


def test_opening_in_the_room_is_said_once():
    session = a_session(starts_in=timedelta(minutes=5))
    host = a_role(session.cohort.programme, "facilitator")

    opened = floor.open_session(by=host, session=session, client_id="open")
    run_jobs(of="live")

    assert Entry.objects.get(session=session, kind="session.opened").pk == opened.pk


def test_opening_and_closing_otherwise_is_said_by_a_job_that_commits_with_it():
    session = a_session(starts_in=timedelta(minutes=5))

    schedule.open_session(by=None, session=session)
    schedule.close_session(by=None, session=session)
    ran = [name for name in run_jobs(of="live") if name.startswith("note_")]

    kinds = Entry.objects.filter(session=session).order_by("seq")
    assert ran == ["note_opened", "note_closed"]
    assert list(kinds.values_list("kind", flat=True)) == ["session.opened", "session.closed"]


def test_opening_and_ending_on_the_sessions_page_is_said_in_the_act_itself(client):
    session = a_session(starts_in=timedelta(minutes=5))
    host = a_role(session.cohort.programme, "facilitator")
    client.force_login(host)

    for act in ("open", "close"):
        client.post(f"/sessions/{session.pk}/{act}/")
    before = list(Entry.objects.filter(session=session).values_list("kind", "person"))
    run_jobs(of="live")

    assert before == [("session.opened", host.pk), ("session.closed", host.pk)]
    assert Entry.objects.filter(session=session).count() == 2


# --- Frames ------------------------------------------------------------------------------------


def ask(kind, *, by, session, client_id="a", **data):
    return acts.carry_out(Frame(kind, client_id, data), by=by, session=session)


def test_a_frame_is_carried_out_by_its_service(session, member):
    entry = ask("chat.say", by=member, session=session, text="Hello")

    assert (entry.kind, entry.client_id, entry.data) == ("chat.said", "a", {"text": "Hello"})


@pytest.mark.parametrize(
    ("kind", "client_id", "data", "code"),
    [
        ("chat.shout", "a", {}, Code.UNKNOWN_TYPE),
        ("chat.say", "", {"text": "x"}, Code.BAD_ID),
        ("chat.say", "a", {}, Code.BAD_DATA),
        ("chat.say", "a", {"text": 7}, Code.BAD_DATA),
        ("chat.say", "a", {"text": "x", "by": 1}, Code.BAD_DATA),
        ("chat.say", "a", {"text": "x", "session": 1}, Code.BAD_DATA),
        ("floor.give", "a", {"person": "1"}, Code.BAD_DATA),
        ("hand.raise", "a", {"person": 1}, Code.BAD_DATA),
    ],
)
def test_a_frame_that_cannot_be_carried_out_has_its_code(
    session, member, kind, client_id, data, code
):
    with pytest.raises(ProtocolError) as caught:
        acts.carry_out(Frame(kind, client_id, data), by=member, session=session)
    assert (caught.value.code, log_of(session)) == (code, [])


def test_what_the_model_finds_wrong_is_a_refusal_in_words(session, member):
    with pytest.raises(Refused, match="Write something first"):
        ask("chat.say", by=member, session=session, text=" ")


@pytest.mark.parametrize("kind", ["chat.say", "alive", "catch-up", "people", "sound.join"])
def test_a_type_has_one_meaning(kind):
    with pytest.raises(ValueError, match="Two acts"):
        acts.register(kind, service=talk.raise_hand)
