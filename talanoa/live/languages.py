"""Languages into which sessions are interpreted, and what they are called. Pure but for Django's
list of languages."""

from django.utils.translation import get_language, get_language_info

INTERPRETED = (
    "ar", "bn", "ckb", "de", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "km", "ko", "mn", "ms",
    "my", "ne", "pt", "ro", "ru", "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi", "zh-hans",
)  # fmt: skip
"""Their codes, in order."""


def own_name(language: str) -> str:
    """As its own speakers write it."""
    name: str = get_language_info(language)["name_local"]
    return name[:1].upper() + name[1:]


def name_of(language: str) -> str:
    """In the language in force, as within a sentence: small letters but in English and German."""
    name = str(get_language_info(language)["name_translated"])
    keeps = (get_language() or "en").split("-")[0] in {"en", "de"}
    return name if keeps else name[:1].lower() + name[1:]


def direction(language: str) -> str:
    """How its own name is written: ``rtl`` or ``ltr``."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def same(one: str, other: str) -> bool:
    """Whether who speaks ``one`` follows ``other``: regions and scripts apart."""
    return one.split("-")[0] == other.split("-")[0]
