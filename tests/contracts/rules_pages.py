"""Our own rules for templates, style sheets and scripts."""

import re
from collections.abc import Iterable, Iterator

from tests.contracts.tree import Source

_SIDE = "left|right|top|bottom"
PHYSICAL = re.compile(
    rf"(?:^|[;{{])\s*("
    rf"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:{_SIDE})(?:-\w+)?"
    rf"|{_SIDE}"
    r"|(?:min-|max-)?(?:width|height)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r")\s*[:;}]",
    re.MULTILINE,
)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MEDIA_QUERY = re.compile(r"@(?:media|container|supports)[^{]*\{")

INLINE = (
    (re.compile(r"<style\b", re.IGNORECASE), "a style sheet inside the page"),
    (re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE), "a style attribute"),
    (re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE), "a script in an attribute"),
    (re.compile(r"javascript:", re.IGNORECASE), "a script in an address"),
)
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)

FOREIGN_ASSET = re.compile(
    r"(?:\b(?:src|srcset|poster|data)\s*=\s*[\"']?|<link\b[^>]*\bhref\s*=\s*[\"']?"
    r"|url\(\s*[\"']?|@import\s+[\"']|\bfrom\s+[\"']|\bimport\(\s*[\"']|\bfetch\(\s*[\"'`])"
    r"(?:https?:)?//",
    re.IGNORECASE,
)

# Written so that this file does not breach its own rule.
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b")

WORDS_IN_SCRIPT = re.compile(
    r"\.(?:textContent|innerText|innerHTML|title|placeholder|ariaLabel|label)\s*\+?=\s*"
    r"[\"'`][^\"'`$]*[A-Za-z]{2}"
)


def physical(sources: Iterable[Source]) -> Iterator[str]:
    """A property that would have to be turned round for Arabic."""
    for source in sources:
        text = MEDIA_QUERY.sub(_blank, CSS_COMMENT.sub(_blank, source.text))
        for found in PHYSICAL.finditer(text):
            yield f"{_place(source, found.start(1))} {found[1]}: use the logical property"


def inline(sources: Iterable[Source]) -> Iterator[str]:
    """What our content security policy forbids."""
    for source in sources:
        for pattern, what in INLINE:
            for found in pattern.finditer(source.text):
                yield f"{_place(source, found.start())} {what}"
        for found in SCRIPT.finditer(source.text):
            # Data for a script is not a script.
            if "src=" not in found[1] and "application/json" not in found[1]:
                yield f"{_place(source, found.start())} a script inside the page"


def foreign(sources: Iterable[Source]) -> Iterator[str]:
    """A file fetched from another host."""
    for source in sources:
        for found in FOREIGN_ASSET.finditer(source.text):
            yield f"{_place(source, found.start())} fetches from another host"


def unfinished(sources: Iterable[Source]) -> Iterator[str]:
    """A note of work left undone; an issue is the place for it."""
    for source in sources:
        for found in UNFINISHED.finditer(source.text):
            yield f"{_place(source, found.start())} {found[0]}"


def wordy(sources: Iterable[Source]) -> Iterator[str]:
    """A script that brings words of its own, which nobody can translate."""
    for source in sources:
        for found in WORDS_IN_SCRIPT.finditer(source.text):
            yield f"{_place(source, found.start())} words come from the page"


# --- Text that nobody translated ---------------------------------------------------------------

_NOT_TEXT = (
    re.compile(r"\{#.*?#\}"),
    re.compile(r"\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", re.DOTALL),
    re.compile(r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL),
    re.compile(r"\{%\s*block\s+\w*class\s*%\}.*?\{%\s*endblock\b.*?%\}"),
    re.compile(r"\{%.*?%\}", re.DOTALL),
    re.compile(r"\{\{.*?\}\}", re.DOTALL),
    re.compile(r"<!--.*?-->|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE),
    re.compile(r"<(?:code|pre|script|kbd)\b.*?</(?:code|pre|script|kbd)>", re.DOTALL),
)
_SPOKEN_ATTRIBUTE = re.compile(
    r"\b(?:alt|aria-label|placeholder|title|content)\s*=\s*([\"'])(.*?)\1", re.DOTALL
)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
# Entities, and names of files.
_ENTITY = re.compile(r"&[a-z]+;|&#\d+;|\b\w+\.(?:ics|pdf|eml)\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Names, and what a machine reads: viewport settings, colour schemes.
_NOT_TRANSLATED = {"Talanoa", "UTC", "kB", "MB", "PDF", "SubRip", "WebVTT"}
_MACHINE_META = re.compile(
    r"<meta\b[^>]*\bname=[\"'](?:viewport|color-scheme|theme-color|robots|htmx-config)[\"'][^>]*>"
)


def untranslated(sources: Iterable[Source]) -> Iterator[str]:
    """A word on a page, or spoken by one, that stands outside every translation tag."""
    for source in sources:
        if "/style_guide" in source.path:  # its words are samples, for those who build pages
            continue
        text = _MACHINE_META.sub(_blank, source.text)
        for pattern in _NOT_TEXT:
            text = pattern.sub(_blank, text)
        spoken = [(found.start(2), found[2]) for found in _SPOKEN_ATTRIBUTE.finditer(text)]
        bare = _ENTITY.sub(_blank, _TAG.sub(_blank, text))
        found_words = [(word.start(), word[0]) for word in _WORD.finditer(bare)]
        for start, attribute in spoken:
            found_words += [(start, word) for word in _WORD.findall(attribute)]
        for start, word in found_words:
            if word not in _NOT_TRANSLATED:
                yield f"{_place(source, start)} {word!r} is not translated"


def _blank(found: re.Match[str]) -> str:
    """Spaces in place of what was found, so that lines and columns stay where they were."""
    return re.sub(r"[^\n]", " ", found[0])


def _place(source: Source, offset: int) -> str:
    line = source.text.count("\n", 0, offset) + 1
    return f"{source.path}:{line}"
