"""Credentials for relays, and what a real coturn makes of them."""

import base64
import contextlib
import hashlib
import hmac
import socket
import stat
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psutil
import pytest

from talanoa.live.media import coturn_config, turn
from talanoa.live.media.turn_client import TurnRefused
from talanoa.live.media.turn_settings import Address, TurnSettings, parse
from talanoa.live.tests.turn_harness import running_relay, settings_in

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRIVATE = ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "8.8.8.8"]


# --- Without a relay


def test_credentials_end_soon_and_are_signed_as_relays_expect(tmp_path):
    made = turn.credentials(settings_in(tmp_path), session_id="7", person="31", now=NOON)

    ends, _, who = made.username.partition(":")
    signature = hmac.new(b"given", made.username.encode(), hashlib.sha1).digest()
    assert int(ends) == int(NOON.timestamp()) + 600
    assert len(who) == 20
    assert made.password == base64.b64encode(signature).decode()


def test_the_same_person_has_one_name_in_a_session_and_another_in_the_next(tmp_path):
    settings = settings_in(tmp_path)

    def who(session_id, person, now=NOON):
        made = turn.credentials(settings, session_id=session_id, person=person, now=now)
        return made.username.partition(":")[2]

    assert who("7", "31") == who("7", "31", NOON + timedelta(hours=1))
    assert len({who("7", "31"), who("8", "31"), who("7", "32"), who("73", "1")}) == 4


def test_without_a_secret_there_are_no_credentials(tmp_path):
    settings = TurnSettings(folder=tmp_path, own=True)

    with pytest.raises(OSError):
        turn.credentials(settings, session_id="7", person="31", now=NOON)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("turn:relay.example.org", Address("relay.example.org", 3478, "udp")),
        ("turn:192.0.2.7:80?transport=tcp", Address("192.0.2.7", 80, "tcp")),
        ("turns:relay.example.org", Address("relay.example.org", 5349, "tls")),
        ("turns:relay.example.org:443?transport=tcp", Address("relay.example.org", 443, "tls")),
        ("turn:[2001:db8::1]:3478?transport=udp", Address("2001:db8::1", 3478, "udp")),
    ],
)
def test_an_address_of_a_relay_is_read(url, address):
    assert parse(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "relay.example.org",
        "https://relay.example.org",
        "turn://relay.example.org",
        "turn:relay.example.org:0",
        "turn:relay.example.org:70000",
        "turn:relay.example.org?transport=sctp",
        "turns:relay.example.org?transport=udp",
        "turn:user@relay.example.org",
        "turn:relay.example.org\nno-auth",
    ],
)
def test_what_is_no_address_of_a_relay_is_refused(url):
    with pytest.raises(ValueError):
        parse(url)


@pytest.mark.parametrize(
    "wrong",
    [
        {"own": False, "shared_secret": "", "urls": ("turn:relay.example.org",)},
        {"urls": ("relay.example.org",)},
        {"shared_secret": "given\nno-auth"},
        {"lifetime": 30},
        {"lifetime": 100_000},
        {"relay_ports": (21_000, 21_010)},
        {"certificate": "/a"},
        {"bind": "localhost"},
        {"peers": ("janus",)},
    ],
)
def test_settings_that_cannot_work_are_refused_when_they_are_made(tmp_path, wrong):
    with pytest.raises(ValueError):
        settings_in(tmp_path, **wrong)


def test_browsers_are_given_every_way_to_a_relay_of_our_own(tmp_path):
    plain = settings_in(tmp_path, host="hub.example.org")
    encrypted = replace(plain, certificate="/certificate", key="/key")

    ways = (
        "turn:hub.example.org:3478?transport=udp",
        "turn:hub.example.org:3478?transport=tcp",
    )
    assert plain.addresses == ways
    assert encrypted.addresses == (*ways, "turns:hub.example.org:5349?transport=tcp")
    assert replace(plain, own=False).addresses == ()
    assert replace(plain, urls=("turn:other.example",)).addresses == ("turn:other.example",)


def test_the_relay_may_speak_to_janus_alone_and_never_to_loopback(tmp_path):
    settings = settings_in(tmp_path, peers=("203.0.113.9", "127.0.0.1", "::1"))

    lines = coturn_config.configuration(settings, secret="s", address="192.0.2.7").splitlines()

    assert [line for line in lines if "peer" in line] == [
        "no-multicast-peers",
        "denied-peer-ip=0.0.0.0-255.255.255.255",
        "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "allowed-peer-ip=192.0.2.7",
        "allowed-peer-ip=203.0.113.9",
    ]
    assert {"use-auth-secret", "no-cli", "no-tcp-relay", "no-dtls", "no-tls"} <= set(lines)
    assert [line for line in lines if "no-auth" in line or "cli-" in line] == []


def test_the_folder_is_for_its_owner_alone_and_each_writing_draws_a_secret(tmp_path):
    settings = TurnSettings(folder=tmp_path / "turn", own=True)

    coturn_config.write(settings, address="192.0.2.7")
    first = turn.read_secret(settings)
    coturn_config.write(settings, address="192.0.2.7")

    modes = {stat.S_IMODE(path.stat().st_mode) for path in settings.folder.iterdir()}
    assert (stat.S_IMODE(settings.folder.stat().st_mode), modes) == (0o700, {0o600})
    assert len(first) > 30
    assert turn.read_secret(settings) != first


# --- With one


@pytest.fixture(scope="module")
def relay(tmp_path_factory):
    with running_relay(tmp_path_factory.mktemp("relay")) as relay:
        yield relay


@pytest.mark.parametrize("way", ["udp", "tcp", "tls"])
def test_whoever_holds_credentials_is_let_through_to_janus(relay, way):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as janus, relay.client(way=way) as client:
        janus.bind((relay.address, 0))
        janus.settimeout(5)
        host, port = client.allocate()
        client.permit(relay.address)
        client.send(relay.address, janus.getsockname()[1], b"a voice")

        data, sender = janus.recvfrom(100)

    assert (data, sender) == (b"a voice", (host, port))
    assert host == relay.address
    assert relay.settings.relay_ports[0] <= port <= relay.settings.relay_ports[1]


def forged(relay):
    real = relay.credentials()
    later = str(int(datetime.now(UTC).timestamp()) + 10**6)
    return {
        "expired": relay.credentials(now=datetime.now(UTC) - timedelta(seconds=601)),
        "another secret": turn.sign(b"guessed", real.username),
        "a later end": turn.Credentials(
            f"{later}:{real.username.partition(':')[2]}", real.password
        ),
        "another person": turn.Credentials(f"{real.username}x", real.password),
        "no end": turn.sign(b"guessed", "somebody"),
        "no password": turn.Credentials(real.username, ""),
    }


@pytest.mark.parametrize(
    "kind",
    ["expired", "another secret", "a later end", "another person", "no end", "no password"],
)
@pytest.mark.parametrize("way", ["udp", "tcp", "tls"])
def test_expired_and_forged_credentials_are_refused(relay, kind, way):
    with (
        relay.client(forged(relay)[kind], way=way) as client,
        pytest.raises(TurnRefused) as refused,
    ):
        client.allocate()

    assert refused.value.code == 401


@pytest.mark.parametrize("peer", PRIVATE)
def test_nobody_but_janus_is_reached_through_the_relay(relay, peer):
    with relay.client() as client:
        client.allocate()
        with pytest.raises(TurnRefused) as refused:
            client.permit(peer)

    assert refused.value.code == 403


def test_what_is_sent_to_loopback_without_leave_does_not_arrive(relay):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inside, relay.client() as client:
        inside.bind(("127.0.0.1", 0))
        inside.settimeout(1)
        client.allocate()
        client.send("127.0.0.1", inside.getsockname()[1], b"let me in")

        with pytest.raises(TimeoutError):
            inside.recvfrom(100)


def test_one_person_has_a_quota_whatever_credentials_they_ask_for(relay):
    """The quota is the person's: fresh credentials do not begin it anew."""
    now = datetime.now(UTC)
    with contextlib.ExitStack() as clients:

        def allocate(person, after):
            ours = relay.credentials(person, now=now + timedelta(seconds=after))
            clients.enter_context(relay.client(ours)).allocate()

        for number in range(coturn_config.PERSON_QUOTA):
            allocate("greedy", number)
        with pytest.raises(TurnRefused) as refused:
            allocate("greedy", coturn_config.PERSON_QUOTA)
        allocate("modest", 0)

    assert refused.value.code == 486


def test_an_allocation_ends_with_its_connection(relay):
    with relay.client() as client:
        _, port = client.allocate()
        assert port in relay.ports()

    give_up = time.monotonic() + 10
    while port in relay.ports() and time.monotonic() < give_up:
        time.sleep(0.1)
    assert port not in relay.ports()


def test_it_listens_where_it_was_told_and_nowhere_else(relay):
    sockets = relay.process.net_connections(kind="inet")

    listening = {tuple(each.laddr) for each in sockets if each.status == psutil.CONN_LISTEN}
    assert listening == {
        ("127.0.0.1", relay.settings.port),
        ("127.0.0.1", relay.settings.tls_port),
    }
