"""Two workers, two tabs, two coordinators at the same moment."""

from datetime import timedelta

import pytest

from talanoa.credentials import services
from talanoa.credentials.models import Certificate
from talanoa.evaluation import services as evaluation
from talanoa.evaluation.models import Answered, Response
from talanoa.schedule.models import LiveSession
from tests import make
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERS = {"relevance": 5, "learned": 4, "part": 3, "free-of-interests": True}


@pytest.fixture
def session():
    session = make.closed(make.an_open_session())
    opened_at = session.closed_at - timedelta(hours=1)
    LiveSession.objects.filter(pk=session.pk).update(opened_at=opened_at)
    session.refresh_from_db()
    return session


def attendees(session, count):
    people = [make.enrolled(session.cohort) for _ in range(count)]
    for person in people:
        make.attendance(session, person)
    return people


def test_two_workers_issue_each_certificate_once(session):
    people = attendees(session, 3)
    wave = evaluation.open_wave(session)
    for person in people:
        evaluation.answer(by=person, wave=wave, answers=ANSWERS)

    issued = at_once(*[lambda: len(services.issue_due(session=session))] * 4)

    assert sorted(issued) == [0, 0, 0, 3]
    assert Certificate.objects.count() == 3


def test_one_answer_is_kept_of_two_tabs_that_send_at_once(session):
    (person,) = attendees(session, 1)
    wave = evaluation.open_wave(session)

    taken = at_once(*[lambda: evaluation.answer(by=person, wave=wave, answers=ANSWERS)] * 3)

    assert sorted(taken) == [False, False, True]
    assert (Answered.objects.count(), Response.objects.count()) == (1, 1)


def test_answers_of_several_people_at_once_are_all_kept(session):
    people = attendees(session, 4)
    wave = evaluation.open_wave(session)

    taken = at_once(
        *[
            lambda person=person: evaluation.answer(by=person, wave=wave, answers=ANSWERS)
            for person in people
        ]
    )

    assert taken == [True] * 4
    assert (Answered.objects.count(), Response.objects.count()) == (4, 4)


def test_a_form_opened_by_the_clock_and_by_the_close_is_one_form(session):
    attendees(session, 1)

    waves = at_once(*[lambda: evaluation.open_wave(session)] * 3)

    assert len(set(waves)) == 1
    assert session.entries.filter(kind="feedback.opened").count() == 1
