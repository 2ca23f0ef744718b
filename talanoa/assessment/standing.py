"""What the page of gaps shows: the ranking with its reasons, the change, and the years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from talanoa.assessment import gaps, values
from talanoa.assessment.access import medicines as medicine_access
from talanoa.assessment.gaps import Change, Gap, Reply, Scale
from talanoa.assessment.models import Assessment, Indicator
from talanoa.assessment.models.frameworks import Said as InLanguage
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.queries import medicines as medicine_queries
from talanoa.assessment.scene import Said
from talanoa.assessment.terms import Mark
from talanoa.programmes.access import Viewer

LARGEST = 3


@dataclass(frozen=True, kw_only=True)
class Named:
    """An indicator with its title in the reader's language."""

    indicator: Indicator
    title: InLanguage


@dataclass(frozen=True, kw_only=True)
class ShownGap:
    """A gap with the reason why it stands where it does."""

    rank: int
    indicator: Indicator
    title: InLanguage
    gap: Gap
    now: str
    best: str
    points: int
    marks: list[Said]
    change: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one year said of an indicator; ``height`` 0 to 1 for the picture, where it has one."""

    year: int
    words: str
    kind: str
    """``value``, ``unknown``, ``open``, or ``none``: that year's version did not ask."""
    height: float | None

    @property
    def made(self) -> float:
        """Of 16 units, from below; at least one, so that the worst is seen to be a value."""
        return max(1.0, round(16 * (self.height or 0), 1))

    @property
    def top(self) -> float:
        return 16 - self.made


def of(person: Viewer, assessment: Assessment) -> dict[str, Any]:
    """The gaps, ranked, with their reasons; and what became of each indicator. Four queries."""
    indicators = {each.code: each for each in queries.indicators_of(assessment.version)}
    scales = {code: values.scale_of(each) for code, each in indicators.items()}
    series = queries.series_of(person, assessment)
    replies = queries.replies_of(series)
    said = replies[assessment.pk]
    found = gaps.standing(list(scales.values()), said.values())
    former = series[-2] if len(series) > 1 else None
    changes = _changes(assessment, former, scales, replies)
    shown = [
        _shown(rank, gap, indicators[gap.code], said[gap.code], scales[gap.code], changes)
        for rank, gap in enumerate(found.gaps, start=1)
    ]
    return {
        "assessment": assessment,
        "largest": shown[:LARGEST],
        "others": shown[LARGEST:],
        "unknown": [_named(indicators[code]) for code in found.unknown],
        "unanswered": [_named(indicators[code]) for code in found.unanswered],
        "unmeasured": [
            Said(
                label=indicators[code].said("title").text,
                text=values.value_in_words(said[code].value or 0, indicators[code]),
            )
            for code in found.unmeasured
        ],
        "closed": [_named(indicators[code]) for code in found.closed],
        "former": former,
        "changes": _counted(changes),
        **_development(series, replies, indicators, scales, changes),
    }


def _named(indicator: Indicator) -> Named:
    return Named(indicator=indicator, title=indicator.said("title"))


def _changes(
    assessment: Assessment,
    former: Assessment | None,
    scales: Mapping[str, Scale],
    replies: Mapping[int, Mapping[str, Reply]],
) -> dict[str, Change]:
    if former is None:
        return {}
    asked_before = (
        set(scales)
        if former.version_id == assessment.version_id
        else queries.codes_of(former.version_id)
    )
    now, before = replies[assessment.pk], replies[former.pk]
    return {
        code: gaps.change(now.get(code), before.get(code), scale, was_asked=code in asked_before)
        for code, scale in scales.items()
    }


def _counted(changes: Mapping[str, Change]) -> list[tuple[str, int]]:
    """How many of each, in the order of the words; what there is none of is left out."""
    of_all = list(changes.values())
    return [
        (change_in_words(change), number) for change in Change if (number := of_all.count(change))
    ]


def change_in_words(change: Change | None) -> str:
    if change is None:
        return ""
    return {
        Change.BETTER: _("Better"),
        Change.WORSE: _("Worse"),
        Change.SAME: _("The same"),
        Change.CHANGED: _("Another number"),
        Change.NEWLY_ANSWERED: _("Newly answered"),
        Change.NEWLY_UNKNOWN: _("No longer known"),
        Change.STILL_UNKNOWN: _("Not known"),
        Change.UNANSWERED: _("Not yet answered"),
        Change.NEW: _("New in this version"),
    }[change]


def _shown(
    rank: int,
    gap: Gap,
    indicator: Indicator,
    reply: Reply,
    scale: Scale,
    changes: Mapping[str, Change],
) -> ShownGap:
    best = scale.highest if scale.higher_is_better else scale.lowest
    marks = (
        (_("Impact"), gap.impact),
        (_("Feasibility"), gap.feasibility),
        (_("Own priority"), gap.priority),
    )
    return ShownGap(
        rank=rank,
        indicator=indicator,
        title=indicator.said("title"),
        gap=gap,
        now=values.value_in_words(reply.value or 0, indicator),
        best=values.value_in_words(best or 0, indicator),
        points=round(gap.score * 100),
        marks=[
            Said(
                label=label,
                text=str(Mark(mark).label) if mark else _("not given, counts as middle"),
            )
            for label, mark in marks
        ],
        change=change_in_words(changes.get(gap.code)),
    )


# --- Over the years

WIDTH, HEIGHT, EDGE = 600, 160, 24


def _development(
    series: Sequence[Assessment],
    replies: Mapping[int, Mapping[str, Reply]],
    indicators: Mapping[str, Indicator],
    scales: Mapping[str, Scale],
    changes: Mapping[str, Change],
) -> dict[str, Any]:
    """A line over the years, and the table beside it; nothing while there is one year alone.

    At most one query for each other version of the framework.
    """
    if len(series) < 2:
        return {"years": []}
    this = series[-1]
    asked = {this.version_id: set(indicators)}
    for each in series:
        if each.version_id not in asked:
            asked[each.version_id] = queries.codes_of(each.version_id)
    years = {each.year: replies[each.pk] for each in series}
    counted, points = gaps.development(years, list(scales.values()))
    table = [
        {
            "title": indicator.said("title"),
            "cells": [
                _cell(each, replies[each.pk], code, indicator, scales[code], asked)
                for each in series
            ],
            "change": change_in_words(changes.get(code)),
        }
        for code, indicator in indicators.items()
    ]
    return {
        "years": [each.year for each in series],
        "counted": len(counted),
        "line": _line(points),
        "table": table,
    }


def _cell(
    each: Assessment,
    said: Mapping[str, Reply],
    code: str,
    indicator: Indicator,
    scale: Scale,
    asked: Mapping[int, set[str]],
) -> Cell:
    if code not in asked[each.version_id]:
        return Cell(year=each.year, words=_("Not asked"), kind="none", height=None)
    reply = said.get(code)
    if reply is None:
        return Cell(year=each.year, words=values.open_in_words(), kind="open", height=None)
    if reply.value is None:
        return Cell(year=each.year, words=values.unknown_in_words(), kind="unknown", height=None)
    way = gaps.distance(reply.value, scale)
    height = None if way is None else 1 - way
    return Cell(
        year=each.year, words=values.short(reply.value, indicator), kind="value", height=height
    )


def _line(points: Sequence[tuple[int, float]]) -> dict[str, Any] | None:
    """Where each year's point lies in a picture of ``WIDTH`` by ``HEIGHT``, years to scale."""
    if len(points) < 2:
        return None
    first, last = points[0][0], points[-1][0]
    placed = [
        {
            "year": year,
            "share": round(made * 100),
            "x": round(EDGE + (WIDTH - 2 * EDGE) * (year - first) / (last - first)),
            "y": round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * made),
        }
        for year, made in points
    ]
    for point in placed:
        point["above"] = point["y"] - 9
    path = " ".join(f"{point['x']},{point['y']}" for point in placed)
    return {
        "points": placed,
        "path": path,
        "width": WIDTH,
        "height": HEIGHT,
        "floor": HEIGHT - EDGE,
        "below": HEIGHT - 4,
        "top": EDGE,
        "start": EDGE,
        "end": WIDTH - EDGE,
    }


def medicines(person: Viewer, assessment: Assessment) -> dict[str, Any] | None:
    """What the assessed country says of its medicines up to that year, as ``person`` may see it.

    ``None`` where they may not. Five queries at most.
    """
    country = assessment.country
    is_published = medicine_access.is_published(country)
    if not (is_published or medicine_access.speaks_for(person, country)):
        return None
    standing = medicine_queries.standing_in(country, year=assessment.year)
    page = reverse("assessment:country_medicines", args=[country.iso3])
    return {
        "gaps": medicine_queries.with_gaps(standing),
        "said": any(one.answer for one in standing),
        "is_published": is_published,
        "url": settings.SITE_URL + page,
    }
