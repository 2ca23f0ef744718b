"""Feedback opens by itself, is given once, and bears no name."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.evaluation import access, queries, services, tasks
from talanoa.evaluation.models import Answered, Response, Wave
from talanoa.evaluation.terms import CLOSES_AFTER
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.live.models import Entry, Presence
from talanoa.notices.models import Message
from talanoa.people.services import erase, export_of
from talanoa.schedule.models import LiveSession
from talanoa.schedule.tests.jobs import run_jobs
from tests import make

pytestmark = pytest.mark.django_db

ANSWERS = {"relevance": 5, "learned": 4, "part": 3, "free-of-interests": True}


def after_the_hour(people=1):
    session = make.closed(make.an_open_session())
    attendees = [make.enrolled(session.cohort) for _ in range(people)]
    for person in attendees:
        make.attendance(session, person)
    return session, attendees


def test_the_instrument_is_complete_in_three_languages():
    items = queries.items_of(services.load_instrument())

    assert [item.kind for item in items] == [
        "scale",
        "scale",
        "scale",
        "scale",
        "yes-no",
        "text",
        "text",
    ]
    for item in items:
        assert set(item.wording) == {"en", "fr", "ar"}
        ends = {"en", "fr", "ar"} if item.kind == "scale" else set()
        assert (set(item.lowest), set(item.highest)) == (ends, ends)


def test_loading_the_instrument_again_changes_nothing():
    first, second = services.load_instrument(), services.load_instrument()

    assert (first, second.items.count()) == (second, 7)


@pytest.mark.parametrize(
    ("minutes_to_the_end", "is_due"), [(6, False), (5, True), (1, True), (-3, True)]
)
def test_the_form_opens_five_minutes_before_the_end(minutes_to_the_end, is_due):
    session = make.an_open_session()
    ends_at = clock.now() + timedelta(minutes=minutes_to_the_end)
    LiveSession.objects.filter(pk=session.pk).update(
        ends_at=ends_at, starts_at=ends_at - timedelta(hours=1)
    )

    assert [tasks.open_due.call(), tasks.open_due.call()] == [int(is_due), 0]
    assert Entry.objects.filter(kind="feedback.opened").count() == int(is_due)


def test_a_session_closed_early_opens_its_form_then():
    session = make.closed(make.an_open_session())

    assert [tasks.open_wave.call(session.pk) for _ in range(2)] == [True, True]

    wave = Wave.objects.get()
    assert wave.closes_at - wave.opens_at == CLOSES_AFTER
    assert Entry.objects.filter(kind="feedback.opened").count() == 1


def test_a_session_that_never_began_has_no_form():
    session = make.a_session()

    assert tasks.open_wave.call(session.pk) is False
    assert tasks.open_wave.call(10**9) is False


def test_what_was_said_and_who_said_it_are_stored_apart():
    session, (person,) = after_the_hour()
    wave = services.open_wave(session)

    services.answer(by=person, wave=wave, answers=ANSWERS | {"one-thing": " Ask. "})

    assert list(Answered.objects.values_list("person", flat=True)) == [person.pk]
    assert Response.objects.get().answers == ANSWERS | {"one-thing": "Ask."}
    names = {field.name for field in Response._meta.get_fields()}
    assert names == {"id", "wave", "answers"}
    event = Event.objects.get(kind="evaluation.answered")
    assert (event.subject_id, event.data) == (wave.pk, {})


def test_each_response_of_a_small_wave_gives_all_of_them_new_keys_in_a_new_order():
    session, people = after_the_hour(8)
    wave = services.open_wave(session)
    seen, last_is_last = set(), []

    for number, person in enumerate(people, start=1):
        services.answer(by=person, wave=wave, answers=ANSWERS | {"one-thing": str(number)})
        keys = set(wave.responses.values_list("pk", flat=True))
        assert (len(keys), keys & seen) == (number, set())
        seen |= keys
        # In the order of the table, as the database keeps it.
        kept = [
            answers["one-thing"] for answers in wave.responses.values_list("answers", flat=True)
        ]
        last_is_last.append(kept[-1] == str(number))

    # By chance it may be last once or twice, or even more; always would be the order of coming.
    assert not all(last_is_last[1:])


@pytest.mark.parametrize(("there", "written"), [(0, 1), (2, 3), (49, 50), (50, 50), (300, 50)])
def test_an_answer_writes_at_most_fifty_responses_however_many_there_are(there, written):
    session, (person,) = after_the_hour()
    wave = services.open_wave(session)
    said = [ANSWERS | {"one-thing": str(number)} for number in range(there + 1)]
    Response.objects.bulk_create(
        Response(id=uuid.uuid4(), wave=wave, answers=one) for one in said[1:]
    )
    before = set(wave.responses.values_list("pk", flat=True))

    services.answer(by=person, wave=wave, answers=said[0])

    after = dict(wave.responses.values_list("pk", "answers"))
    assert len(after.keys() - before) == written
    assert sorted(one["one-thing"] for one in after.values()) == sorted(
        one["one-thing"] for one in said
    )


def test_another_waves_responses_are_left_alone():
    session, (person,) = after_the_hour()
    elsewhere, (other,) = after_the_hour()
    services.answer(by=other, wave=services.open_wave(elsewhere), answers=ANSWERS)
    there = Response.objects.get()

    services.answer(by=person, wave=services.open_wave(session), answers=ANSWERS)

    assert list(elsewhere.feedback.responses.all()) == [there]


def test_a_second_answer_does_no_harm_and_is_not_kept():
    session, (person,) = after_the_hour()
    wave = services.open_wave(session)

    first = services.answer(by=person, wave=wave, answers=ANSWERS)
    second = services.answer(by=person, wave=wave, answers=ANSWERS | {"learned": 1})

    assert (first, second) == (True, False)
    assert [response.answers["learned"] for response in wave.responses.all()] == [4]
    assert Event.objects.filter(kind="evaluation.answered").count() == 1


@pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        ({"learned": 6}, {"learned": ["Choose a number from one to five."]}),
        ({"learned": True}, {"learned": ["Choose a number from one to five."]}),
        ({"learned": "4"}, {"learned": ["Choose a number from one to five."]}),
        ({"learned": None}, {"learned": ["Answer this question."]}),
        ({"free-of-interests": "yes"}, {"free-of-interests": ["Choose yes or no."]}),
        ({"better": 3}, {"better": ["Write it in words."]}),
        ({"better": "a" * 2001}, {"better": ["This is too long: at most 2000 characters."]}),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_nothing_is_noted(wrong, reasons):
    session, (person,) = after_the_hour()
    wave = services.open_wave(session)

    with pytest.raises(ValidationError) as found:
        services.answer(by=person, wave=wave, answers=ANSWERS | wrong)

    assert found.value.message_dict == reasons
    assert (Answered.objects.count(), Response.objects.count()) == (0, 0)


def test_what_is_not_asked_is_not_kept():
    session, (person,) = after_the_hour()
    wave = services.open_wave(session)

    services.answer(by=person, wave=wave, answers=ANSWERS | {"name": str(person)})

    assert Response.objects.get().answers == ANSWERS


def was_there(session):
    person = make.enrolled(session.cohort)
    make.attendance(session, person)
    return person


def was_never_there(session):
    return make.enrolled(session.cohort)


def was_there_no_second(session):
    person = make.enrolled(session.cohort)
    make.attendance(session, person, timedelta(0))
    return person


def was_in_the_room_but_is_not_in_the_final_ledger(session):
    make.attendance(session, make.enrolled(session.cohort))
    person = make.enrolled(session.cohort)
    now = clock.now()
    Presence.objects.create(session=session, person=person, began_at=now, last_sign_at=now)
    return person


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (was_there, True),
        (was_never_there, False),
        (was_there_no_second, False),
        (was_in_the_room_but_is_not_in_the_final_ledger, False),
    ],
)
def test_those_who_attended_may_answer(who, may):
    session = make.closed(make.an_open_session())
    wave = services.open_wave(session)
    person = who(session)

    assert (access.answering_refused(person, session, wave) is None) is may


def test_while_the_session_runs_being_in_the_room_is_enough():
    session = make.an_open_session()
    wave = services.open_wave(session)
    person, now = make.enrolled(session.cohort), clock.now()
    Presence.objects.create(session=session, person=person, began_at=now, last_sign_at=now)

    assert access.answering_refused(person, session, wave) is None
    assert queries.counts(session) == (0, 1)


def test_feedback_closes_two_weeks_after_the_end():
    session, (person,) = after_the_hour()
    wave = services.open_wave(session)
    Wave.objects.update(opens_at=clock.now() - timedelta(days=15), closes_at=clock.now())

    with pytest.raises(Refused, match="has closed"):
        services.answer(by=person, wave=wave, answers=ANSWERS)


def test_those_who_have_not_answered_are_mailed_once_however_often_attendance_is_corrected():
    session, (done, waiting) = after_the_hour(2)
    guest = make.a_person(name="A guest", email=None, is_guest=True)
    make.attendance(session, guest)
    wave = services.open_wave(session)
    services.answer(by=done, wave=wave, answers=ANSWERS)
    Message.objects.all().delete()

    begun = [tasks.ask_by_mail.call(session.pk)]
    run_jobs(of="evaluation")
    make.attendance(session, make.enrolled(session.cohort))
    begun.append(tasks.ask_by_mail.call(session.pk))
    run_jobs(of="evaluation")

    asked = Message.objects.filter(key__startswith="evaluation.ask")
    assert (begun, [message.person for message in asked]) == ([True, False], [waiting])
    assert f"/sessions/{session.pk}/feedback/" in asked.get().text


def test_those_who_are_asked_by_mail_are_asked_in_batches(monkeypatch):
    monkeypatch.setattr(services, "MAIL_BATCH", 2)
    session, people = after_the_hour(3)

    tasks.ask_by_mail.call(session.pk)
    ran = run_jobs(of="evaluation")

    asked = Message.objects.filter(key__startswith="evaluation.ask").order_by("person")
    assert ran.count("ask_batch") == 2
    assert [message.person for message in asked] == people


def test_counts_are_of_those_who_attended():
    session, people = after_the_hour(3)
    make.attendance(session, make.enrolled(session.cohort), timedelta(0))
    wave = services.open_wave(session)
    services.answer(by=people[0], wave=wave, answers=ANSWERS)

    assert queries.counts(session) == (1, 3)


def test_an_answer_stays_counted_when_its_givers_attendance_is_corrected_away():
    session, people = after_the_hour(2)
    wave = services.open_wave(session)
    services.answer(by=people[0], wave=wave, answers=ANSWERS)
    make.attendance(session, people[0], timedelta(0))

    assert queries.counts(session) == (1, 2)


def test_the_export_says_that_somebody_answered_and_why_not_what():
    session, [person, other] = after_the_hour(people=2)
    wave = services.open_wave(session)
    for each in (person, other):
        services.answer(by=each, wave=wave, answers=ANSWERS | {"relevance": 2})

    assert export_of(person)["feedback"] == {
        "answered": [{"wave__session__title": session.title}],
        "note": "What you answered is not here. It was never stored with your name, "
        "and nobody can tell which answers are yours.",
    }


def test_erasing_leaves_that_somebody_answered():
    session, [person] = after_the_hour()
    services.answer(by=person, wave=services.open_wave(session), answers=ANSWERS)

    erase(by=person, person=person, words=True)
    run_jobs(of="evaluation")

    assert (Answered.objects.count(), Response.objects.count()) == (1, 1)
