"""Questions: asked, voted for, taken up, answered, parked, set aside."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log, queries
from talanoa.live.models import AnonymousAsking, Entry, Question, QuestionVote
from talanoa.live.terms import LONGEST_ANSWER, LONGEST_QUESTION, Audience, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

MOMENTS = ("taken_up_at", "answered_at", "parked_at", "set_aside_at")


@log.once
def ask(
    *,
    by: Person,
    session: LiveSession,
    text: str,
    is_anonymous: bool = False,
    client_id: str = "",
) -> Entry:
    """Put a question to the session; without a name, nothing kept of it says whose it is.

    Raises:
        Refused: for the reasons in ``access.asking_refused``.
        ValidationError: ``text`` is blank or longer than 500 characters.
    """
    if is_anonymous:
        return _ask_without_name(by=by, session=session, text=text, client_id=client_id)
    asked = session.questions.filter(asker=by).count()
    demand(access.asking_refused(session, asked=asked, is_anonymous=False))
    question = Question(session=session, text=_text(text), asker=by)
    return _asked(question, by=by, client_id=client_id)


def vote(*, by: Person, session: LiveSession, question: int, client_id: str = "") -> Entry:
    """Say that ``by`` would like a question (its id) answered; a second time changes nothing.

    Like a vote in a poll it is no entry of the log; who has voted is kept, so that it counts once.

    Returns:
        The entry that asked the question.

    Raises:
        Refused: for the reasons in ``access.supporting_refused``, or there is no such question.
    """
    found, asking = _to_support(session, question)
    QuestionVote.objects.get_or_create(question=found, person=by)
    return asking


def take_vote_back(
    *, by: Person, session: LiveSession, question: int, client_id: str = ""
) -> Entry:
    """Take back one's vote for a question (its id); without one, nothing changes.

    Returns and raises as ``vote``.
    """
    found, asking = _to_support(session, question)
    QuestionVote.objects.filter(question=found, person=by).delete()
    return asking


@log.once
def take_up(*, by: Person, session: LiveSession, question: int, client_id: str = "") -> Entry:
    """Take up a question (its id) now. One that was in hand until now counts as answered aloud.

    Raises:
        Refused: for the reasons in ``access.leading_refused``; or the question is not there, or
            not one that waits or was parked.
    """
    demand(access.leading_refused(by, session))
    found = _locked(session, question, "waiting", "parked")
    _answer_the_one_in_hand(by=by, session=session)
    found.parked_at, found.taken_up_at = None, clock.now()
    return _moved(found, Kind.QUESTION_TAKEN_UP, by=by, client_id=client_id)


@log.once
def answer_aloud(*, by: Person, session: LiveSession, question: int, client_id: str = "") -> Entry:
    """Say that a question (its id) has been answered aloud.

    Raises:
        Refused: for the reasons in ``access.sorting_refused``; or it is not there, or is answered.
    """
    demand(access.sorting_refused(by, session))
    found = _locked(session, question, "waiting", "now", "parked")
    found.answered_at = clock.now()
    return _moved(found, Kind.QUESTION_ANSWERED, by=by, client_id=client_id)


@log.once
def answer(
    *, by: Person, session: LiveSession, question: int, text: str, client_id: str = ""
) -> Entry:
    """Answer a question (its id) in writing; a later answer replaces the one before.

    Raises:
        Refused: for the reasons in ``access.answering_refused``, or there is no such question.
        ValidationError: ``text`` is blank or longer than 4000 characters.
    """
    demand(access.answering_refused(by, session))
    found = _locked(session, question, "waiting", "now", "parked", "answered")
    was_answered = found.answered_at is not None
    found.answer, found.answered_by = _answer(text), by
    found.answered_at = found.answered_at or clock.now()
    kind = Kind.QUESTION_CHANGED if was_answered else Kind.QUESTION_ANSWERED
    entry = _moved(found, kind, by=by, client_id=client_id)
    events.record("live.question_answered", by=by, subject=found)
    return entry


@log.once
def park(*, by: Person, session: LiveSession, question: int, client_id: str = "") -> Entry:
    """Put a question (its id) by, to be answered in writing after the session.

    Raises:
        Refused: for the reasons in ``access.sorting_refused``; or it does not wait.
    """
    demand(access.sorting_refused(by, session))
    found = _locked(session, question, "waiting", "now")
    found.parked_at = clock.now()
    return _moved(found, Kind.QUESTION_PARKED, by=by, client_id=client_id)


@log.once
def set_aside(*, by: Person, session: LiveSession, question: int, client_id: str = "") -> Entry:
    """Take a question (its id) out of everyone's sight; hosts can put it back.

    Raises:
        Refused: for the reasons in ``access.sorting_refused``, or it is not there.
    """
    demand(access.sorting_refused(by, session))
    found = _locked(session, question, "waiting", "now", "parked", "answered")
    found.set_aside_at = clock.now()
    return _moved(found, Kind.QUESTION_SET_ASIDE, by=by, client_id=client_id)


@log.once
def put_back(*, by: Person, session: LiveSession, question: int, client_id: str = "") -> Entry:
    """Let a question (its id) wait again, whatever became of it; an answer in writing stays.

    Raises:
        Refused: for the reasons in ``access.sorting_refused``; or it waits already, or has been
            answered in writing.
    """
    demand(access.sorting_refused(by, session))
    found = _locked(session, question, "now", "parked", "answered", "aside")
    found.set_aside_at = None
    if not found.answer:
        found.taken_up_at = found.answered_at = found.parked_at = None
    return _moved(found, Kind.QUESTION_PUT_BACK, by=by, client_id=client_id)


@transaction.atomic
def close_with_session(*, by: Person | None, session: LiveSession) -> None:
    """What is in hand when a session ends was answered in it. Safe to run twice."""
    log.lock(session)
    _answer_the_one_in_hand(by=by, session=session)


@transaction.atomic
def forget(*, person: Person, words: bool) -> None:
    """Take someone off their votes, and where they want it the words of what they asked.

    Of what they asked without a name nothing is known. Safe to run twice.
    """
    QuestionVote.objects.filter(person=person).update(person=None)
    AnonymousAsking.objects.filter(person=person).delete()
    for question in Question.objects.filter(asker=person).select_related("session").order_by("pk"):
        log.lock(question.session)
        if words:
            question.text = ""
            question.save(update_fields=["text"])
        if queries.may_be_on_screen(question.session):
            log.add(
                session=question.session,
                kind=Kind.QUESTION_CHANGED,
                by=person,
                client_id=f"erased-question-{question.pk}",
                data={"question": question.pk},
            )
            _list(question)


def _ask_without_name(*, by: Person, session: LiveSession, text: str, client_id: str) -> Entry:
    log.lock(session)
    if client_id:
        earlier = session.questions.select_related("asking").filter(client_id=client_id).first()
        if earlier is not None and earlier.asking is not None:
            return earlier.asking
    asked = dict(AnonymousAsking.objects.filter(session=session).values_list("person", "number"))
    own = asked.get(by.pk, 0)
    demand(access.asking_refused(session, asked=own, is_anonymous=True))
    question = Question(session=session, text=_text(text), is_anonymous=True, client_id=client_id)
    asked[by.pk] = own + 1
    # All anew, in the order of the people's keys: see the model.
    AnonymousAsking.objects.filter(session=session).delete()
    AnonymousAsking.objects.bulk_create(
        AnonymousAsking(session=session, person_id=person, number=number)
        for person, number in sorted(asked.items())
    )
    return _asked(question, by=None, client_id="")


def _asked(question: Question, *, by: Person | None, client_id: str) -> Entry:
    question.full_clean()
    question.save()
    question.asking = log.add(
        session=question.session,
        kind=Kind.QUESTION_ASKED,
        by=by,
        client_id=client_id,
        data={"question": question.pk},
    )
    question.save(update_fields=["asking"])
    listed = _list(question)
    if question.is_anonymous:
        # The minute is enough: somebody's last sign of life may be this very moment.
        minute = clock.now().replace(second=0, microsecond=0)
        Entry.objects.filter(pk__in=[question.asking.pk, listed.pk]).update(at=minute)
    return question.asking


def _to_support(session: LiveSession, question: int) -> tuple[Question, Entry]:
    found = session.questions.select_related("asking").filter(pk=question).first()
    if found is None or found.asking is None:
        raise Refused(_no_such_question())
    demand(access.supporting_refused(session, found))
    return found, found.asking


def _locked(session: LiveSession, question: int, *statuses: str) -> Question:
    """The question, in one of these states, which nobody else changes meanwhile."""
    log.lock(session)
    found = Question.objects.filter(session=session, pk=question).first()
    if found is None:
        raise Refused(_no_such_question())
    if found.status not in statuses:
        raise Refused(_("Something else has become of this question meanwhile. Look again."))
    found.session = session
    return found


def _moved(question: Question, kind: str, *, by: Person | None, client_id: str) -> Entry:
    question.save(update_fields=[*MOMENTS, "answer", "answered_by"])
    entry = log.add(
        session=question.session,
        kind=kind,
        by=by,
        client_id=client_id,
        data={"question": question.pk},
    )
    _list(question)
    return entry


def _list(question: Question) -> Entry:
    """Give hosts, and nobody else, the buttons for a question, and what has been set aside."""
    return log.add(
        session=question.session,
        kind=Kind.QUESTION_LISTED,
        by=None,
        data={"question": question.pk},
        audience=Audience.HOSTS,
    )


def _answer_the_one_in_hand(*, by: Person | None, session: LiveSession) -> None:
    in_hand = Question.objects.filter(
        session=session,
        taken_up_at__isnull=False,
        answered_at=None,
        parked_at=None,
        set_aside_at=None,
    )
    for question in in_hand:
        question.session = session
        question.answered_at = clock.now()
        _moved(question, Kind.QUESTION_ANSWERED, by=by, client_id="")


def _text(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise ValidationError(_("Write your question first."), code="blank")
    if len(text) > LONGEST_QUESTION:
        raise ValidationError(
            _("A question has at most %(most)d characters; this has %(length)d."),
            code="long",
            params={"most": LONGEST_QUESTION, "length": len(text)},
        )
    return text


def _answer(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError(_("Write the answer first."), code="blank")
    if len(text) > LONGEST_ANSWER:
        raise ValidationError(
            _("An answer has at most %(most)d characters; this has %(length)d."),
            code="long",
            params={"most": LONGEST_ANSWER, "length": len(text)},
        )
    return text


def _no_such_question() -> str:
    return _("There is no such question.")
