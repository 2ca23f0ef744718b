"""Polls: prepared, asked, opened, voted in, closed, shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, ballots, log, queries
from talanoa.live.models import Entry, Poll, Vote
from talanoa.live.terms import (
    LONGEST_OPTION,
    LONGEST_WORD,
    MOST_OPTIONS,
    MOST_WORDS,
    Audience,
    Kind,
    PollKind,
)
from talanoa.people.models import Person
from talanoa.schedule.models import AgendaItem, LiveSession

CHOSEN = frozenset({PollKind.SINGLE, PollKind.MULTIPLE})
"""Kinds that have options of their own."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A poll as its maker writes it: ``options`` holds one a line, ``item`` an id."""

    question: str
    kind: str
    ballot: str
    options: str = ""
    lowest: str = ""
    highest: str = ""
    item: int | None = None


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One person's vote: the numbers of what they chose, or words."""

    by: Person
    poll: int
    choices: Sequence[int] = ()
    words: Sequence[str] = ()
    client_id: str = ""


Outcome = Entry | Refused | ValidationError
"""What became of a ballot: the entry that opened its poll, or why it was not counted."""


@transaction.atomic
def prepare(*, by: Person, session: LiveSession, draft: Draft) -> Poll:
    """Write a poll down, to be opened in the room.

    Raises:
        Refused: for the reasons in ``access.preparing_refused``.
        ValidationError: as ``checked``.
    """
    demand(access.preparing_refused(by, session))
    log.lock(session)
    poll = _written(Poll(session=session, made_by=by), draft)
    _list(by=by, session=session)
    return poll


@transaction.atomic
def change(*, by: Person, poll: Poll, draft: Draft) -> Poll:
    """Write a poll anew that has not been opened.

    Raises:
        Refused: for the reasons in ``access.changing_refused``.
        ValidationError: as ``checked``.
    """
    log.lock(poll.session)
    poll.refresh_from_db(fields=["opened_at"])
    demand(access.changing_refused(by, poll))
    _list(by=by, session=poll.session)
    return _written(poll, draft)


@transaction.atomic
def delete(*, by: Person, poll: Poll) -> None:
    """Take away a poll that has not been opened.

    Raises:
        Refused: for the reasons in ``access.changing_refused``.
    """
    log.lock(poll.session)
    poll.refresh_from_db(fields=["opened_at"])
    demand(access.changing_refused(by, poll))
    poll.delete()
    _list(by=by, session=poll.session)


@log.once
def ask(
    *,
    by: Person,
    session: LiveSession,
    question: str,
    kind: str,
    ballot: str,
    options: str = "",
    lowest: str = "",
    highest: str = "",
    client_id: str = "",
) -> Entry:
    """Make a poll on the spot and open it.

    Raises:
        Refused: as ``open_poll``.
        ValidationError: as ``checked``.
    """
    demand(access.leading_refused(by, session))
    demand(_another_open(session))
    draft = Draft(
        question=question,
        kind=kind,
        ballot=ballot,
        options=options,
        lowest=lowest,
        highest=highest,
    )
    poll = _written(Poll(session=session, made_by=by), draft)
    return _opened(poll, by=by, client_id=client_id)


@log.once
def open_poll(*, by: Person, session: LiveSession, poll: int, client_id: str = "") -> Entry:
    """Put a prepared poll (its id) to the room.

    Raises:
        Refused: for the reasons in ``access.leading_refused``; there is no such poll, it was
            used before, or another is open.
    """
    demand(access.leading_refused(by, session))
    found = _locked(session, poll)
    demand(access.changing_refused(by, found))
    demand(_another_open(session))
    return _opened(found, by=by, client_id=client_id)


def vote(
    *,
    by: Person,
    session: LiveSession,
    poll: int,
    choices: Sequence[int] = (),
    words: Sequence[str] = (),
    client_id: str = "",
) -> Entry:
    """Count one person's vote in an open poll (its id), once.

    Returns:
        The entry that opened the poll.

    Raises:
        Refused: for the reasons in ``access.taking_part_refused``; there is no such poll, it
            is closed, or ``by`` has voted in it.
        ValidationError: the vote says nothing, too much, or what cannot be chosen.
    """
    ballot = Ballot(by=by, poll=poll, choices=choices, words=words, client_id=client_id)
    (outcome,) = vote_together(session=session, cast=[ballot])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@transaction.atomic
def vote_together(*, session: LiveSession, cast: Sequence[Ballot]) -> list[Outcome]:
    """Count the ballots of many; for each what ``vote`` would return or raise, in their order.

    They are no entries of the log, which names a sender and a moment, and do not hold the
    room. What a secret ballot says goes into the counts and nowhere else. Four queries for
    each poll, however many ballots.
    """
    outcomes: dict[int, Outcome] = {}
    for poll in sorted({ballot.poll for ballot in cast}):
        places = [place for place, ballot in enumerate(cast) if ballot.poll == poll]
        counted = _count(session, poll, [cast[place] for place in places])
        outcomes.update(zip(places, counted, strict=True))
    return [outcomes[place] for place in range(len(cast))]


@log.once
def close_poll(*, by: Person, session: LiveSession, poll: int, client_id: str = "") -> Entry:
    """Take no more votes in a poll (its id).

    Raises:
        Refused: ``by`` is no host, there is no such poll, or it is not open.
    """
    demand(access.hosting_refused(by, session))
    found = _locked(session, poll)
    if not found.is_open:
        raise Refused(_("This poll is not open."))
    return _closed(found, by=by, client_id=client_id)


@log.once
def show(*, by: Person, session: LiveSession, poll: int, client_id: str = "") -> Entry:
    """Show everyone the results of a poll (its id); those of an open ballot also meanwhile.

    Raises:
        Refused: ``by`` is no host, there is no such poll, or for the reasons in
            ``access.showing_refused``.
    """
    demand(access.hosting_refused(by, session))
    found = _locked(session, poll)
    demand(access.showing_refused(found))
    found.shown_at = clock.now()
    found.save(update_fields=["shown_at"])
    _list(by=by, session=session)
    return _said(Kind.POLL_SHOWN, found, by=by, client_id=client_id)


@transaction.atomic
def close_with_session(*, by: Person | None, session: LiveSession) -> None:
    """Close what is open in a session that has ended. Safe to run twice."""
    log.lock(session)
    for poll in Poll.objects.select_for_update(of=("self",)).filter(
        session=session, opened_at__isnull=False, closed_at=None
    ):
        poll.session = session
        _closed(poll, by=by, client_id="")


@transaction.atomic
def forget(*, person_id: int) -> None:
    """Take a person off their votes. The votes stay counted."""
    Vote.objects.filter(person=person_id).update(person=None, client_id="")


def checked(draft: Draft) -> tuple[Draft, list[str]]:
    """The draft without what its kind does not need, and its options.

    Raises:
        ValidationError: by field: options of which there are too few or too many, too long or
            twice the same; a scale whose ends say nothing.
    """
    options: list[str] = []
    wrong: dict[str, str] = {}
    if draft.kind in CHOSEN:
        options = [" ".join(line.split()) for line in draft.options.splitlines() if line.strip()]
        if reason := _unfit(options):
            wrong["options"] = reason
    if draft.kind != PollKind.SCALE:
        draft = replace(draft, lowest="", highest="")
    elif not (draft.lowest.strip() and draft.highest.strip()):
        wrong["highest" if draft.lowest.strip() else "lowest"] = _("Say what this end means.")
    if wrong:
        raise ValidationError(wrong)
    return draft, options


def no_such_poll() -> str:
    return _("There is no such poll.")


def _unfit(options: Sequence[str]) -> str | None:
    if not 2 <= len(options) <= MOST_OPTIONS:
        return _("Give two to %(most)d options, each on a line of its own.") % {
            "most": MOST_OPTIONS
        }
    if any(len(option) > LONGEST_OPTION for option in options):
        return _("An option has at most %(most)d characters.") % {"most": LONGEST_OPTION}
    if len({option.casefold() for option in options}) < len(options):
        return _("Two options are the same.")
    return None


def _written(poll: Poll, draft: Draft) -> Poll:
    draft, options = checked(draft)
    poll.question = draft.question.strip()
    poll.kind, poll.ballot, poll.options = draft.kind, draft.ballot, options
    poll.lowest, poll.highest = draft.lowest.strip(), draft.highest.strip()
    if draft.item != poll.item_id:
        poll.item = AgendaItem.objects.filter(session=poll.session, pk=draft.item or 0).first()
    poll.full_clean()
    poll.save()
    return poll


def _locked(session: LiveSession, poll: int) -> Poll:
    """The poll, which nobody else votes in, opens or closes until the transaction ends."""
    polls = Poll.objects.select_for_update(of=("self",)).select_related("opening")
    found = polls.filter(session=session, pk=poll).first()
    if found is None:
        raise Refused(no_such_poll())
    found.session = session
    return found


def _another_open(session: LiveSession) -> str | None:
    if Poll.objects.filter(session=session, opened_at__isnull=False, closed_at=None).exists():
        return _("Another poll is open. Close it first.")
    return None


def _count(session: LiveSession, poll: int, cast: Sequence[Ballot]) -> list[Outcome]:
    try:
        found = _locked(session, poll)
    except Refused as refused:
        return [refused] * len(cast)
    if found.opening is None:
        return [Refused(no_such_poll())] * len(cast)
    votes = Vote.objects.filter(poll=found, person__in=[ballot.by.pk for ballot in cast])
    ids = dict(votes.values_list("person", "client_id"))
    outcomes: list[Outcome] = []
    marks: list[Vote] = []
    for ballot in cast:
        earlier = ids.get(ballot.by.pk)
        if not earlier or earlier != ballot.client_id:
            try:
                demand(access.taking_part_refused(session))
                demand(access.voting_refused(found, has_voted=earlier is not None))
                answers = _answers(found, ballot.choices, ballot.words)
            except (Refused, ValidationError) as wrong:
                outcomes.append(wrong)
                continue
            ids[ballot.by.pk] = ballot.client_id
            marks.append(_mark(found, ballot, answers))
            found.counts = ballots.added(found.counts, answers)
        outcomes.append(found.opening)
    if marks:
        Vote.objects.bulk_create(marks)
        found.voted += len(marks)
        found.save(update_fields=["voted", "counts"])
    return outcomes


def _mark(poll: Poll, ballot: Ballot, answers: list[int] | list[str]) -> Vote:
    kept = None if poll.is_secret else answers
    return Vote(poll=poll, person=ballot.by, client_id=ballot.client_id, answers=kept)


def _answers(poll: Poll, choices: Sequence[int], words: Sequence[str]) -> list[int] | list[str]:
    if poll.kind == PollKind.WORDS:
        return _words(words)
    most = ballots.SCALE if poll.kind == PollKind.SCALE else len(poll.options)
    chosen = sorted(set(choices))
    if not chosen:
        raise ValidationError(_("Choose an answer first."))
    if len(chosen) > 1 and poll.kind != PollKind.MULTIPLE:
        raise ValidationError(_("Choose one answer only."))
    if not 1 <= chosen[0] <= chosen[-1] <= most:
        raise ValidationError(_("This poll has no such answer."))
    return chosen


def _words(given: Sequence[str]) -> list[str]:
    words = ballots.cleaned(given)
    if not words:
        raise ValidationError(_("Write a word first."))
    if len(words) > MOST_WORDS:
        raise ValidationError(_("Give at most %(most)d words.") % {"most": MOST_WORDS})
    if any(len(word) > LONGEST_WORD for word in words):
        raise ValidationError(_("A word has at most %(most)d characters.") % {"most": LONGEST_WORD})
    return words


def _opened(poll: Poll, *, by: Person, client_id: str) -> Entry:
    entry = _said(Kind.POLL_OPENED, poll, by=by, client_id=client_id)
    poll.opening, poll.opened_at = entry, clock.now()
    poll.save(update_fields=["opening", "opened_at"])
    _list(by=by, session=poll.session)
    return entry


def _closed(poll: Poll, *, by: Person | None, client_id: str) -> Entry:
    poll.closed_at = clock.now()
    poll.present = queries.could_vote(poll)
    poll.save(update_fields=["closed_at", "present"])
    _list(by=by, session=poll.session)
    return _said(Kind.POLL_CLOSED, poll, by=by, client_id=client_id)


def _said(kind: str, poll: Poll, *, by: Person | None, client_id: str) -> Entry:
    return log.add(
        session=poll.session, kind=kind, by=by, client_id=client_id, data={"poll": poll.pk}
    )


def _list(*, by: Person | None, session: LiveSession) -> None:
    """What the hosts see of their polls has changed; nobody else may see those to come."""
    log.add(session=session, kind=Kind.POLL_LISTED, by=by, data={}, audience=Audience.HOSTS)
