"""Who sees which session and who does what in it, as tables."""

import pytest
from django.contrib.auth.models import AnonymousUser

from talanoa.kernel.refusals import NotVisible
from talanoa.schedule import access, services
from tests.make import (
    a_cohort,
    a_hub,
    a_part,
    a_person,
    a_programme,
    a_role,
    a_session,
    enrolled,
)

pytestmark = pytest.mark.django_db


def someone(who, session):
    """A person who stands to ``session`` as ``who`` says."""
    programme = session.cohort.programme
    if who == "anonymous":
        return AnonymousUser()
    if who == "stranger":
        return a_person()
    if who == "enrolled":
        return enrolled(session.cohort)
    if who == "enrolled elsewhere":
        return enrolled(a_cohort(programme))
    if who == "hub administrator":
        return programme.hub.administrators.get().person
    if who.startswith("programme "):
        return a_role(programme, who.removeprefix("programme "))
    if who.startswith("declined "):
        person = a_part(session, who.removeprefix("declined "))
        services.decline_session_role(part=session.roles.get(person=person))
        return person
    return a_part(session, who.removeprefix("session "))


def a_session_of(*, is_published):
    programme = a_programme(hub=a_hub(administrator=a_person()), is_published=is_published)
    return a_session(programme)


EVERYONE = [
    # who, sees a draft's, hosts, is scribe, takes part, plans
    ("anonymous", False, False, False, False, False),
    ("stranger", False, False, False, False, False),
    ("enrolled", False, False, False, True, False),
    ("enrolled elsewhere", False, False, False, False, False),
    ("hub administrator", True, True, True, True, True),
    ("programme coordinator", True, True, True, True, True),
    ("programme facilitator", True, True, True, True, False),
    ("programme scribe", True, False, True, True, False),
    ("programme expert", True, False, False, True, False),
    ("session facilitator", True, True, True, True, False),
    ("session scribe", True, False, True, True, False),
    ("session presenter", True, False, False, True, False),
    ("session speaker", True, False, False, True, False),
    ("session expert", True, False, False, True, False),
    ("declined facilitator", False, False, False, False, False),
    ("declined presenter", False, False, False, False, False),
]


@pytest.mark.parametrize(
    ("who", "sees_draft", "hosts", "is_scribe", "takes_part", "plans"), EVERYONE
)
def test_who_may_what(who, sees_draft, hosts, is_scribe, takes_part, plans):
    session = a_session_of(is_published=False)
    person = someone(who, session)

    assert (session in access.sessions_visible_to(person)) is sees_draft
    assert access.is_host(person, session) is hosts
    assert (access.hosts_refused(person, session) is None) is hosts
    assert access.is_scribe(person, session) is is_scribe
    assert access.takes_part(person, session) is takes_part
    assert (access.planning_refused(person, session) is None) is plans


@pytest.mark.parametrize("who", [row[0] for row in EVERYONE])
def test_everyone_sees_a_published_programmes_sessions(who):
    session = a_session_of(is_published=True)

    assert access.get_session(someone(who, session), session.pk) == session


@pytest.mark.parametrize(("who", "sees_draft"), [(row[0], row[1]) for row in EVERYONE])
def test_the_door_is_the_set(who, sees_draft):
    session = a_session_of(is_published=False)
    person = someone(who, session)

    if sees_draft:
        assert access.get_session(person, session.pk) == session
    else:
        with pytest.raises(NotVisible):
            access.get_session(person, session.pk)


@pytest.mark.parametrize(
    ("state", "moves", "cancels", "writes_agenda", "opens"),
    [
        ("scheduled", True, True, True, False),
        ("open", False, False, True, True),
        ("closed", False, False, False, False),
        ("cancelled", False, True, False, False),
    ],
)
def test_what_a_coordinator_may_do_when(state, moves, cancels, writes_agenda, opens):
    session = a_session()
    person = a_role(session.cohort.programme, "coordinator")
    moments = {
        "open": {"opened_at": session.starts_at},
        "closed": {"opened_at": session.starts_at, "closed_at": session.ends_at},
        "cancelled": {"cancelled_at": session.starts_at},
    }
    for name, moment in moments.get(state, {}).items():
        setattr(session, name, moment)
    if state == "open":
        session.starts_at = session.timed_at

    assert session.status == state
    assert (access.moving_refused(person, session) is None) is moves
    assert (access.cancelling_refused(person, session) is None) is cancels
    assert (access.agenda_refused(person, session) is None) is writes_agenda
    assert (access.opening_refused(person, session) is None) is opens
