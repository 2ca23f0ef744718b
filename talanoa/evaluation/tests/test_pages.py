"""The feedback form and what coordinators see of it."""

import re

import pytest
from django.urls import reverse

from talanoa.evaluation import services
from talanoa.evaluation.models import Answered, Response
from tests import make

pytestmark = pytest.mark.django_db

TYPED = {"relevance": "5", "learned": "4", "part": "3", "free-of-interests": "yes"}
ANSWERS = {"relevance": 5, "learned": 4, "part": 3, "free-of-interests": True}


def words(page):
    return " ".join(page.content.decode().split())


@pytest.fixture
def session():
    return make.closed(make.an_open_session())


@pytest.fixture
def form_url(session):
    return reverse("evaluation:feedback", args=[session.pk])


@pytest.fixture
def results_url(session):
    return reverse("evaluation:results", args=[session.pk])


@pytest.fixture
def attendee(session, client):
    person = make.enrolled(session.cohort)
    make.attendance(session, person)
    services.open_wave(session)
    client.force_login(person)
    return person


def answered_by(session, count, **answers):
    wave = services.open_wave(session)
    for _ in range(count):
        person = make.enrolled(session.cohort)
        make.attendance(session, person)
        services.answer(by=person, wave=wave, answers=ANSWERS | answers)


def test_whoever_is_not_signed_in_is_asked_to(client, form_url):
    assert client.get(form_url).status_code == 302


def test_there_is_no_form_for_a_session_that_is_not_there(client):
    client.force_login(make.a_person())

    assert client.get("/sessions/999999/feedback/").status_code == 404


def test_an_answer_is_taken_and_thanked_for(client, attendee, form_url):
    page = client.post(form_url, TYPED | {"one-thing": "Ask."}, follow=True)

    assert Response.objects.get().answers == ANSWERS | {"one-thing": "Ask."}
    assert "Your feedback is in" in words(page)


def test_two_tabs_and_two_presses_come_to_one_answer(client, attendee, form_url):
    pages = [client.post(form_url, TYPED, follow=True) for _ in range(3)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert (Answered.objects.count(), Response.objects.count()) == (1, 1)
    assert "Your feedback is in" in words(client.get(form_url))


def test_what_was_typed_stays_when_an_answer_is_missing(client, attendee, form_url):
    page = client.post(form_url, {"learned": "2", "better": "More time."})

    assert (page.status_code, Response.objects.count()) == (422, 0)
    assert "More time." in words(page)
    assert re.search(r'<input[^>]*name="learned" value="2"[^>]*checked', words(page))


@pytest.mark.parametrize("value", ["6", "0", "x", "1.5", "' OR 1=1"])
def test_a_value_the_form_does_not_offer_is_refused(client, attendee, form_url, value):
    assert client.post(form_url, TYPED | {"learned": value}).status_code == 422
    assert Answered.objects.count() == 0


def test_before_it_opens_the_page_says_when(client, session, form_url):
    client.force_login(make.enrolled(session.cohort))

    assert "five minutes before the end" in words(client.get(form_url))


def test_who_was_not_there_is_told_so(client, session, attendee, form_url):
    client.force_login(make.enrolled(session.cohort))

    page = client.post(form_url, TYPED)

    assert (page.status_code, Answered.objects.count()) == (403, 0)
    assert "Feedback is for those who were in the session." in words(page)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How much did you learn that you can use?"),
        ("fr", "Avez-vous appris des choses que vous pourrez utiliser ?"),
        ("ar", "كم تعلمتم مما يمكنكم استخدامه؟"),
    ],
)
def test_the_form_speaks_the_readers_language(client, attendee, form_url, language, question):
    attendee.language = language
    attendee.save()

    assert question in words(client.get(form_url))


def test_only_coordinators_read_what_was_answered(client, attendee, results_url):
    assert client.get(results_url).status_code == 403


def test_a_small_group_shows_only_its_number(client, session, results_url):
    answered_by(session, 4, better="Everyone would know it was me.")
    client.force_login(make.a_role(session.cohort.programme, "coordinator"))

    page = words(client.get(results_url))

    assert "4 of 4 who attended" in page
    assert "Too few answers to show" in page
    assert ("Everyone would know it was me." in page, "median" in page) == (False, False)


def test_from_five_on_the_answers_are_shown_with_their_denominators(client, session, results_url):
    answered_by(session, 5, better="More time.")
    make.attendance(session, make.enrolled(session.cohort))
    client.force_login(make.a_role(session.cohort.programme, "coordinator"))

    page = words(client.get(results_url))

    assert "5 of 6 who attended" in page
    assert "5 of 5 answered this · median 4 of 5" in page
    assert page.count("More time.") == 5
    assert "0 of 5 answered this" in page


@pytest.mark.parametrize("count", [5, 8])
def test_the_results_ask_as_many_queries_for_eight_as_for_five(
    client, session, results_url, django_assert_num_queries, count
):
    answered_by(session, count)
    client.force_login(make.a_role(session.cohort.programme, "coordinator"))

    with django_assert_num_queries(11):
        assert client.get(results_url).status_code == 200
