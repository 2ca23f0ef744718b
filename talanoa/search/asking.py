"""What somebody types into a search box, read: words, "a phrase", -without. Pure: no Django.

All words are needed. Nothing that can be typed is an error, and nothing of it reaches a database
as anything but words: each engine's query is written here from words that hold no sign.
"""

import re
from dataclasses import dataclass

from talanoa.search import normal

LONGEST = 300
"""Signs of a query that are read."""
MOST_TERMS = 12
BEGINS_FROM = 4
"""Letters from which a word also finds those that begin with it: "nurse" finds "nurses"."""

_TERM = re.compile(r'(?P<without>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»„「」『』＂", '"'))


@dataclass(frozen=True, kw_only=True)
class Term:
    """Words that must follow one another; ``is_open``: the last may go on."""

    words: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a text must hold, and what it must not."""

    needed: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.needed or self.without)


def read(typed: str) -> Asked:
    """What is asked by what was typed. Of a very long one, the beginning."""
    needed: list[Term] = []
    without: list[Term] = []
    for found in _TERM.finditer(typed[:LONGEST].translate(_QUOTES)):
        phrase = found["phrase"]
        terms = _quoted(phrase) if phrase is not None else _loose(found["word"])
        (without if found["without"] else needed).extend(terms)
    return Asked(needed=_first(needed), without=_first(without))


def for_postgres(terms: tuple[Term, ...], *, joined: str) -> str:
    """Terms as a ``tsquery``; ``joined``: ``&`` for all of them, ``|`` for any."""
    return f" {joined} ".join(
        "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*)" if term.is_open else ")")
        for term in terms
    )


def for_sqlite(terms: tuple[Term, ...], *, joined: str) -> str:
    """Terms as a query of FTS5; ``joined``: ``AND`` for all of them, ``OR`` for any."""
    return f" {joined} ".join(
        '"' + " ".join(term.words) + ('" *' if term.is_open else '"') for term in terms
    )


def _quoted(phrase: str) -> list[Term]:
    words = _in_row(phrase)
    is_open = len(words) == 1 and _is_one_sign(words[0])
    return [Term(words=words, is_open=is_open)] if words else []


def _loose(typed: str) -> list[Term]:
    """What stands between two spaces; what falls into several words is asked as a phrase."""
    words = _in_row(typed)
    if not words:
        return []
    if len(words) > 1:
        return [Term(words=words)]
    word = words[0]
    goes_on = _is_one_sign(word) if normal.is_paired(word) else len(word) >= BEGINS_FROM
    return [Term(words=words, is_open=goes_on)]


def _in_row(text: str) -> tuple[str, ...]:
    runs = normal.runs(text)
    return tuple(
        word
        for place, run in enumerate(runs)
        for word in normal.pieces(run, is_last=place == len(runs) - 1)
    )


def _is_one_sign(word: str) -> bool:
    """A sign that stands alone begins a pair, or ends a run: to be found it has to be open."""
    return len(word) == 1 and normal.is_paired(word)


def _first(terms: list[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))[:MOST_TERMS]
