"""A compiled query answers as the query it was written from, and is written once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from talanoa.kernel.compiled import Compiled, Kept, asking_once
from talanoa.people.models import Person
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession
from tests.make import a_person, a_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """The stand-ins with which the query was written."""
    return []


@pytest.fixture
def valid(written):
    @Compiled
    def query(*, key: str, hours: int = 0) -> QuerySet:
        written.append((key, hours))
        found = Session.objects.filter(session_key=key, expire_date__gt=Now())
        return found.values_list("session_data")

    return query


@pytest.fixture(autouse=True)
def _sessions():
    later, earlier = timezone.now() + timedelta(hours=1), timezone.now()
    Session.objects.create(session_key="ana", session_data="of Ana", expire_date=later)
    Session.objects.create(session_key="ben", session_data="of Ben", expire_date=later)
    Session.objects.create(session_key="old", session_data="of old", expire_date=earlier)


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        ("ana", [("of Ana",)]),
        ("ben", [("of Ben",)]),
        ("old", []),
        ("", []),
        ("' OR 1=1 --", []),
        ("%s", []),
    ],
)
def test_it_answers_as_the_query_it_was_written_from(valid, key, rows):
    asked = Session.objects.filter(session_key=key, expire_date__gt=Now())

    assert valid(key=key) == list(asked.values_list("session_data")) == rows


def test_it_is_written_once_and_each_time_costs_one_query(
    valid, written, django_assert_num_queries
):
    with django_assert_num_queries(3):
        answers = [valid(key=key) for key in ("ana", "ben", "ana")]

    assert (answers, len(written)) == ([[("of Ana",)], [("of Ben",)], [("of Ana",)]], 1)


@pytest.mark.parametrize("wrong", [1, None, True, b"ana"])
def test_a_value_of_another_kind_is_not_asked(valid, wrong):
    valid(key="ana")

    with pytest.raises(TypeError):
        valid(key=wrong)


@pytest.mark.parametrize("wrong", [None, True, 1.5, b"ana"])
def test_only_whole_numbers_and_text_are_values(valid, wrong):
    with pytest.raises(TypeError):
        valid(key=wrong)


def test_two_values_of_one_kind_keep_their_places():
    @Compiled
    def between(*, after: str, before: str) -> QuerySet:
        # Asked for in the other order than given.
        found = Session.objects.filter(session_key__lt=before, session_key__gt=after)
        return found.values_list("session_key")

    assert between(after="ana", before="old") == [("ben",)]


def test_within_one_answer_it_is_asked_the_same_once(valid, django_assert_num_queries):
    with django_assert_num_queries(2), asking_once():
        first = valid(key="ana")
        first.clear()
        answers = [valid(key="ana"), valid(key="ben"), valid(key="ana")]

    assert answers == [[("of Ana",)], [("of Ben",)], [("of Ana",)]]
    with django_assert_num_queries(2):
        assert valid(key="ana") == valid(key="ana")


def test_reading_of_every_kind_lets_what_was_heard_stand(valid, django_assert_num_queries):
    keys = Session.objects.order_by().values_list("session_key")
    with django_assert_num_queries(2), asking_once():
        valid(key="ana")
        assert len(keys.filter(pk="ana").union(keys.filter(pk="ben"))) == 2
        valid(key="ana")


def _by_sql(words):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_session SET session_data = %s", [words])


@pytest.mark.parametrize(
    "write",
    [
        lambda words: Session.objects.update(session_data=words),
        lambda words: Session(
            session_key="ana", session_data=words, expire_date=timezone.now() + timedelta(hours=1)
        ).save(),
        _by_sql,
        transaction.atomic(_by_sql),
    ],
)
def test_within_one_answer_whatever_is_written_is_seen_at_once(valid, write):
    with asking_once():
        valid(key="ana")
        write("changed")

        assert valid(key="ana") == [("changed",)]


def test_a_transaction_within_an_answer_asks_for_itself(valid, django_assert_num_queries):
    with asking_once():
        valid(key="ana")
        with transaction.atomic(), django_assert_num_queries(2):
            assert valid(key="ana") == valid(key="ana")


@pytest.fixture
def people():
    return Kept(lambda person: Person.objects.filter(pk=person, is_active=True), most=2)


def test_an_object_is_kept_while_its_row_reads_the_same(people, django_assert_num_queries):
    person = a_person(name="Ana")
    people.get(person=person.pk)

    with django_assert_num_queries(1):
        again = people.get(person=person.pk)

    assert (again, again.name, again.joined_at) == (person, "Ana", person.joined_at)


def test_whatever_changes_in_its_row_is_seen_at_once(people):
    person = a_person(name="Ana")
    people.get(person=person.pk)
    Person.objects.filter(pk=person.pk).update(name="Anaïs")

    assert people.get(person=person.pk).name == "Anaïs"
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert people.get(person=person.pk) is None


def test_what_it_belongs_to_is_seen_changing_too():
    sessions = Kept(
        lambda session: LiveSession.objects.select_related("cohort__programme").filter(pk=session)
    )
    session = a_session()
    sessions.get(session=session.pk)
    Programme.objects.update(name="Renamed")

    assert sessions.get(session=session.pk).cohort.programme.name == "Renamed"


def test_each_call_gives_an_object_of_the_callers_own(people):
    person = a_person(name="Ana")
    people.get(person=person.pk)
    people.get(person=person.pk).name = "Changed here, saved nowhere"

    assert people.get(person=person.pk).name == "Ana"


def test_there_are_never_more_than_agreed(people):
    for someone in [a_person(), a_person(), a_person()]:
        people.get(person=someone.pk)

    assert len(people._kept) <= 2


def test_one_that_changes_while_it_is_made_is_not_kept(people, monkeypatch):
    person = a_person(name="Ana")
    ask = people._read.ask

    def ask_and_change(**values):
        rows = ask(**values)
        Person.objects.filter(pk=person.pk).update(organisation=f"After {rows[0][0]} {rows}"[:150])
        return rows

    monkeypatch.setattr(people._read, "ask", ask_and_change)
    people.get(person=person.pk)

    assert people._kept == {}
