"""Open figures of countries: put beside those that are there, never over them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.countries.models import Country, Figure, Series
from talanoa.countries.terms import UNKNOWN, Answer, SeriesKind
from talanoa.kernel import clock, events
from talanoa.people.models import Person

SERIES = Path(__file__).parents[1] / "data" / "series.json"

FIRST_YEAR, LAST_YEAR = 1900, 2100
LARGEST = Decimal(10) ** 13


@dataclass(frozen=True, kw_only=True)
class Given:
    """One figure as its source gives it: a value, or else a category."""

    iso3: str
    year: int
    value: Decimal | None = None
    category: str = ""
    since: int | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A figure whose source now says something else. The series of both is loaded."""

    iso3: str
    before: Figure
    after: Figure


@dataclass(kw_only=True)
class Outcome:
    """What became of the figures that a source gave."""

    added: int = 0
    same: int = 0
    changed: list[Change] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    """Codes that no country of ours has: territories, regions, sums."""


@transaction.atomic
def load_series(*, records: Iterable[Mapping[str, Any]] | None = None) -> int:
    """Load the series that come with the package, or other ones in their form; none is taken away.

    Raises:
        KeyError: a record lacks its code, kind, titles or publisher.
    """
    if records is None:
        records = json.loads(SERIES.read_text(encoding="utf-8"))["series"]
    series = [_series(record, position) for position, record in enumerate(records)]
    columns = [f.name for f in Series._meta.concrete_fields if f.name not in {"id", "code"}]
    Series.objects.bulk_create(
        series, update_conflicts=True, unique_fields=["code"], update_fields=columns
    )
    return len(series)


@transaction.atomic
def put_figures(
    *,
    by: Person | None,
    series: Series,
    given: Iterable[Given],
    source: str,
    licence: str | None = None,
    is_verified: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Add what is new, and keep what was there before beside what its source now says.

    What is given twice alike counts once. The same figures put again change nothing and record
    no event. Three queries, and three more where something is new or changed.

    Args:
        source: Where the figures were read, so that somebody can read them there again.
        licence: The figures' terms; the series' own where it is left out.
        dry_run: Say what would become of them; write nothing.

    Raises:
        ValidationError: a figure does not fit its series, or one country has two figures for a
            year; nothing is kept then.
    """
    # Two that refresh at once would each find the same figure new.
    series = Series.objects.select_for_update().get(pk=series.pk)
    wanted = _each_once(series, given)
    countries = {country.iso3: country for country in Country.objects.all()}
    current = {
        (figure.country_id, figure.year): figure
        for figure in Figure.objects.filter(series=series, replaced_at=None)
    }
    outcome, fresh, now = Outcome(), [], clock.now()
    for one in wanted:
        country = countries.get(one.iso3)
        if country is None:
            outcome.unknown.add(one.iso3)
            continue
        figure = _figure(one, series, country)
        figure.source, figure.fetched_at, figure.is_verified = source, now, is_verified
        figure.licence = series.licence if licence is None else licence
        before = current.get((country.pk, one.year))
        if before is None:
            outcome.added += 1
        elif _says(before) == _says(figure):
            outcome.same += 1
            continue
        else:
            before.series = series
            outcome.changed.append(Change(iso3=one.iso3, before=before, after=figure))
        fresh.append(figure)
    if fresh and not dry_run:
        replaced = [change.before.pk for change in outcome.changed]
        Figure.objects.filter(pk__in=replaced).update(replaced_at=now)
        Figure.objects.bulk_create(fresh)
        events.record(
            "countries.figures_put",
            by=by,
            subject=series,
            added=outcome.added,
            changed=[[change.iso3, change.after.year] for change in outcome.changed],
            source=source,
        )
    return outcome


def _each_once(series: Series, given: Iterable[Given]) -> list[Given]:
    found: dict[tuple[str, int], Given] = {}
    for one in given:
        _demand_fit(series, one)
        if found.setdefault((one.iso3, one.year), one) != one:
            raise ValidationError(
                _("%(series)s: %(country)s has two figures for %(year)s that differ.")
                % _place(series, one)
            )
    return list(found.values())


def _demand_fit(series: Series, one: Given) -> None:
    place = _place(series, one)
    if not FIRST_YEAR <= one.year <= LAST_YEAR or (one.since and one.since >= one.year):
        raise ValidationError(
            _("%(series)s: %(country)s has a figure for %(year)s, which is no year.") % place
        )
    if one.category in UNKNOWN and one.value is None:
        return
    fits = {
        SeriesKind.NUMBER: one.category == ""
        and one.value is not None
        and one.value.is_finite()
        and abs(one.value) < LARGEST,
        SeriesKind.ANSWER: one.value is None and one.category in (Answer.YES, Answer.NO),
        SeriesKind.LEVEL: one.value is None and one.category in series.level_names,
    }[SeriesKind(series.kind)]
    if not fits:
        raise ValidationError(
            _("%(series)s: “%(figure)s” for %(country)s in %(year)s is no figure of this series.")
            % place
        )


def _says(figure: Figure) -> tuple[Decimal | None, str, int | None]:
    return figure.value, figure.category, figure.since


def _place(series: Series, one: Given) -> dict[str, object]:
    said = one.category if one.value is None else one.value
    return {"series": series.code, "country": one.iso3, "year": one.year, "figure": said}


def _figure(one: Given, series: Series, country: Country) -> Figure:
    return Figure(
        series=series,
        country=country,
        year=one.year,
        since=one.since,
        # As the database will give it back, so that figures compare.
        value=None if one.value is None else round(one.value, 6),
        category=one.category,
    )


def _series(record: Mapping[str, Any], position: int) -> Series:
    return Series(
        code=record["code"],
        titles=record["titles"],
        units=record.get("units") or {},
        kind=SeriesKind(record["kind"]),
        levels=record.get("levels") or [],
        better=record.get("better") or "neither",
        notes=record.get("notes") or {},
        publisher=record["publisher"],
        address=record.get("address") or "",
        source=record.get("source") or "",
        licence=record.get("licence") or "",
        observatory_code=record.get("observatory_code") or "",
        position=position,
    )
