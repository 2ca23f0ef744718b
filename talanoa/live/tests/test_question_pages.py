"""Questions without a script, on the page of those who answer, in the record; the programme's
setting; hands with a note by the plain form."""

import pytest
from django.urls import reverse

from talanoa.live import alike
from talanoa.live.models import Entry, Hand, Question, QuestionVote
from talanoa.live.services import questions
from tests.make import a_person, a_question, a_role, an_open_session, closed, enrolled

pytestmark = pytest.mark.django_db

NAMELESS = 'name="is_anonymous"'


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def member(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


@pytest.fixture
def expert(session):
    return a_role(session.cohort.programme, "expert", a_person("Amina Kone"))


def act(session, name):
    return reverse("live:act", args=[session.pk, name])


def room(session):
    return reverse("live:room", args=[session.pk])


def page_of(session):
    return reverse("live:questions", args=[session.pk])


def answer_of(question):
    return reverse("live:answer_question", args=[question.session_id, question.pk])


def allow(session, allowed=True):
    programme = session.cohort.programme
    programme.allows_anonymous_questions = allowed
    programme.save()


# --- The room without a script -------------------------------------------------------------------


def test_a_question_is_asked_voted_for_and_the_vote_taken_back_by_plain_forms(
    client, session, member
):
    client.force_login(member)
    asked = {"text": "Who may prescribe it?", "client_id": "once"}

    answer = client.post(act(session, "question.ask"), asked)
    client.post(act(session, "question.ask"), asked)
    question = Question.objects.get()
    client.post(act(session, "question.vote"), {"question": question.pk})
    voted = client.get(room(session)).content.decode()
    client.post(act(session, "question.take-back"), {"question": question.pk})
    back = client.get(room(session)).content.decode()

    assert answer.headers["Location"] == room(session) + "#panel-questions"
    assert ["Take your vote back" in page for page in (voted, back)] == [True, False]
    assert f'data-voted="{question.pk} "' in voted
    assert not QuestionVote.objects.exists()


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("", 422, "Write your question first."),
        (" \n ", 422, "Write your question first."),
        ("x" * 501, 422, "at most 500 characters"),
    ],
)
def test_what_is_no_question_stays_in_the_form(client, session, member, text, status, sentence):
    client.force_login(member)

    answer = client.post(act(session, "question.ask"), {"text": text})

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert f">\n{text.strip()}" in answer.content.decode()
    assert not Question.objects.exists()


def test_what_is_refused_says_why_and_keeps_what_was_typed(client, session, member):
    client.force_login(member)

    answer = client.post(act(session, "question.ask"), {"text": "Between us", "is_anonymous": "on"})

    assert answer.status_code == 403
    assert "takes no questions without a name" in answer.content.decode()
    assert "Between us</textarea>" in answer.content.decode()


@pytest.mark.parametrize("is_allowed", [True, False])
def test_the_box_stands_there_only_where_the_programme_allows_it(
    client, session, member, is_allowed
):
    allow(session, is_allowed)
    client.force_login(member)

    assert (NAMELESS in client.get(room(session)).content.decode()) is is_allowed


def test_asked_without_a_name_nothing_in_the_page_of_anybody_says_who(
    client, session, member, host
):
    allow(session)
    client.force_login(member)
    form = {"text": "Between us", "is_anonymous": "on", "client_id": "its-own"}
    client.post(act(session, "question.ask"), form)
    Entry.objects.filter(person=member).delete()
    pages = []
    for reader in (host, enrolled(session.cohort)):
        client.force_login(reader)
        pages.append(client.get(room(session)).content.decode())

    assert all("Asked without a name" in page for page in pages)
    assert [("Ana Faleolo" in page, "its-own" in page) for page in pages] == [(False, False)] * 2


def test_the_form_that_asks_has_an_id_that_no_other_form_of_the_page_has(client, session, member):
    client.force_login(member)
    response = client.get(room(session))
    page = response.content.decode()

    assert page.count(response.context["question_id"]) == 1
    assert page.count(response.context["act_id"]) > 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("question.take-up", {}),
        ("question.answer-aloud", {}),
        ("question.answer", {"text": "So."}),
        ("question.park", {}),
        ("question.set-aside", {}),
        ("question.put-back", {}),
        ("hand.order", {"order": "unheard"}),
        ("hand.read", {"person": 1}),
    ],
)
def test_what_only_hosts_may_do_is_refused_to_a_member(client, session, member, name, data):
    question = a_question(session, by=enrolled(session.cohort))
    client.force_login(member)

    answer = client.post(act(session, name), {"question": question.pk} | data)

    question.refresh_from_db()
    assert (answer.status_code, question.status) == (403, "waiting")
    assert not Entry.objects.filter(person=member).exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "0", 10**30])
def test_a_question_of_no_possible_number_is_a_mistake_in_the_form(client, session, member, number):
    client.force_login(member)

    assert client.post(act(session, "question.vote"), {"question": number}).status_code == 422


def test_a_member_finds_nothing_of_what_was_set_aside(client, session, member, host):
    question = a_question(session, text="Why so rude?")
    questions.set_aside(by=host, session=session, question=question.pk)
    seen = []
    for reader in (member, host):
        client.force_login(reader)
        seen.append("Why so rude?" in client.get(room(session)).content.decode())

    assert seen == [False, True]


def test_a_hand_with_a_note_goes_up_without_a_script(client, session, member):
    client.force_login(member)

    client.post(act(session, "hand.raise"), {"about": "The <north>", "is_written": "on"})
    page = client.get(room(session)).content.decode()

    assert (Hand.objects.get().about, Hand.objects.get().is_written) == ("The <north>", True)
    assert "The &lt;north&gt;" in page
    assert "to be read out" in page


def test_a_note_that_is_missing_is_asked_for(client, session, member):
    client.force_login(member)

    answer = client.post(act(session, "hand.raise"), {"is_written": "on"})

    assert answer.status_code == 403
    assert "Write what is to be read out." in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_room_asks_as_many_queries_for_three_questions_as_for_one(
    client, session, member, django_assert_num_queries, count
):
    for _ in range(count):
        question = a_question(session, text="Who may prescribe it?")
        questions.vote(by=member, session=session, question=question.pk)
    client.force_login(member)
    client.get(room(session))
    alike.forget()

    with django_assert_num_queries(36):
        page = client.get(room(session)).content.decode()

    assert page.count('-text" dir="auto">Who may prescribe it?') == count


# --- The page of those who answer ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("coordinator", 200),
        ("expert", 200),
        ("member", 403),
        ("stranger", 404),
    ],
)
def test_who_answers_in_writing(client, session, member, who, status):
    question = a_question(session, by=member)
    person = {
        "member": lambda: member,
        "stranger": a_person,
    }.get(who, lambda: a_role(session.cohort.programme, who))()
    client.force_login(person)

    assert client.get(page_of(session)).status_code == status
    answered = client.post(answer_of(question), {"text": "So."}).status_code
    assert answered == (302 if status == 200 else 404)


def test_an_answer_is_written_and_written_anew(client, session, member, expert):
    question = a_question(session, by=member)
    client.force_login(expert)
    for text in ("Begin small.", "Begin smaller."):
        client.post(answer_of(question), {"text": text})

    page = client.get(page_of(session)).content.decode()

    question.refresh_from_db()
    assert (question.status, question.answered_by, question.answer) == (
        "answered",
        expert,
        "Begin smaller.",
    )
    assert "Answered in writing by <b>Amina Kone</b>" in page
    assert "Begin smaller.</textarea>" in page


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "Write the answer first."), ("x" * 4001, "at most 4000 characters")]
)
def test_what_is_no_answer_is_said_and_kept(client, session, member, expert, text, sentence):
    _, second = (a_question(session, by=member) for _ in "12")
    client.force_login(expert)

    answer = client.post(answer_of(second), {"text": text})

    page = answer.content.decode()
    assert (answer.status_code, sentence in page, f"{text}</textarea>" in page) == (422, True, True)
    assert Question.objects.filter(answered_at=None).count() == 2


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "questions/", 405),
        ("get", "questions/{question}/answer/", 405),
        ("post", "questions/999999/answer/", 404),
        ("post", "questions/{foreign}/answer/", 404),
        ("post", "questions/99999999999999999999/answer/", 404),
    ],
)
def test_wrong_methods_and_numbers(client, session, expert, method, path, status):
    ids = {"question": a_question(session).pk, "foreign": a_question(an_open_session()).pk}
    client.force_login(expert)

    answer = getattr(client, method)(f"/sessions/{session.pk}/{path.format(**ids)}")

    assert answer.status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    client, session, expert, django_assert_num_queries, count
):
    for _ in range(count):
        a_question(session, text="Who may prescribe it?")
    client.force_login(expert)
    client.get(page_of(session))

    with django_assert_num_queries(7):
        page = client.get(page_of(session)).content.decode()

    assert page.count('dir="auto">Who may prescribe it?') == count


# --- The record ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["host", "member", "public"])
def test_the_record_keeps_questions_with_their_answers_for_the_programmes_people(
    client, session, member, host, who
):
    for text, then in (("Aloud?", questions.answer_aloud), ("Rude?", questions.set_aside)):
        asked = a_question(session, by=member, text=text)
        then(by=host, session=session, question=asked.pk)
    written, _waits = (a_question(session, by=member, text=text) for text in ("Written?", "Open?"))
    questions.answer(by=host, session=session, question=written.pk, text="As written.")
    closed(session)
    client.force_login(host)
    client.post(reverse("live:publish_record", args=[session.pk]))
    client.logout()
    if who != "public":
        client.force_login({"host": host, "member": member}[who])

    page = client.get(reverse("live:record", args=[session.pk])).content.decode()

    seen = [words in page for words in ("Aloud?", "Written?", "As written.", "Open?", "Rude?")]
    assert seen == [who != "public"] * 4 + [False]
    assert ("Answer questions in writing" in page) is (who == "host")


# --- The programme's setting ---------------------------------------------------------------------


def test_a_coordinator_allows_questions_without_a_name_and_takes_it_back(client, session):
    programme = session.cohort.programme
    client.force_login(a_role(programme, "coordinator"))
    path = reverse("programmes:edit", args=[programme.slug])
    form = {"name": programme.name, "aim": "An aim", "case_kind": "country"}
    allowed = [programme.allows_anonymous_questions]
    for box in ({"allows_anonymous_questions": "on"}, {}):
        client.post(path, form | box)
        programme.refresh_from_db()
        allowed.append(programme.allows_anonymous_questions)

    assert allowed == [False, True, False]
