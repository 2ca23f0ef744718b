"""Which programs ``talanoa serve`` runs for the sound."""

from dataclasses import replace

from talanoa.ops import serve


def test_a_machine_runs_every_janus_whose_address_is_its_own(settings, tmp_path):
    settings.JANUS = replace(
        settings.JANUS,
        folder=tmp_path,
        binary="sh",
        api_secret="given",
        addresses=("127.0.0.1:9001", "10.255.255.9:9001", "127.0.0.1:9002"),
    )

    parts = serve._parts("janus")

    assert [part.name for part in parts] == ["janus", "janus-2"]
    folders = [tmp_path / "127.0.0.1-9001", tmp_path / "127.0.0.1-9002"]
    for folder, part in zip(folders, parts, strict=True):
        assert f"--configs-folder={folder}" in part.program
    assert sorted(tmp_path.glob("1*")) == folders


def test_without_janus_or_sound_nothing_is_run(settings, tmp_path):
    settings.JANUS = replace(settings.JANUS, folder=tmp_path, binary="janus-of-another-name")
    assert serve._parts("janus") == []

    settings.JANUS = replace(settings.JANUS, binary="sh", enabled=False)
    assert serve._parts("janus") == []
