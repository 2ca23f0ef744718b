"""One form of words for what is searched and for what is asked, in any script. Pure: no Django.

``Ａccès`` and "acces", ``مُوَحَّد`` and ``موحد``, ``ё`` and ``е``, ``٢٠٢٦`` and 2026 are the same word.
Chinese and Japanese, which write no spaces, become pairs of signs, so that any two neighbours are
found. What comes out holds letters, digits and marks alone, with one space between two words:
nothing in it means anything to a database.
"""

import re
import unicodedata
from collections.abc import Iterable

BOUNDARY = "\ue000"
"""A word that nobody can ask for; between two parts of a text, so that no phrase spans them."""
LONGEST_WORD = 60
"""Signs of a word that count: what is longer is a link or a fault."""

_ELIDED = re.compile(r"(?<!\w)[^\W\d_]['’](?=\w)|['’]s(?!\w)")
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه"}
    | {"ک": "ك", "ـ": ""}
)
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ħ": "h", "ı": "i"}
    | {"ё": "е", "ſ": "s"}
)
_PAIRED = re.compile(
    r"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_FOLDED_SCRIPTS = ("LATIN", "GREEK")
_ARTICLE = "ال"


def normalised(parts: Iterable[str]) -> str:
    """The text of several parts as it is kept: words with a space between, parts kept apart."""
    kept = (" ".join(words(part)) for part in parts)
    return f" {BOUNDARY} ".join(part for part in kept if part)


def words(text: str) -> list[str]:
    """The words of a text in their order, as they are kept."""
    return [word for run in runs(text) for word in pieces(run)]


def runs(text: str) -> list[str]:
    """The words of a text before runs of Chinese and Japanese are cut into pairs."""
    return [_without_article(run[:LONGEST_WORD]) for run in _split(_folded(text))]


def pieces(run: str, *, is_last: bool = False) -> list[str]:
    """A word; of Chinese and Japanese each pair of neighbours, and the last sign by itself.

    The last sign stands there so that it is found alone. ``is_last``: the end of what is asked,
    after which the text may go on: there it is left out.
    """
    if not _PAIRED.fullmatch(run):
        return [run]
    pairs = [run[place : place + 2] for place in range(len(run) - 1)]
    return pairs if is_last and pairs else [*pairs, run[-1]]


def is_paired(word: str) -> bool:
    """Whether a word is of Chinese or Japanese signs."""
    return bool(_PAIRED.fullmatch(word))


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _ELIDED.sub(" ", text)
    letters = "".join(map(_letter, unicodedata.normalize("NFC", text)))
    # What was one letter with its mark may now stand as a letter that has a form of its own.
    return letters.translate(_ARABIC).translate(_LETTERS)


def _letter(letter: str) -> str:
    """One sign: plain, without accent, as a digit, as a space, or not at all."""
    if letter.isascii():
        return letter if letter.isalnum() else " "
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.digit(letter))
    if kind[0] == "L":
        name = unicodedata.name(letter, "")
        return _bare(letter) if name.startswith(_FOLDED_SCRIPTS) else letter
    if kind in ("Mn", "Mc"):
        return "" if _is_dropped(letter) else letter
    # Signs that only shape what stands beside them join; all others part two words.
    return "" if kind == "Cf" else " "


def _bare(letter: str) -> str:
    split = unicodedata.normalize("NFKD", letter)
    return "".join(each for each in split if not unicodedata.combining(each))


def _is_dropped(mark: str) -> bool:
    """Accents, harakat and points are left out; vowel signs of other scripts are letters."""
    name = unicodedata.name(mark, "")
    return name.startswith(("COMBINING", "ARABIC", "HEBREW"))


def _split(text: str) -> list[str]:
    found: list[str] = []
    for word in text.split():
        place = 0
        for run in _PAIRED.finditer(word):
            found += [word[place : run.start()], run.group()]
            place = run.end()
        found.append(word[place:])
    return [word for word in found if word]


def _without_article(word: str) -> str:
    """The Arabic article is written with its word; who searches may leave it out."""
    return word.removeprefix(_ARTICLE) if len(word) >= len(_ARTICLE) + 3 else word
