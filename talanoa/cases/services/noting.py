"""What the scribe writes beside a case: questions, answers, recommendations.

They are acts of the live room and stand in its log, also where they are written after the
hour. The log holds the keys of what was written, never its words: there is one place to correct
and one to erase. The room is locked before the case, as the room's own acts do it.
"""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from talanoa.cases import access, queries
from talanoa.cases.models import Case, ClarifyingQuestion, Letter, Recommendation
from talanoa.cases.terms import EntryKind, StepName
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.live import log
from talanoa.live.models import Entry
from talanoa.people.models import Person
from talanoa.schedule import access as schedule
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import SessionRoleName


@log.once
def ask(
    *,
    by: Person,
    session: LiveSession,
    case: int,
    text: str,
    asker: int | None = None,
    out_of_turn: bool = False,
    client_id: str = "",
) -> Entry:
    """Write down a clarifying question in the room.

    Args:
        case: key of the case; the agenda may have moved on while the scribe was writing.
        asker: key of who asked, among those here; ``None`` when nobody remembers.
        out_of_turn: take it although its step is not now; the log and the question say so.

    Raises:
        NotVisible: the session has no such case.
        Refused: for the reasons in ``access.noting_refused`` and ``access.turn_refused``.
        ValidationError: the question is blank or too long, or the asker is not here.
    """
    found = _locked(access.case_in_session(session, case))
    demand(access.noting_refused(by, found))
    turn = _turn(by, found, [StepName.QUESTIONS], out_of_turn=out_of_turn)
    question = ClarifyingQuestion(
        case=found,
        session=found.session,
        asker=_someone_here(session, asker, field="asker"),
        text=text.strip(),
        written_by=by,
        allowed_by=by if turn else None,
    )
    question.full_clean()
    question.save()
    events.record("cases.asked", by=by, subject=question)
    return log.add(
        session=session,
        kind=EntryKind.ASKED,
        by=by,
        data={"case": found.pk, "question": question.pk, **turn},
        client_id=client_id,
    )


@log.once
def answer(
    *, by: Person, session: LiveSession, case: int, question: int, text: str, client_id: str = ""
) -> Entry:
    """Write down what was answered to a clarifying question; a later answer replaces it.

    Raises:
        NotVisible: the session has no such case, or the case no such question.
        Refused: for the reasons in ``access.noting_refused``.
        ValidationError: the answer is blank or too long.
    """
    found = _note_answer(
        by=by, case=access.case_in_session(session, case), question=question, text=text
    )
    return log.add(
        session=session,
        kind=EntryKind.ANSWERED,
        by=by,
        data={"case": found.case_id, "question": found.pk},
        client_id=client_id,
    )


@log.once
def recommend(
    *,
    by: Person,
    session: LiveSession,
    case: int,
    text: str,
    author: int | None = None,
    out_of_turn: bool = False,
    client_id: str = "",
) -> Entry:
    """Write down a recommendation in the room, in the case's challenge area.

    It counts as an expert's when its author is one in this session.

    Args:
        author: key of who gave it, among those here; ``None``: the room as a whole, whose
            turn is that of participants and that of experts.
        out_of_turn: take it although its step is not now; the log and itself say so.

    Raises:
        NotVisible: the session has no such case.
        Refused: for the reasons in ``access.noting_refused`` and ``access.turn_refused``.
        ValidationError: the text is blank or too long, or the author is not here.
    """
    found = _locked(access.case_in_session(session, case))
    demand(access.noting_refused(by, found))
    someone = _someone_here(session, author, field="author")
    is_expert = _is_expert(someone, found.session)
    turn = _turn(by, found, _turns_of(someone, is_expert=is_expert), out_of_turn=out_of_turn)
    recommendation = Recommendation(
        case=found,
        session=found.session,
        author=someone,
        is_expert=is_expert,
        text=text.strip(),
        challenge_area=found.challenge_area,
        written_by=by,
        allowed_by=by if turn else None,
    )
    recommendation.full_clean()
    recommendation.save()
    # Whoever is about to sign the letter has not read this one.
    Letter.objects.filter(case=found, signed_at=None).update(revision=F("revision") + 1)
    events.record("cases.recommended", by=by, subject=recommendation)
    return log.add(
        session=session,
        kind=EntryKind.RECOMMENDED,
        by=by,
        data={"case": found.pk, "recommendation": recommendation.pk, **turn},
        client_id=client_id,
    )


def _note_answer(*, by: Person, case: Case, question: int, text: str) -> ClarifyingQuestion:
    case = _locked(case)
    demand(access.noting_refused(by, case))
    found = access.question_of(case, question)
    found.answer = text.strip()
    if not found.answer:
        raise ValidationError({"text": _("Write the answer first.")})
    if found.answered_at is None:
        found.answered_at = clock.now()
    found.full_clean(exclude=["text"])  # which its asker may have taken back
    found.save(update_fields=["answer", "answered_at"])
    events.record("cases.answered", by=by, subject=found)
    return found


def _turn(by: Person, case: Case, turns: list[StepName], *, out_of_turn: bool) -> dict[str, str]:
    """What the log says of something out of turn: the step it was taken in. Two queries.

    Nothing when it came in its turn, whatever was asked for.
    """
    step = queries.standing(case).step
    demand(access.turn_refused(by, case, step, turns, out_of_turn=out_of_turn))
    return {} if access.is_in_turn(case, step, turns) else {"out_of_turn": step or ""}


def _turns_of(author: Person | None, *, is_expert: bool) -> list[StepName]:
    if author is None:
        return [StepName.PARTICIPANTS, StepName.EXPERTS]
    return [StepName.EXPERTS if is_expert else StepName.PARTICIPANTS]


def _someone_here(session: LiveSession, person: int | None, *, field: str) -> Person | None:
    if not person:  # a form sends "nobody" as nothing, a frame as 0
        return None
    if person in dict(queries.people_of(session)):
        return Person.objects.get(pk=person)
    raise ValidationError({field: _("Choose someone who is part of this session.")})


def _is_expert(person: Person | None, session: LiveSession | None) -> bool:
    if person is None or session is None:
        return False
    return SessionRoleName.EXPERT in schedule.roles_in(person, session)


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("programme__hub", "session__cohort__programme", "challenge_area")
        .get(pk=case.pk)
    )
