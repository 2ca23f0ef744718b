"""The folder Janus runs on: whole, private, and listening on loopback alone."""

import json
import stat
from functools import partial

import psutil
import pytest
from websockets.sync.client import connect

from talanoa.live.media import janus_config, tokens
from talanoa.live.media.janus_config import AUDIOBRIDGE, STREAMING
from talanoa.live.media.janus_settings import JanusSettings, Mix
from talanoa.live.tests.media_harness import RunningJanus, janus_settings


def settings_in(folder, **more):
    return JanusSettings(folder=folder, **more)


def lines_of(settings, name):
    text = janus_config.files(settings, api_secret="a secret", address="192.0.2.7")[name]
    return dict(line.strip().split(" = ", 1) for line in text.splitlines() if " = " in line)


def test_the_same_settings_and_secret_write_the_same_files(tmp_path):
    settings = settings_in(tmp_path)

    written = [janus_config.files(settings, api_secret="x") for _ in range(2)]

    assert written[0] == written[1]
    assert sorted(written[0]) == [
        "api-secret",
        "janus.jcfg",
        "janus.plugin.audiobridge.jcfg",
        "janus.plugin.streaming.jcfg",
        "janus.transport.websockets.jcfg",
    ]


def test_sound_for_this_machine_alone_has_one_address(tmp_path):
    core = lines_of(settings_in(tmp_path), "janus.jcfg")

    assert core["ice_enforce_list"] == '"192.0.2.7"'
    assert core["ice_ignore_list"] == '""'
    assert {"nat_1_1_mapping", "stun_server"} & core.keys() == set()


def test_a_public_server_names_its_address_and_interfaces(tmp_path):
    settings = settings_in(
        tmp_path,
        local=False,
        public_address="203.0.113.9",
        interfaces=("eth0", "eth1"),
        stun_server="stun.example.org:3478",
    )

    core = lines_of(settings, "janus.jcfg")

    assert core["nat_1_1_mapping"] == '"203.0.113.9"'
    assert core["ice_enforce_list"] == '"eth0,eth1"'
    assert (core["stun_server"], core["stun_port"]) == ('"stun.example.org"', "3478")


def test_browsers_and_streams_have_ports_of_their_own(tmp_path):
    settings = settings_in(tmp_path, ports=(30_000, 30_499))

    assert lines_of(settings, "janus.jcfg")["rtp_port_range"] == '"30000-30399"'
    streams = lines_of(settings, "janus.plugin.streaming.jcfg")
    assert streams["rtp_port_range"] == '"30400-30499"'


def test_the_folder_is_for_its_owner_alone_and_each_writing_draws_a_secret(tmp_path):
    settings = settings_in(tmp_path / "janus")

    janus_config.write(settings)
    first = janus_config.read_secret(settings)
    janus_config.write(settings)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in settings.folder.iterdir()}
    assert (stat.S_IMODE(settings.folder.stat().st_mode), modes) == (0o700, {0o600})
    assert len(first) > 30
    assert janus_config.read_secret(settings) != first


def test_a_secret_that_is_given_is_used(tmp_path):
    settings = settings_in(tmp_path / "janus", api_secret="given")

    janus_config.write(settings)

    assert 'token_auth_secret = "given"' in (settings.folder / "janus.jcfg").read_text()
    assert janus_config.read_secret(settings) == "given"


@pytest.mark.parametrize(
    "wrong",
    [
        {"ports": (30_000, 30_100)},
        {"ports": (30_000, 20_000)},
        {"ports": (80, 1_000)},
        {"port": 0},
        {"local": True, "public_address": "203.0.113.9"},
        {"local": False, "public_address": "example.org"},
        {"stun_server": "stun.example.org"},
        {"host": "0.0.0.0"},
        {"host": "::"},
        {"host": "8.8.8.8"},
        {"addresses": ("127.0.0.1:9001", "127.0.0.1:9001")},
        {"addresses": ("127.0.0.1",)},
        {"addresses": ("10.0.0.5:9001", "127.0.0.1:9001")},
        {"addresses": ("8.8.8.8:9001",), "api_secret": "given"},
        {"addresses": tuple(f"127.0.0.1:900{number}" for number in range(6))},
    ],
)
def test_settings_that_cannot_work_are_refused_when_they_are_made(tmp_path, wrong):
    with pytest.raises(ValueError):
        settings_in(tmp_path, **wrong)


@pytest.mark.parametrize(
    "wrong", [{"sampling": 44_100}, {"bitrate": 500}, {"expected_loss": 21}, {"seats": 0}]
)
def test_a_mix_that_cannot_work_is_refused_when_it_is_made(wrong):
    with pytest.raises(ValueError):
        Mix(**wrong)


def test_a_janus_that_is_not_installed_is_not_found(tmp_path):
    settings = settings_in(tmp_path, binary="janus-of-another-name")

    assert janus_config.find_janus(settings) is None


def test_without_a_list_there_is_one_janus_as_ever(tmp_path):
    settings = settings_in(tmp_path)

    assert settings.nodes == (settings,)


def test_each_of_several_has_a_folder_a_name_and_its_part_of_its_machines_ports(tmp_path):
    addresses = ("127.0.0.1:9001", "10.0.0.5:9001", "127.0.0.1:9002")
    ports = 30_000, 30_999
    settings = settings_in(tmp_path, addresses=addresses, api_secret="given", ports=ports)

    one, far, two = settings.nodes

    assert [node.name for node in settings.nodes] == list(addresses)
    assert [one.ports, far.ports, two.ports] == [
        (30_000, 30_499),
        (30_000, 30_999),
        (30_500, 30_999),
    ]
    assert {one.folder.parent, two.folder.parent} == {tmp_path}
    assert len({node.folder for node in settings.nodes}) == 3
    assert (janus_config.is_here(one), janus_config.is_here(far)) == (True, False)


def test_the_admin_interface_is_off_in_whatever_is_written(tmp_path):
    settings = settings_in(tmp_path, addresses=("127.0.0.1:9001", "127.0.0.1:9002"))

    for node in settings.nodes:
        sockets = lines_of(node, "janus.transport.websockets.jcfg")
        assert (sockets["admin_ws"], sockets["admin_wss"], sockets["wss"]) == ("false",) * 3
        assert (sockets["ws_ip"], sockets["ws_port"]) == ('"127.0.0.1"', str(node.port))
        core = janus_config.files(node, api_secret="x")["janus.jcfg"]
        for transport in ("http", "pfunix", "mqtt", "rabbitmq", "nanomsg"):
            assert f"libjanus_{transport}.so" in core


def test_janus_takes_only_what_is_signed_for_this_minute_and_this_plugin(tmp_path):
    with RunningJanus(janus_settings(tmp_path / "janus")) as janus:
        key = janus_config.read_secret(janus.settings)
        with connect(janus.settings.url, subprotocols=["janus-protocol"]) as socket:
            ask = partial(asked, socket)
            code = "error", 403
            assert ask(janus="create") == code
            assert ask(janus="create", apisecret=key) == code
            assert ask(janus="create", token=key) == code
            assert ask(janus="create", token=tokens.sign("guessed")) == code
            assert ask(janus="create", token=tokens.sign(key, ago=tokens.HOLDS + 2)) == code
            longer = f"9{tokens.sign(key)}"
            assert ask(janus="create", token=longer) == code
            kind, session = ask(janus="create", token=tokens.sign(key))
            assert kind == "success"
            attach = {"janus": "attach", "session_id": session, "plugin": AUDIOBRIDGE}
            for_none = tokens.sign(key)
            for_another = tokens.sign(key, plugin=STREAMING)
            assert ask(**attach, token=for_none) == ask(**attach, token=for_another)
            assert ask(**attach, token=for_another) == ("error", 405)
            for_this = tokens.sign(key, plugin=AUDIOBRIDGE)
            assert ask(**attach, token=for_this)[0] == "success"
            # What an admin asks has nowhere to go: 457 is "unknown request at this path".
            assert ask(janus="list_sessions", token=for_none, admin_secret=f"{key}-admin") == (
                "error",
                457,
            )


def asked(socket, **message):
    """What Janus answers: ``success`` and the number it gave, or ``error`` and its code."""
    socket.send(json.dumps({"transaction": "t", **message}))
    answer = json.loads(socket.recv(timeout=5))
    code = answer["error"]["code"] if answer["janus"] == "error" else answer["data"]["id"]
    return answer["janus"], code


def test_a_running_janus_listens_on_loopback_and_has_no_socket_for_media_yet(tmp_path):
    with RunningJanus(janus_settings(tmp_path / "janus")) as janus:
        process = psutil.Process(janus.process.pid)
        sockets = process.net_connections(kind="inet")

    listening = {tuple(socket.laddr) for socket in sockets if socket.status == psutil.CONN_LISTEN}
    assert listening == {("127.0.0.1", janus.settings.port)}
    assert {socket.laddr.ip for socket in sockets} == {"127.0.0.1"}
