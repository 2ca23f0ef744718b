"""A room process inside the test, an open session, and people to come in."""

import pytest

from talanoa.live import tasks
from talanoa.live.tests.rooms import a_room
from tests.make import a_person, a_role, an_open_session, enrolled


@pytest.fixture
def room(transactional_db, settings, tmp_path):
    with a_room(settings, tmp_path) as room:
        yield room


@pytest.fixture
def session(transactional_db):
    session = an_open_session()
    tasks.note_opened.call(session.pk)
    return session


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


@pytest.fixture
def ana(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


@pytest.fixture
def ben(session):
    return enrolled(session.cohort, a_person("Ben Osei"))
