"""What is typed while somebody else is quicker stays on the page, with the reason beside it."""

import pytest
from django.urls import reverse

from talanoa.cases import queries, services
from talanoa.cases.models import LONGEST
from tests import make

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def words(page):
    return " ".join(page.content.decode().split())


def test_the_second_of_two_experts_keeps_the_answer_and_reads_the_first(client):
    programme = make.a_programme()
    first, second = (make.a_role(programme, "expert") for _ in range(2))
    question = make.an_urgent_question(programme)
    services.answer_urgent(by=first, question=question, text="Double it at night only.")
    client.force_login(second)

    page = client.post(url("urgent_answer", question.pk), {"text": "Wait for a day first."})

    assert page.status_code == 409
    assert "This question is answered already." in words(page)
    assert "Double it at night only." in words(page)
    assert "Wait for a day first.</textarea>" in words(page)


def test_whom_a_question_never_went_to_is_refused(client):
    question = make.an_urgent_question()
    client.force_login(question.asker)

    assert client.post(url("urgent_answer", question.pk), {"text": "So."}).status_code == 403


def test_what_is_written_in_a_letter_while_it_is_signed_stays(client):
    letter = make.a_letter(status="ready")
    [one] = queries.to_write(letter.case)
    expert = letter.case.programme.roles.get(role="expert").person
    services.sign_letter(by=expert, letter=letter, revision=letter.revision)
    client.force_login(queries.scribes_of(letter.case).first())
    typed = {"opening": "Thank you, all.", "added": "", "revision": letter.revision}
    typed |= {f"text-{one.pk}": "Reworded.", f"place-{one.pk}": 1, f"part_of-{one.pk}": ""}

    page = client.post(url("letter_write", letter.case_id), typed)

    assert page.status_code == 409
    assert "What is wrong in it is put right by a correction." in words(page)
    assert "Thank you, all.</textarea>" in words(page)
    assert "Reworded.</textarea>" in words(page)
    assert client.get(url("letter_write", letter.case_id)).status_code == 403


def test_what_a_team_writes_while_its_case_is_accepted_stays(client):
    case = make.a_case(status="accepted")
    client.force_login(case.presenter)
    typed = {"title": case.title, "country": case.country_id, "revision": case.revision}

    page = client.post(url("edit", case.pk), typed | {"situation": "Two pharmacists now."})

    assert page.status_code == 409
    assert "Ask the coordinator for a change." in words(page)
    assert "Two pharmacists now.</textarea>" in words(page)
    assert client.get(url("edit", case.pk)).status_code == 403


def test_an_answer_that_is_too_long_stays_with_the_question_chosen(client):
    case = make.a_case(status="discussed")
    scribe = make.a_part(case.session, "scribe")
    client.force_login(scribe)
    client.post(url("ask", case.pk), {"text": "Who signs?", "client_id": "q1"})
    question = case.clarifying_questions.get()
    long = "a" * (LONGEST + 1)

    page = client.post(
        url("answer", case.pk), {"question": question.pk, "text": long, "client_id": "a1"}
    )

    assert page.status_code == 422
    assert f"{long}</textarea>" in page.content.decode()
    assert f"at most {LONGEST} characters" in words(page)
    assert 'form="act-case-answer" required checked' in words(page)
    question.refresh_from_db()
    assert question.answer == ""
