"""The library of cases: what is found, and how much there is of what.

Everything begins with what ``seen`` says, so that neither a hit nor a count can tell of a case the
reader may not see. The cases that answer, those that have a value and those that are seen are sets
of keys, met with each other; only the words are sought by the database.
"""

import functools
import operator
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from talanoa.cases import access
from talanoa.cases.models import Case, Recommendation, StateChange
from talanoa.cases.queries import shelf as shelves
from talanoa.cases.queries.labels import Labels, labels_of
from talanoa.cases.queries.seen import seen_by
from talanoa.cases.queries.shelf import Shelf
from talanoa.cases.terms import LIBRARY_KIND
from talanoa.kernel import bits
from talanoa.people.models import Person
from talanoa.search import queries as search
from talanoa.search.asking import Asked


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for: words, and one value of each facet they chose."""

    asked: Asked = field(default_factory=Asked)
    chosen: Mapping[str, str] = field(default_factory=dict)
    """By the facet's name; see ``FACETS``."""


@dataclass(frozen=True)
class _Read:
    """How a facet is read: the shelf's column, and the values of one of its keys."""

    column: str
    values: Callable[[Labels, Hashable], Iterable[str]]


FACETS = {
    "country": _Read("country", lambda labels, key: [labels.countries[key].iso3]),
    "region": _Read("country", lambda labels, key: [labels.countries[key].who_region]),
    "income": _Read("country", lambda labels, key: [labels.countries[key].income_group]),
    "focus": _Read("area", lambda labels, key: labels.focus.get(key, ())),
    "area": _Read("area", lambda labels, key: [labels.areas[key][0]]),
    "level": _Read("level", lambda _labels, key: [str(key)]),
    "kind": _Read("kind", lambda _labels, key: [str(key)]),
    "language": _Read("language", lambda _labels, key: [str(key)]),
    "outcome": _Read("outcome", lambda _labels, key: [str(key)]),
    "year": _Read("year", lambda _labels, key: [str(key)]),
    "programme": _Read("programme", lambda labels, key: [labels.programmes[key][0]]),
    "follow_up": _Read("follow_up", lambda _labels, key: ["yes" if key else "no"]),
}
"""What the library can be narrowed by, in the order in which it is shown."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What there is of one facet, as if nothing of it were chosen."""

    counts: Counter[str]
    """By value, how many cases choosing it would show; of what has none nothing is said."""
    keys: list[Hashable]
    """Of the countries, areas or programmes that are counted; see ``Labels``."""
    without: int
    """How many cases there would be without what is chosen of it."""


@dataclass(frozen=True, kw_only=True)
class Hits:
    """What answers, in the order in which it is shown, and what there is of it."""

    keys: list[int]
    """Of the cases on the page asked for."""
    count: int
    facets: dict[str, Tally]
    labels: Labels
    is_ranked: bool
    """Whether the best come first; else the latest do."""


_NAMED = "library_entry", "country", "team", "programme", "challenge_area"
_TOLD = (
    *("title", "kind", "level", "question", "is_example", "mode", "shows_country"),
    *(f"country__{name}" for name in ("iso3", "names", "who_region", "income_group")),
    *(f"{each}__name" for each in ("team", "programme", "challenge_area")),
    *(f"library_entry__{name}" for name in ("held_on", "language", "outcome", "has_follow_up")),
)
"""What a list says of a case: to read all of it takes three times as long."""


def library(person: Person, wanted: Wanted, *, first: int = 0, most: int = 25) -> Hits:
    """Search the library as far as this person may see it.

    The best stand first when words are asked for and at most ``search.RANKED_AT_MOST`` answer,
    else the latest; the order is total. Four queries at most while nothing has happened: for
    news, for who the person is, for words, and for their rank.
    """
    shelf = shelves.as_it_stands()
    labels = labels_of(shelf)
    there = seen_by(person, shelf)
    if wanted.asked:
        there &= bits.of(search.matching(LIBRARY_KIND, wanted.asked))
    chosen = {name: _having(shelf, labels, name, value) for name, value in wanted.chosen.items()}
    counting = _Counting(shelf, labels)
    facets = {
        name: counting.of(name, _met(there, *(chosen[each] for each in chosen if each != name)))
        for name in FACETS
    }
    found = _met(there, *chosen.values())
    count = found.bit_count()
    is_ranked = bool(wanted.asked.needed) and count <= search.RANKED_AT_MOST
    if is_ranked:
        keys = search.best_first(LIBRARY_KIND, wanted.asked, among=bits.keys(found))
    else:
        keys = bits.first_of(shelf.newest, found, most=first + most)
    return Hits(
        keys=keys[first : first + most],
        count=count,
        facets=facets,
        labels=labels,
        is_ranked=is_ranked,
    )


def in_order(found: Hits) -> list[Case]:
    """The cases of the page that was asked for, as they are now; what left the library is left out.

    What a list names is loaded; each has ``advice``, the states of its recommendations. Two
    queries.
    """
    keys = found.keys
    read = Case.objects.filter(access.joined()).select_related(*_NAMED).only(*_TOLD)
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


def over_in_library(*, most: int = 1_000) -> list[int]:
    """Keys of cases that stand in the library and belong there no more, as one whose last day is
    over. One query."""
    over = Case.objects.filter(~access.joined(), library_entry__isnull=False).order_by("pk")
    return list(over.values_list("pk", flat=True)[:most])


def missing_from_library(*, most: int = 1_000) -> list[int]:
    """Keys of cases that have joined the library and are not there yet, latest first. One query."""
    missing = Case.objects.filter(access.joined(), library_entry=None).order_by("-pk")
    return list(missing.values_list("pk", flat=True)[:most])


def _met(*sets: int) -> int:
    """What is in all of them."""
    return functools.reduce(operator.and_, sets)


def _having(shelf: Shelf, labels: Labels, name: str, value: str) -> int:
    """The set of cases that have a value of a facet."""
    read = FACETS[name]
    return functools.reduce(
        operator.or_,
        (
            held
            for key, held in shelf.having[read.column].items()
            if key is not None and value in read.values(labels, key)
        ),
        0,
    )


class _Counting:
    """Counts by facet; what several facets read of one column is counted once."""

    def __init__(self, shelf: Shelf, labels: Labels) -> None:
        self._shelf, self._labels = shelf, labels
        self._columns: dict[tuple[str, int], list[tuple[Hashable, int]]] = {}

    def of(self, name: str, base: int) -> Tally:
        read, counts = FACETS[name], Counter[str]()
        column = self._column(read.column, base)
        for key, count in column:
            for value in read.values(self._labels, key):
                counts[value] += count
        counts.pop("", None)
        return Tally(counts=counts, keys=[key for key, _ in column], without=base.bit_count())

    def _column(self, column: str, base: int) -> list[tuple[Hashable, int]]:
        if (column, base) not in self._columns:
            self._columns[column, base] = [
                (key, count)
                for key, held in self._shelf.having[column].items()
                if key is not None and (count := (held & base).bit_count())
            ]
        return self._columns[column, base]
