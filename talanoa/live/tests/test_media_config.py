"""The folder Janus runs on: whole, private, and listening on loopback alone."""

import stat

import psutil
import pytest

from talanoa.live.media import janus_config
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

    assert lines_of(settings, "janus.jcfg")["api_secret"] == '"a secret"'
    assert 'api_secret = "given"' in (settings.folder / "janus.jcfg").read_text()
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


def test_a_running_janus_listens_on_loopback_and_has_no_socket_for_media_yet(tmp_path):
    with RunningJanus(janus_settings(tmp_path / "janus")) as janus:
        process = psutil.Process(janus.process.pid)
        sockets = process.net_connections(kind="inet")

    listening = {tuple(socket.laddr) for socket in sockets if socket.status == psutil.CONN_LISTEN}
    assert listening == {("127.0.0.1", janus.settings.port)}
    assert {socket.laddr.ip for socket in sockets} == {"127.0.0.1"}
