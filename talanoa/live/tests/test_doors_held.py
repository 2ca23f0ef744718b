"""A held door: who goes in, who waits, who is let in, and what that costs."""

from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live import access, scene
from talanoa.live.models import Arrival, Entry, GuestLink
from talanoa.live.services import doors, floor, talk
from talanoa.live.tests.test_access import PEOPLE
from talanoa.schedule import services as schedule
from tests.make import a_person, a_presence, a_role, an_open_session, enrolled

pytestmark = pytest.mark.django_db

HOLD = {"locked": doors.lock, "people wait": doors.have_wait}

GOES_IN = {
    "enrolled": False,
    "enrolled elsewhere": False,
    "left": False,
    "coordinator": True,
    "facilitator": True,
    "expert": True,
    "scribe of the session": True,
    "presenter": True,
    "presenter of another session": False,
    "declined": False,
    "speaker on the agenda": True,
    "hub administrator": True,
    "guest": False,
    "guest whose link was withdrawn": False,
    "removed": False,
    "let in again": True,
    "stranger": False,
}


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


@pytest.fixture
def late(session):
    return enrolled(session.cohort, a_person("Yara Late"))


def comes_in(person, session) -> bool:
    """By both shapes of the rule."""
    try:
        access.get_session(person, session.pk)
    except NotVisible:
        entered = False
    else:
        entered = True
    assert (access.let_in(session, [person.pk]) == {person.pk}) is entered
    return entered


def is_held(person, session) -> bool:
    try:
        access.get_session(person, session.pk)
    except access.Held:
        held = True
    except NotVisible:
        held = False
    else:
        held = False
    assert (access.kept_waiting(session, [person.pk]) == {person.pk}) is held
    return held


@pytest.mark.parametrize("how", HOLD)
@pytest.mark.parametrize("who", GOES_IN)
def test_who_goes_through_a_held_door(session, host, who, how):
    HOLD[how](by=host, session=session)

    person = PEOPLE[who][0](session)

    belongs = PEOPLE[who][1]
    assert comes_in(person, session) is GOES_IN[who]
    assert is_held(person, session) is (belongs and not GOES_IN[who])


def test_everyone_known_to_the_door_is_tried():
    assert set(GOES_IN) == set(PEOPLE)


@pytest.mark.parametrize("how", HOLD)
@pytest.mark.parametrize(
    ("minutes", "stays"), [(0, True), (4, True), (6, False)], ids=["in", "cut off", "left before"]
)
def test_who_is_in_stays_in_and_comes_back(session, host, late, how, minutes, stays):
    a_presence(session, late, ago=timedelta(minutes=minutes))

    HOLD[how](by=host, session=session)

    assert comes_in(late, session) is stays


def test_who_acts_by_plain_forms_is_in_too(session, host, late):
    talk.say(by=late, session=session, text="No scripts here")

    doors.lock(by=host, session=session)

    assert comes_in(late, session)


def test_whoever_waited_and_came_in_meanwhile_is_not_locked_out(session, host, late):
    doors.have_wait(by=host, session=session)
    doors.knock(by=late, session=session)
    doors.stop_waiting(by=host, session=session)
    a_presence(session, late)

    doors.lock(by=host, session=session)

    assert comes_in(late, session)


def test_let_in_by_name_for_good(session, host, late):
    other = enrolled(session.cohort)
    doors.have_wait(by=host, session=session)
    for person in (late, other):
        doors.knock(by=person, session=session)

    doors.let_in(by=host, session=session, person=late.pk)

    assert (comes_in(late, session), comes_in(other, session)) == (True, False)
    assert [each.person for each in scene.door(session)["arrivals"]] == [other]
    doors.lock(by=host, session=session)
    assert comes_in(late, session)
    doors.let_all_in(by=host, session=session)
    assert comes_in(other, session)


def test_a_door_opens_to_everyone_when_neither_holds_it(session, host, late):
    doors.lock(by=host, session=session)
    doors.have_wait(by=host, session=session)

    doors.unlock(by=host, session=session)
    still_waits = is_held(late, session)
    doors.stop_waiting(by=host, session=session)

    assert (still_waits, comes_in(late, session)) == (True, True)


def test_the_door_is_held_until_the_end(session, host, late):
    doors.lock(by=host, session=session)

    schedule.close_session(by=host, session=session)

    assert access.get_session(late, session.pk) == session


def test_whoever_is_let_in_again_after_a_removal_is_in(session, host, late):
    doors.have_wait(by=host, session=session)
    floor_removed = enrolled(session.cohort)
    a_presence(session, floor_removed)
    doors.lock(by=host, session=session)
    floor.remove(by=host, session=session, person=floor_removed.pk)
    assert not is_held(floor_removed, session)

    floor.admit(by=host, session=session, person=floor_removed.pk)

    assert comes_in(floor_removed, session)


def test_whoever_waits_can_be_sent_away(session, host, late):
    doors.have_wait(by=host, session=session)
    doors.knock(by=late, session=session)

    floor.remove(by=host, session=session, person=late.pk)

    assert scene.door(session)["arrivals"] == []
    with pytest.raises(access.Removed):
        access.get_session(late, session.pk)


def test_a_guest_whose_link_is_withdrawn_does_not_wait(session, host):
    guest = PEOPLE["guest"][0](session)
    doors.have_wait(by=host, session=session)
    assert is_held(guest, session)

    GuestLink.objects.update(withdrawn_at=clock.now())

    assert (comes_in(guest, session), is_held(guest, session)) == (False, False)


def test_hosts_hear_of_each_arrival_once(session, host, late):
    doors.have_wait(by=host, session=session)
    now = clock.now()

    for seconds in (0, 5, 30, 60, 100):
        with clock.standing_at(now + timedelta(seconds=seconds)):
            doors.knock(by=late, session=session)

    told = Entry.objects.filter(kind="door.arrived")
    assert list(told.values_list("audience", "person", "data")) == [
        ("hosts", None, {"person": late.pk})
    ]


def test_whoever_stays_away_does_not_wait_any_more_and_is_told_anew(session, host, late):
    doors.have_wait(by=host, session=session)
    doors.knock(by=late, session=session)
    Arrival.objects.update(seen_at=clock.now() - timedelta(seconds=91))

    gone = scene.door(session)["arrivals"]
    doors.knock(by=late, session=session)

    assert (gone, len(scene.door(session)["arrivals"])) == ([], 1)
    assert Entry.objects.filter(kind="door.arrived").count() == 2


@pytest.mark.parametrize(
    "act",
    [
        doors.lock,
        doors.unlock,
        doors.have_wait,
        doors.stop_waiting,
        doors.let_all_in,
        lambda **by: doors.let_in(**by, person=1),
    ],
)
def test_only_hosts_hold_the_door(session, late, act):
    with pytest.raises(Refused, match="Only facilitators"):
        act(by=late, session=session)


def test_nobody_is_let_in_who_is_not_there(session, host):
    doors.have_wait(by=host, session=session)

    with pytest.raises(Refused, match="not waiting"):
        doors.let_in(by=host, session=session, person=enrolled(session.cohort).pk)
    with pytest.raises(Refused, match="Nobody is waiting"):
        doors.let_all_in(by=host, session=session)


def test_a_held_door_asks_no_more_queries(session, host, late, django_assert_num_queries):
    doors.have_wait(by=host, session=session)
    with django_assert_num_queries(2), pytest.raises(access.Held):
        access.get_session(late, session.pk)


# --- Pages ------------------------------------------------------------------------------------


def room_url(session) -> str:
    return f"/sessions/{session.pk}/room/"


def test_whoever_waits_sees_the_door_and_nothing_of_the_room(client, session, host, late):
    talk.say(by=host, session=session, text="Among ourselves")
    doors.have_wait(by=host, session=session)
    client.force_login(late)

    page = client.get(room_url(session)).content.decode()
    act = client.post(f"{room_url(session)}chat.say/", {"text": "Hello?"})
    slide = client.get(f"/sessions/{session.pk}/slides/1/1/")

    assert "You are at the door" in page
    assert "will let you in shortly" in page
    assert "Among ourselves" not in page
    assert (act.status_code, slide.status_code) == (302, 404)
    assert not Entry.objects.filter(kind="chat.said", person=late).exists()
    assert [each.person for each in scene.door(session)["arrivals"]] == [late]


def test_the_door_says_that_the_room_is_locked(client, session, host, late):
    doors.lock(by=host, session=session)
    client.force_login(late)

    assert "The room is locked for the moment" in client.get(room_url(session)).content.decode()


def test_the_door_answers_whoever_asks(client, session, host, late):
    url = f"/sessions/{session.pk}/door/"
    doors.have_wait(by=host, session=session)
    client.force_login(late)

    waiting = client.get(url)
    doors.let_all_in(by=host, session=session)
    let_in = client.get(url)
    client.force_login(a_person())
    stranger = client.get(url)

    assert [each.status_code for each in (waiting, let_in, stranger)] == [204, 200, 404]


def test_the_check_can_be_made_while_waiting(client, session, host, late):
    doors.have_wait(by=host, session=session)
    client.force_login(late)

    assert client.get(f"/sessions/{session.pk}/check/").status_code == 200


def test_hosts_hold_the_door_without_scripts(client, session, host, late):
    client.force_login(host)
    client.post(f"{room_url(session)}door.wait/")
    doors.knock(by=late, session=session)

    page = client.get(room_url(session)).content.decode()
    answer = client.post(f"{room_url(session)}door.let-in/", {"person": late.pk})

    assert "1 person waits at the door." in page
    assert answer.status_code == 302
    assert answer["Location"].endswith("#panel-people")
    assert comes_in(late, session)
