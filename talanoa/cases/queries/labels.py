"""What the things are called that the library is counted by, read once a minute.

A new name is shown a minute late at most; what is not known yet is looked for at once.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from time import monotonic

from talanoa.cases.queries.shelf import Shelf
from talanoa.countries.models import Country
from talanoa.programmes.models import ChallengeArea, Programme

READ_AGAIN = 60.0
"""Seconds."""


@dataclass(kw_only=True)
class Labels:
    """Rows by their key, as far as the library has cases of them."""

    countries: dict[Hashable, Country]
    programmes: dict[Hashable, tuple[str, str]]
    """Slug and name."""
    areas: dict[Hashable, tuple[str, str]]
    """``programme:code``, since a code is one programme's own, and name."""
    focus: dict[Hashable, dict[str, str]]
    """By the key of a challenge area, the same of its focus areas."""
    read_at: float = field(default_factory=monotonic)

    def are_of(self, shelf: Shelf) -> bool:
        """Whether all is known that there are cases of."""
        return (
            self.countries.keys() >= _keys(shelf, "country")
            and self.programmes.keys() >= _keys(shelf, "programme")
            and self.areas.keys() >= _keys(shelf, "area")
        )


_kept: list[Labels] = []


def labels_of(shelf: Shelf) -> Labels:
    """What things are called. Three queries a minute."""
    if not _kept or monotonic() - _kept[0].read_at > READ_AGAIN or not _kept[0].are_of(shelf):
        _kept[:] = [_read(shelf)]
    return _kept[0]


def forget() -> None:
    """Read them again: for tests, whose databases begin anew."""
    _kept.clear()


def _read(shelf: Shelf) -> Labels:
    countries = Country.objects.only("iso3", "names", "who_region", "income_group")
    programmes = Programme.objects.filter(pk__in=_keys(shelf, "programme"))
    areas: dict[Hashable, tuple[str, str]] = {}
    focus: dict[Hashable, dict[str, str]] = {}
    for pk, slug, code, name, focus_code, focus_name in (
        ChallengeArea.objects.filter(pk__in=_keys(shelf, "area"))
        .order_by("programme", "position", "pk", "focus_areas__position", "focus_areas__pk")
        .values_list(
            *("pk", "programme__slug", "code", "name", "focus_areas__code", "focus_areas__name")
        )
    ):
        areas[pk] = f"{slug}:{code}", name
        if focus_code:
            focus.setdefault(pk, {})[f"{slug}:{focus_code}"] = focus_name
    return Labels(
        countries={each.pk: each for each in countries.filter(pk__in=_keys(shelf, "country"))},
        programmes={
            pk: (slug, name) for pk, slug, name in programmes.values_list("pk", "slug", "name")
        },
        areas=areas,
        focus=focus,
    )


def _keys(shelf: Shelf, column: str) -> set[int]:
    return {key for key in shelf.having[column] if isinstance(key, int)}
