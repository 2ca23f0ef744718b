"""Who may come into a room, and who may do what in it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible
from talanoa.live import access
from talanoa.live.models import GuestLink
from talanoa.live.services import floor
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.schedule import access as schedule
from talanoa.schedule.models import AgendaItem, SessionRole
from tests.make import a_part, a_person, a_role, a_session, an_open_session, closed, enrolled

pytestmark = pytest.mark.django_db


def a_guest(session, **fields):
    person = Person.objects.create(name="Guest", is_guest=True)
    GuestLink.objects.create(
        session=session, person=person, secret_hash=f"{person.pk}", made_by=None, **fields
    )
    return person


def a_speaker(session):
    person = a_person()
    AgendaItem.objects.create(
        session=session, position=90, kind="didactic", title="Talk", minutes=5, speaker=person
    )
    return person


def someone_who_declined(session):
    person = a_part(session, "presenter")
    SessionRole.objects.filter(person=person).update(declined_at=clock.now())
    return person


def an_administrator(session):
    person = a_person()
    programmes.name_administrator(by=None, hub=session.cohort.programme.hub, person=person)
    return person


def someone_who_left(session):
    person = enrolled(session.cohort)
    programmes.leave(by=person, person=person, cohort=session.cohort)
    return person


def someone_removed(session):
    person = enrolled(session.cohort)
    host = a_role(session.cohort.programme, "facilitator")
    floor.remove(by=host, session=session, person=person.pk)
    return person


def someone_let_in_again(session):
    person = someone_removed(session)
    host = a_role(session.cohort.programme, "facilitator")
    floor.admit(by=host, session=session, person=person.pk)
    return person


PEOPLE = {
    "enrolled": (lambda s: enrolled(s.cohort), True),
    "enrolled elsewhere": (lambda s: enrolled(an_open_session().cohort), False),
    "left": (someone_who_left, False),
    "coordinator": (lambda s: a_role(s.cohort.programme, "coordinator"), True),
    "facilitator": (lambda s: a_role(s.cohort.programme, "facilitator"), True),
    "expert": (lambda s: a_role(s.cohort.programme, "expert"), True),
    "scribe of the session": (lambda s: a_part(s, "scribe"), True),
    "presenter": (lambda s: a_part(s, "presenter"), True),
    "presenter of another session": (lambda s: a_part(an_open_session(), "presenter"), False),
    "declined": (someone_who_declined, False),
    "speaker on the agenda": (a_speaker, True),
    "hub administrator": (an_administrator, True),
    "guest": (a_guest, True),
    "guest whose link was withdrawn": (lambda s: a_guest(s, withdrawn_at=clock.now()), False),
    "removed": (someone_removed, False),
    "let in again": (someone_let_in_again, True),
    "stranger": (lambda s: a_person(), False),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_come_in(who):
    session = an_open_session()
    make, comes_in = PEOPLE[who]
    person = make(session)

    here = access.sessions_open_to(person).filter(pk=session.pk)
    assert list(here) == ([session] if comes_in else [])
    assert access.let_in(session, [person.pk]) == ({person.pk} if comes_in else set())
    if comes_in:
        assert access.get_session(person, session.pk) == session
    else:
        with pytest.raises(NotVisible) as caught:
            access.get_session(person, session.pk)
        assert isinstance(caught.value, access.Removed) is (who == "removed")


def test_nobody_comes_in_without_signing_in():
    session = an_open_session()

    assert list(access.sessions_open_to(AnonymousUser())) == []
    with pytest.raises(NotVisible):
        access.get_session(AnonymousUser(), session.pk)


def test_a_closed_account_is_not_let_in():
    session = an_open_session()
    person = enrolled(session.cohort)
    Person.objects.filter(pk=person.pk).update(is_active=False)

    assert access.let_in(session, [person.pk]) == set()


def test_there_is_no_session_of_that_number():
    with pytest.raises(NotVisible):
        access.get_session(a_person(), 10**15)


def test_the_door_asks_two_queries_of_who_is_enrolled(django_assert_num_queries):
    session = an_open_session()
    person = enrolled(session.cohort)

    with django_assert_num_queries(2):
        found = access.get_session(person, session.pk)
        assert found.cohort.programme.hub.name


@pytest.mark.parametrize("who", PEOPLE)
def test_a_whole_rooms_roles_are_those_of_each(who):
    session = an_open_session()
    person = PEOPLE[who][0](session)

    held = access.role_holders(session).get(person.pk, set())

    assert held - {"speaker"} == schedule.roles_in(person, session)


MAY = {
    # who: (lead, speak in the lobby, speak when open)
    "coordinator": (True, True, True),
    "facilitator": (True, True, True),
    "hub administrator": (True, True, True),
    "expert": (False, True, True),
    "presenter": (False, True, True),
    "enrolled": (False, False, True),
    "guest": (False, False, True),
}


@pytest.mark.parametrize("who", MAY)
def test_who_may_lead_and_speak(who):
    lobby, opened = a_session(starts_in=timedelta(minutes=5)), an_open_session()
    in_lobby, in_open = (PEOPLE[who][0](session) for session in (lobby, opened))

    assert (
        access.hosting_refused(in_open, opened) is None,
        access.speaking_refused(in_lobby, lobby) is None,
        access.speaking_refused(in_open, opened) is None,
    ) == MAY[who]


def test_nobody_speaks_or_writes_after_the_end():
    session = closed(a_session(starts_in=timedelta(minutes=5)))
    host = a_role(session.cohort.programme, "facilitator")

    assert access.speaking_refused(host, session) == "This session has ended."
    assert access.taking_part_refused(session) == "This session has ended."
    assert access.leading_refused(host, session) == "This session has ended."
