"""Set a document with typst: a PDF for everyone (PDF/UA-1), each text in its own direction."""

import json
import logging
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst
from django.conf import settings

log = logging.getLogger(__name__)

_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
_SCRIPTS = {
    "ARABIC": "ar",
    "HEBREW": "he",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CYRILLIC": "ru",
}
_one_at_a_time = Lock()


def drawn(template: Path, data: Mapping[str, Any], *, at: int, name: str, **inputs: str) -> bytes:
    """``template`` with ``data``, as a document.

    Args:
        at: the second it is dated, so that the same data make the same bytes.
        name: what it is called in the log.
        inputs: what else the template reads, beside ``data``.

    Raises:
        TypstError: it could not be drawn; never because of what a field holds.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False), **inputs}
    try:
        return _compiled(template, inputs, at=at, standard="ua-1")
    except typst.TypstError as error:
        # A text in a script this machine has no font for: it is drawn all the same, with a
        # box for each sign, and is tagged, but cannot be called PDF/UA.
        log.warning("%s: %s", name, error)
        return _compiled(template, inputs, at=at, standard=None)


def direction(language: str) -> str:
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def own(text: str, language: str) -> dict[str, str]:
    """A sentence of ours: in the document's language and direction."""
    return {"text": text, "lang": language, "dir": direction(language)}


def field(text: str, language: str) -> dict[str, str]:
    """What people typed: in the direction of its own first letter."""
    clean = "".join(sign for sign in text if sign.isprintable() or sign == " ")
    for sign in clean:
        way = unicodedata.bidirectional(sign)
        if way in ("L", "R", "AL"):
            script = unicodedata.name(sign, "").split(" ")[0]
            return {
                "text": clean,
                "lang": _SCRIPTS.get(script, "en" if language in _RIGHT_TO_LEFT else language),
                "dir": "ltr" if way == "L" else "rtl",
            }
    return own(clean, language)


def fields(text: str, language: str) -> list[dict[str, str]]:
    """The same for what has several lines: each a paragraph of its own."""
    return [field(line, language) for line in text.splitlines() if line.strip()]


def offered(language: str) -> str:
    """``language``, or the site's own where it is none of those offered."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _compiled(
    template: Path, inputs: dict[str, str], *, at: int, standard: Literal["ua-1"] | None
) -> bytes:
    with _one_at_a_time:
        made = _compiler(template).compile(
            format="pdf", sys_inputs=inputs, pdf_standards=standard, timestamp=at
        )
    assert isinstance(made, bytes)  # noqa: S101 - one document, asked for as bytes
    return made


@cache
def _compiler(template: Path) -> typst.Compiler:
    """One a template for the process: reading the machine's fonts takes longer than all else."""
    return typst.Compiler(input=str(template), root=str(template.parent))
