"""Who is given a relay for networks that block UDP, and what a network is asked to let out."""

import pytest

from talanoa.kernel import clock
from talanoa.live import networks
from talanoa.live.media.turn import Credentials, sign
from talanoa.live.media.turn_settings import TurnSettings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def relay(settings, tmp_path):
    settings.TURN = TurnSettings(
        folder=tmp_path,
        urls=("turn:relay.example:3478?transport=tcp", "turns:relay.example:443"),
        shared_secret="shared with the relay",
    )
    return settings.TURN


def given(socket) -> dict:
    socket.send("sound.relays")
    return socket.until("sound.relays")


def test_whoever_may_be_in_the_room_is_given_a_relay_for_minutes(room, session, ana, relay):
    with room.join(ana, session) as socket:
        frame = given(socket)

    (server,) = frame["servers"]
    made = sign(b"shared with the relay", server["username"])
    assert Credentials(server["username"], server["credential"]) == made
    assert (server["urls"], frame["seconds"]) == (list(relay.addresses), 600)
    ends = int(server["username"].partition(":")[0])
    assert 590 <= ends - clock.now().timestamp() <= 600


def test_credentials_name_nobody(room, session, ana, ben, relay):
    with room.join(ana, session) as one, room.join(ben, session) as other:
        names = [given(socket)["servers"][0]["username"] for socket in (one, other)]

    whos = [name.partition(":")[2] for name in names]
    assert whos[0] != whos[1]
    for person, who in zip((ana, ben), whos, strict=True):
        assert not {person.name, person.email, str(person.pk)} & {who}
        assert set(who) <= set("0123456789abcdef")


def test_a_hub_without_a_relay_says_so(room, session, ana):
    with room.join(ana, session) as socket:
        frame = given(socket)

    assert frame["servers"] == []


def test_a_relay_that_has_not_been_started_is_not_given(room, session, ana, settings, tmp_path):
    settings.TURN = TurnSettings(folder=tmp_path / "turn", own=True)

    with room.join(ana, session) as socket:
        assert given(socket)["servers"] == []


def test_whoever_is_sent_out_is_given_none(room, session, ana, host, relay):
    with room.join(ana, session) as socket, room.join(host, session) as hosting:
        given(socket)
        hosting.act("person.remove", person=ana.pk)
        socket.send("sound.relays")
        assert socket.closed() == 4410

    assert len(socket.of_type("sound.relays")) == 1


def test_a_page_never_holds_credentials(client, session, ana, relay):
    client.force_login(ana)
    for path in ("room", "check"):
        page = client.get(f"/sessions/{session.pk}/{path}/").content.decode()
        assert "shared with the relay" not in page
        assert "credential" not in page


def test_the_check_lists_what_a_network_must_let_out(client, session, ana, relay, settings):
    client.force_login(ana)
    page = client.get(f"/sessions/{session.pk}/check/").content.decode()

    lowest, highest = settings.JANUS.media_ports
    assert [line for line in _text_of(page).splitlines() if line] == [
        "testserver: TCP 80",
        f"testserver: TCP {settings.ROOM_PORT}",
        f"testserver: UDP {lowest}-{highest}",
        "relay.example: TCP 3478",
        "relay.example: TCP (TLS) 443",
    ]


def _text_of(page: str) -> str:
    return page.partition('id="openings"')[2].partition(">")[2].partition("</textarea>")[0]


def test_what_is_behind_one_door_is_said_once(settings):
    listed = networks.openings(
        page="https://hub.example/", socket="wss://hub.example/sessions/1/socket"
    )

    assert [str(each) for each in listed if each.use != "sound"] == ["hub.example: TCP (TLS) 443"]
