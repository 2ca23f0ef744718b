"""In which scripts a text is written, and its digits in one form. Imports no Django."""

import re
from functools import lru_cache

LATIN = frozenset({"en", "es", "fr", "pt"})
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh")

_SCRIPTS = {
    "ar": re.compile(r"[\u0620-\u064a]"),
    "ru": re.compile(r"[\u0400-\u052f]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
}
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2}")
_DIGITS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９٫٬．－／＃"
    + "".join(chr(0xFF21 + at) for at in range(26))
    + "".join(chr(0xFF41 + at) for at in range(26)),
    "0123456789" * 3
    + ".,.-/#"
    + "".join(chr(ord("A") + at) for at in range(26))
    + "".join(chr(ord("a") + at) for at in range(26)),
)
"""Arabic, Persian and full-width digits, and full-width letters, as forms in Chinese have them."""


def languages_of(text: str, reader: str = "") -> frozenset[str]:
    """The languages whose habits a text is searched with.

    A script says which; Latin letters say four, since a text may be mixed and the rules of
    each cost little. A text without letters is searched as its reader writes.
    """
    found = {language for language, script in _SCRIPTS.items() if script.search(text)}
    if _LATIN.search(text):
        found |= LATIN
    return frozenset(found or ({reader} & set(LANGUAGES)) or {"en"})


def western_digits(text: str) -> str:
    """The text with every digit as 0–9 and no full-width letter, each character where it was."""
    return text.translate(_DIGITS)


def words(*texts: str) -> frozenset[str]:
    """The words of some texts, each once."""
    return frozenset(word for text in texts for word in text.split())


@lru_cache(maxsize=256)
def any_of(words: str) -> str:
    """A pattern for any of the words of a text, the longest first; ``_`` stands for a space."""
    each = sorted(set(words.split()), key=len, reverse=True)
    return "|".join(re.escape(word).replace("_", r"\s+") for word in each)
