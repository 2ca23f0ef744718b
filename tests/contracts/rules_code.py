"""Our own rules for Python. Each takes files and yields a sentence for every breach."""

import ast
from collections.abc import Iterable, Iterator

from tests.contracts.tree import Source

LONGEST = 400
VAGUE_NAMES = {"common", "core", "helper", "helpers", "manager", "managers", "util", "utils"}

# Higher may use lower, and each what stands beside it.
LAYERS = (
    ("urls",),
    ("views", "sockets", "management", "listeners", "acts", "admin"),
    ("forms", "tasks"),
    ("services",),
    ("queries",),
    ("access",),
    ("models",),
    ("terms",),
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}
CLOSED = {"urls", "views", "sockets", "management", "listeners", "acts", "admin", "forms", "tasks"}

# Who may write besides services, and why.
WRITERS = {
    "talanoa/kernel/events.py": "records the event that a service speaks of",
    "talanoa/kernel/pieces.py": "keeps what is on its way, until a service takes it",
    "talanoa/live/log.py": "adds the entry that a service makes to the room's log",
    "talanoa/people/makers.py": "is Django's own way of making an account",
}
WRITES = {
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "update",
    "update_or_create",
}

CLOCKS = {
    "talanoa/kernel/clock.py": "is the clock",
    "talanoa/kernel/jobs.py": "speaks to the queue, which has its own",
    "talanoa/live/media/tokens.py": "signs for Janus, which goes by the machine's",
    "talanoa/live/room/door.py": "asks of a stored sign-in what Django asks",
}
OTHER_CLOCKS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "django.utils.timezone.localdate",
    "django.utils.timezone.now",
    "time.time",
}


def too_long(sources: Iterable[Source]) -> Iterator[str]:
    """A file nobody reads to its end.

    A style sheet is one request, and a migration is written once, by a machine: they may be longer.
    """
    for source in sources:
        lines = source.text.count("\n")
        is_read = not source.path.endswith(".css") and "migrations" not in source.parts
        if lines > LONGEST and is_read:
            yield f"{source.path} has {lines} lines; {LONGEST} are allowed"


def vaguely_named(sources: Iterable[Source]) -> Iterator[str]:
    """A module named for what it is not."""
    for source in sources:
        for name in source.parts:
            if name.partition(".")[0] in VAGUE_NAMES:
                yield f"{source.path}: {name} says nothing of what is inside"


def upward(sources: Iterable[Source]) -> Iterator[str]:
    """Inside a room, a layer that uses one above it."""
    for source in sources:
        own = LEVEL.get(source.part or "")
        for line, name in source.imports:
            _, room, part = _room_and_part(name)
            theirs = LEVEL.get(part)
            if room == source.room and None not in (own, theirs) and theirs < own:
                yield f"{source.path}:{line} uses {part}, which stands above {source.part}"


def through_closed_doors(sources: Iterable[Source]) -> Iterator[str]:
    """Another room's views, forms, sockets, listeners or tasks."""
    for source in sources:
        if source.room in (None, "config"):
            continue
        for line, name in source.imports:
            package, room, part = _room_and_part(name)
            if package == "talanoa" and room != source.room and part in CLOSED:
                yield f"{source.path}:{line} uses talanoa.{room}.{part}, which is not open"


def _room_and_part(name: str) -> tuple[str, str, str]:
    package, room, part = [*name.split("."), "", ""][:3]
    return package, room, part


def written_outside_services(sources: Iterable[Source]) -> Iterator[str]:
    """Rows written by anything but a service, a migration or a test.

    A call is taken for a write when it looks like Django's: ``save()`` and ``delete()``
    without a positional argument, the others with keywords alone. ``bulk_…`` always is.
    """
    for source in sources:
        if source.part == "services" or source.path in WRITERS:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = node.func.attr
                if name in WRITES and _looks_like_a_write(name, node):
                    yield f"{source.path}:{node.lineno} .{name}() belongs in a service"


def _looks_like_a_write(name: str, call: ast.Call) -> bool:
    if name.startswith("bulk_"):
        return True
    # A call that says who acts is a call of a service.
    if call.args or any(keyword.arg == "by" for keyword in call.keywords):
        return False
    return name in {"save", "delete"} or bool(call.keywords)


def another_clock(sources: Iterable[Source]) -> Iterator[str]:
    """A moment that tests cannot move."""
    for source in sources:
        if source.path in CLOCKS:
            continue
        names = dict(_names(source.tree))
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute | ast.Name):
                dotted = _dotted(node, names)
                if dotted in OTHER_CLOCKS:
                    yield f"{source.path}:{node.lineno} {dotted}: ask kernel.clock"


def _names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for name in node.names:
                yield name.asname or name.name, f"{node.module}.{name.name}"
        elif isinstance(node, ast.Import):
            for name in node.names:
                yield name.asname or name.name, name.name


def _dotted(node: ast.AST, names: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, names)}.{node.attr}"
    return ""
