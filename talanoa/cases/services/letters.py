"""The letter on a case: written by the scribe, signed by an expert, sent, acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access, asking_times, queries
from talanoa.cases.models import (
    Case,
    FollowUp,
    Letter,
    LetterPolicy,
    Recommendation,
    SentLetter,
)
from talanoa.cases.terms import FOLLOW_UP_WEEKS
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.models import Person
from talanoa.people.queries import UTC, zone_named
from talanoa.programmes import access as programmes
from talanoa.programmes.models import Programme


@dataclass(frozen=True, kw_only=True)
class Line:
    """What the letter is to say of one recommendation."""

    key: int
    text: str
    place: int
    is_left_out: bool = False
    part_of: int | None = None
    """Key of the recommendation whose words say this one too."""
    strength: str = ""


@transaction.atomic
def set_letter_policy(
    *,
    by: Person,
    programme: Programme,
    sign_within_hours: int,
    answer_within_hours: int,
    sends_to_all: bool,
) -> LetterPolicy:
    """Say how soon a programme signs and answers, and who reads its letters.

    What waits already keeps the time it was given.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: an hour is out of bounds.
    """
    demand(programmes.coordinates_refused(by, programme))
    policy = LetterPolicy(
        programme=programme,
        sign_within_hours=sign_within_hours,
        answer_within_hours=answer_within_hours,
        sends_to_all=sends_to_all,
    )
    policy.clean_fields()
    LetterPolicy.objects.update_or_create(
        programme=programme,
        defaults={
            "sign_within_hours": sign_within_hours,
            "answer_within_hours": answer_within_hours,
            "sends_to_all": sends_to_all,
        },
    )
    events.record("cases.letter_policy_set", by=by, subject=programme)
    return policy


@transaction.atomic
def begin_letter(*, by: Person | None, case: Case) -> Letter:
    """Begin the letter on a case; the one there is, when it was begun already.

    Its time runs from the end of the session, or from now when that is long over.

    Raises:
        Refused: for the reasons in ``access.beginning_letter_refused``.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if by is not None:
        demand(access.beginning_letter_refused(by, case))
    there = Letter.objects.filter(case=case).first()
    if there is not None:
        return there
    hours = timedelta(hours=queries.policy_of(case.programme).sign_within_hours)
    now = clock.now()
    closed_at = case.session.closed_at if case.session and case.session.closed_at else now
    due_at = closed_at + hours if closed_at + hours > now else now + hours
    letter = Letter(case=case, due_at=due_at)
    letter.full_clean()
    letter.save()
    events.record("cases.letter_begun", by=by, subject=letter)
    return letter


@transaction.atomic
def write_letter(
    *,
    by: Person,
    letter: Letter,
    revision: int,
    opening: str,
    lines: Sequence[Line],
    added: str = "",
) -> Letter:
    """Write what a letter says: its order, its words, what is one with another, what is new.

    Args:
        revision: the one that was read.
        added: a recommendation that nobody wrote down in the room; it has no author.

    Raises:
        Refused: for the reasons in ``access.writing_letter_refused``.
        ValidationError: blank or too long, part of what is itself part of another, or (code
            ``stale``) somebody else has written meanwhile.
    """
    # The case first, as the scribe's acts do it.
    Case.objects.select_for_update(of=("self",)).get(pk=letter.case_id)
    letter = _locked(letter)
    demand(access.writing_letter_refused(by, letter))
    _demand_read(letter, revision)
    there = {one.pk: one for one in letter.case.recommendations.all()}
    wanted = [line for line in lines if line.key in there]
    _check_parts(wanted)
    for place, line in enumerate(sorted(wanted, key=lambda line: (line.place, line.key)), start=1):
        _write_line(there[line.key], line, place)
    if added.strip():
        _add(letter, added, place=len(wanted) + 1, by=by)
    letter.opening = opening.strip()
    letter.revision += 1
    letter.full_clean()
    letter.save(update_fields=["opening", "revision"])
    events.record("cases.letter_written", by=by, subject=letter, revision=letter.revision)
    return letter


@transaction.atomic
def hand_over_letter(*, by: Person, letter: Letter, revision: int) -> Letter:
    """Ask the experts of the session to sign.

    Raises:
        Refused: for the reasons in ``access.handing_over_refused``, it says nothing yet, or
            somebody else has written meanwhile.
    """
    letter = _locked(letter)
    demand(access.handing_over_refused(by, letter))
    _demand_read(letter, revision)
    if not queries.in_letter(letter.case):
        raise Refused(_("A letter needs at least one recommendation."))
    letter.ready_at, letter.ready_by = clock.now(), by
    letter.save(update_fields=["ready_at", "ready_by"])
    events.record("cases.letter_ready", by=by, subject=letter)
    return letter


@transaction.atomic
def sign_letter(*, by: Person, letter: Letter, revision: int) -> SentLetter:
    """Sign a letter and send it, also when its time is over; what is sent is kept as it is.

    Raises:
        Refused: for the reasons in ``access.signing_refused``, it says nothing any more, or
            it has changed since it was read.
    """
    letter = _locked(letter)
    demand(access.signing_refused(by, letter))
    _demand_read(letter, revision)
    shown = queries.in_letter(letter.case)
    if not shown:
        raise Refused(_("A letter needs at least one recommendation."))
    now = clock.now()
    letter.signed_at = now
    letter.save(update_fields=["signed_at"])
    sent = SentLetter(
        letter=letter,
        number=letter.versions.count() + 1,
        body={"opening": letter.opening, "items": [_as_sent(one) for one in shown]},
        reason=letter.correction,
        due_at=letter.due_at,
        sent_at=now,
        signed_by=by,
        # Who had the first has its correction.
        is_for_all=queries.policy_of(letter.case.programme).sends_to_all
        or letter.versions.filter(is_for_all=True).exists(),
    )
    sent.full_clean()
    sent.save()
    if sent.number == 1:
        _plan_follow_ups(sent)
    events.record("cases.letter_sent", by=by, subject=sent, late=sent.is_late)
    return sent


@transaction.atomic
def correct_letter(*, by: Person, letter: Letter, reason: str) -> Letter:
    """Take a sent letter up again; what was sent stays, and the reason goes with the next.

    Raises:
        Refused: for the reasons in ``access.correcting_refused``.
        ValidationError: the reason is blank or longer than 300 characters.
    """
    letter = _locked(letter)
    demand(access.correcting_refused(by, letter))
    letter.correction = reason.strip()
    if not letter.correction:
        raise ValidationError({"reason": _("Say what was wrong, for those who read it.")})
    hours = timedelta(hours=queries.policy_of(letter.case.programme).sign_within_hours)
    letter.begun_at = clock.now()
    letter.due_at = letter.begun_at + hours
    letter.ready_at = letter.ready_by = letter.signed_at = None
    letter.reminded_at = letter.escalated_at = None
    letter.revision += 1
    _clean_correction(letter)
    letter.save()
    events.record("cases.letter_taken_up", by=by, subject=letter)
    return letter


@transaction.atomic
def acknowledge_letter(*, by: Person, sent: SentLetter) -> bool:
    """Say that a letter has come; ``False`` when somebody of the team had.

    Raises:
        Refused: for the reasons in ``access.acknowledging_refused``.
    """
    demand(access.acknowledging_refused(by, sent))
    still = SentLetter.objects.filter(pk=sent.pk, acknowledged_at=None)
    if not still.update(acknowledged_at=clock.now(), acknowledged_by=by):
        return False
    events.record("cases.letter_acknowledged", by=by, subject=sent)
    return True


@transaction.atomic
def object_to_letter(*, by: Person, sent: SentLetter, words: str) -> SentLetter:
    """Say what is wrong with a letter; whoever signed it and the coordinators are told.

    Raises:
        Refused: for the reasons in ``access.acknowledging_refused``.
        ValidationError: the words are blank or too long.
    """
    sent = SentLetter.objects.select_for_update(of=("self",)).get(pk=sent.pk)
    demand(access.acknowledging_refused(by, sent))
    words = words.strip()
    if not words:
        raise ValidationError({"words": _("Say what is wrong.")})
    if sent.objection == words and sent.objected_by_id == by.pk:
        return sent
    sent.objection, sent.objected_at, sent.objected_by = words, clock.now(), by
    sent.full_clean()
    sent.save(update_fields=["objection", "objected_at", "objected_by"])
    events.record("cases.letter_objected", by=by, subject=sent)
    return sent


@transaction.atomic
def hasten_letter(*, letter: Letter) -> str:
    """Remind before the time is over, tell the coordinators once it is. Safe to run twice.

    Returns:
        What was done now: ``due``, ``overdue``, or nothing.
    """
    letter = _locked(letter)
    if letter.signed_at is not None or letter.case.withdrawn_at is not None:
        return ""
    now, done = clock.now(), ""
    if letter.escalated_at is None and letter.due_at <= now:
        letter.escalated_at = now
        letter.reminded_at = letter.reminded_at or now
        events.record("cases.letter_overdue", by=None, subject=letter)
        done = "overdue"
    elif (
        letter.reminded_at is None
        and asking_times.remind_before(letter.begun_at, letter.due_at) <= now
    ):
        letter.reminded_at = now
        events.record("cases.letter_due", by=None, subject=letter)
        done = "due"
    if done:
        letter.save(update_fields=["reminded_at", "escalated_at"])
    return done


def _write_line(recommendation: Recommendation, line: Line, place: int) -> None:
    text = line.text.strip()
    if not text:
        raise ValidationError({f"text-{line.key}": _("Write it, or leave it out.")})
    recommendation.written = "" if text == recommendation.text else text
    recommendation.place = place
    recommendation.merged_into_id = line.part_of
    recommendation.strength = line.strength
    if not line.is_left_out:
        recommendation.left_out_at = None
    elif recommendation.left_out_at is None:
        recommendation.left_out_at = clock.now()
    recommendation.full_clean(exclude=["text"])
    recommendation.save(
        update_fields=["written", "place", "merged_into", "strength", "left_out_at"]
    )


def _check_parts(lines: Sequence[Line]) -> None:
    whole = {line.key for line in lines if line.part_of is None and not line.is_left_out}
    for line in lines:
        if line.part_of is not None and (line.part_of == line.key or line.part_of not in whole):
            raise ValidationError(
                {
                    f"part_of-{line.key}": _(
                        "Choose one that stands in the letter by itself: not this one, not one "
                        "that is left out or part of another."
                    )
                }
            )


def _add(letter: Letter, text: str, *, place: int, by: Person) -> None:
    recommendation = Recommendation(
        case=letter.case,
        session=letter.case.session,
        text=text.strip(),
        challenge_area=letter.case.challenge_area,
        written_by=by,
        place=place,
    )
    recommendation.full_clean()
    recommendation.save()
    events.record("cases.recommended", by=by, subject=recommendation)


def _as_sent(recommendation: Recommendation) -> dict[str, object]:
    """What a letter says of a recommendation: people by key, so that no name is kept twice; works
    as they are called now."""
    given = [recommendation, *recommendation.parts]  # type: ignore[attr-defined]
    return {
        "recommendation": recommendation.pk,
        "text": recommendation.words,
        "given": [{"author": one.author_id, "is_expert": one.is_expert} for one in given],
        "strength": recommendation.strength,
        "evidence": recommendation.evidence,
        "url": recommendation.evidence_url,
        "year": recommendation.evidence_year,
        "works": [
            {"code": work.code, "title": work.title, "url": work.url}
            for work in recommendation.works  # type: ignore[attr-defined]
        ],
    }


def _plan_follow_ups(sent: SentLetter) -> None:
    zone = zone_named(sent.letter.case.programme.hub.time_zone) or UTC
    FollowUp.objects.bulk_create(
        FollowUp(
            letter=sent.letter,
            weeks=weeks,
            due_at=asking_times.due_at(sent.sent_at, weeks, zone),
        )
        for weeks in FOLLOW_UP_WEEKS
    )


def _demand_read(letter: Letter, revision: int) -> None:
    if letter.revision != revision:
        raise ValidationError(
            _("Somebody else has written in this letter since you opened it. Read it again."),
            code="stale",
        )


def _clean_correction(letter: Letter) -> None:
    try:
        letter.full_clean()
    except ValidationError as error:
        raise ValidationError({"reason": error.message_dict.get("correction", [])}) from error


def _locked(letter: Letter) -> Letter:
    return (
        Letter.objects.select_for_update(of=("self",))
        .select_related("case__programme__hub", "case__session__cohort__programme__hub")
        .select_related("case__challenge_area")
        .get(pk=letter.pk)
    )
