"""Rooms whose people are in groups, and the acts that are tried there."""

from django.db import transaction

from talanoa.live.models import Group, GroupPoint, Presence
from talanoa.live.services import (
    floor,
    group_making,
    group_places,
    group_work,
    grouping,
    moderation,
    notes,
    talk,
)
from talanoa.people.services import erase
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import a_person, a_presence, enrolled


def with_people_here(room):
    for someone in (room.member, room.other, room.presenter):
        a_presence(room.session, someone)


def with_prepared_groups(room, **fields):
    with_people_here(room)
    usual = {"way": "lot", "groups": 2, "minutes": 10, "task": "Find one <step>"}
    group_making.make(by=room.facilitator, session=room.session, **(usual | fields))
    # Who is here is told beside the log, and no matter of groups.
    Presence.objects.all().delete()
    room.groups = list(Group.objects.filter(round__session=room.session))
    # The readers are where the tests say: the lot is drawn anew each time.
    put(room, room.member, room.groups[0])
    put(room, room.other, room.groups[0])
    put(room, room.presenter, room.groups[1])


def put(room, person, group):
    group_places.move(
        by=room.facilitator,
        session=room.session,
        person=person.pk,
        group=group.pk if group else 0,
    )


def with_open_groups(room, **fields):
    with_prepared_groups(room, **fields)
    grouping.open_groups(by=room.facilitator, session=room.session)


def said(room, who, group, text="Among us"):
    return group_work.say(by=who, session=room.session, group=group.pk, text=text)


def noted(room, who, group, text="Train <nurses> first"):
    group_work.add_point(by=who, session=room.session, group=group.pk, text=text)
    return GroupPoint.objects.filter(group=group).last()


def with_a_note(room):
    with_open_groups(room)
    room.point = noted(room, room.other, room.groups[0])


def with_work_done(room):
    with_a_note(room)
    said(room, room.other, room.groups[0])
    said(room, room.presenter, room.groups[1], "Elsewhere")
    noted(room, room.presenter, room.groups[1], "Elsewhere too")


def with_work_brought(room):
    with_work_done(room)
    with transaction.atomic():
        grouping.close(by=room.facilitator, session=room.session)


def with_a_visit(room):
    with_open_groups(room)
    group_places.visit(by=room.facilitator, session=room.session, group=room.groups[0].pk)


def with_a_private_note(room):
    room.note = talk.note(by=room.other, session=room.session, text="For you").seq
    room.own = talk.note(by=room.member, session=room.session, text="And mine").seq


def host_does(service, **fields):
    return lambda r: service(by=r.facilitator, session=r.session, **fields)


def a_latecomer(room):
    late = enrolled(room.session.cohort, a_person("Yara Late"))
    return group_places.place_latecomer(person=late, session=room.session)


GROUP_ACTS_TRIED = {
    "note.read": (
        with_a_private_note,
        lambda r: [
            notes.read(by=r.facilitator, session=r.session, line=line) for line in (r.note, r.own)
        ],
    ),
    "note.answer": (
        with_a_private_note,
        lambda r: [
            notes.answer(by=r.facilitator, session=r.session, line=line, text="Thank <you>")
            for line in (r.note, r.own)
        ],
    ),
    "groups.make": (with_people_here, host_does(group_making.make, way="language")),
    "groups.make by country": (with_people_here, host_does(group_making.make, way="country")),
    "groups.make by role": (with_people_here, host_does(group_making.make, way="role")),
    "groups.drop": (with_prepared_groups, host_does(group_making.drop)),
    "groups.open": (with_prepared_groups, host_does(grouping.open_groups)),
    "groups.extend": (with_work_done, host_does(grouping.extend, minutes=12)),
    "groups.call": (with_work_done, host_does(grouping.call_back)),
    "groups.word": (with_work_done, host_does(grouping.send_word, text="Two <minutes>")),
    "group.move": (with_work_done, lambda r: put(r, r.member, r.groups[1])),
    "group.move of the rapporteur": (with_work_done, lambda r: put(r, r.other, r.groups[1])),
    "group.move to plenary": (with_work_done, lambda r: put(r, r.member, None)),
    "group.move before they open": (
        with_prepared_groups,
        lambda r: put(r, r.member, r.groups[1]),
    ),
    "group.visit": (
        with_work_done,
        lambda r: group_places.visit(by=r.facilitator, session=r.session, group=r.groups[0].pk),
    ),
    "group.leave": (with_a_visit, host_does(group_places.leave)),
    "group.say": (
        with_work_done,
        lambda r: (said(r, r.other, r.groups[0]), said(r, r.presenter, r.groups[1])),
    ),
    "group.report": (
        with_a_note,
        lambda r: group_work.report(by=r.member, session=r.session, group=r.groups[0].pk),
    ),
    "group.note": (with_open_groups, lambda r: noted(r, r.other, r.groups[0])),
    "group.drop-point": (
        with_a_note,
        lambda r: group_work.drop_point(by=r.other, session=r.session, point=r.point.pk),
    ),
    "a latecomer in groups": (with_work_done, a_latecomer),
    "a line of a group taken down": (
        with_open_groups,
        lambda r: moderation.take_down(
            by=r.facilitator, session=r.session, line=said(r, r.other, r.groups[0]).seq
        ),
    ),
    "somebody in a group erased": (
        with_work_done,
        lambda r: (erase(by=r.other, person=r.other, words=True), run_jobs(of="live")),
    ),
    "somebody erased once the groups are back": (
        with_work_brought,
        lambda r: (erase(by=r.other, person=r.other, words=True), run_jobs(of="live")),
    ),
    "session.close while groups work": (with_work_done, host_does(floor.close_session)),
}
