"""Questions: asked with a name and without, voted for, sorted, answered, forgotten."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext

from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live import access
from talanoa.live import questions as reading
from talanoa.live.models import AnonymousAsking, Entry, Question, QuestionVote
from talanoa.live.services import floor, questions
from talanoa.live.terms import MOST_ANONYMOUS, MOST_QUESTIONS
from talanoa.live.tests.asking import ask, does, texts
from talanoa.notices.models import Message
from tests.make import (
    a_part,
    a_person,
    a_role,
    an_open_session,
    closed,
    enrolled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def anonymous(session):
    """The session, in whose programme names may be left out."""
    programme = session.cohort.programme
    programme.allows_anonymous_questions = True
    programme.save()
    return session


# --- Asking --------------------------------------------------------------------------------------


def test_a_question_stands_in_the_log_beside_its_asker(session, ana):
    question = ask(session, ana, "  Who \n may   prescribe it? ", client_id="one")

    entry = Entry.objects.get(person=ana)
    assert (question.text, question.asker, question.asking) == ("Who may prescribe it?", ana, entry)
    assert (entry.kind, entry.person, entry.data) == (
        "question.asked",
        ana,
        {"question": question.pk},
    )


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_asked_twice_by_the_same_act_it_stands_once(anonymous, ana, is_anonymous):
    for _ in range(2):
        ask(anonymous, ana, is_anonymous=is_anonymous, client_id="same")

    assert Question.objects.count() == 1
    assert list(Entry.objects.values_list("kind", flat=True)) == [
        "question.asked",
        "question.listed",
    ]


@pytest.mark.parametrize("is_anonymous", [False, True])
@pytest.mark.parametrize(
    ("text", "reason"),
    [(" \n ", "Write your question first."), ("x" * 501, "at most 500 characters")],
)
def test_what_is_no_question(anonymous, ana, text, reason, is_anonymous):
    with pytest.raises(ValidationError, match=reason):
        ask(anonymous, ana, text, is_anonymous=is_anonymous)

    assert not Question.objects.exists()
    assert not AnonymousAsking.objects.exists()


def test_nobody_asks_without_a_name_where_the_programme_does_not_allow_it(session, ana):
    with pytest.raises(Refused, match="takes no questions without a name"):
        ask(session, ana, is_anonymous=True)


@pytest.mark.parametrize(
    ("is_anonymous", "most"), [(False, MOST_QUESTIONS), (True, MOST_ANONYMOUS)]
)
def test_nobody_asks_without_end(anonymous, ana, ben, is_anonymous, most):
    for _ in range(most):
        ask(anonymous, ana, is_anonymous=is_anonymous)

    with pytest.raises(Refused, match="Nobody may ask more"):
        ask(anonymous, ana, is_anonymous=is_anonymous)
    ask(anonymous, ben, is_anonymous=is_anonymous)
    assert Question.objects.count() == most + 1


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_nobody_asks_once_the_session_has_ended(anonymous, ana, is_anonymous):
    over = closed(anonymous)

    with pytest.raises(Refused, match="has ended"):
        ask(over, ana, is_anonymous=is_anonymous)


def test_an_anonymous_question_is_beside_nobody(anonymous, ana, ben):
    """No row that holds the question or its number holds a person, whatever the table."""
    for number, by in enumerate((ben, ana, ben)):
        ask(anonymous, by, f"Asked {number}", is_anonymous=True, client_id=f"id-{number}")

    entries = Entry.objects.filter(kind="question.asked")
    assert set(entries.values_list("person", "client_id", "audience_person")) == {(None, "", None)}
    assert set(Question.objects.values_list("asker", "answered_by")) == {(None, None)}
    listed = Entry.objects.filter(kind="question.listed")
    assert {(entry.at.second, entry.at.microsecond) for entry in entries | listed} == {(0, 0)}
    assert set(listed.values_list("person", flat=True)) == {None}
    # Who has asked how often, in the order of the people's keys and written all at once.
    marks = AnonymousAsking.objects.order_by("pk").values_list("person", "number")
    assert list(marks) == sorted([(ana.pk, 1), (ben.pk, 2)])
    assert AnonymousAsking.objects.count() == 2
    assert {
        field.name for field in AnonymousAsking._meta.get_fields() if isinstance(field, ForeignKey)
    } == {"session", "person"}


def test_the_act_that_asks_without_a_name_writes_the_persons_key_into_the_marks_alone(
    anonymous, ana
):
    with CaptureQueriesContext(connection) as told:
        ask(anonymous, ana, is_anonymous=True, client_id="one")

    writes = [query["sql"] for query in told if query["sql"].startswith(("INSERT", "UPDATE"))]
    tables = {sql.split('"')[1] for sql in writes}
    assert tables == {
        "live_room",
        "live_entry",
        "live_question",
        "live_anonymousasking",
    }


# --- Votes ---------------------------------------------------------------------------------------


def test_one_vote_a_person_taken_back_and_given_again(session, ana, ben):
    question = ask(session, ana)
    counts = []
    for act in (questions.vote, questions.vote, questions.take_vote_back, questions.vote):
        assert does(act, ben, question) == question.asking
        counts.append(QuestionVote.objects.count())

    assert counts == [1, 1, 0, 1]
    assert Entry.objects.count() == 2


def test_those_with_most_votes_come_first_then_those_asked_first(session, ana, ben, host):
    asked = [ask(session, ana, text) for text in "ABCD"]
    for by, question in ((ana, asked[2]), (ben, asked[2]), (ana, asked[3]), (ben, asked[1])):
        does(questions.vote, by, question)

    assert texts(session, "waiting") == ["C", "B", "D", "A"]
    assert reading.votes([session.pk]) == {
        session.pk: {q.pk: n for q, n in zip(asked, (0, 1, 2, 1), strict=True)}
    }


def test_what_waits_no_more_takes_no_votes(session, ana, ben, host):
    question = ask(session, ana)
    does(questions.park, host, question)

    for act in (questions.vote, questions.take_vote_back):
        with pytest.raises(Refused, match="not waiting any more"):
            does(act, ben, question)
    with pytest.raises(Refused, match="no such question"):
        questions.vote(by=ben, session=an_open_session(), question=question.pk)


# --- What becomes of a question ------------------------------------------------------------------


def test_the_lists_of_an_hour(session, ana, host):
    up, aloud, written, parked, aside = (ask(session, ana, text) for text in "ABCDE")
    does(questions.take_up, host, aloud)
    does(questions.take_up, host, up)
    does(questions.answer, host, written, text=" Begin small. ")
    does(questions.park, host, parked)
    does(questions.set_aside, host, aside)

    assert {name: texts(session, name) for name in reading.LISTS} == {
        "now": ["A"],
        "waiting": [],
        "parked": ["D"],
        "answered": ["B", "C"],
        "aside": ["E"],
    }
    assert (written.answer, written.answered_by, aloud.answer) == ("Begin small.", host, "")


ACTS = {
    "take_up": questions.take_up,
    "answer_aloud": questions.answer_aloud,
    "answer": lambda **given: questions.answer(text="So.", **given),
    "park": questions.park,
    "set_aside": questions.set_aside,
    "put_back": questions.put_back,
}
MAY = {
    "waiting": {"take_up", "answer_aloud", "answer", "park", "set_aside"},
    "now": {"answer_aloud", "answer", "park", "set_aside", "put_back"},
    "parked": {"take_up", "answer_aloud", "answer", "set_aside", "put_back"},
    "answered": {"answer", "set_aside", "put_back"},
    "aside": {"put_back"},
}
BROUGHT = {
    "waiting": None,
    "now": "take_up",
    "parked": "park",
    "answered": "answer_aloud",
    "aside": "set_aside",
}
BECOMES = {
    "take_up": "now",
    "answer_aloud": "answered",
    "answer": "answered",
    "park": "parked",
    "set_aside": "aside",
    "put_back": "waiting",
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", MAY)
def test_what_may_become_of_it_from_where_it_stands(session, ana, host, status, act):
    question = ask(session, ana)
    if brought := BROUGHT[status]:
        does(ACTS[brought], host, question)
    assert question.status == status

    if act in MAY[status]:
        does(ACTS[act], host, question)
        assert question.status == BECOMES[act]
    else:
        with pytest.raises(Refused, match="become of this question meanwhile"):
            does(ACTS[act], host, question)
        question.refresh_from_db()
        assert question.status == status


def test_an_answer_in_writing_is_not_lost_by_putting_the_question_back(session, ana, host):
    question = ask(session, ana)
    does(ACTS["answer"], host, question)
    does(questions.set_aside, host, question)
    does(questions.put_back, host, question)

    assert (question.status, question.answer) == ("answered", "So.")


WHO = {
    "facilitator": lambda s: a_role(s.cohort.programme, "facilitator"),
    "expert": lambda s: a_role(s.cohort.programme, "expert"),
    "speaker": lambda s: a_part(s, "speaker"),
    "scribe": lambda s: a_part(s, "scribe"),
    "member": lambda s: enrolled(s.cohort),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("is_over", [False, True])
def test_who_sorts_and_who_answers(session, ana, who, is_over):
    person = WHO[who](session)
    asked = {name: ask(session, ana, name) for name in ACTS if name != "put_back"}
    if is_over:
        closed(session)
    done = set()
    for name, question in asked.items():
        question.session = session
        try:
            does(ACTS[name], person, question)
            done.add(name)
        except Refused:
            pass

    answering = {"answer"} if who in ("facilitator", "expert", "speaker") else set()
    sorting = set(asked) if who == "facilitator" else set()
    assert done == (answering | sorting) - ({"take_up"} if is_over else set())


@pytest.mark.parametrize(
    ("who", "found"), [("expert", True), ("facilitator", True), ("member", False)]
)
def test_the_door_to_one_question_is_for_those_who_answer(session, ana, host, who, found):
    question = ask(session, ana)
    person = WHO[who](session)
    elsewhere = an_open_session()

    if found:
        assert access.get_question(person, session.pk, question.pk) == question
        with pytest.raises(NotVisible):
            access.get_question(person, elsewhere.pk, question.pk)
        does(questions.set_aside, host, question)
    with pytest.raises(NotVisible):
        access.get_question(person, session.pk, question.pk)


def test_what_is_in_hand_when_the_session_ends_was_answered_aloud(session, ana, host):
    question, waits = ask(session, ana), ask(session, ana)
    does(questions.take_up, host, question)

    floor.close_session(by=host, session=session)
    floor.note_closed(session=session)

    question.refresh_from_db()
    waits.refresh_from_db()
    assert (question.status, question.answer, waits.status) == ("answered", "", "waiting")
    assert Entry.objects.filter(kind="question.answered").count() == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [(" ", "Write the answer first."), ("x" * 4001, "at most 4000 characters")],
)
def test_what_is_no_answer(session, ana, host, text, reason):
    with pytest.raises(ValidationError, match=reason):
        does(questions.answer, host, ask(session, ana), text=text)


# --- Mail ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_over", "is_anonymous", "mails"), [(True, False, 1), (False, False, 0), (True, True, 0)]
)
def test_whoever_asked_with_their_name_is_mailed_once_the_session_is_over(
    anonymous, host, is_over, is_anonymous, mails
):
    asker = enrolled(anonymous.cohort, a_person("Ana Faleolo", email="ana@example.org"))
    question = ask(anonymous, asker, is_anonymous=is_anonymous)
    if is_over:
        question.session = closed(anonymous)
    Message.objects.all().delete()

    does(questions.answer, host, question, text="Begin <small>.")
    does(questions.answer, host, question, text="Begin smaller.")

    sent = [message for message in Message.objects.all() if "Begin <small>." in message.text]
    assert (len(sent), Message.objects.count()) == (mails, mails)
    assert [message.address for message in sent] == ["ana@example.org"] * mails


def test_nobody_is_mailed_their_own_answer(session, host):
    question = ask(session, host)
    question.session = closed(session)
    Message.objects.all().delete()

    does(questions.answer, host, question, text="As I found out.")

    assert not Message.objects.exists()
