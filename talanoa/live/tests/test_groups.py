"""Breakout groups: made, opened, called back; who may, and what becomes of each."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.live import groups as reading
from talanoa.live import queries
from talanoa.live.models import Entry, Group, GroupPlace, GroupRound, ListeningChoice, Presence
from talanoa.live.services import (
    floor,
    group_making,
    group_places,
    group_work,
    grouping,
    talk,
)
from talanoa.live.tests.grouped import (
    noted,
    put,
    said,
    with_open_groups,
    with_people_here,
    with_prepared_groups,
    with_work_done,
)
from talanoa.live.tests.room_states import Room
from talanoa.people.models import Person
from tests.make import a_country, a_person, a_presence, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return Room()


@pytest.fixture
def move_clock(monkeypatch):
    """Move the clock on by so many seconds."""
    offset = {"seconds": 0.0}
    real = clock.now

    def later(seconds):
        offset["seconds"] += seconds
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=offset["seconds"]))

    return later


def make(room, **fields):
    usual = {"way": "lot", "groups": 2, "minutes": 10}
    return group_making.make(by=room.facilitator, session=room.session, **(usual | fields))


def names(session) -> dict[str, list[str]]:
    """Who is in which of the groups that are in hand."""
    page = reading.prepared_page(session)
    return {each["title"]: [str(person) for person in each["people"]] for each in page["groups"]}


def kinds(room) -> list[str]:
    return list(
        Entry.objects.filter(session=room.session, kind__startswith="group")
        .order_by("seq")
        .values_list("kind", flat=True)
    )


def test_by_language_people_are_with_those_who_chose_it(room):
    with_people_here(room)
    ListeningChoice.objects.create(person=room.member, cohort=room.session.cohort, language="fr")
    room.presenter.language = "ar"
    room.presenter.save()

    make(room, way="language")

    assert names(room.session) == {
        "English": ["Ben Osei"],
        "Français": ["Ana Faleolo"],
        "العربيّة": ["Amina Kone"],
    }


def test_by_country_and_by_role(room):
    with_people_here(room)
    place = room.session.cohort.enrolments.get(person=room.member)
    place.country = a_country("TO")
    place.save()

    make(room, way="country")
    assert names(room.session) == {
        "Tonga": ["Ana Faleolo"],
        "Other participants": ["Amina Kone", "Ben Osei"],
    }

    make(room, way="role")
    assert names(room.session) == {
        "Presenter": ["Amina Kone"],
        "Participants": ["Ana Faleolo", "Ben Osei"],
    }


def test_before_the_session_they_are_made_of_those_who_may_come():
    room = Room(is_open=False)

    make(room)

    assert sorted(name for people in names(room.session).values() for name in people) == [
        "Amina Kone",
        "Ana Faleolo",
        "Ben Osei",
    ]
    with pytest.raises(Refused, match="Open the session first"):
        grouping.open_groups(by=room.facilitator, session=room.session)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"way": "height"}, "Choose how"),
        ({"groups": 0}, "between 1 and 40"),
        ({"groups": 41}, "between 1 and 40"),
        ({"minutes": 0}, "1 to 120"),
        ({"minutes": 121}, "1 to 120"),
        ({"task": "x" * 601}, "at most 600"),
        ({"latecomers": "nowhere"}, "not a valid choice"),
    ],
)
def test_what_cannot_be_made_says_why_and_leaves_what_there_was(room, fields, why):
    with_people_here(room)
    make(room, task="Kept")

    with pytest.raises(ValidationError) as refused:
        make(room, **fields)

    assert why in " ".join(refused.value.messages)
    assert GroupRound.objects.get().task == "Kept"


def test_nobody_here_is_no_group(room):
    with pytest.raises(Refused, match="Nobody is here"):
        make(room, way="language")


@pytest.mark.parametrize("who", ["member", "presenter"])
def test_only_hosts_make_open_move_and_call(room, who):
    with_open_groups(room)
    someone, session = getattr(room, who), room.session
    for act in (
        lambda: group_making.make(by=someone, session=session, way="lot"),
        lambda: group_making.drop(by=someone, session=session),
        lambda: grouping.open_groups(by=someone, session=session),
        lambda: grouping.extend(by=someone, session=session, minutes=20),
        lambda: grouping.call_back(by=someone, session=session),
        lambda: grouping.send_word(by=someone, session=session, text="Hello"),
        lambda: group_places.move(by=someone, session=session, person=room.member.pk),
        lambda: group_places.visit(by=someone, session=session, group=room.groups[1].pk),
        lambda: group_places.leave(by=someone, session=session),
    ):
        with pytest.raises(Refused, match="Only facilitators"):
            act()


def test_what_is_said_in_a_group_is_for_it_and_for_hosts(room):
    with_open_groups(room)

    line = said(room, room.other, room.groups[0])

    assert (line.audience, line.audience_group) == ("group", room.groups[0])
    assert reading.people_in(room.groups[0].pk) == {room.member.pk, room.other.pk}
    with pytest.raises(Refused, match="not in this group"):
        said(room, room.presenter, room.groups[0])
    assert said(room, room.facilitator, room.groups[1]).audience_group == room.groups[1]


def test_in_a_group_one_writes_there_and_not_to_everyone(room):
    with_open_groups(room)

    with pytest.raises(Refused, match="You are in a group"):
        talk.say(by=room.member, session=room.session, text="To all")
    assert talk.note(by=room.member, session=room.session, text="To hosts").audience == "hosts"
    assert talk.say(by=room.facilitator, session=room.session, text="To all").pk


def test_groups_of_another_session_are_nobodys(room):
    with_open_groups(room)
    other = Room()

    with pytest.raises(Refused, match="not in this group"):
        said(other, other.member, room.groups[0])
    with pytest.raises(Refused, match="No groups are open"):
        group_places.visit(by=other.facilitator, session=other.session, group=room.groups[0].pk)
    with pytest.raises(Refused, match="not in the note"):
        point = noted(room, room.member, room.groups[0])
        group_work.drop_point(by=other.facilitator, session=other.session, point=point.pk)


def test_one_writes_for_the_group_and_another_takes_over(room):
    with_open_groups(room)
    group = room.groups[0]
    point = noted(room, room.other, group)

    with pytest.raises(Refused, match="Ben Osei writes for this group"):
        noted(room, room.member, group)
    with pytest.raises(Refused, match="Ben Osei writes for this group"):
        group_work.drop_point(by=room.member, session=room.session, point=point.pk)
    group_work.report(by=room.member, session=room.session, group=group.pk)
    noted(room, room.member, group, "  And  buy\nmorphine ")

    assert [each.text for each in group.points.all()] == [
        "Train <nurses> first",
        "And buy morphine",
    ]


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_a_point_is_neither_empty_nor_endless(room, text):
    with_open_groups(room)

    with pytest.raises(ValidationError):
        noted(room, room.other, room.groups[0], text)


def test_a_note_holds_thirty_points(room):
    with_open_groups(room)
    for number in range(30):
        noted(room, room.other, room.groups[0], f"Point {number}")

    with pytest.raises(Refused, match="at most 30"):
        noted(room, room.other, room.groups[0])


def test_the_return_call_comes_a_minute_before_the_end_and_then_everybody_is_back(room, move_clock):
    with_open_groups(room, minutes=5)
    grouping.keep_time()
    assert GroupRound.objects.get().called_at is None

    move_clock(4 * 60 + 1)
    grouping.keep_time()
    grouping.keep_time()
    called = GroupRound.objects.get()
    assert (called.called_at is not None, called.closed_at) == (True, None)

    move_clock(60)
    grouping.keep_time()
    grouping.keep_time()

    assert GroupRound.objects.get().closed_at is not None
    assert kinds(room).count("groups.called") == 1
    assert kinds(room).count("groups.closed") == 1
    assert reading.places(room.session.pk) == ({}, frozenset())
    assert talk.say(by=room.member, session=room.session, text="Back").pk


def test_a_call_leaves_a_minute_and_two_minutes_more_take_it_back(room, move_clock):
    with_open_groups(room)
    grouping.call_back(by=room.facilitator, session=room.session)
    called = GroupRound.objects.get()
    assert called.ends_at - called.called_at == timedelta(seconds=60)

    grouping.extend(by=room.facilitator, session=room.session, minutes=12)
    extended = GroupRound.objects.get()

    assert extended.called_at is None
    assert extended.ends_at == extended.opened_at + timedelta(minutes=12)
    move_clock(15 * 60)
    with pytest.raises(ValidationError, match="passed already"):
        grouping.extend(by=room.facilitator, session=room.session, minutes=14)


def test_a_second_press_gives_no_more_minutes(room):
    with_open_groups(room)
    for _ in range(2):
        grouping.extend(by=room.facilitator, session=room.session, minutes=12)

    assert GroupRound.objects.get().minutes == 12


def test_with_the_session_the_groups_end(room):
    with_work_done(room)

    floor.close_session(by=room.facilitator, session=room.session)

    assert GroupRound.objects.get().closed_at is not None
    assert queries.last_seq(room.session.pk) == Entry.objects.latest("seq").seq


@pytest.mark.parametrize("act", ["group.say", "group.note"])
def test_whoever_writes_too_late_is_told(room, act):
    with_open_groups(room)
    floor.close_session(by=room.facilitator, session=room.session)
    room.session.refresh_from_db()

    with pytest.raises(Refused, match="ended"):
        (said if act == "group.say" else noted)(room, room.other, room.groups[0])


def test_groups_cannot_be_made_anew_while_they_are_open(room):
    with_open_groups(room)

    with pytest.raises(Refused, match="Call them back first"):
        make(room)


@pytest.mark.parametrize(("latecomers", "count"), [("placed", 4), ("plenary", 3)])
def test_whoever_came_between_making_and_opening_is_a_latecomer_too(room, latecomers, count):
    with_prepared_groups(room, latecomers=latecomers)
    a_presence(room.session, enrolled(room.session.cohort, a_person("Yara Late")))
    a_presence(room.session, room.facilitator)

    grouping.open_groups(by=room.facilitator, session=room.session)

    assert GroupPlace.objects.filter(group__isnull=False).count() == count


@pytest.mark.parametrize(("latecomers", "group"), [("placed", 2), ("plenary", None)])
def test_a_latecomer_goes_where_the_host_chose(room, latecomers, group):
    with_open_groups(room, latecomers=latecomers)
    late = enrolled(room.session.cohort, a_person("Yara Late"))

    placed = group_places.place_latecomer(person=late, session=room.session)

    assert (placed.number if placed else None) == group
    assert group_places.place_latecomer(person=late, session=room.session) is None


def test_a_latecomer_joins_those_of_their_language(room):
    with_people_here(room)
    Person.objects.filter(pk__in=[room.member.pk, room.presenter.pk]).update(language="fr")
    make(room, way="language")
    grouping.open_groups(by=room.facilitator, session=room.session)
    late = enrolled(room.session.cohort, a_person("Yara Late", language="fr"))

    placed = group_places.place_latecomer(person=late, session=room.session)

    assert reading.title(reading.group_in(room.session, placed.pk)) == "Français"


def test_nobody_is_placed_once_all_are_called_nor_a_host_nor_whom_a_host_put_into_plenary(room):
    with_open_groups(room)
    put(room, room.member, None)
    for person in (room.member, room.facilitator):
        assert group_places.place_latecomer(person=person, session=room.session) is None
    grouping.call_back(by=room.facilitator, session=room.session)
    late = enrolled(room.session.cohort)

    assert group_places.place_latecomer(person=late, session=room.session) is None


def test_hosts_and_strangers_are_put_into_no_group(room):
    with_prepared_groups(room)
    for person in (room.facilitator, a_person()):
        with pytest.raises(Refused, match="cannot be put into a group"):
            put(room, person, room.groups[0])


def test_whoever_is_moved_leaves_the_pen_behind_and_reads_the_other_group(room):
    with_work_done(room)

    put(room, room.other, room.groups[1])

    assert Group.objects.get(pk=room.groups[0].pk).rapporteur is None
    assert said(room, room.other, room.groups[1]).pk
    with pytest.raises(Refused, match="not in this group"):
        said(room, room.other, room.groups[0])


def test_a_visit_is_one_at_a_time_and_ends_with_the_groups(room):
    with_open_groups(room)
    for group in room.groups:
        group_places.visit(by=room.facilitator, session=room.session, group=group.pk)
    assert list(GroupPlace.objects.filter(is_visit=True).values_list("group__number")) == [(2,)]

    floor.close_session(by=room.facilitator, session=room.session)

    assert not GroupPlace.objects.filter(is_visit=True).exists()


def test_time_in_a_group_is_time_in_the_session(room):
    """Presence is of the session's room, wherever in it somebody is."""
    with_people_here(room)
    before = {presence.person_id for presence in Presence.objects.all()}
    make(room)
    grouping.open_groups(by=room.facilitator, session=room.session)

    assert {presence.person_id for presence in Presence.objects.filter(ended_at=None)} == before
