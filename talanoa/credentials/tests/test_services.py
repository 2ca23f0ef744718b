"""Certificates are issued once, when due, and taken back when they are no longer true."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from talanoa.credentials import queries, services, tasks
from talanoa.credentials.models import Certificate
from talanoa.evaluation import services as evaluation
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused
from talanoa.live import models as live
from talanoa.live.models import Attendance
from talanoa.live.services import attendance as ledger
from talanoa.notices.models import Message
from talanoa.people.services import export_of
from talanoa.schedule.models import LiveSession
from talanoa.schedule.tests.jobs import run_jobs
from tests import make

pytestmark = pytest.mark.django_db

ANSWERS = {"relevance": 5, "learned": 4, "part": 3, "free-of-interests": True}


@pytest.fixture
def session():
    session = make.closed(make.an_open_session())
    opened_at = session.closed_at - timedelta(hours=1)
    LiveSession.objects.filter(pk=session.pk).update(opened_at=opened_at)
    session.refresh_from_db()
    return session


def attendee(session, minutes=60, *, has_answered=True, **fields):
    person = make.enrolled(session.cohort, make.a_person(**fields))
    make.attendance(session, person, timedelta(minutes=minutes))
    if has_answered:
        evaluation.answer(by=person, wave=evaluation.open_wave(session), answers=ANSWERS)
    return person


def holders(session):
    return set(
        Certificate.objects.filter(session=session, revoked_at=None).values_list(
            "person", flat=True
        )
    )


@pytest.mark.parametrize(
    ("minutes", "has_answered", "percent", "needs_feedback", "is_due"),
    [
        (45, True, 75, True, True),
        (44, True, 75, True, False),
        (60, False, 75, True, False),
        (60, False, 75, False, True),
        (30, True, 50, True, True),
        (59, True, 100, True, False),
    ],
)
def test_when_a_certificate_is_due(session, minutes, has_answered, percent, needs_feedback, is_due):
    services.set_rule(
        by=make.a_role(session.cohort.programme, "coordinator"),
        programme=session.cohort.programme,
        minimum_percent=percent,
        needs_feedback=needs_feedback,
    )
    person = attendee(session, minutes, has_answered=has_answered)

    services.issue_due(session=session)

    assert holders(session) == ({person.pk} if is_due else set())


def test_a_certificate_says_what_stood_on_the_day_of_issue(session):
    person = attendee(session, 50, name="Mele Taufa", language="fr")

    (certificate,) = services.issue_due(session=session)

    programme = session.cohort.programme
    assert certificate.holder == "Mele Taufa"
    assert (certificate.hub_name, certificate.programme_name) == (
        programme.hub.name,
        programme.name,
    )
    assert (certificate.session_title, certificate.held_at) == (session.title, session.opened_at)
    assert (certificate.attended, certificate.lasted) == (
        timedelta(minutes=50),
        timedelta(hours=1),
    )
    assert (certificate.minimum_percent, certificate.needed_feedback) == (75, True)
    assert (certificate.language, certificate.person) == ("fr", person)


def test_issuing_twice_issues_once_and_mails_once(session):
    person = attendee(session)

    issued = [len(services.issue_due(session=session)) for _ in range(3)]

    assert (issued, Certificate.objects.count()) == ([1, 0, 0], 1)
    mails = Message.objects.filter(key__startswith="credentials.issued")
    assert [message.person for message in mails] == [person]
    assert Certificate.objects.get().number in mails.get().text


def test_provisional_attendance_earns_nothing(session):
    person = attendee(session)
    Attendance.objects.filter(person=person).update(final_at=None)

    assert services.issue_due(session=session) == []


def test_a_session_still_under_way_earns_nothing():
    session = make.an_open_session()
    make.attendance(session, make.enrolled(session.cohort))

    assert services.issue_due(session=session) == []


def test_whoever_answers_later_gets_the_certificate_then(session):
    person = attendee(session, has_answered=False)
    services.issue_due(session=session)
    assert holders(session) == set()

    evaluation.answer(by=person, wave=evaluation.open_wave(session), answers=ANSWERS)

    assert run_jobs(of="credentials") == ["issue_to"]
    assert holders(session) == {person.pk}


def test_an_answer_brings_a_certificate_to_whoever_gave_it_and_to_nobody_else(session):
    people = [attendee(session) for _ in range(3)]

    issued = [tasks.issue_to.call(session.pk, people[0].pk) for _ in range(2)]

    assert (issued, holders(session)) == ([1, 0], {people[0].pk})
    assert tasks.issue_to.call(session.pk, 10**9) == 0


def test_looking_at_one_person_takes_back_nobody_elses(session):
    corrected, other = attendee(session), attendee(session)
    services.issue_due(session=session)
    for person in (corrected, other):
        make.attendance(session, person, timedelta(minutes=10))

    services.issue_due(session=session, only=corrected)

    assert holders(session) == {other.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_one_certificate_costs_as_many_queries_among_three_as_alone(
    session, count, django_assert_num_queries
):
    people = [attendee(session) for _ in range(count)]

    with django_assert_num_queries(28):
        services.issue_due(session=session, only=people[0])

    assert holders(session) == {people[0].pk}


def test_a_correction_takes_back_what_is_no_longer_true(session):
    person = attendee(session)
    services.issue_due(session=session)

    make.attendance(session, person, timedelta(minutes=10))
    services.issue_due(session=session)

    certificate = Certificate.objects.get()
    assert (holders(session), certificate.revocation) == (set(), "corrected")
    assert certificate.revoked_at is not None


def test_a_correction_that_still_meets_the_rule_gives_a_new_certificate(session):
    person = attendee(session)
    (first,) = services.issue_due(session=session)

    make.attendance(session, person, timedelta(minutes=50))
    (second,) = services.issue_due(session=session)

    first.refresh_from_db()
    assert (first.revocation, second.attended) == ("corrected", timedelta(minutes=50))
    assert first.number != second.number


def test_a_correction_upwards_earns_a_certificate(session):
    person = attendee(session, 10)
    services.issue_due(session=session)

    make.attendance(session, person, timedelta(minutes=60))
    services.issue_due(session=session)

    assert holders(session) == {person.pk}


def test_attendance_taken_away_altogether_takes_the_certificate_back(session):
    person = attendee(session)
    services.issue_due(session=session)

    Attendance.objects.filter(person=person).update(is_current=False)
    services.issue_due(session=session)

    assert holders(session) == set()


def test_what_the_coordinator_revoked_stays_revoked(session):
    person = attendee(session)
    (certificate,) = services.issue_due(session=session)
    coordinator = make.a_role(session.cohort.programme, "coordinator")

    services.revoke(by=coordinator, certificate=certificate, reason=" Someone else sat there. ")
    make.attendance(session, person, timedelta(minutes=55))
    services.issue_due(session=session)

    certificate.refresh_from_db()
    assert (holders(session), Certificate.objects.count()) == (set(), 1)
    assert certificate.revocation_reason == "Someone else sat there."
    assert certificate.revoked_by == coordinator


def test_only_a_coordinator_revokes_and_says_why(session):
    person = attendee(session)
    (certificate,) = services.issue_due(session=session)

    with pytest.raises(Refused):
        services.revoke(by=person, certificate=certificate, reason="No.")
    with pytest.raises(ValidationError):
        services.revoke(
            by=make.a_role(session.cohort.programme, "coordinator"),
            certificate=certificate,
            reason=" ",
        )

    assert holders(session) == {person.pk}


def test_a_new_rule_leaves_what_was_issued_as_it_is(session):
    person = attendee(session, 50)
    services.issue_due(session=session)

    services.set_rule(
        by=make.a_role(session.cohort.programme, "coordinator"),
        programme=session.cohort.programme,
        minimum_percent=100,
        needs_feedback=True,
    )
    services.issue_due(session=session)

    assert holders(session) == {person.pk}
    assert Certificate.objects.get().minimum_percent == 75


def test_an_erased_holder_leaves_a_certificate_without_a_name(session):
    person = attendee(session)
    services.issue_due(session=session)
    person.erased_at = clock.now()
    person.save()

    assert [tasks.forget_holder.call(person.pk) for _ in range(2)] == [1, 0]

    certificate = Certificate.objects.get()
    assert (certificate.holder, certificate.revocation) == ("", "erased")


def test_someone_who_is_not_erased_is_not_forgotten(session):
    person = attendee(session)
    services.issue_due(session=session)

    assert tasks.forget_holder.call(person.pk) == 0


def test_the_usual_rule_holds_where_none_was_set():
    rule = queries.rule_of(make.a_programme())

    assert (rule.pk, rule.minimum_percent, rule.needs_feedback) == (None, 75, True)


def test_attendance_looks_at_everyone_feedback_and_corrections_at_one_person(session):
    with transaction.atomic():
        events.record("live.attendance_final", by=None, subject=session)
    person = attendee(session)
    live.Room.objects.update_or_create(
        session=session, defaults={"attendance_final_at": clock.now()}
    )
    ledger.correct(
        by=make.a_role(session.cohort.programme, "coordinator"),
        session=session,
        person=person,
        intervals=[(session.opened_at, session.opened_at + timedelta(minutes=50))],
        reason="The line was cut on our side.",
    )

    waiting = DBTaskResult.objects.filter(task_path__startswith="talanoa.credentials.tasks.")
    assert [job.args_kwargs["args"] for job in waiting.order_by("enqueued_at")] == [
        [session.pk],
        [session.pk, person.pk],
        [session.pk, person.pk],
    ]
    run_jobs(of="credentials")
    assert Certificate.objects.get().attended == timedelta(minutes=50)


def test_the_certificates_of_a_large_session_are_issued_a_batch_at_a_time(session, monkeypatch):
    for module in (services, tasks):
        monkeypatch.setattr(module, "ISSUED_AT_ONCE", 2)
    people = {attendee(session).pk for _ in range(3)}
    DBTaskResult.objects.all().delete()

    first = tasks.issue_due.call(session.pk)
    ran = run_jobs(of="credentials")

    assert (first, ran, holders(session)) == (2, ["issue_due"], people)


def test_the_export_holds_ones_own_certificates(session):
    person, _other = attendee(session), attendee(session)
    services.issue_due(session=session)

    kept = export_of(person)["certificates"]

    certificate = Certificate.objects.get(person=person)
    assert kept == [
        {
            "number": certificate.number,
            "holder": person.name,
            "hub_name": certificate.hub_name,
            "programme_name": certificate.programme_name,
            "session_title": session.title,
            "held_at": certificate.held_at,
            "attended": certificate.attended,
            "language": certificate.language,
            "issued_at": certificate.issued_at,
            "revoked_at": None,
            "revocation": "",
            "revocation_reason": "",
        }
    ]
