"""Before it starts: nobody else is there, the ports are free, the database is ready."""

import socket
from contextlib import contextmanager

import pytest

from talanoa.ops import ready
from tests.servers import free_port


def test_two_do_not_run_the_same_part_on_one_folder(tmp_path):
    with (
        ready.held(tmp_path, ["pages", "room"]),
        pytest.raises(ready.NotReady, match=r"already running on .*: room\)"),
        ready.held(tmp_path, ["room"]),
    ):
        pass


def test_other_parts_may_run_beside_them_and_the_same_again_later(tmp_path):
    with ready.held(tmp_path, ["pages"]), ready.held(tmp_path, ["worker"]):
        pass
    with ready.held(tmp_path, ["pages"]):
        held = (tmp_path / "pages.lock").read_text()

    assert held.isdecimal()


@contextmanager
def listening(port):
    with socket.create_server(("127.0.0.1", port)):
        yield


def test_a_taken_port_is_told_with_the_setting_that_moves_it():
    port = free_port()

    ready.demand_free("TALANOA_PORT", "127.0.0.1", port)
    with (
        listening(port),
        pytest.raises(ready.NotReady, match=f"Port {port} is used .* TALANOA_PORT={port + 100}"),
    ):
        ready.demand_free("TALANOA_PORT", "127.0.0.1", port)


@pytest.mark.django_db
def test_a_database_up_to_date_lacks_nothing():
    assert ready.migrations_missing() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("embedded", "done"), [(True, ["prepared"]), (False, "lacks 1 migrations of this version")]
)
def test_only_a_database_of_our_own_is_changed_unasked(monkeypatch, embedded, done):
    prepared = []
    monkeypatch.setattr(ready, "is_embedded", lambda: embedded)
    monkeypatch.setattr(ready, "migrations_missing", lambda: ["cases.0002_more"])
    monkeypatch.setattr(ready, "prepare_database", lambda: prepared.append("prepared"))

    if embedded:
        ready.demand_database()
        assert prepared == done
    else:
        with pytest.raises(ready.NotReady, match=done):
            ready.demand_database()
        assert prepared == []


def test_static_files_are_gathered_once_and_compressed(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "talanoa.ui.staticfiles.ModuleStaticFilesStorage"},
    }

    ready.collect_static()
    (sheet,) = settings.STATIC_ROOT.glob("ui/talanoa.*.css")
    copy = sheet.with_name(f"{sheet.name}.gz")
    made = sheet.stat().st_mtime_ns
    ready.collect_static()

    assert sheet.stat().st_mtime_ns == made
    assert copy.stat().st_size < sheet.stat().st_size / 2
