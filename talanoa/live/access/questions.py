"""Who may ask, answer and sort questions, and say in which order hands wait."""

from django.utils.translation import gettext as _

from talanoa.kernel.refusals import NotVisible
from talanoa.live.access.rooms import (
    get_session,
    hosting_refused,
    role_holders,
    taking_part_refused,
)
from talanoa.live.models import Question
from talanoa.live.terms import ANSWERING_ROLES, MOST_ANONYMOUS, MOST_QUESTIONS
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


def ordering_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not say in which order hands wait; in the lobby hosts may, too."""
    return hosting_refused(person, session) or taking_part_refused(session)


def asking_refused(session: LiveSession, *, asked: int, is_anonymous: bool) -> str | None:
    """Why someone who has ``asked`` so many such questions here may not ask another now."""
    if refused := taking_part_refused(session):
        return refused
    if is_anonymous:
        if not session.cohort.programme.allows_anonymous_questions:
            return _("This programme takes no questions without a name.")
        if asked >= MOST_ANONYMOUS:
            return _(
                "You have asked %(most)d questions without your name in this session. Nobody may"
                " ask more."
            ) % {"most": MOST_ANONYMOUS}
    elif asked >= MOST_QUESTIONS:
        return _("You have asked %(most)d questions in this session. Nobody may ask more.") % {
            "most": MOST_QUESTIONS
        }
    return None


def supporting_refused(session: LiveSession, question: Question) -> str | None:
    """Why nobody may vote for this question now, or take a vote for it back."""
    if refused := taking_part_refused(session):
        return refused
    if question.status != "waiting":
        return _("This question is not waiting any more.")
    return None


def sorting_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not say what becomes of the questions; hosts may after the end, too."""
    if session.status == Status.CANCELLED:
        return _("This session has been cancelled.")
    return hosting_refused(person, session)


def answering_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not answer questions in writing; those who host, teach or advise may."""
    if session.status == Status.CANCELLED:
        return _("This session has been cancelled.")
    if role_holders(session).get(person.pk, set()) & ANSWERING_ROLES:
        return None
    return _("Only facilitators, coordinators, experts and speakers can answer in writing.")


def get_question(person: Person, session_id: int, question_id: int) -> Question:
    """The door to one question, with its session, for those who answer.

    Raises:
        NotVisible: no such question in that session, it was set aside, or ``person`` may not
            answer there.
    """
    session = get_session(person, session_id)
    question = session.questions.filter(pk=question_id, set_aside_at=None).first()
    if question is None or answering_refused(person, session):
        raise NotVisible(question_id)
    question.session = session
    return question
