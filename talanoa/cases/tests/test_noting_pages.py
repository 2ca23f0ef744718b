"""What the scribe writes on a case's own page."""

import re

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def test_the_scribe_writes_on_the_page_what_the_hour_left_over(client):
    case = make.a_case(status="discussed")
    client.force_login(make.a_part(case.session, "scribe"))

    client.post(url("ask", case.pk), {"text": "Who signs?", "client_id": "q1"})
    question = case.clarifying_questions.get()
    client.post(
        url("answer", case.pk),
        {"question": question.pk, "text": "A doctor.", "client_id": "a1"},
    )
    for _ in range(2):
        page = client.post(url("recommend", case.pk), {"text": "Train.", "client_id": "r1"})

    assert page.headers["Location"] == url("detail", case.pk) + "?write=1#recommendations"
    assert [each.text for each in case.recommendations.all()] == ["Train."]
    assert list(case.clarifying_questions.values_list("text", "answer")) == [
        ("Who signs?", "A doctor.")
    ]


@pytest.mark.parametrize(
    ("status", "query", "forms"),
    [("discussed", "", 0), ("discussed", "?write=1", 3), ("in-session", "", 3)],
)
def test_the_scribes_forms_are_open_while_the_session_runs_and_asked_for_later(
    client, status, query, forms
):
    case = make.a_case(status="discussed")
    if status == "in-session":
        type(case.session).objects.filter(pk=case.session_id).update(closed_at=None)
    client.force_login(make.a_part(case.session, "scribe"))

    page = client.get(url("detail", case.pk) + query).content.decode()

    written = re.findall(r'method="post" action="/cases/\d+/(\w+)/"', page)
    assert len(written) == forms
    assert ('href="?write=1' in page) is (forms == 0)
    client.force_login(make.enrolled(case.programme))
    reader = client.get(url("detail", case.pk) + query).content.decode()
    assert ('action="/cases/' in reader, 'href="?write=1' in reader) == (False, False)


def test_an_empty_recommendation_is_refused_with_what_was_chosen(client):
    case = make.a_case(status="discussed")
    client.force_login(make.a_part(case.session, "scribe"))

    page = client.post(url("recommend", case.pk), {"text": " ", "client_id": "r1"})

    assert (page.status_code, case.recommendations.count()) == (422, 0)
