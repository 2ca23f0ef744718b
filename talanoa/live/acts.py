"""The frames of the room's own acts, and what its entries change in the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from talanoa.live import (
    access,
    caption_acts,  # noqa: F401 - registers its own
    fragments,
    group_acts,
    panels,
    picture_acts,  # noqa: F401 - registers its own
    queries,
    question_acts,
    record,
    recorded,
    scene,
    screens,
    talk_shown,
)
from talanoa.live import interpretation as interpreting
from talanoa.live import polls as reading
from talanoa.live.alike import Alike
from talanoa.live.models import Entry
from talanoa.live.room.acts import register
from talanoa.live.services import (
    cohosts,
    doors,
    floor,
    interpretation,
    moderation,
    polls,
    recordings,
    slides,
    talk,
    timing,
)
from talanoa.live.services import screens as sharing
from talanoa.live.terms import CHATTED, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@dataclass(frozen=True)
class Line:
    text: str


@dataclass(frozen=True)
class RaisedHand:
    """What it is about; ``is_written`` where its owner cannot speak."""

    about: str = ""
    is_written: bool = False


@dataclass(frozen=True)
class Ordering:
    order: str


@dataclass(frozen=True)
class Someone:
    person: int


@dataclass(frozen=True)
class SomeoneOrNext:
    """Without a person: whoever raised their hand first."""

    person: int | None = None


@dataclass(frozen=True)
class Item:
    item: int


@dataclass(frozen=True)
class Extension:
    """The minutes, all in all, by which an item lasts longer than planned."""

    item: int
    extra: int


@dataclass(frozen=True)
class Slide:
    """A deck, by id, and a page of it, by number."""

    deck: int
    page: int


@dataclass(frozen=True)
class NewPoll:
    """A poll made on the spot; ``options`` holds one a line."""

    question: str
    kind: str
    ballot: str
    options: str = ""
    lowest: str = ""
    highest: str = ""


@dataclass(frozen=True)
class ACohost:
    person: int
    though_guest: bool = False


@dataclass(frozen=True)
class ALine:
    """A line of the chat, by its number."""

    line: int


@dataclass(frozen=True)
class Pace:
    seconds: int


@dataclass(frozen=True)
class Others:
    """How many sit at one's device besides oneself, without names."""

    others: int


@dataclass(frozen=True)
class APoll:
    poll: int


@dataclass(frozen=True)
class Vote:
    """Numbers of what was chosen, or words."""

    poll: int
    choices: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ALanguage:
    """By its code; empty: the floor."""

    language: str


@dataclass(frozen=True)
class Answer:
    """``yes`` or ``no``."""

    answer: str


register("chat.say", fields=Line, service=talk.say, leaves_session=True)
register("note.send", fields=Line, service=talk.note, leaves_session=True)
register("hand.raise", fields=RaisedHand, service=talk.raise_hand, leaves_session=True)
register("hand.order", fields=Ordering, service=floor.order_hands, leaves_session=True)
register("hand.read", fields=Someone, service=floor.read_hand, leaves_session=True)
register("hand.lower", service=talk.lower_hand, leaves_session=True)
register("hand.lower-for", fields=Someone, service=talk.lower_hand_of, leaves_session=True)
register("floor.give", fields=SomeoneOrNext, service=floor.give_floor)
register("floor.take", service=floor.take_floor)
register("agenda.move", fields=Item, service=floor.move_agenda)
register("agenda.extend", fields=Extension, service=timing.extend)
register("session.open", service=floor.open_session)
register("session.close", service=floor.close_session)
register("person.mute", fields=Someone, service=floor.mute)
register("all.mute", service=floor.mute_all)
register("person.remove", fields=Someone, service=floor.remove)
register("person.admit", fields=Someone, service=floor.admit)
register("door.lock", service=doors.lock, leaves_session=True)
register("door.unlock", service=doors.unlock, leaves_session=True)
register("door.wait", service=doors.have_wait, leaves_session=True)
register("door.stop-waiting", service=doors.stop_waiting, leaves_session=True)
register("door.let-in", fields=Someone, service=doors.let_in, leaves_session=True)
register("door.let-all-in", service=doors.let_all_in, leaves_session=True)
register("cohost.make", fields=ACohost, service=cohosts.make_cohost)
register("cohost.end", fields=Someone, service=cohosts.end_cohost)
register("chat.take-down", fields=ALine, service=moderation.take_down)
register("chat.pause", service=moderation.pause_chat, leaves_session=True)
register("chat.resume", service=moderation.resume_chat, leaves_session=True)
register("chat.pace", fields=Pace, service=moderation.pace_chat, leaves_session=True)
register("slide.show", fields=Slide, service=slides.show)
register("slide.clear", service=slides.clear)
register("poll.ask", fields=NewPoll, service=polls.ask)
register("poll.open", fields=APoll, service=polls.open_poll)
register("poll.vote", fields=Vote, service=polls.vote, is_logged=False)
register("poll.close", fields=APoll, service=polls.close_poll)
register("poll.show", fields=APoll, service=polls.show)
register("screen.count", fields=Others, service=sharing.count, leaves_session=True)
register("recording.start", service=recordings.start)
register("recording.pause", service=recordings.pause)
register("recording.stop", service=recordings.stop)
register("recording.answer", fields=Answer, service=recordings.answer)

register("channel.choose", fields=ALanguage, service=interpretation.choose, is_logged=False)
register("interpret.start", fields=ALanguage, service=interpretation.start)
register("interpret.stop", fields=ALanguage, service=interpretation.stop)
register("interpret.hand-over", fields=ALanguage, service=interpretation.hand_over)
register("interpret.slower", fields=ALanguage, service=interpretation.ask_slower)


def _of(part: Callable[[LiveSession], dict[str, Any]]) -> Callable[[Entry], dict[str, Any]]:
    """A part of the page as it stands once the entry is in the log."""
    return lambda entry: part(entry.session)


for kind in CHATTED:
    fragments.register(kind, template="live/_chat_line.html", target="chat-lines", action="append")
fragments.register(
    Kind.CHANGED,
    template="live/_chat_line.html",
    target="chat-{line}",
    context=lambda entry: {"entry": queries.line_of(entry)},
    rewrites=True,
)
for kind in (
    Kind.HAND_RAISED,
    Kind.HAND_LOWERED,
    Kind.FLOOR_GIVEN,
    Kind.FLOOR_TAKEN,
    Kind.HAND_READ,
    Kind.HANDS_ORDERED,
    Kind.REMOVED,
):
    fragments.register(kind, template="live/_hands.html", target="hands", context=_of(scene.hands))
for kind in (Kind.REMOVED, Kind.ADMITTED):
    fragments.register(
        kind, template="live/_removed.html", target="removed", context=_of(scene.removed)
    )
for kind in (Kind.DOOR_CHANGED, Kind.DOOR_ARRIVED, Kind.LET_IN, Kind.REMOVED):
    for part, target in (("door", "door"), ("door_call", "door-call")):
        fragments.register(
            kind, template=f"live/_{part}.html", target=target, context=_of(scene.door)
        )
fragments.register(
    Kind.SCREEN_CHANGED,
    template="live/_screens.html",
    target="screens",
    context=_of(screens.scene),
)
for kind in (Kind.COHOST_MADE, Kind.COHOST_ENDED):
    fragments.register(
        kind, template="live/_person_here.html", target="here-{person}", context=scene.card_of
    )
fragments.register(
    Kind.CHAT_CHANGED,
    template="live/_chat_rules.html",
    target="chat-rules",
    context=_of(scene.chat_rules),
)
for kind in (Kind.AGENDA_MOVED, Kind.AGENDA_EXTENDED, Kind.CLOSED):
    fragments.register(
        kind, template="live/_agenda.html", target="agenda", context=_of(scene.agenda)
    )
for kind in (Kind.AGENDA_MOVED, Kind.AGENDA_EXTENDED, Kind.OPENED, Kind.CLOSED):
    fragments.register(kind, template="live/_now.html", target="now", context=_of(scene.agenda))
fragments.register(
    Kind.SLIDE_SHOWN, template="live/_stage.html", target="stage", context=_of(scene.stage)
)
for kind in (Kind.CALL_SET, Kind.CLOSED):
    fragments.register(kind, template="live/_call.html", target="call", context=_of(scene.call))
for target in ("sound", "hearing", "cost", "proposal", "screen", "pictures", "picture-tools"):
    fragments.register(Kind.CALL_SET, target=target, action="remove")
for kind in (Kind.OPENED, Kind.CLOSED):
    for part in ("state", "opening", "ending", "ended"):
        fragments.register(kind, template=f"live/_{part}.html", target=part)


def polls_in_record(session: LiveSession, person: Person | None) -> Mapping[str, Any] | None:
    """What was asked of the room and how it came out; nothing for the public."""
    kept = reading.kept(session, person) if person else []
    return {"session": session, "polls": kept} if kept else None


for kind in (Kind.POLL_OPENED, Kind.POLL_CLOSED):
    for part, target in (("poll", "poll"), ("poll_call", "poll-call")):
        fragments.register(
            kind, template=f"live/_{part}.html", target=target, context=_of(reading.scene)
        )
fragments.register(
    Kind.POLL_SHOWN,
    template="live/_poll_results.html",
    target="poll-{poll}-results",
    context=reading.of_entry,
)
fragments.register(
    Kind.POLL_LISTED,
    template="live/_poll_tools.html",
    target="poll-tools",
    context=_of(reading.tools),
)
for kind in (
    Kind.RECORDING_SET,
    Kind.RECORDING_STARTED,
    Kind.RECORDING_PAUSED,
    Kind.RECORDING_STOPPED,
    Kind.OPENED,
    Kind.CLOSED,
):
    for part, target in (("recording", "recording"), ("recording_sign", "recording-sign")):
        fragments.register(
            kind, template=f"live/_{part}.html", target=target, context=_of(recorded.scene)
        )
fragments.register(
    Kind.RECORDING_ANSWERED,
    template="live/_recording_answer.html",
    target="recording-answer",
    context=recorded.answered,
)
record.sections.register("reach", 1, "live/_record_reach.html", context=screens.in_record)
record.sections.register("recording", 5, "live/_record_recording.html", context=recorded.in_record)
record.sections.register("polls", 10, "live/_record_polls.html", context=polls_in_record)
record.sections.register("talk", 5, "live/_record_talk.html", context=talk_shown.in_record)
question_acts.register_all()
group_acts.register_all()


def booth_panel(session: LiveSession, person: Person, same: Alike) -> Mapping[str, Any] | None:
    """For interpreters and hosts, where the session is interpreted."""
    if not same["channels"]["channels"]:
        return None
    own = interpreting.own_languages(session, person)
    return {"own": sorted(own)} if own or access.is_host(person, session) else None


panels.register(
    "interpretation",
    5,
    "live/_booths_panel.html",
    context=booth_panel,
    label=_("Booth"),
    icon="loudspeaker",
    comes=True,
)
for kind in (Kind.CHANNELS_SET, Kind.ON_AIR, Kind.OFF_AIR):
    fragments.register(
        kind,
        template="live/_channels.html",
        target="channels",
        context=_of(interpreting.scene),
    )
for kind in (Kind.ON_AIR, Kind.OFF_AIR, Kind.HANDING):
    fragments.register(
        kind,
        template="live/_booth.html",
        target="booth-{language}",
        context=interpreting.booth_of,
    )
fragments.register(
    Kind.CHANNELS_SET,
    template="live/_booths.html",
    target="booths",
    context=_of(interpreting.booths),
)
fragments.register(
    Kind.SLOWER, template="live/_slower.html", target="slower", context=interpreting.told_slower
)
