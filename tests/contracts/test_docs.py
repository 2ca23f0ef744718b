"""The docs name every setting, every event and every frame of the live room."""

import ast
import re

import pytest

from tests.contracts import tree
from tests.contracts.tree import ROOT, Source

SETTINGS = ROOT / "docs" / "running" / "settings.md"
EVENTS = ROOT / "docs" / "events.md"
FRAMES = ROOT / "docs" / "live-protocol.md"

READERS = {"text", "flag", "integer", "words", "port_range"}
FRAME = re.compile(r"[a-z]+\.[a-z-]+")
KIND = re.compile(r"[a-z]+\.[a-z_]+")


def settings_of(source):
    """Names read by ``env.text("NAME")`` and its like."""
    for call in _calls(source):
        if (
            isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "env"
            and call.func.attr in READERS
        ):
            yield f"TALANOA_{call.args[0].value}"


def events_of(source):
    """Kinds given to ``events.record``, to a listener, or to a parameter called ``kind``."""
    for call in _calls(source):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        words = call.args[:1] if name in {"record", "within", "after"} else []
        words += [keyword.value for keyword in call.keywords if keyword.arg == "kind"]
        for word in words:
            if isinstance(word, ast.Constant) and isinstance(word.value, str):
                room, _, _ = word.value.partition(".")
                if KIND.fullmatch(word.value) and (tree.PACKAGE / room).is_dir():
                    yield word.value


def frames_of(source):
    """Types registered with the live room's acts."""
    for call in _calls(source):
        name = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
        word = call.args[0] if name == "register" and call.args else None
        if isinstance(word, ast.Constant) and FRAME.fullmatch(str(word.value)):
            yield word.value


def _calls(source):
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def collected(of):
    return sorted({word for source in tree.python() for word in of(source)})


def documented(page):
    return set(re.findall(r"`([^`\s]+)`", page.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("of", "page"),
    [(settings_of, SETTINGS), (events_of, EVENTS), (frames_of, FRAMES)],
    ids=["settings", "events", "frames"],
)
def test_docs_name_every_one(of, page):
    used = collected(of)

    assert used != []
    assert [word for word in used if word not in documented(page)] == []


def test_docs_name_no_setting_that_is_gone():
    named = {word for word in documented(SETTINGS) if word.startswith("TALANOA_")}

    assert sorted(named) == collected(settings_of)


@pytest.mark.parametrize(
    ("of", "path", "text", "found"),
    [
        (settings_of, "talanoa/config/settings.py", 'X = env.flag("DEBUG")', ["TALANOA_DEBUG"]),
        (events_of, "talanoa/ops/a.py", 'events.record("ops.done", by=by)', ["ops.done"]),
        (events_of, "talanoa/ops/a.py", '@events.within("ops.done")\ndef f(e): ...', ["ops.done"]),
        (events_of, "talanoa/ops/a.py", '_tell(by=by, kind="ops.done")', ["ops.done"]),
        (events_of, "talanoa/ops/a.py", 'path.record("a.b")', []),
        (frames_of, "talanoa/cases/acts.py", 'acts.register("case.ask", fields=A)', ["case.ask"]),
        (frames_of, "talanoa/live/acts.py", 'register("hand.raise", service=s)', ["hand.raise"]),
        (frames_of, "talanoa/cases/acts.py", 'panels.register("case", 20, "a.html")', []),
    ],
)
def test_they_are_found_where_they_are_used(of, path, text, found):
    assert list(of(Source(path, text))) == found
