"""What came of a letter, asked after 4, 12 and 26 weeks, and answered in one click."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access, asking_times, queries
from talanoa.cases.models import FollowUp, Letter, Recommendation, SentLetter, StateChange
from talanoa.cases.services.following import say_what_came_of_it
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.people.models import Person

NOT_YET = "not-yet"
"""An answer that changes nothing, and is one."""
_ASKING, _LETTER = "cases.follow-up", "cases.letter"
LINK_LIVES = 180 * 24 * 3600
"""Seconds for which a link in a mail speaks for whom it was sent to."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody says came of one recommendation."""

    recommendation: int
    state: str
    """One of the states, or ``NOT_YET``."""
    note: str = ""


def ask_what_came_of(*, letter: Letter) -> FollowUp | None:
    """As ``ask_together``, of one letter.

    Returns:
        The round that is asked now; ``None`` when none is, or nothing is left to ask.
    """
    asked = ask_together(letters=[letter])
    return asked[0] if asked else None


@transaction.atomic
def ask_together(*, letters: Sequence[Letter]) -> list[FollowUp]:
    """Ask what came of letters of a programme of which a round is due; of several rounds of one
    the last. Whoever is asked about several has one mail. Safe to run twice.

    Returns:
        The rounds that are asked now.
    """
    rounds = [_asked(letter) for letter in sorted(letters, key=lambda letter: letter.pk)]
    asked = [one for one in rounds if one is not None]
    _tell("cases.rounds_asked", asked)
    return asked


@transaction.atomic
def remind_together(*, follow_ups: Sequence[FollowUp]) -> int:
    """Remind, once, whoever has not answered rounds of a programme; says of how many now."""
    ordered = sorted(follow_ups, key=lambda one: one.pk)
    reminded = [one for one in ordered if _is_to_remind(one)]
    _tell("cases.rounds_reminding", reminded)
    return len(reminded)


@transaction.atomic
def answer_follow_up(*, by: Person, follow_up: FollowUp, answers: Sequence[Answer]) -> int:
    """Say what came of the recommendations of a letter. The same answers twice count once.

    Returns:
        How many were taken in now.

    Raises:
        Refused: for the reasons in ``access.moving_refused``, or nothing was answered.
        ValidationError: a note is missing, at ``note-KEY``.
    """
    if not answers:
        raise Refused(_("Choose an answer first."))
    # Locked, so that the same answers that come twice at once count once; in one order, so that
    # two of a team who answer at once do not wait for each other.
    there = {
        one.pk: one
        for one in Recommendation.objects.filter(
            case=follow_up.letter.case_id, pk__in=[answer.recommendation for answer in answers]
        )
        .select_for_update(of=("self",))
        .select_related("case__programme__hub")
        .order_by("pk")
    }
    count = 0
    for answer in sorted(answers, key=lambda answer: answer.recommendation):
        recommendation = there.get(answer.recommendation)
        if recommendation is None:
            raise NotVisible(answer.recommendation)
        count += _answer(by, follow_up, recommendation, answer)
    return count


def token_to_answer(follow_up: FollowUp, person: Person) -> str:
    """What the link in a mail carries: it answers this asking for this person, nothing else."""
    return signing.dumps([follow_up.pk, person.pk], salt=_ASKING)


def answering_by_token(token: str) -> tuple[FollowUp, Person]:
    """The asking a link is about, and for whom it answers. Two queries.

    Raises:
        NotVisible: it was cut short, made up or is too old, one of the two is gone, or nothing
            of it is theirs to answer any more.
    """
    key, person = _read(token, _ASKING)
    answering = _person(person)
    follow_up = (
        access.follow_ups_open_to(answering)
        .select_related("letter__case__programme__hub", "letter__case__team")
        .filter(pk=key)
        .first()
    )
    if follow_up is None:
        raise NotVisible(token)
    return follow_up, answering


def token_to_read(sent: SentLetter, person: Person) -> str:
    """What the link in a letter's mail carries: it shows that letter and says that it has come."""
    return signing.dumps([sent.pk, person.pk], salt=_LETTER)


def reading_by_token(token: str) -> tuple[SentLetter, Person]:
    """The letter a link shows, and to whom. Two queries.

    Raises:
        NotVisible: as ``answering_by_token``, or the case was withdrawn.
    """
    key, person = _read(token, _LETTER)
    sent = (
        SentLetter.objects.select_related(
            "letter__case__programme__hub",
            "letter__case__session",
            "letter__case__team",
            "letter__case__country",
            "letter__case__presenter",
            "signed_by",
            "acknowledged_by",
        )
        .filter(pk=key, letter__case__withdrawn_at=None)
        .first()
    )
    if sent is None:
        raise NotVisible(token)
    return sent, _person(person)


def _asked(letter: Letter) -> FollowUp | None:
    letter = Letter.objects.select_for_update(of=("self",)).select_related("case").get(pk=letter.pk)
    waiting = letter.follow_ups.filter(asked_at=None, passed_over_at=None)
    now = clock.now()
    due, passed = asking_times.to_ask(waiting, now)
    if due is None:
        return None
    is_over = letter.case.withdrawn_at is not None or not queries.followed(letter).exists()
    FollowUp.objects.filter(pk__in=[one.pk for one in passed]).update(passed_over_at=now)
    if is_over:
        FollowUp.objects.filter(pk=due.pk).update(passed_over_at=now)
        return None
    FollowUp.objects.filter(pk=due.pk).update(asked_at=now)
    due.asked_at = now
    events.record("cases.follow_up_asked", by=None, subject=due, weeks=due.weeks)
    return due


def _is_to_remind(follow_up: FollowUp) -> bool:
    follow_up = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("letter__case")
        .get(pk=follow_up.pk)
    )
    if follow_up.asked_at is None or follow_up.reminded_at is not None:
        return False
    if follow_up.letter.case.withdrawn_at is not None or not queries.open_in(follow_up).exists():
        return False
    follow_up.reminded_at = clock.now()
    follow_up.save(update_fields=["reminded_at"])
    events.record("cases.follow_up_reminding", by=None, subject=follow_up)
    return True


def _tell(kind: str, rounds: Sequence[FollowUp]) -> None:
    """One event for all rounds of a programme, so that nobody has a mail for each."""
    if rounds:
        programme = rounds[0].letter.case.programme
        events.record(kind, by=None, subject=programme, rounds=[one.pk for one in rounds])


def _answer(
    by: Person, follow_up: FollowUp, recommendation: Recommendation, answer: Answer
) -> bool:
    note = answer.note.strip()
    state = recommendation.state if answer.state == NOT_YET else answer.state
    last = StateChange.objects.filter(recommendation=recommendation, follow_up=follow_up).last()
    if last is not None and (last.after, last.note) == (state, note):
        return False
    try:
        say_what_came_of_it(
            by=by,
            recommendation=recommendation,
            state=state,
            note=note,
            follow_up=follow_up,
        )
    except ValidationError as error:
        messages = error.message_dict.get("note", error.messages)
        raise ValidationError({f"note-{recommendation.pk}": messages}) from error
    return True


def _read(token: str, salt: str) -> tuple[int, int]:
    try:
        key, person = signing.loads(token, salt=salt, max_age=LINK_LIVES)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotVisible(token) from error
    return int(key), int(person)


def _person(key: int) -> Person:
    person = Person.objects.filter(pk=key, is_active=True, erased_at=None).first()
    if person is None:
        raise NotVisible(key)
    return person
