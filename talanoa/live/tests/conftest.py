"""A room process inside the test, an open session, and people to come in."""

from dataclasses import replace

import pytest

from talanoa.live import tasks
from talanoa.live.tests.media_harness import RunningJanus, eventually, janus_settings
from talanoa.live.tests.rooms import Rooms, a_room
from tests.make import a_person, a_role, an_open_session, enrolled
from tests.servers import free_port


@pytest.fixture
def room(transactional_db, settings, tmp_path):
    with a_room(settings, tmp_path) as room:
        yield room


@pytest.fixture
def pool(settings, tmp_path):
    """Two Janus, running, by their names."""
    one = janus_settings(tmp_path / "janus")
    names = tuple(f"127.0.0.1:{free_port()}" for _ in range(2))
    lowest = 46_000 + (one.ports[0] - 42_000) * 2
    settings.JANUS = replace(one, addresses=names, ports=(lowest, lowest + 399))
    running = {node.name: RunningJanus(node) for node in settings.JANUS.nodes}
    for janus in running.values():
        janus.start()
    yield running
    for janus in running.values():
        janus.kill()


@pytest.fixture
def pooled_room(transactional_db, settings, tmp_path, pool):
    settings.PORT, settings.ROOM_PORT = free_port(), free_port()
    settings.SITE_URL = f"http://localhost:{settings.PORT}"
    settings.ROOM_BUS = str(tmp_path / "bus")
    with Rooms(settings).open() as room:
        nodes = room.application.server.sound.nodes
        eventually(lambda: len(nodes._answering()) == 2)
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
