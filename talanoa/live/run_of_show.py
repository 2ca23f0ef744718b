"""The run of show: every item of the hour with its times, who leads it, and what is missing.

Higher rooms add notes to items, from their ``acts.py``::

    run_of_show.adds(notes_of_cases)

where ``notes_of_cases(session)`` gives notes by item (ids). The page is for hosts alone.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from talanoa.live import record, scene
from talanoa.live.models import Poll, SlideDeck
from talanoa.live.running import Ran
from talanoa.people.models import Person
from talanoa.schedule.models import AgendaItem, LiveSession, SessionRole
from talanoa.schedule.terms import AgendaKind, Status

LED = {AgendaKind.DIDACTIC, AgendaKind.CASE}
"""Items that somebody prepares, with slides."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something a host should know of an item."""

    text: str
    url: str = ""
    is_missing: bool = False


Notes = Callable[[LiveSession], Mapping[int, Sequence[Note]]]

_adders: list[Notes] = []


def adds(notes: Notes) -> Notes:
    """Let a higher room say something of items, by their ids."""
    _adders.append(notes)
    return notes


@dataclass(frozen=True, kw_only=True)
class Row:
    """An item, as planned and as it runs."""

    item: AgendaItem
    state: str
    """``done``, ``current`` or ``ahead``."""
    planned_at: datetime
    began_at: datetime | None
    """When it was taken up first."""
    took: timedelta
    at: datetime | None
    after: int
    """Of an item ahead: when it begins if all goes as planned from now, and how many minutes
    that is after the one in hand is due."""
    notes: list[Note] = field(default_factory=list)

    @property
    def missing(self) -> list[Note]:
        return [note for note in self.notes if note.is_missing]

    @property
    def ready(self) -> list[Note]:
        return [note for note in self.notes if not note.is_missing]


def show(session: LiveSession, person: Person | None) -> dict[str, Any]:
    """The whole page's context, naming speakers as ``person`` is told them.

    Eight queries, and those of the rooms that add notes or withhold names.
    """
    hour = scene.agenda(session, person)
    items = [row["item"] for row in hour["items"]]
    ran: defaultdict[int, list[Ran]] = defaultdict(list)
    for stretch in record.agenda(session):
        ran[stretch.item_id].append(stretch)
    polls = list(session.polls.order_by("made_at", "pk"))
    notes = _notes(session, items, polls)
    rows, planned_at = [], session.starts_at
    for line in hour["items"]:
        item, stretches = line["item"], ran[line["item"].pk]
        began = [stretch.began_at for stretch in stretches if stretch.began_at]
        rows.append(
            Row(
                item=item,
                state=line["state"],
                planned_at=planned_at,
                began_at=min(began, default=None),
                took=sum((stretch.took for stretch in stretches), timedelta(0)),
                at=line.get("at"),
                after=line.get("after", 0),
                notes=notes[item.pk],
            )
        )
        planned_at += timedelta(minutes=item.minutes)
    length = round((session.ends_at - session.starts_at).total_seconds() / 60)
    return {
        **hour,
        "rows": rows,
        "is_open": session.status == Status.OPEN,
        "too_long": hour["minutes"] - length,
        "length": length,
        "polls": [(poll, state_of(poll)) for poll in polls if poll.item_id is None],
    }


def state_of(poll: Poll) -> str:
    """Whether a poll is still to come, in words."""
    if poll.opened_at is None:
        return _("prepared")
    return _("open now") if poll.is_open else _("closed")


def _notes(
    session: LiveSession, items: list[AgendaItem], polls: list[Poll]
) -> dict[int, list[Note]]:
    found: dict[int, list[Note]] = {item.pk: [] for item in items}
    decks = list(session.decks.order_by("uploaded_at", "pk"))
    answers = {role.person_id: role for role in session.roles.order_by("declined_at")}
    for item in items:
        found[item.pk] += _of_leader(session, item, answers)
        found[item.pk] += _of_slides(session, item, decks, items)
        found[item.pk] += [_of_poll(session, poll) for poll in polls if poll.item_id == item.pk]
    for adder in _adders:
        for item_id, notes in adder(session).items():
            if item_id in found:
                found[item_id] += notes
    return found


def _of_leader(
    session: LiveSession, item: AgendaItem, answers: Mapping[int, SessionRole]
) -> list[Note]:
    if item.speaker_id is None:
        if item.kind not in LED:
            return []
        url = reverse("schedule:agenda", args=[session.pk])
        return [Note(text=_("Nobody leads it yet"), url=url, is_missing=True)]
    asked = answers.get(item.speaker_id)
    if asked is None or asked.confirmed_at:
        return []
    if not item.spoken_by:
        declined = _("Whoever leads it has declined")
        waiting = _("Whoever leads it has not answered yet")
        return [Note(text=declined if asked.declined_at else waiting, is_missing=True)]
    text = _("%(name)s has declined") if asked.declined_at else _("%(name)s has not answered yet")
    return [Note(text=text % {"name": item.spoken_by}, is_missing=True)]


def _of_slides(
    session: LiveSession, item: AgendaItem, decks: list[SlideDeck], items: list[AgendaItem]
) -> list[Note]:
    """The slides of an item: those that bear its title, or that its leader has brought.

    Slides of neither kind may be meant for any item, so nothing is said to be missing then.
    """
    url = reverse("live:decks", args=[session.pk])
    own = [deck for deck in decks if _belongs(deck, item, items)]
    notes = []
    for deck in own:
        text = _("Slides: %(title)s") % {"title": deck.title}
        if deck.failed_at:
            text = _("Slides could not be read: %(title)s") % {"title": deck.title}
        elif deck.ready_at is None:
            text = _("Slides are being made: %(title)s") % {"title": deck.title}
        notes.append(Note(text=text, url=url, is_missing=deck.ready_at is None))
    if own or item.kind not in LED:
        return notes
    if any(not any(_belongs(deck, other, items) for other in items) for deck in decks):
        return [Note(text=_("No slides of its own"), url=url)]
    return [Note(text=_("No slides yet"), url=url, is_missing=True)]


def _of_poll(session: LiveSession, poll: Poll) -> Note:
    said = {"question": poll.question, "state": state_of(poll)}
    return Note(
        text=_("Poll: %(question)s (%(state)s)") % said,
        url=reverse("live:polls", args=[session.pk]),
    )


def _belongs(deck: SlideDeck, item: AgendaItem, items: list[AgendaItem]) -> bool:
    named = [other.pk for other in items if other.title.casefold() == deck.title.casefold()]
    if named:
        return item.pk in named
    is_theirs = item.speaker_id is not None and deck.uploaded_by_id == item.speaker_id
    return item.kind in LED and is_theirs
