"""What pages, frames and the record show of polls. Results are asked for here and nowhere else.

As in ``scene``, what stands in the room is the same for every viewer; what only hosts may
see (polls to come, results that are not shown yet) has a fragment of its own.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from talanoa.live import access, ballots, queries
from talanoa.live.ballots import Bar
from talanoa.live.models import Entry, Poll, Vote
from talanoa.live.terms import FEWEST_SECRET, LONGEST_WORD, MOST_WORDS, NAMED_UP_TO, PollKind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

MOST_BARS = 20
"""Words drawn in the room and in the record; the table for a spreadsheet has all."""


@dataclass(frozen=True, kw_only=True)
class Results:
    """How a poll came out."""

    bars: list[Bar]
    more: int
    """Words given that are not among the bars."""
    names: Mapping[str, list[str]]
    """Who gave each answer in an open poll, by the bar's key."""
    is_named: bool

    @property
    def named(self) -> list[tuple[Bar, list[str]]]:
        """Each answer with who gave it, those left out whom nobody named."""
        return [(bar, self.names[bar.key]) for bar in self.bars if self.names.get(bar.key)]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A poll with its results, where these may be seen."""

    poll: Poll
    voted: int
    present: int
    results: Results | None


def scene(session: LiveSession) -> dict[str, Any]:
    """The poll in hand: the open one, else the last. One query, three while it is open.

    For whoever is in the room.
    """
    used = session.polls.filter(opened_at__isnull=False).order_by("-opened_at", "-pk")
    poll = used.first()
    return {"session": session, **(_shown(poll) if poll else {"poll": None})}


def of_entry(entry: Entry) -> Mapping[str, Any] | None:
    """The poll that an entry speaks of, as it stands. At most three queries."""
    poll = Poll.objects.filter(pk=entry.data["poll"]).first()
    return _shown(poll) if poll else None


def tools(session: LiveSession) -> dict[str, Any]:
    """What hosts alone see: the polls to come, results that only they know. At most two queries."""
    polls = list(session.polls.order_by("made_at", "pk"))
    last = max((one for one in polls if one.opened_at), key=_opened_at, default=None)
    is_known_to_hosts = last is not None and last.closed_at and not last.shown_at
    return {
        "session": session,
        "prepared": [poll for poll in polls if poll.opened_at is None],
        "poll_is_open": any(poll.is_open for poll in polls),
        "unshown": last if is_known_to_hosts else None,
        "unshown_results": results(last) if last and is_known_to_hosts else None,
    }


def voted_in(session: LiveSession, person: Person) -> list[int]:
    """The polls of this session in which ``person`` has voted. One query."""
    votes = Vote.objects.filter(poll__session=session, person=person)
    return list(votes.order_by("poll").values_list("poll", flat=True))


def panel(session: LiveSession, person: Person, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Whether this person has voted in the poll in hand, ``shown`` by ``scene``, and in which
    others. At most one query.
    """
    poll = shown["poll"]
    voted = voted_in(session, person) if poll else []
    return {"voted_in": voted, "has_voted": poll is not None and poll.pk in voted}


def draw_votes(poll_id: int, languages: list[str]) -> dict[str, list[dict[str, str]]]:
    """The changes to the page when more have voted, by language. For the database's threads."""
    poll = Poll.objects.get(pk=poll_id)
    shown = _shown(poll)
    parts = ["turnout", *(["results"] if poll.shown_at else [])]
    drawn = {}
    for language in languages:
        with translation.override(language):
            drawn[language] = [
                {
                    "target": f"poll-{poll.pk}-{part}",
                    "action": "replace",
                    "html": render_to_string(f"live/_poll_{part}.html", shown).strip(),
                }
                for part in parts
            ]
    return drawn


def kept(session: LiveSession, person: Person) -> list[Shown]:
    """The polls of a session as its record keeps them: for hosts all that were used, for
    others those whose results everyone saw. A query, and one for each open ballot."""
    polls = list(session.polls.filter(closed_at__isnull=False).order_by("opened_at", "pk"))
    if polls and not access.is_host(person, session):
        polls = [poll for poll in polls if poll.shown_at]
    return [
        Shown(
            poll=poll,
            voted=poll.voted,
            present=poll.present or 0,
            results=results(poll, named_up_to=None),
        )
        for poll in polls
    ]


def results(
    poll: Poll, *, named_up_to: int | None = NAMED_UP_TO, most: int | None = MOST_BARS
) -> Results | None:
    """How a poll came out. No query for a secret one, one for an open one.

    ``None`` where a secret poll could tell who voted how: before its end, and where fewer
    than three voted. Names are left out above ``named_up_to`` votes.
    """
    if poll.is_secret and (poll.closed_at is None or poll.voted < FEWEST_SECRET):
        return None
    if poll.kind == PollKind.WORDS:
        bars = ballots.of_words(poll.counts, voted=poll.voted)
    else:
        bars = ballots.of_options(poll.counts, labels(poll), voted=poll.voted)
    shown = bars if poll.kind != PollKind.WORDS else bars[:most]
    is_named = not poll.is_secret and (named_up_to is None or poll.voted <= named_up_to)
    names = _names(poll) if is_named else {}
    return Results(bars=shown, more=len(bars) - len(shown), names=names, is_named=is_named)


def labels(poll: Poll) -> list[str]:
    """The words of each answer that can be chosen, in order."""
    if poll.kind != PollKind.SCALE:
        return list(poll.options)
    ends = {1: poll.lowest, ballots.SCALE: poll.highest}
    return [
        _("%(number)d – %(meaning)s") % {"number": number, "meaning": ends[number]}
        if number in ends
        else str(number)
        for number in range(1, ballots.SCALE + 1)
    ]


def chosen(vote: Vote) -> list[str] | None:
    """What a vote in an open poll said, in words; ``None`` of a secret one. Its poll is loaded."""
    if vote.answers is None or vote.poll.kind == PollKind.WORDS:
        return vote.answers
    words = labels(vote.poll)
    return [words[number - 1] for number in vote.answers]


def _shown(poll: Poll) -> dict[str, Any]:
    """What the fragments of one poll need. Two queries while it is open, else one or none."""
    is_known = poll.shown_at is not None
    return {
        "poll": poll,
        "choices": list(enumerate(labels(poll), start=1)),
        "places": range(1, MOST_WORDS + 1),
        "longest_word": LONGEST_WORD,
        "voted": poll.voted,
        "present": queries.could_vote(poll) if poll.present is None else poll.present,
        "results": results(poll) if is_known else None,
        "fewest": FEWEST_SECRET,
    }


def _names(poll: Poll) -> dict[str, list[str]]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for vote in poll.votes.select_related("person").order_by("person__name", "person"):
        name = str(vote.person) if vote.person else _("someone whose account was erased")
        for answer in vote.answers or []:
            names[ballots.fold(str(answer))].append(name)
    return dict(names)


def _opened_at(poll: Poll) -> tuple[Any, int]:
    return poll.opened_at, poll.pk


def kept_about(person: Person) -> dict[str, object]:
    """The polls somebody made and those they voted in, with what they chose in open ballots.

    Of a secret ballot nothing says what they chose. Two queries.
    """
    made = Poll.objects.filter(made_by=person).order_by("pk")
    votes = Vote.objects.filter(person=person).select_related("poll__session").order_by("pk")
    return {
        "polls": list(made.values("session__title", "question", "made_at")),
        "votes": [
            {
                "session__title": vote.poll.session.title,
                "question": vote.poll.question,
                "ballot": vote.poll.ballot,
                "chosen": chosen(vote),
            }
            for vote in votes
        ],
    }
