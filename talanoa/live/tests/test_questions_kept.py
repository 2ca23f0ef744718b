"""What is kept of questions about somebody, and what erasing them takes."""

import pytest

from talanoa.live import questions as reading
from talanoa.live.models import AnonymousAsking, Entry, Hand, QuestionVote
from talanoa.live.services import questions, talk
from talanoa.live.tests.asking import ask, does
from talanoa.people import services as people
from talanoa.people.models import Person
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import a_question, an_open_session

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


def test_the_export_tells_what_one_asked_but_not_which_without_a_name(anonymous, ana, ben, host):
    mine, other = ask(anonymous, ana, "Mine"), ask(anonymous, ben, "His")
    ask(anonymous, ana, "Hidden", is_anonymous=True)
    does(questions.vote, ana, other)

    kept = people.export_of(ana)["live"]

    title = anonymous.title
    assert kept["questions"] == [
        {"session__title": title, "text": "Mine", "answer": "", "asking__at": mine.asking.at}
    ]
    assert kept["question_votes"] == [{"question__session__title": title, "question__text": "His"}]
    assert kept["anonymous_questions"] == [{"session__title": title, "number": 1}]
    assert "Hidden" not in str(kept)


@pytest.mark.parametrize("words", [True, False])
def test_erasing_takes_the_name_and_on_request_the_words(client, anonymous, ana, ben, host, words):
    question, other = ask(anonymous, ana, "Mine"), ask(anonymous, ben, "His")
    hidden = ask(anonymous, ana, "Hidden", is_anonymous=True)
    does(questions.vote, ana, other)
    talk.raise_hand(by=ana, session=anonymous, about="My clinic")

    people.erase(by=ana, person=ana, words=words)
    run_jobs(of="live")
    run_jobs(of="live")

    for each in (question, other, hidden):
        each.refresh_from_db()
    assert (question.text, hidden.text) == ("" if words else "Mine", "Hidden")
    assert list(QuestionVote.objects.values_list("question", "person")) == [(other.pk, None)]
    assert Hand.objects.get().about == ("" if words else "My clinic")
    assert Entry.objects.filter(kind="question.changed").count() == 1
    assert not AnonymousAsking.objects.exists()
    client.force_login(Person.objects.get(pk=host.pk))
    page = client.get(f"/sessions/{anonymous.pk}/room/").content.decode()
    assert "Ana Faleolo" not in page
    assert ("Mine" in page) is not words


def test_what_was_set_aside_is_not_drawn_for_whoever_comes_back(session, ana, host):
    question = ask(session, ana)
    asking = question.asking
    does(questions.set_aside, host, question)

    assert reading.of_entry(asking) is None
    assert a_question(session).status == "waiting"
