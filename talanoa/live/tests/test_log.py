"""The room's log: numbers without gaps, acts that are asked for twice done once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from talanoa.live import log
from talanoa.live.models import Entry, Hand, Room
from talanoa.live.room import bus
from talanoa.live.services import talk
from talanoa.live.terms import Audience
from tests.make import a_person, an_open_session, enrolled


def add(session, by=None, **fields):
    with transaction.atomic():
        return log.add(session=session, by=by, **({"kind": "test.said", "data": {}} | fields))


@pytest.mark.django_db
def test_each_session_counts_from_one():
    first, second = an_open_session(), an_open_session()

    numbers = [add(session).seq for session in (first, first, second, first)]

    assert numbers == [1, 2, 1, 3]
    assert dict(Room.objects.values_list("pk", "last_seq")) == {first.pk: 3, second.pk: 1}


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_gap():
    session = an_open_session()
    add(session)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log.add(session=session, kind="test.said", by=None, data={})
        1 / 0  # noqa: B018
    add(session)

    assert list(session.entries.order_by("seq").values_list("seq", flat=True)) == [1, 2]


@pytest.mark.django_db
def test_the_same_act_is_stored_once():
    session, person = an_open_session(), a_person()

    first = add(session, person, client_id="a", data={"text": "one"})
    again = add(session, person, client_id="a", data={"text": "two"})

    assert (again.pk, again.data) == (first.pk, {"text": "one"})


@pytest.mark.django_db
def test_an_id_is_its_owners_and_its_sessions():
    session, other, person = an_open_session(), an_open_session(), a_person()

    entries = {
        add(session, person, client_id="a").pk,
        add(session, a_person(), client_id="a").pk,
        add(other, person, client_id="a").pk,
        add(session, None, client_id="a").pk,
        add(session, None, client_id="a").pk,
    }

    assert len(entries) == 5


@pytest.mark.django_db
def test_an_act_asked_for_twice_has_its_effect_once():
    session = an_open_session()
    person = enrolled(session.cohort)

    raised = talk.raise_hand(by=person, session=session, client_id="up")
    talk.lower_hand(by=person, session=session, client_id="down")
    again = talk.raise_hand(by=person, session=session, client_id="up")

    assert again.pk == raised.pk
    assert list(Hand.objects.filter(lowered_at=None)) == []


@pytest.mark.django_db
def test_an_act_within_an_act_is_looked_for_by_its_own_id():
    session, person = an_open_session(), a_person()
    inner = add(session, person, client_id="inner")

    @log.once
    def outer(*, by, session, client_id):
        return log.add(session=session, kind="test.said", by=by, data={}, client_id="inner")

    assert outer(by=person, session=session, client_id="outer").pk == inner.pk


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_added_in_a_transaction_or_not_at_all():
    session = an_open_session()

    with pytest.raises(RuntimeError, match="transaction"):
        log.add(session=session, kind="test.said", by=None, data={})


@pytest.mark.django_db
def test_an_entry_for_one_person_names_them():
    entry = add(an_open_session(), audience=Audience.PERSON, audience_person=(person := a_person()))

    assert (entry.audience, entry.audience_person_id) == ("person", person.pk)


@pytest.mark.django_db
def test_the_bus_is_nudged_after_the_commit_and_not_before(
    django_capture_on_commit_callbacks, monkeypatch
):
    nudges = []
    monkeypatch.setattr("talanoa.live.room.bus.nudge", lambda *nudge: nudges.append(nudge))
    session = an_open_session()

    with django_capture_on_commit_callbacks(execute=True):
        entry = add(session)
        before = list(nudges)

    assert (before, nudges) == ([], [(session.pk, entry.seq)])


@pytest.mark.django_db(transaction=True)
def test_people_who_act_at_once_get_numbers_without_gaps():
    session = an_open_session()
    people = [enrolled(session.cohort) for _ in range(4)]

    def talk_away(person) -> None:
        for number in range(5):
            # The same line twice, as after a cut.
            for _ in range(2):
                talk.say(by=person, session=session, text="x", client_id=f"line-{number}")
        connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(talk_away, people))

    said = Entry.objects.filter(session=session, kind="chat.said").order_by("seq")
    assert [entry.seq for entry in said] == list(range(1, 21))
    assert Room.objects.get(pk=session.pk).last_seq == 20


@pytest.mark.django_db(transaction=True)
def test_an_act_stands_when_the_bus_fails_in_a_way_nobody_foresaw(monkeypatch):
    def fail(session_id, seq):
        raise ZeroDivisionError

    session = an_open_session()
    monkeypatch.setattr(bus, "nudge", fail)

    entry = add(session)

    assert session.entries.latest("seq") == entry
