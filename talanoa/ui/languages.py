"""Languages by their names."""

from collections.abc import Mapping
from functools import cache

from babel import Locale
from django.utils.translation import get_language


def language_name(code: str) -> str:
    """The name of a language in the reader's own, else in English; else its code."""
    return _names(get_language() or "en").get(code) or _names("en").get(code, code)


@cache
def _names(reader: str) -> Mapping[str, str]:
    """The names of all languages in one of them; a page of the library asks hundreds of times."""
    return dict(Locale.parse(reader, sep="-").languages)
