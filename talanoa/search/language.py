"""Which language a text is in, as its letters and its smallest words say. Pure: no Django."""

import re
import unicodedata
from collections import Counter

_SCRIPTS = {"ARABIC": "ar", "CYRILLIC": "ru", "CJK": "zh"}
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {
    "en": "the of and to in is that for it with are was by not which how have this their",
    "fr": "le la les des du et en est une que pour dans qui sur par au aux ne pas sont avec",
    "es": "el los las del y en es una que para por con no se su como al lo más son",
    "pt": "o os as do da dos das e em é uma que para por com não se um no na são",
}
_SPEAK = {language: frozenset(words.split()) for language, words in _SMALL.items()}
ENOUGH = 3
"""Small words of one language, more than of any other, before a text is taken to be in it."""


def guessed(text: str, *, otherwise: str) -> str:
    """The code of one of the seven languages; ``otherwise`` where the text does not say."""
    letters = Counter(_script(letter) for letter in text if letter.isalpha())
    script, _count = max(letters.items(), key=lambda item: item[1], default=("", 0))
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    words = Counter(word.casefold() for word in _WORD.findall(text))
    counts = sorted(
        (sum(words[small] for small in speak), language) for language, speak in _SPEAK.items()
    )
    (second, _), (most, language) = counts[-2:]
    return language if most - second >= ENOUGH else otherwise


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
