"""A room process with two real Janus: where a session's pictures are, and what a death ends."""

import asyncio
import os
import signal
from contextlib import contextmanager, suppress
from functools import partial

import pytest

from talanoa.live import nodes as reading
from talanoa.live import tasks
from talanoa.live.media import janus_config
from talanoa.live.media.janus_client import JanusClient
from talanoa.live.media.janus_config import VIDEOROOM
from talanoa.live.models import Entry, Picture, SoundPlace
from talanoa.live.tests.media_harness import eventually
from talanoa.live.tests.media_sdp import PICTURE_OFFER
from tests.make import a_person, a_role, an_open_session


@pytest.fixture
def room(pooled_room):
    return pooled_room


@pytest.fixture
def other_session(transactional_db):
    session = an_open_session()
    tasks.note_opened.call(session.pk)
    return session


@pytest.fixture
def other_host(other_session):
    return a_role(other_session.cohort.programme, "facilitator", a_person("Amina Kone"))


def places(pool, session):
    """The Janus at which the session is, and the other."""
    at = reading.places([session.pk])[session.pk]
    return at, next(each for each in pool if each != at)


def put(session, node):
    SoundPlace.objects.create(session=session, node=node)


def show(socket, source="camera"):
    """Show a picture, as a browser does."""
    assert socket.act("picture.begin", source=source)["type"] == "ack"
    socket.send("video.show", source=source, sdp=PICTURE_OFFER)
    answer = socket.until(lambda frame: frame["type"] in {"video.answer", "video.failed"})
    assert answer["type"] == "video.answer", answer


@contextmanager
def showing(room, person, session):
    with room.join(person, session) as socket:
        show(socket)
        yield socket


def shown_in(pool, session) -> set[str]:
    """The Janus, of those that run, that have a room for the session's pictures."""
    running = [name for name, janus in pool.items() if janus.process]
    return {name for name in running if asyncio.run(_has_room(pool[name].settings, session))}


async def _has_room(janus, session) -> bool:
    ready = asyncio.Event()
    secret = partial(janus_config.read_secret, janus)
    client = JanusClient(janus.url, secret=secret, on_back=ready.set, on_lost=lambda: None)
    running = asyncio.create_task(client.run())
    try:
        async with asyncio.timeout(5):
            await ready.wait()
        handle = await client.attach(VIDEOROOM)
        reply = await handle.request({"request": "exists", "room": f"pictures-{session.pk}"})
        return reply.data["exists"]
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def ends(session) -> list[str]:
    """Why the session's pictures ended."""
    ended = Entry.objects.filter(session=session, kind="picture.ended").order_by("seq")
    return [each.data["why"] for each in ended]


def told(socket) -> list[str]:
    """What a socket was told of all pictures."""
    return [frame["type"] for frame in socket.of_type("video.lost", "video.back")]


@pytest.mark.parametrize("number", [0, 1])
def test_pictures_are_where_their_session_is_placed(room, session, host, pool, number):
    name = list(pool)[number]
    put(session, name)

    with showing(room, host, session):
        assert shown_in(pool, session) == {name}


def test_a_session_is_placed_when_somebody_first_shows_or_looks(
    room, session, other_session, host, other_host, pool
):
    with showing(room, host, session), room.join(other_host, other_session) as other:
        other.send("video.watch", view="speaker", width=320)
        eventually(lambda: shown_in(pool, other_session))
        found = [places(pool, each)[0] for each in (session, other_session)]

        assert set(found) == set(pool)
        assert [shown_in(pool, each) for each in (session, other_session)] == [{n} for n in found]


def test_killed_it_ends_its_own_sessions_pictures_and_they_can_be_shown_at_the_other(
    room, session, other_session, host, ana, other_host, pool
):
    first, second = pool
    put(session, first)
    put(other_session, second)
    with (
        showing(room, host, session) as hosting,
        room.join(ana, session) as member,
        showing(room, other_host, other_session) as elsewhere,
    ):
        pool[first].kill()
        member.until("video.lost")
        member.until("video.back")
        hosting.until("video.ended")

        assert ends(session) == ["lost"]
        assert not Picture.objects.filter(session=session).exists()
        assert places(pool, session)[0] == second
        show(hosting)
        assert Picture.objects.filter(session=session, person=host).exists()
        assert shown_in(pool, session) == {second}
        # Told once, by whoever was in the room of the one that died.
        assert [told(each) for each in (hosting, member)] == [["video.lost", "video.back"]] * 2
        assert (told(elsewhere), ends(other_session)) == ([], [])
        elsewhere.send("video.trickle", of="camera", candidate=None)
        assert elsewhere.act("picture.end", source="camera")["type"] == "ack"
        assert ends(other_session) == ["stopped"]


def test_one_that_hangs_is_left_too(room, session, host, pool):
    with showing(room, host, session) as hosting:
        before, after = places(pool, session)
        os.kill(pool[before].process.pid, signal.SIGSTOP)
        try:
            hosting.until("video.back")
            show(hosting)
        finally:
            os.kill(pool[before].process.pid, signal.SIGCONT)

        assert (told(hosting), ends(session)) == (["video.lost", "video.back"], ["lost"])
        assert reading.places([session.pk]) == {session.pk: after}
        # What it forgot while it hung ends with it, and not what is shown at the other.
        eventually(lambda: after in shown_in(pool, session))
        assert Picture.objects.filter(session=session, person=host).exists()


def test_moved_by_another_process_its_pictures_end_where_they_were(room, session, host, pool):
    with showing(room, host, session) as hosting:
        _, after = places(pool, session)

        SoundPlace.objects.filter(session=session).update(node=after)
        hosting.until("video.lost")
        hosting.until("video.back")
        hosting.until("video.ended")

        assert ends(session) == ["lost"]
        eventually(lambda: shown_in(pool, session) == set())
        show(hosting)
        assert shown_in(pool, session) == {after}


@pytest.mark.parametrize("last", ["sound", "pictures"])
def test_with_none_left_they_are_away_until_one_is_back(room, session, ana, pool, last):
    _, second = pool
    sound = room.application.server.sound
    rooms = {"sound": sound.nodes._nodes[second].rooms, "pictures": sound.pictures._rooms[second]}
    rooms[last]._client._delays = (2.0,)
    for janus in pool.values():
        janus.kill()
    with room.join(ana, session) as member:
        eventually(lambda: not room.application.server.sound.nodes._answering())
        member.send("video.watch", view="speaker", width=320)
        assert member.until("video.failed")["code"] == "away"

        pool[second].start()

        def looks_again():
            """As a browser does, each time it is told that pictures are back."""
            with suppress(TimeoutError):
                member.until("video.back", patience=0.2)
                member.send("video.watch", view="speaker", width=320)
            return shown_in(pool, session)

        assert eventually(looks_again) == {second}


def test_the_end_of_a_session_ends_its_pictures_where_they_are(room, session, host, pool):
    put(session, list(pool)[1])
    with showing(room, host, session) as hosting:
        assert hosting.act("session.close")["type"] == "ack"
        eventually(lambda: shown_in(pool, session) == set())
    assert ends(session) == ["stopped"]
