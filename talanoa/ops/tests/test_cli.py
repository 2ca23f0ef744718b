"""The command: where it keeps its data, what it understands, how it refuses."""

import os
from pathlib import Path

import pytest

from talanoa.ops import cli, marks


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """An environment in which nothing has been said yet."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    for name in ("TALANOA_DATA_DIR", "TALANOA_DEMONSTRATION", "XDG_DATA_HOME"):
        os.environ.pop(name, None)
    os.environ["HOME"] = str(tmp_path)
    return os.environ


def test_a_checkout_keeps_its_data_in_var(environment, monkeypatch, tmp_path):
    (tmp_path / "manage.py").touch()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(cli, "PACKAGE", tmp_path / "talanoa")

    cli.prepare_environment()

    assert environment["TALANOA_DATA_DIR"] == str(tmp_path / "var")
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("said", "folder"),
    [
        ({}, ".local/share/talanoa"),
        ({"XDG_DATA_HOME": "{home}/kept"}, "kept/talanoa"),
        ({"TALANOA_DATA_DIR": "{home}/elsewhere"}, "elsewhere"),
    ],
)
def test_an_installed_one_keeps_them_with_the_person(
    environment, monkeypatch, tmp_path, said, folder
):
    monkeypatch.setattr(cli, "PACKAGE", tmp_path / "site-packages" / "talanoa")
    environment.update({name: value.format(home=tmp_path) for name, value in said.items()})

    cli.prepare_environment()

    assert Path(environment["TALANOA_DATA_DIR"]) == tmp_path / folder


@pytest.mark.parametrize(("marked", "said"), [(True, "yes"), (False, None)])
def test_a_folder_with_the_demonstration_needs_not_be_told_so(environment, tmp_path, marked, said):
    environment["TALANOA_DATA_DIR"] = str(tmp_path)
    if marked:
        marks.mark(tmp_path)

    cli.prepare_environment()

    assert environment.get("TALANOA_DEMONSTRATION") == said


def test_whoever_says_no_to_the_demonstration_is_heard(environment, tmp_path):
    environment |= {"TALANOA_DATA_DIR": str(tmp_path), "TALANOA_DEMONSTRATION": "no"}
    marks.mark(tmp_path)

    cli.prepare_environment()

    assert environment["TALANOA_DEMONSTRATION"] == "no"


def test_without_a_command_it_says_what_there_is(capsys):
    assert cli.main([]) == 2

    said = capsys.readouterr().out
    assert [word for word in ("serve", "demo", "worker", "doctor", "manage") if word in said] == [
        "serve",
        "demo",
        "worker",
        "doctor",
        "manage",
    ]


@pytest.mark.django_db
def test_the_index_is_rebuilt_and_says_so(monkeypatch, capsys):
    monkeypatch.setattr(cli, "_set_up", lambda: None)

    assert cli.main(["search", "rebuild"]) == 0

    assert capsys.readouterr().out == "case: 0 of 0\n"


@pytest.mark.parametrize("only", ["pages,kitchen", "", ","])
def test_a_part_there_is_not_is_refused(only, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--only", only])

    assert ended.value.code == 2
    assert "choose from pages, room, worker, hearing, janus" in capsys.readouterr().err


def test_djangos_commands_are_at_hand(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["manage", "check", "--help"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("usage: talanoa manage check")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "atlas.json"], {"act": "load", "file": Path("atlas.json")}),
        (["refresh"], {"act": "refresh", "series": None, "dry_run": False}),
        (
            ["refresh", "--series", "oral-morphine", "--dry-run"],
            {"act": "refresh", "series": "oral-morphine", "dry_run": True},
        ),
    ],
)
def test_figures_are_loaded_or_refreshed(words, said):
    parsed = vars(cli._parser().parse_args(["figures", *words]))

    assert {name: parsed[name] for name in said} == said
