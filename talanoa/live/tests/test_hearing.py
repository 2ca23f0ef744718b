"""A machine hears a sound, with a tiny model made here; what is missing is said in a code."""

import socket
import subprocess

import pytest

from talanoa.live.recordings import hearing, hearing_process
from talanoa.live.recordings.hearing import Failure, HearingError
from talanoa.live.tests import tiny_model


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return tiny_model.made_in(tmp_path_factory.mktemp("whisper") / "tiny")


@pytest.fixture
def sound(tmp_path):
    path = tmp_path / "tone.webm"
    tone = "aevalsrc=0.2*sin(440*2*PI*t):s=24000:d=6"
    command = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", tone]
    subprocess.run([*command, "-c:a", "libopus", str(path)], check=True)
    return path


def hear(sound, model, **options):
    asked = {"language": "en", "threads": 1, "only_speech": False, **options}
    return list(hearing.hear(sound, model=model, **asked))


@pytest.mark.parametrize("language", ["en", "zh-hans", "sw"])
def test_it_hears_stretches_in_order(sound, model, language):
    heard = hear(sound, model, language=language)

    assert heard
    assert all(0 <= each.begins <= each.ends <= 31 for each in heard)
    assert [each.begins for each in heard] == sorted(each.begins for each in heard)
    assert "".join(each.text for each in heard).strip()


def test_where_nobody_speaks_it_invents_nothing(sound, model):
    assert hear(sound, model, only_speech=True) == []


def test_the_model_is_one_of_many_languages(model):
    from faster_whisper import WhisperModel

    assert WhisperModel(str(model), device="cpu", local_files_only=True).model.is_multilingual


def _no_network(*args, **kwargs):
    raise AssertionError("It asked the network.")


def test_it_asks_no_network(sound, model, monkeypatch, capsys):
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    monkeypatch.setattr(socket, "getaddrinfo", _no_network)
    monkeypatch.setattr(hearing_process, "NICENESS", 0)
    monkeypatch.setattr(hearing_process.os, "environ", dict(hearing_process.os.environ))

    code = hearing_process.main(sound, model, "en", 1, hearing.EVERYTHING)

    assert code == 0
    assert capsys.readouterr().out.endswith('{"done": true}\n')


@pytest.mark.parametrize("missing", hearing.MODEL_FILES)
def test_a_model_that_is_not_whole_is_never_looked_for_elsewhere(sound, model, tmp_path, missing):
    part = tmp_path / "part"
    part.mkdir()
    for name in {*hearing.MODEL_FILES, "vocabulary.json"} - {missing}:
        (part / name).write_bytes((model / name).read_bytes())

    with pytest.raises(HearingError) as raised:
        hear(sound, part)
    assert raised.value.code == Failure.NO_MODEL


def test_a_model_that_cannot_be_read_is_said(sound, model, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in (*hearing.MODEL_FILES, "vocabulary.json"):
        (broken / name).write_bytes((model / name).read_bytes()[:200])

    with pytest.raises(HearingError) as raised:
        hear(sound, broken)
    assert raised.value.code == Failure.BAD_MODEL


def test_a_sound_that_cannot_be_read_is_said(model, tmp_path):
    noise = tmp_path / "noise.webm"
    noise.write_bytes(b"no sound")

    with pytest.raises(HearingError) as raised:
        hear(noise, model)
    assert raised.value.code == Failure.BROKEN


def test_a_process_that_ends_early_is_said(sound, model, monkeypatch, tmp_path):
    killed = tmp_path / "killed.py"
    killed.write_text(
        "import os, signal\n"
        'print(\'{"begins": 0, "ends": 1, "text": "a"}\', flush=True)\n'
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    monkeypatch.setattr(hearing_process, "__file__", str(killed))

    with pytest.raises(HearingError) as raised:
        hear(sound, model)
    assert raised.value.code == Failure.BROKEN


def test_without_the_package_it_says_so(sound, model, monkeypatch):
    monkeypatch.setattr(hearing, "PACKAGE", "no_such_package")

    assert hearing.trouble(model) == Failure.NO_PACKAGE
    with pytest.raises(HearingError):
        hear(sound, model)
