"""What the pages of shared gaps show: how many countries have which, and who has which.

Counted is each country's latest reviewed assessment that the reader may see, and nothing else
(decision 0043). Change is from the latest of an earlier year.
"""

import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from talanoa.assessment import gaps, values
from talanoa.assessment.gaps import Change, Place, Reply, Scale
from talanoa.assessment.models import Indicator, Level
from talanoa.assessment.models.frameworks import Said as InLanguage
from talanoa.assessment.queries import standings
from talanoa.assessment.queries.standings import Answers, Key, Pair
from talanoa.assessment.standing import LARGEST, change_in_words
from talanoa.assessment.terms import IndicatorKind
from talanoa.countries.models import Country
from talanoa.ui.charts import Bar, Part, Stack, bars

BANDS = 4
SHADES = ("part-1", "part-3", "part-4", "part-2")
"""Of the steps of a spread, from the best to the worst."""
TOLD = (Change.BETTER, Change.WORSE, Change.SAME, Change.CHANGED)
"""Changes from one value to another, in the order in which they are told."""


@dataclass(kw_only=True)
class Tally:
    """What was said of one indicator by so many countries."""

    countries: int
    values: list[float] = field(default_factory=list)
    unknown: int = 0


@dataclass(kw_only=True)
class Row:
    """One indicator, over all countries that are counted."""

    indicator: Indicator
    title: InLanguage
    has_best: bool
    """Without bounds there is no best, and so no gap."""
    latest: Tally
    former: Tally
    missing: int = 0
    """Countries with a gap."""
    foremost: int = 0
    """Of them, those that rank it among their largest."""
    changes: Counter[Change] = field(default_factory=Counter)
    moves: list[float] = field(default_factory=list)
    """Hundredths of the way to the best, of each country that answered twice; + is nearer."""
    cases: int = 0
    threads: int = 0

    @property
    def answered(self) -> int:
        """Countries that gave a value."""
        return len(self.latest.values)

    @property
    def compared(self) -> int:
        return self.changes.total()

    @property
    def told_changes(self) -> list[tuple[str, int]]:
        return [
            (change_in_words(change), number) for change in TOLD if (number := self.changes[change])
        ]

    @property
    def move(self) -> str:
        """The median of the moves, signed; empty where nobody answered twice."""
        return _signed(statistics.median(self.moves)) if self.moves else ""

    @property
    def bar(self) -> Bar:
        (bar,) = bars([("", self.missing)], most=max(self.latest.countries, 1))
        return bar

    @property
    def spread(self) -> Stack:
        return _spread(self.indicator, self.latest, "", in_full=False)

    @property
    def stacks(self) -> list[Stack]:
        """The latest and the one before, with the words of each level."""
        shown = ((_("Latest assessment"), self.latest), (_("The one before"), self.former))
        return [
            _spread(self.indicator, tally, label, in_full=True)
            for label, tally in shown
            if tally.countries
        ]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One country on one indicator."""

    country: Country
    key: Key
    now: str
    has_gap: bool
    distance: float
    """-1 where nothing is known of it."""
    former: Key | None
    before: str
    change: Change | None
    place: Place | None
    median: str
    """Of those of its region and year."""


def rows(indicators: Sequence[Indicator], answers: Answers, pairs: Sequence[Pair]) -> list[Row]:
    """How many countries have which gap, the most widespread first. No query.

    Of two as widespread, the one that more countries rank among their largest comes first.
    """
    scales = {scale.code: scale for scale in answers.scales}
    formers = sum(pair.former is not None for pair in pairs)
    made = {
        each.code: Row(
            indicator=each,
            title=each.said("title"),
            has_best=gaps.distance(0, scales[each.code]) is not None,
            latest=Tally(countries=len(pairs)),
            former=Tally(countries=formers),
        )
        for each in indicators
    }
    latest = Answers(answers.scales, {pair.latest: answers.said[pair.latest] for pair in pairs})
    for standing in standings.standings(latest).values():
        for place, gap in enumerate(standing.gaps):
            made[gap.code].missing += 1
            made[gap.code].foremost += place < LARGEST
    for pair in pairs:
        now, before = by_code(answers, pair.latest), by_code(answers, pair.former)
        for code, row in made.items():
            _count(row.latest, now.get(code))
            _count(row.former, before.get(code))
            _compare(row, now.get(code), before.get(code), scales[code])
    return sorted(made.values(), key=lambda row: (not row.has_best, -row.missing, -row.foremost))


def _count(tally: Tally, reply: Reply | None) -> None:
    if reply is None:
        return
    if reply.value is None:
        tally.unknown += 1
    else:
        tally.values.append(reply.value)


def _compare(row: Row, now: Reply | None, before: Reply | None, scale: Scale) -> None:
    """Only two values can be compared: what was not known or not asked has not changed."""
    if now is None or now.value is None or before is None or before.value is None:
        return
    row.changes[gaps.change(now, before, scale)] += 1
    here, there = gaps.distance(now.value, scale), gaps.distance(before.value, scale)
    if here is not None and there is not None:
        row.moves.append(100 * (there - here))


def _spread(indicator: Indicator, tally: Tally, label: str, *, in_full: bool) -> Stack:
    """How many countries stand where, from the best to the worst; then who said nothing of it."""
    steps = list(_steps(indicator, in_full=in_full))
    counts = Counter(_step_of(indicator, value) for value in tally.values if steps)
    last = max(len(steps) - 1, 1)
    parts = [
        Part(SHADES[round(3 * place / last)], words, counts[step])
        for place, (step, words) in enumerate(steps)
    ]
    if not steps:
        parts.append(Part(SHADES[0], _("A number"), len(tally.values)))
    parts.append(Part("part-unknown", values.unknown_in_words(), tally.unknown))
    silent = tally.countries - len(tally.values) - tally.unknown
    parts.append(Part("part-none", values.open_in_words(), silent))
    return Stack(label, parts)


def _steps(indicator: Indicator, *, in_full: bool) -> Iterator[tuple[int, str]]:
    """Where a value can lie, the best first; nothing where there is no best."""
    lowest, highest = values.bounds(indicator)
    if lowest is None or highest is None or highest <= lowest:
        return
    if indicator.kind == IndicatorKind.LEVELS:
        steps = [
            (
                each.value,
                values.value_in_words(each.value, indicator)
                if in_full
                else _("Level %(level)s") % {"level": each.value},
            )
            for each in _levels(indicator)
        ]
    elif indicator.kind == IndicatorKind.YES_NO:
        steps = [(value, values.value_in_words(value, indicator)) for value in (0, 1)]
    else:
        width = (highest - lowest) / BANDS
        edges = [values.short(lowest + width * step, indicator) for step in range(BANDS + 1)]
        steps = [
            (step, _("%(from)s to %(to)s") % {"from": edges[step], "to": edges[step + 1]})
            for step in range(BANDS)
        ]
    yield from reversed(steps) if indicator.higher_is_better else steps


def _step_of(indicator: Indicator, value: float) -> int:
    """The step a value lies on; a level of an earlier version at the nearest below."""
    if indicator.kind == IndicatorKind.LEVELS:
        steps = [each.value for each in _levels(indicator)]
        return max((step for step in steps if step <= value), default=steps[0])
    if indicator.kind == IndicatorKind.YES_NO:
        return 1 if value else 0
    lowest, highest = values.bounds(indicator)
    way = (value - (lowest or 0)) / ((highest or 0) - (lowest or 0))
    return min(max(int(way * BANDS), 0), BANDS - 1)


def _levels(indicator: Indicator) -> list[Level]:
    return sorted(indicator.levels.all(), key=lambda level: level.value)


def lines(
    indicator: Indicator, answers: Answers, pairs: Sequence[Pair], countries: Mapping[int, Country]
) -> list[Line]:
    """Every counted country on one indicator, those furthest from the best first. No query."""
    (scale,) = (each for each in answers.scales if each.code == indicator.code)
    placed = in_regions(answers, countries)
    found = [
        _line(
            indicator,
            scale,
            countries[pair.latest.country],
            pair,
            by_code(answers, pair.latest).get(indicator.code),
            by_code(answers, pair.former).get(indicator.code),
            placed[pair.latest].get(indicator.code),
        )
        for pair in pairs
    ]
    return sorted(found, key=lambda line: (-line.distance, line.country.name.casefold()))


def _line(
    indicator: Indicator,
    scale: Scale,
    country: Country,
    pair: Pair,
    now: Reply | None,
    before: Reply | None,
    place: Place | None,
) -> Line:
    way = None if now is None or now.value is None else gaps.distance(now.value, scale)
    change = gaps.change(now, before, scale) if pair.former else None
    return Line(
        country=country,
        key=pair.latest,
        now=_words(now, indicator),
        has_gap=bool(way),
        distance=-1 if way is None else way,
        former=pair.former,
        before=_words(before, indicator) if pair.former else "",
        change=change,
        place=place,
        median=_median(place.median, indicator) if place else "",
    )


def _median(value: float, indicator: Indicator) -> str:
    """As short as a value; of as many yes as no it lies between the two."""
    if indicator.kind == IndicatorKind.YES_NO and value not in (0, 1):
        ends = {"from": values.short(0, indicator), "to": values.short(1, indicator)}
        return _("%(from)s to %(to)s") % ends
    return values.short(value, indicator)


def in_regions(answers: Answers, countries: Mapping[int, Country]) -> dict[Key, dict[str, Place]]:
    """Where each answer stands among those of its region in that year. No query."""
    # Who is of no region has no peers there.
    return standings.places(
        answers, lambda key: countries[key.country].who_region or str(key.country)
    )


def by_code(answers: Answers, key: Key | None) -> dict[str, Reply]:
    return {reply.code: reply for reply in answers.said[key]} if key else {}


def _words(reply: Reply | None, indicator: Indicator) -> str:
    if reply is None:
        return values.open_in_words()
    if reply.value is None:
        return values.unknown_in_words()
    return values.value_in_words(reply.value, indicator)


def _signed(number: float) -> str:
    whole = round(number)
    return f"+{values.plain(whole)}" if whole > 0 else values.plain(whole).replace("-", "−")
