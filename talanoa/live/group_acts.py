"""The frames of groups and private notes, what their entries change in the page, and in the
record."""

from dataclasses import dataclass

from talanoa.live import fragments, groups, queries, record
from talanoa.live.group_terms import USUAL_ROUND, Latecomers
from talanoa.live.room.acts import register
from talanoa.live.services import group_making, group_places, group_work, grouping, notes
from talanoa.live.terms import Kind


@dataclass(frozen=True)
class NewGroups:
    way: str
    groups: int = 2
    minutes: int = USUAL_ROUND
    task: str = ""
    latecomers: str = str(Latecomers.PLACED)


@dataclass(frozen=True)
class MinutesOrNot:
    minutes: int | None = None


@dataclass(frozen=True)
class Minutes:
    """For which the groups work, all in all."""

    minutes: int


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class AMove:
    """Group 0 is plenary."""

    person: int
    group: int = 0


@dataclass(frozen=True)
class AGroup:
    group: int


@dataclass(frozen=True)
class GroupWords:
    group: int
    text: str


@dataclass(frozen=True)
class APoint:
    point: int


@dataclass(frozen=True)
class ANote:
    """A private note, by its number."""

    line: int


@dataclass(frozen=True)
class AnAnswerToNote:
    line: int
    text: str


def register_all() -> None:
    """Called once, at start-up."""
    register("note.read", fields=ANote, service=notes.read, leaves_session=True)
    register("note.answer", fields=AnAnswerToNote, service=notes.answer)
    register("groups.make", fields=NewGroups, service=group_making.make)
    register("groups.drop", service=group_making.drop)
    register("groups.open", fields=MinutesOrNot, service=grouping.open_groups)
    register("groups.extend", fields=Minutes, service=grouping.extend)
    register("groups.call", service=grouping.call_back)
    register("groups.word", fields=Words, service=grouping.send_word, leaves_session=True)
    register("group.move", fields=AMove, service=group_places.move)
    register("group.visit", fields=AGroup, service=group_places.visit)
    register("group.leave", service=group_places.leave)
    register("group.say", fields=GroupWords, service=group_work.say, leaves_session=True)
    register("group.report", fields=AGroup, service=group_work.report, leaves_session=True)
    register("group.note", fields=GroupWords, service=group_work.add_point, leaves_session=True)
    register("group.drop-point", fields=APoint, service=group_work.drop_point, leaves_session=True)
    _draw()
    record.sections.register("groups", 12, "live/_record_groups.html", context=groups.in_record)


def _draw() -> None:
    for kind in (Kind.GROUPS_OPENED, Kind.GROUPS_CLOSED, Kind.GROUPS_CHANGED):
        fragments.register(
            kind,
            template="live/_groups.html",
            target="groups",
            context=groups.of_entry,
            rewrites=kind == Kind.GROUPS_CHANGED,
        )
    for kind in (Kind.GROUPS_EXTENDED, Kind.GROUPS_CALLED):
        fragments.register(
            kind, template="live/_groups_clock.html", target="groups-clock", context=groups.clock_of
        )
    fragments.register(Kind.GROUP_PLACED, target="group-{before}", action="remove")
    for kind in (Kind.GROUP_OPENED, Kind.GROUP_PLACED):
        fragments.register(
            kind,
            template="live/_group.html",
            target="group-sections",
            action="append",
            context=groups.section_of,
        )
    fragments.register(
        Kind.GROUP_CHANGED,
        template="live/_group_people.html",
        target="group-{group}-people",
        context=groups.people_of_entry,
    )
    fragments.register(
        Kind.GROUP_NOTED,
        template="live/_group_note.html",
        target="group-{group}-note",
        context=groups.note_of,
        # A point that was removed must not reach whoever comes back after that.
        rewrites=True,
    )
    for kind, target in (
        (Kind.GROUP_SAID, "group-{group}-lines"),
        (Kind.GROUPS_WORD, "groups-words"),
    ):
        fragments.register(kind, template="live/_chat_line.html", target=target, action="append")
    fragments.register(
        Kind.GROUPS_LISTED,
        template="live/_group_tools.html",
        target="group-tools",
        context=groups.tools_of,
    )
    fragments.register(
        Kind.GROUP_VISITED,
        template="live/_group_visit.html",
        target="group-visit",
        context=groups.visited_of,
    )
    fragments.register(
        Kind.NOTE_READ,
        template="live/_chat_line.html",
        target="chat-{line}",
        context=lambda entry: {"entry": queries.line_of(entry)},
    )
