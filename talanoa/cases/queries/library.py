"""The library of cases: what is found, and how much there is of what.

Everything begins with ``access.cases_in_library``, so that neither a hit nor a count can tell of a
case the reader may not see.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case as Choice
from django.db.models import Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from talanoa.cases import access
from talanoa.cases.models import Case, LibraryEntry, Recommendation, StateChange
from talanoa.cases.queries.seen import seen_by
from talanoa.cases.terms import LIBRARY_KIND
from talanoa.countries.models import Country
from talanoa.people.models import Person
from talanoa.programmes.models import ChallengeArea, Programme
from talanoa.search import queries as search
from talanoa.search.asking import Asked


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for: words, and one value of each facet they chose."""

    asked: Asked = field(default_factory=Asked)
    chosen: Mapping[str, str] = field(default_factory=dict)
    """By the facet's name; see ``CONDITIONS``."""


CONDITIONS = {
    "country": lambda value: Q(country__in=Country.objects.filter(iso3=value)),
    "region": lambda value: Q(country__in=Country.objects.filter(who_region=value)),
    "income": lambda value: Q(country__in=Country.objects.filter(income_group=value)),
    "focus": lambda value: Q(
        challenge_area__in=ChallengeArea.objects.filter(focus_areas__code=value)
    ),
    "area": lambda value: Q(challenge_area__in=ChallengeArea.objects.filter(code=value)),
    "kind": lambda value: Q(kind=value),
    "language": lambda value: Q(language=value),
    "outcome": lambda value: Q(outcome=value),
    "year": lambda value: Q(year=int(value)) if value.isdecimal() else Q(pk=None),
    "programme": lambda value: Q(programme__in=Programme.objects.filter(slug=value)),
    "follow_up": lambda value: Q(has_follow_up=value == "yes"),
}
"""What it takes to have a value of a facet, by its name, in the order in which they are shown."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many cases there are of what, each counted once; of what has none nothing is said."""

    programmes: Counter[int] = field(default_factory=Counter)
    countries: Counter[int | None] = field(default_factory=Counter)
    areas: Counter[int | None] = field(default_factory=Counter)
    traits: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """Kind, language, outcome, whether there is a follow-up ("1"), and year."""

    @property
    def count(self) -> int:
        return self.programmes.total()


@dataclass(frozen=True, kw_only=True)
class Hits:
    """What answers, in the order in which it is shown, and what there is of it."""

    keys: list[int]
    """Of the cases on the page asked for."""
    counted: Counted
    by_dropping: dict[str, Counted]
    """What there would be if one choice were dropped, less what there is; by facet."""
    is_ranked: bool
    """Whether the best come first; else the latest do."""


def library(person: Person, wanted: Wanted, *, first: int = 0, most: int = 25) -> Hits:
    """Search the library as far as this person may see it.

    Two queries: one counts, and one reads the keys of a page. The best stand first when words are
    asked for and at most ``search.RANKED_AT_MOST`` answer, else the latest; the order is total.
    """
    entries = LibraryEntry.objects.filter(seen_by(person))
    if wanted.asked:
        entries = entries.filter(case__in=search.matching(LIBRARY_KIND, wanted.asked))
    conditions = {name: CONDITIONS[name](value) for name, value in wanted.chosen.items()}
    counted, by_dropping = _counted(entries, conditions)
    for condition in conditions.values():
        entries = entries.filter(condition)
    is_ranked = bool(wanted.asked.needed) and counted.count <= search.RANKED_AT_MOST
    if not counted.count > first:
        keys = []
    elif is_ranked:
        among = entries.values_list("case_id", flat=True)
        keys = search.best_first(LIBRARY_KIND, wanted.asked, among=among)[first : first + most]
    else:
        latest = entries.order_by("-held_on", "-case").values_list("case_id", flat=True)
        keys = list(latest[first : first + most])
    return Hits(keys=keys, counted=counted, by_dropping=by_dropping, is_ranked=is_ranked)


def in_order(person: Person, keys: list[int]) -> list[Case]:
    """Those of ``keys`` in the library that this person may see, in the order of ``keys``.

    All that a hit names is loaded; each has ``advice``, the states of its recommendations. Two
    queries.
    """
    read = (
        access.cases_in_library(person)
        .select_related("library_entry", "country", "team", "programme", "challenge_area")
        .defer("situation", "tried", "obstacle")
    )
    cases = read.in_bulk(keys)
    states: dict[int, Counter[str]] = {key: Counter() for key in keys}
    for case_id, state in access.advice_in_library(keys).values_list("case_id", "state"):
        states[case_id][state] += 1
    for key, case in cases.items():
        case.advice = states[key]  # type: ignore[attr-defined]
    return [cases[key] for key in keys if key in cases]


def moves_of(recommendations: list[Recommendation]) -> dict[int, list[StateChange]]:
    """What was said of each recommendation's state, earliest first, by its key. One query."""
    found: dict[int, list[StateChange]] = {each.pk: [] for each in recommendations}
    for change in StateChange.objects.filter(recommendation__in=found).order_by("at", "pk"):
        found[change.recommendation_id].append(change)
    return found


def may_be_in_library() -> QuerySet[Case, int]:
    """Keys of all that might have to stand in the library, and of what stands there. One query."""
    return Case.objects.filter(access.joined() | Q(library_entry__isnull=False)).values_list(
        "pk", flat=True
    )


def missing_from_library(*, most: int = 1_000) -> list[int]:
    """Keys of cases that have joined the library and are not there yet, latest first. One query."""
    missing = Case.objects.filter(access.joined(), library_entry=None).order_by("-pk")
    return list(missing.values_list("pk", flat=True)[:most])


_COLUMNS = ("missed", "country_id", "challenge_area_id", "programme_id", "traits")
_SETS = ("missed, country_id", "missed, challenge_area_id, programme_id", "missed, traits")
_NAMED = f"seen ({', '.join(_COLUMNS)})"
# What a row does not count by is NULL; the first column says by which of the sets it counts.
_ON_POSTGRESQL = f"""
SELECT CASE WHEN GROUPING(country_id) = 0 THEN 0 WHEN GROUPING(traits) = 0 THEN 2 ELSE 1 END,
    {", ".join(_COLUMNS)}, count(*)
FROM (%s) AS {_NAMED} GROUP BY GROUPING SETS ({", ".join(f"({each})" for each in _SETS)})
"""  # noqa: S608 — made of the names above
_ON_SQLITE = f"""
WITH {_NAMED} AS MATERIALIZED (%s)
SELECT 0, missed, country_id, NULL, NULL, NULL, count(*) FROM seen GROUP BY {_SETS[0]}
UNION ALL
SELECT 1, missed, NULL, challenge_area_id, programme_id, NULL, count(*) FROM seen
    GROUP BY {_SETS[1]}
UNION ALL
SELECT 2, missed, NULL, NULL, NULL, traits, count(*) FROM seen GROUP BY {_SETS[2]}
"""  # noqa: S608 — made of the names above


def _counted(
    entries: QuerySet[LibraryEntry], conditions: Mapping[str, Q]
) -> tuple[Counted, dict[str, Counted]]:
    """What meets all conditions, and what fails one alone, by its name. One query.

    Each row is read once: it carries which conditions it fails, as bits of a number.
    """
    bits = {name: 1 << place for place, name in enumerate(conditions)}
    missed: Combinable = Value(0)
    for name, condition in conditions.items():
        missed = missed + Choice(When(condition, then=Value(0)), default=Value(bits[name]))
    seen = entries.annotate(missed=missed)
    if conditions:
        seen = seen.filter(missed__in=[0, *bits.values()])
    by_bits = {bit: Counted() for bit in (0, *bits.values())}
    for by, failed, country, area, programme, traits, count in _rows(seen):
        counted = by_bits[failed]
        if by == 0:
            counted.countries[country] += count
        elif by == 1:
            counted.areas[area] += count
            counted.programmes[programme] += count
        else:
            counted.traits[tuple(traits.split())] += count
    return by_bits[0], {name: by_bits[bit] for name, bit in bits.items()}


Row = tuple[int, int, int | None, int | None, int, str, int]


def _rows(seen: QuerySet[LibraryEntry]) -> list[Row]:
    try:
        sql, values = seen.values_list(*_COLUMNS).query.sql_with_params()
    except EmptyResultSet:
        return []
    counting = _ON_POSTGRESQL if connection.vendor == "postgresql" else _ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(counting % sql, values)
        rows: list[Row] = cursor.fetchall()
    return rows
