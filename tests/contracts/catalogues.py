"""What there is to translate, gathered anew from the sources, and what a catalogue says of it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.contracts.tree import PACKAGE

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|\{(\w*)\}")
LONG = 20
"""Signs; a shorter text may repeat itself for a reason."""

Key = tuple[str | None, str]


def gathered(folder: Path) -> Catalog:
    """Every sentence of the sources as makemessages finds them, in a copy in ``folder``."""
    copy = folder / "talanoa"
    shutil.copytree(
        PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "locale", "tests", "data")
    )
    (copy / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--verbosity=0"]
        + ["--no-location", "--extension=html,txt,py"],
        cwd=copy,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},
        check=True,
    )
    return read(copy / "locale" / "fr" / "LC_MESSAGES" / "django.po")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def messages(catalogue: Catalog) -> dict[Key, Message]:
    """Its sentences by context and singular, without the header."""
    return {(message.context, _singular(message)): message for message in catalogue if message.id}


def missing(wanted: Catalog, there: Catalog) -> Iterator[str]:
    """Sentences of ``wanted`` that ``there`` lacks, leaves empty or is not sure of."""
    known = messages(there)
    for key, message in messages(wanted).items():
        translated = known.get(key)
        if translated is None:
            yield f"not in the catalogue: {key[1]!r}"
        elif translated.fuzzy:
            yield f"marked as fuzzy: {key[1]!r}"
        elif not all(_forms(translated)) or translated.pluralizable != message.pluralizable:
            yield f"not translated: {key[1]!r}"


def unneeded(wanted: Catalog, there: Catalog) -> Iterator[str]:
    """Sentences of ``there`` that no source speaks any more."""
    for key in messages(there).keys() - messages(wanted).keys():
        yield f"no longer used: {key[1]!r}"


def malformed(catalogue: Catalog) -> Iterator[str]:
    """Translations whose placeholders, or line ends, are not those of their sentence, and those
    that say the same twice, as two versions of a file joined carelessly do.
    """
    for message in messages(catalogue).values():
        sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
        allowed = set().union(*(_placeholders(source) for source in sources))
        needed = _placeholders(sources[-1])
        for index, form in enumerate(_forms(message)):
            if not form:
                continue
            found = _placeholders(form)
            # A singular may leave the number out ("one case"); a plural may not.
            lacking = needed - found if index == len(_forms(message)) - 1 else set()
            if lacking or found - allowed:
                yield f"placeholders differ: {sources[0]!r} → {form!r}"
            if sources[0].endswith("\n") != form.endswith("\n"):
                yield f"line ends differ: {sources[0]!r} → {form!r}"
            if len(form) > LONG and form in (form + form)[1:-1]:
                yield f"says itself more than once: {sources[0]!r} → {form!r}"


def _singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, tuple | list) else (string,)


def _placeholders(text: str) -> set[str]:
    return {found[0] for found in PLACEHOLDER.finditer(text)}
