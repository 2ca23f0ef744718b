"""What the settings come to in a process of its own, as a hub starts it."""

import json
import os
import subprocess
import sys

import pytest


def settings_of(folder, **given):
    """Those that matter here, for the environment variables ``given``."""
    asked = "s.CONTENT_SECURITY_POLICY['DIRECTIVES']['connect-src'], s.CACHES['default']"
    program = f"import json; from talanoa.config import settings as s; print(json.dumps([{asked}]))"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TALANOA_")}
    given = {f"TALANOA_{name}": value for name, value in given.items()}
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**kept, **given, "TALANOA_DATA_DIR": str(folder)},
        capture_output=True,
        check=True,
    )
    return json.loads(told.stdout)


@pytest.mark.parametrize(
    ("given", "sources"),
    [
        ({}, ["ws://localhost:8001", "ws://127.0.0.1:8001"]),
        (
            {"ALLOWED_HOSTS": "hub.lan .hub.example", "ROOM_PORT": "9000"},
            ["ws://hub.lan:9000", "ws://*.hub.example:9000"],
        ),
        (
            {"SITE_URL": "https://hub.example", "ALLOWED_HOSTS": "hub.example"},
            ["wss://hub.example:8001"],
        ),
        ({"ROOM_URL": "wss://room.hub.example"}, ["wss://room.hub.example"]),
    ],
)
def test_a_page_may_reach_the_room_wherever_it_stands(tmp_path, given, sources):
    connect, _cache = settings_of(tmp_path, **given)

    assert connect == ["'self'", *sources]


def test_the_cache_of_a_database_remembers_more_than_one_class_of_wrong_passwords(tmp_path):
    _connect, cache = settings_of(tmp_path)

    assert cache["OPTIONS"]["MAX_ENTRIES"] == 20_000
