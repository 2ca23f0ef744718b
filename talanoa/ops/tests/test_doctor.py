"""The doctor says what is wrong in plain words, and what to do."""

import shutil
import socket
from dataclasses import replace

import pytest
from django.db import DatabaseError

from talanoa.live.media import coturn_config, janus_config
from talanoa.live.media.turn_settings import TurnSettings
from talanoa.live.recordings import hearing
from talanoa.live.tests.media_harness import RunningJanus, janus_settings
from talanoa.ops import doctor, ready
from tests import servers


def test_every_check_has_something_to_say(settings, tmp_path, transactional_db):
    settings.DATA_DIR = tmp_path

    findings = list(doctor.examine())

    assert [finding.about for finding in findings] == [
        "python",
        "data",
        "database",
        "redis",
        "ports",
        "sound",
        "relay",
        "recordings",
        "captions",
        "mail",
        "fonts",
        "clock",
    ]


def test_it_says_whether_a_machine_can_make_captions(settings, tmp_path, monkeypatch):
    settings.WHISPER_MODEL = ""
    off = doctor.machine_captions()
    settings.WHISPER_MODEL = str(tmp_path)
    empty = doctor.machine_captions()
    for name in hearing.MODEL_FILES:
        (tmp_path / name).touch()
    whole = doctor.machine_captions()
    monkeypatch.setattr(hearing, "PACKAGE", "no_such_package")
    without = doctor.machine_captions()

    assert [off.mark, empty.mark, whole.mark, without.mark] == ["ok", "look", "ok", "look"]
    assert "lacks one of model.bin" in empty.text
    assert "pip install 'talanoa[whisper]'" in without.text


def test_one_fault_is_enough_to_say_no(monkeypatch, capsys):
    findings = [doctor.fine("python", "3.13"), doctor.fault("data", "cannot be written.")]
    monkeypatch.setattr(doctor, "examine", lambda: findings)

    assert doctor.main() == 1
    assert capsys.readouterr().out == (
        "ok     python      3.13\n"
        "FAULT  data        cannot be written.\n"
        "\n1 to mend before Talanoa can run.\n"
    )


def test_a_warning_is_not_a_fault(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "examine", lambda: [doctor.warning("mail", "goes to files.")])

    assert doctor.main() == 0


def test_a_folder_that_cannot_be_written(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "missing"

    assert doctor.data_dir() == doctor.fault(
        "data", f"{tmp_path / 'missing'} cannot be written: No such file or directory."
    )


def test_a_nearly_full_disk(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 5, 9_000_000))

    assert doctor.data_dir() == doctor.warning("data", f"{tmp_path} has only 9 MB left.")


def _no_answer():
    raise DatabaseError("connection refused\nand more")


@pytest.mark.parametrize(
    ("missing", "embedded", "mark", "words"),
    [
        (list, True, "ok", "up to date"),
        (lambda: ["a.0001_initial"], True, "ok", "brought up to date at the next start"),
        (lambda: ["a.0001_initial"], False, "FAULT", "Run: talanoa manage migrate"),
        (_no_answer, False, "FAULT", "does not answer: connection refused"),
    ],
)
def test_what_is_said_of_the_database(monkeypatch, missing, embedded, mark, words):
    monkeypatch.setattr(ready, "migrations_missing", missing)
    monkeypatch.setattr(ready, "is_embedded", lambda: embedded)

    finding = doctor.database()

    assert finding.mark == mark
    assert finding.text.rstrip(".").endswith(words)


def test_redis_is_asked_only_where_it_is_used(settings):
    settings.REDIS_URL = ""
    assert doctor.redis() == doctor.fine("redis", "not used: one machine needs none.")

    settings.REDIS_URL = f"redis://127.0.0.1:{servers.free_port()}/0"
    assert doctor.redis().mark == "FAULT"

    with servers.redis() as settings.REDIS_URL:
        assert doctor.redis() == doctor.fine("redis", "answers.")


def test_a_port_somebody_else_uses(settings):
    settings.PORT, settings.ROOM_PORT = servers.free_port(), servers.free_port()
    assert doctor.ports().mark == "ok"

    with socket.create_server(("127.0.0.1", settings.ROOM_PORT)):
        assert doctor.ports() == doctor.fault(
            "ports",
            f"{settings.ROOM_PORT} (room) used by another program. Choose another TALANOA_PORT.",
        )


def test_what_is_said_of_sound(settings):
    janus = replace(settings.JANUS, port=servers.free_port())
    settings.JANUS = replace(janus, enabled=False)
    assert doctor.sound(settings.JANUS).text == "switched off (TALANOA_SOUND)."

    assert doctor.sound(replace(janus, binary="no-such-program")).mark == "look"

    assert doctor.sound(replace(janus, binary="sh")).text.endswith(
        "not running; talanoa serve starts it."
    )


def test_each_janus_is_asked_and_has_to_take_our_signature(settings, tmp_path, transactional_db):
    one = janus_settings(tmp_path / "janus", api_secret="ours")
    far = replace(one, port=servers.free_port(), host="127.0.0.9", binary="sh")
    settings.JANUS = replace(one, addresses=(one.name, far.name), ports=(42_000, 42_999))
    with RunningJanus(one):
        theirs = doctor.sound(replace(one, api_secret="another"))
        found = [each for each in doctor.examine() if each.about == "sound"]

    assert theirs.mark == "FAULT"
    assert theirs.text.startswith(f"Janus on {one.name} refuses our signature.")
    assert found[0] == doctor.fine("sound", f"Janus answers on {one.name}.")
    assert found[1].text.endswith(f"for {far.name}, not running; talanoa serve starts it.")


def test_a_port_on_which_something_else_listens_is_no_janus(settings):
    with socket.create_server(("127.0.0.1", 0)) as other:
        janus = replace(settings.JANUS, port=other.getsockname()[1], binary="sh")
        assert doctor.sound(janus).mark == "FAULT"


def test_mail_is_tried_where_it_goes(settings):
    settings.EMAIL_HOST = ""
    assert doctor.mail().mark == "look"

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", servers.free_port()
    assert doctor.mail().mark == "FAULT"

    with servers.smtp() as mailbox:
        settings.EMAIL_PORT = mailbox.port
        assert doctor.mail() == doctor.fine("mail", "127.0.0.1 answers.")


@pytest.mark.parametrize(
    ("lists", "finding"),
    [
        (
            {"en": ["DejaVu"], "ar": ["Noto Naskh"], "zh-cn": ["Noto CJK"]},
            doctor.fine("fonts", "Latin, Arabic and Chinese script."),
        ),
        (
            {"en": ["DejaVu"], "ar": [], "zh-cn": []},
            doctor.warning(
                "fonts",
                "none for Arabic, Chinese script: such names are missing from certificates. "
                "On Debian: apt-get install fonts-noto-core fonts-noto-cjk",
            ),
        ),
    ],
)
def test_scripts_without_a_font_are_named(monkeypatch, lists, finding):
    monkeypatch.setattr(doctor, "_lines", lambda command: lists[command[1].removeprefix(":lang=")])
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/fc-list")

    assert doctor.fonts() == finding


def test_a_moved_clock_is_told(settings):
    settings.CLOCK_FILE = "moved"

    assert doctor.the_clock() == doctor.warning("clock", "is moved by moved: only right in tests.")


@pytest.mark.parametrize(
    ("ahead", "mark"), [(4.0, "ok"), (-4.0, "ok"), (6.0, "look"), (-6.0, "look"), (None, "ok")]
)
def test_a_clock_is_held_against_the_public_address(settings, monkeypatch, ahead, mark):
    settings.BEHIND_PROXY = True
    monkeypatch.setattr(doctor, "_clock_error", lambda: ahead)
    monkeypatch.setattr(doctor, "_lines", lambda _: ["yes"])

    assert doctor.the_clock().mark == mark


def turn_of(tmp_path, **more):
    return TurnSettings(folder=tmp_path / "turn", **{"own": True, **more})


def test_no_relay_is_no_fault(settings, tmp_path):
    settings.TURN = turn_of(tmp_path, own=False)

    found = doctor.relay()

    assert (found.mark, "docs/running/networks.md" in found.text) == ("ok", True)


def test_a_relay_that_is_not_installed(settings, tmp_path):
    settings.TURN = turn_of(tmp_path, binary="turnserver-of-another-name")

    found = doctor.relay()

    assert (found.mark, found.text.startswith("coturn is not installed.")) == ("look", True)


def test_a_relay_that_does_not_answer(settings, tmp_path):
    port = servers.free_port()
    url = f"turn:127.0.0.1:{port}?transport=tcp"
    settings.TURN = turn_of(tmp_path, own=False, urls=(url,), shared_secret="s")

    found = doctor.relay()

    assert found.mark == "FAULT"
    assert found.text.startswith(f"nobody is let through: {url} (")


def test_a_relay_that_answers_and_one_that_has_another_secret(settings, tmp_path):
    address = janus_config.own_address()
    ours = turn_of(tmp_path, port=servers.free_port(), relay_ports=(47_000, 47_099))
    coturn_config.write(ours, address=address)
    program = coturn_config.command(ours, binary=coturn_config.find_coturn(ours))
    url = f"turn:127.0.0.1:{ours.port}?transport=tcp"
    with servers.started(program, port=ours.port):
        settings.TURN = replace(ours, urls=(url,))
        let_through = doctor.relay()
        settings.TURN = replace(ours, urls=(url,), shared_secret="another")
        refused = doctor.relay()

    assert let_through == doctor.fine("relay", f"{url} let people through.")
    assert refused.text.startswith(f"nobody is let through: {url} (refuses our secret).")
