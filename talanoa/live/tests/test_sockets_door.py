"""Who gets a socket, and who keeps it."""

import contextlib
import time

import pytest
from django.contrib.sessions.models import Session
from websockets.exceptions import InvalidStatus

from talanoa.kernel import clock
from talanoa.live.models import Arrival, Entry, Room
from talanoa.live.services import doors, guests
from talanoa.live.tests.rooms import a_room, cookie_of
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from tests.make import a_person

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_comes_in_is_told_where_the_room_stands(room, session, host):
    with room.join(host, session) as socket:
        welcome = socket.of_type("welcome")[0]

    assert welcome == {
        "v": 1,
        "type": "welcome",
        "seq": 1,
        "me": {
            "person": host.pk,
            "name": "Josefa Vunipola",
            "roles": ["facilitator"],
            "hosting": True,
        },
        "alive": 15.0,
        "status": "open",
        "count": 1,
        "listed": "all",
        "here": [host.pk],
    }


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "http://localhost",
        "http://localhost.evil.example",
        "https://localhost:{port}",
        "http://localhost:1",
    ],
)
def test_a_page_of_another_origin_gets_no_socket(room, session, ana, settings, origin):
    origin = origin and origin.format(port=settings.PORT)

    with (
        pytest.raises(InvalidStatus) as caught,
        room.knock(ana, session, origin=origin),
    ):
        pass
    assert caught.value.response.status_code == 403


def test_the_page_may_be_opened_under_any_name_of_this_machine(room, session, ana, settings):
    settings.SITE_URL = "http://room.example"

    with room.join(ana, session, origin=f"http://localhost:{settings.PORT}") as socket:
        assert socket.of_type("welcome")


@pytest.mark.parametrize("path", ["/", "/sessions/x/socket", "/sessions/1/socket/", "/socket"])
def test_there_is_no_socket_elsewhere(room, session, ana, path):
    with pytest.raises(InvalidStatus), room.knock(ana, session, path=path):
        pass


def test_a_stranger_is_told_as_if_there_were_no_session(room, session):
    stranger = a_person()
    with room.knock(stranger, session) as socket:
        code = socket.closed()
    session.pk = 10**9
    with room.knock(stranger, session) as socket:
        assert (code, socket.closed()) == (4404, 4404)


@pytest.mark.parametrize("cookie", ["", "nonsense", "é", "a" * 4000])
def test_nobody_comes_in_without_being_signed_in(room, session, cookie):
    with room.knock(None, session, cookie=cookie) as socket:
        assert socket.closed() == 4401


def test_a_closed_account_is_signed_out(room, session, ana):
    cookie = cookie_of(ana)
    Person.objects.filter(pk=ana.pk).update(is_active=False)

    with room.knock(ana, session, cookie=cookie) as socket:
        assert socket.closed() == 4401


def test_whoever_was_removed_stays_out_until_let_in_again(room, session, host, ana):
    with room.join(ana, session) as socket, room.join(host, session) as hosting:
        hosting.act("person.remove", person=ana.pk)
        assert socket.closed() == 4410
        with room.knock(ana, session) as again:
            assert again.closed() == 4410
        hosting.act("person.admit", person=ana.pk)
        with room.join(ana, session) as again:
            assert again.of_type("welcome")


def test_a_guest_whose_link_is_withdrawn_is_out_at_once_with_their_sound(
    room, session, host, monkeypatch
):
    link = guests.invite(by=host, session=session, name="Hina Guest").link
    silenced = []
    with room.join(link.person, session) as socket:
        # Stands for Janus, which this room does not have.
        monkeypatch.setattr(
            room.application.server.sound, "end", lambda *whose: silenced.append(whose)
        )
        socket.act("hand.raise")
        guests.withdraw(by=host, link=link)

        assert (socket.closed(), silenced) == (4404, [(session.pk, link.person_id)])
    with room.knock(link.person, session) as again:
        assert again.closed() == 4404
    told = Entry.objects.order_by("-seq").values_list("kind", "audience", "data__person")[:2]
    assert list(told) == [
        ("guest.withdrawn", "hosts", link.person_id),
        ("hand.lowered", "everyone", link.person_id),
    ]


def test_a_signed_out_socket_can_do_nothing_more(room, session, ana):
    with room.join(ana, session) as socket:
        Session.objects.all().delete()
        socket.send("chat.say", client_id="a", text="Still here?")

        assert socket.closed() == 4401
    assert not Entry.objects.filter(kind="chat.said").exists()


def test_a_new_password_signs_the_others_out(room, session, ana):
    with room.join(ana, session) as socket:
        ana.set_password("another one altogether")
        ana.save()
        socket.send("chat.say", client_id="a", text="Still here?")

        assert socket.closed() == 4401


def test_whoever_left_the_programme_can_do_nothing_more(room, session, ana):
    with room.join(ana, session) as socket:
        programmes.leave(by=ana, person=ana, cohort=session.cohort)
        socket.send("chat.say", client_id="a", text="Still here?")

        assert socket.closed() == 4404


def test_a_ninth_socket_ends_the_one_that_was_silent_for_longest(room, session, ana, ben):
    with contextlib.ExitStack() as stack:
        others = stack.enter_context(room.join(ben, session))
        sockets = [stack.enter_context(room.join(ana, session)) for _ in range(8)]
        sockets[0].send("alive")
        sockets[0].until("alive")

        ninth = stack.enter_context(room.join(ana, session))

        assert sockets[1].closed() == 4409
        for socket in (others, sockets[0], *sockets[2:], ninth):
            socket.send("alive")
            socket.until("alive")


def test_those_who_only_listen_are_asked_at_the_door_too(
    session, ana, ben, host, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr("talanoa.live.room.server.RECHECK_EVERY", 0.2)
    with (
        a_room(settings, tmp_path) as room,
        room.join(ana, session) as signed_out,
        room.join(ben, session) as left,
        room.join(host, session) as stays,
    ):
        Session.objects.filter(session_key=signed_out.cookie).delete()
        programmes.leave(by=ben, person=ben, cohort=session.cohort)

        codes = signed_out.closed(), left.closed()
        stays.send("alive")

        assert (codes, stays.until("alive")["seq"]) == ((4401, 4404), 1)


def test_whoever_finds_the_door_held_gets_no_socket_until_let_in(room, session, host, ana, ben):
    with room.join(ana, session) as inside, room.join(host, session) as hosting:
        inside.act("chat.say", text="I am in")
        assert hosting.act("door.wait")["type"] == "ack"
        with room.knock(ben, session) as late:
            assert late.closed() == 4423
        doors.knock(by=ben, session=session)
        arrived = hosting.entry("door.arrived")
        assert "Ben Osei" in arrived["patches"][0]["html"]
        inside.send("alive")
        inside.until("alive")
        assert not [frame for frame in inside.frames if "Ben Osei" in str(frame.get("patches"))]

        hosting.act("door.let-in", person=ben.pk)

        with room.join(ben, session) as let_in:
            assert let_in.act("chat.say", text="Thank you")["type"] == "ack"
        with room.join(ana, session) as again:
            assert again.of_type("welcome")


def test_who_is_not_in_when_the_door_is_held_is_sent_to_it(
    session, ana, ben, host, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr("talanoa.live.room.server.RECHECK_EVERY", 0.2)
    with (
        a_room(settings, tmp_path) as room,
        room.join(ana, session) as socket,
        room.join(ben, session) as stays,
    ):
        Room.objects.update_or_create(session=session, defaults={"locked_at": clock.now()})
        Arrival.objects.create(session=session, person=ben, let_in_at=clock.now())

        assert socket.closed() == 4423
        stays.send("alive")
        stays.until("alive")


def test_a_cohost_receives_what_hosts_receive_from_then_on(room, session, host, ana, ben):
    with (
        room.join(ana, session) as socket,
        room.join(ben, session) as other,
        room.join(host, session) as hosting,
    ):
        hosting.act("cohost.make", person=ana.pk)
        own = socket.entry("hosting.changed")
        other.act("note.send", text="My line is bad")
        noted = socket.entry("note.sent")
        assert socket.act("all.mute")["type"] == "ack"
        hosting.act("cohost.end", person=ana.pk)
        socket.entry("hosting.changed")
        refused = socket.act("all.mute")
        other.act("note.send", text="Still bad")
        socket.send("alive")
        socket.until("alive")

        assert "My line is bad" in noted["patches"][0]["html"]
        assert refused["type"] == "refused"
        assert own["seq"] not in [entry["seq"] for entry in other.of_type("entry")]
        assert "Still bad" not in str(socket.frames)


def test_whoever_is_connected_is_in_before_their_presence_is_written(
    session, host, ana, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr("talanoa.live.room.server.URGENT_EVERY", 60)
    with a_room(settings, tmp_path) as room, room.join(host, session) as hosting:
        with room.join(ana, session) as socket:
            hosting.act("door.lock")
            until_let_in(ana, session)
            assert socket.act("chat.say", text="Still in")["type"] == "ack"
        with room.join(ana, session) as again:
            assert again.of_type("welcome")


def until_let_in(person, session) -> None:
    deadline = time.monotonic() + 10
    while not Arrival.objects.filter(session=session, person=person).exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
