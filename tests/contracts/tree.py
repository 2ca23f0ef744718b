"""The files the rules are about, and which room and layer a Python file stands in."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "talanoa"


@dataclass(frozen=True)
class Source:
    """A file by its path from the root of the checkout, with its text."""

    path: str
    text: str

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.split("/"))

    @property
    def room(self) -> str | None:
        """``cases`` for ``talanoa/cases/…``; ``None`` outside the rooms."""
        inside = self.parts[0] == "talanoa" and len(self.parts) > 2
        return self.parts[1] if inside else None

    @property
    def part(self) -> str | None:
        """``services`` for ``talanoa/cases/services.py`` and for ``…/services/advice.py``."""
        return self.parts[2].removesuffix(".py") if self.room else None

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Line and dotted name of everything imported; ``from a import b`` gives ``a.b``."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, name.name) for name in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found += [(node.lineno, f"{node.module}.{name.name}") for name in node.names]
        return found


def python(*, tests: bool = False, migrations: bool = False) -> Iterator[Source]:
    """Our Python inside the package, in order of path."""
    for source in files(PACKAGE, ".py"):
        if "tests" in source.parts and not tests:
            continue
        if "migrations" in source.parts and not migrations:
            continue
        yield source


def templates() -> Iterator[Source]:
    for source in files(PACKAGE, ".html", ".txt"):
        if "templates" in source.parts:
            yield source


def sheets() -> Iterator[Source]:
    yield from files(PACKAGE, ".css")


def scripts() -> Iterator[Source]:
    yield from files(PACKAGE, ".js")


def everything() -> Iterator[Source]:
    """What people write: code, pages, tests and tools, in order of path."""
    for folder in ("talanoa", "tests", "tools", "bench"):
        yield from files(ROOT / folder, ".py", ".html", ".css", ".js", ".sh")


def files(folder: Path, *suffixes: str) -> Iterator[Source]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and path.is_file() and "__pycache__" not in path.parts:
            yield Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
