"""Who moves a case through its steps, and who writes what is said on it."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from talanoa.cases.models import Case, ClarifyingQuestion
from talanoa.cases.terms import STEPS, StepName
from talanoa.kernel.refusals import NotVisible
from talanoa.live import access as live
from talanoa.people.models import Person
from talanoa.schedule import access as schedule
from talanoa.schedule.models import LiveSession


def noting_refused(person: Person, case: Case) -> str | None:
    """Why someone may not write down questions, answers and recommendations on a case.

    In the session its scribes and hosts may; afterwards they and the coordinator still may,
    since not everything is written within the hour.
    """
    if case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if case.session is None or case.session.opened_at is None:
        return _("Questions and recommendations are written once the session has begun.")
    if may_note_in(person, case.session):
        return None
    return _("Only the scribe and the hosts of the session write here.")


def may_note_in(person: Person, session: LiveSession) -> bool:
    """Whether someone writes for the room: its scribes and hosts. Three queries."""
    return schedule.is_scribe(person, session)


def stepping_refused(person: Person, case: Case) -> str | None:
    """Why someone may not move a case to another step now; ``None`` when they may."""
    if case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if case.session is None:
        return _("This case has no place in a session.")
    return live.leading_refused(person, case.session)


def turn_refused(
    person: Person, case: Case, step: str | None, turns: Collection[str], *, out_of_turn: bool
) -> str | None:
    """Why something may not be written on a case yet, or any more; ``None`` when it may.

    Args:
        step: where the case stands; ``None``: it has not been taken up.
        turns: the steps to which what is to be written belongs.
        out_of_turn: take it all the same, which hosts may.
    """
    if is_in_turn(case, step, turns):
        return None
    if out_of_turn and case.session is not None:
        return live.hosting_refused(person, case.session)
    return _when_it_is(step, turns)


def is_in_turn(case: Case, step: str | None, turns: Collection[str]) -> bool:
    """Whether what belongs to ``turns`` may be written while the case stands at ``step``.

    Once its steps are done or the session has ended no order is left to keep, and what was
    said but not written down in time may still be added.
    """
    has_ended = case.session is not None and case.session.closed_at is not None
    return has_ended or step == StepName.DONE or step in turns


def _when_it_is(step: str | None, turns: Collection[str]) -> str:
    turn = min(STEPS.index(StepName(each)) for each in turns)
    words = {"turn": STEPS[turn].label, "before": STEPS[turn - 1].label}
    if step is None:
        return (
            _(
                "The case has not been taken up yet. This belongs to the step “%(turn)s”, "
                "which comes after “%(before)s”."
            )
            % words
        )
    now = STEPS.index(StepName(step))
    words["now"] = STEPS[now].label
    if now > turn:
        return (
            _(
                "The case is at the step “%(now)s”. This belongs to the step “%(turn)s”, which is "
                "over. The facilitator can go back to it, or take this out of turn."
            )
            % words
        )
    if now == turn - 1:
        return (
            _(
                "The case is at the step “%(now)s”. This belongs to the step “%(turn)s”, "
                "which comes next."
            )
            % words
        )
    return (
        _(
            "The case is at the step “%(now)s”. This belongs to the step “%(turn)s”, "
            "which comes after “%(before)s”."
        )
        % words
    )


def question_of(case: Case, question_id: int) -> ClarifyingQuestion:
    """One clarifying question of a case already in hand. One query.

    Raises:
        NotVisible: this case has no such question.
    """
    question = case.clarifying_questions.filter(pk=question_id).first()
    if question is None:
        raise NotVisible(question_id)
    return question


def case_in_session(session: LiveSession, case_id: int) -> Case:
    """One case of a session whose door was passed already. One query.

    Raises:
        NotVisible: this session has no such case.
    """
    case = (
        session.cases.select_related("programme__hub", "session__cohort").filter(pk=case_id).first()
    )
    if case is None:
        raise NotVisible(case_id)
    return case
