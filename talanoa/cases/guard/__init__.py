"""The guard: passages of a text by which somebody might be recognised.

Rules, name lists and each script's own habits, in seven languages. A help, not a promise: how
much it finds is measured by ``python -m bench.guard``. Nothing here imports Django.
"""

from talanoa.cases.guard import (
    dates,
    names,
    names_arabic,
    names_chinese,
    names_russian,
    numbers,
    places,
    rare,
    records,
)
from talanoa.cases.guard.findings import Finding, Type, apart
from talanoa.cases.guard.scripts import LATIN, languages_of, western_digits

__all__ = ["Finding", "Type", "findings"]

_NAMES = {
    "ru": names_russian.russian,
    "ar": names_arabic.arabic,
    "zh": names_chinese.chinese,
}


def findings(text: str, *, reader: str = "", region: str | None = None) -> list[Finding]:
    """What in a text might identify somebody, in its order, none over another.

    Args:
        reader: the language of who wrote it, for a text whose script does not say.
        region: a country's two letters, so that its own telephone numbers are known.
    """
    plain = western_digits(text)
    languages = languages_of(text, reader)
    named: list[Finding] = []
    if languages & LATIN:
        named += names.names(text)
    for language, of_its_own in _NAMES.items():
        if language in languages:
            named += of_its_own(text)
    return apart(
        [
            *named,
            *numbers.emails(plain),
            *numbers.phones(plain, region),
            *numbers.ages(plain, named),
            *records.records(plain),
            *dates.dates(plain),
            *places.addresses(plain),
            *places.small_places(plain),
            *rare.rare_among_few(plain),
        ]
    )
