"""The trace: from an indicator to what was said and done about it, and to what has changed.

A thread is one indicator of one country. Its answers over the years come from assessments; the
cases brought on it, the sessions that took them, what was recommended there and what was made
of that from the rooms below. Everything starts from what the reader may see, so that nothing
hidden appears, or counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet

from talanoa.assessment import gaps, values
from talanoa.assessment.access import assessments as assessment_access
from talanoa.assessment.access import plans as plan_access
from talanoa.assessment.gaps import Change, Reply, Scale
from talanoa.assessment.models import Action, Answer, Assessment, CaseOrigin, Indicator
from talanoa.assessment.queries.plans import with_resources
from talanoa.assessment.terms import Subject
from talanoa.cases import access as cases
from talanoa.cases.models import Case, Recommendation
from talanoa.countries.models import Country
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Programme


class Key(NamedTuple):
    """One indicator of one country; its code is the same in every version of the framework."""

    country: int
    framework: int
    code: str


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Of what a trace is asked; nothing set: of everything the reader may see."""

    country: Country | None = None
    programme: Programme | None = None
    framework: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Point:
    """What an assessment said of the indicator."""

    assessment: Assessment
    words: str
    reply: Reply | None
    scale: Scale


@dataclass(frozen=True, kw_only=True)
class Advice:
    """A recommendation, and the actions that were made of it."""

    recommendation: Recommendation
    actions: list[Action]


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A case on the indicator, with what the room recommended."""

    case: Case
    advice: list[Advice]


@dataclass(kw_only=True)
class Thread:
    """All that is known of one indicator of one country, in the order in which it came."""

    country: Country
    indicator: Indicator
    points: list[Point] = field(default_factory=list)
    cases: list[Brought] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    """Those that come from none of the cases above."""

    @property
    def before(self) -> list[Point]:
        """Where it stood up to the year in which something was first brought or planned."""
        return [point for point in self.points if point.assessment.year <= self._begun]

    @property
    def after(self) -> list[Point]:
        return [point for point in self.points if point.assessment.year > self._begun]

    @property
    def change(self) -> Change | None:
        """From the last assessment before to the latest after; ``None`` while one is missing."""
        if not (self.before and self.after):
            return None
        last, latest = self.before[-1], self.after[-1]
        return gaps.change(latest.reply, last.reply, latest.scale)

    @property
    def _begun(self) -> int:
        moments = [one.case.begun_at for one in self.cases]
        moments += [action.made_at for action in self.actions]
        return min(moment.year for moment in moments)


def keys(person: Viewer, scope: Scope) -> list[Key]:
    """The threads of a scope that lead somewhere: to a case or to an action. Two queries.

    In the order of countries' codes, frameworks and indicators.
    """
    found: dict[Key, tuple[str, str, int]] = {}
    named = ("{0}__iso3", "indicator__version__framework__code", "indicator__number")
    for rows, country in (
        (_origins(person, scope), "case__country"),
        (_actions(person, scope), "plan__team__country"),
    ):
        listed = rows.filter(indicator__isnull=False, **{f"{country}__isnull": False})
        for row in listed.values_list(
            country,
            "indicator__version__framework",
            "indicator__code",
            *(name.format(country) for name in named),
        ):
            found.setdefault(Key(*row[:3]), row[3:])
    return sorted(found, key=lambda key: (found[key], key))


def indicators_of(wanted: Iterable[Key]) -> dict[str, Indicator]:
    """The newest indicator of each thread, by ``framework:code``, as one reads them. One query."""
    keys = {(key.framework, key.code) for key in wanted}
    found = {
        (one.version.framework_id, one.code): one
        for one in _newest({key for key, _code in keys}, {code for _key, code in keys})
    }
    shown = [found[key] for key in keys if key in found]
    shown.sort(key=lambda one: (one.version.framework.code, one.number, one.code))
    return {f"{one.version.framework.code}:{one.code}": one for one in shown}


def threads(person: Viewer, wanted: Sequence[Key]) -> list[Thread]:
    """The threads with these keys, in their order. Ten queries at most, however many.

    Assessments, cases with their sessions, recommendations, actions and their resources are loaded.
    """
    if not wanted:
        return []
    all_of = Scope()
    any_country = {key.country for key in wanted}
    any_code = {key.code for key in wanted}
    made = _made(wanted, any_code)
    advised = defaultdict(list)
    origins = [
        (Key(origin.case.country_id or 0, *_indicator(origin.indicator)), origin.case)
        for origin in _origins(person, all_of)
        .filter(case__country__in=any_country, indicator__code__in=any_code)
        .select_related("indicator__version", "case__session", "case__team", "case__programme")
        .order_by("case__begun_at", "case")
        if origin.indicator
    ]
    if isinstance(person, Person):
        standing = cases.recommendations_standing(person)
        for one in standing.filter(case__in={case.pk for _key, case in origins}).order_by("at"):
            advised[one.case_id].append(one)
    actions = list(
        _actions(person, all_of)
        .filter(plan__team__country__in=any_country)
        .filter(
            Q(indicator__code__in=any_code)
            | Q(recommendation__in={one.pk for given in advised.values() for one in given})
        )
        .select_related("indicator__version", "plan__team")
        .prefetch_related(with_resources())
        .order_by("made_at", "pk")
    )
    _add_cases(made, origins, advised, actions)
    _add_points(made, person, any_country, any_code)
    return [made[key] for key in wanted if key in made]


def _add_cases(
    made: dict[Key, Thread],
    origins: Iterable[tuple[Key, Case]],
    advised: dict[int, list[Recommendation]],
    actions: list[Action],
) -> None:
    of_advice: dict[int, list[Action]] = defaultdict(list)
    for action in actions:
        if action.recommendation_id is not None:
            of_advice[action.recommendation_id].append(action)
    placed: set[tuple[Key, int]] = set()
    for key, case in origins:
        if (thread := made.get(key)) is None:
            continue
        advice = [Advice(recommendation=one, actions=of_advice[one.pk]) for one in advised[case.pk]]
        placed |= {(key, action.pk) for one in advice for action in one.actions}
        thread.cases.append(Brought(case=case, advice=advice))
    for action in actions:
        if action.indicator is None:
            continue
        key = Key(action.plan.team.country_id or 0, *_indicator(action.indicator))
        if key in made and (key, action.pk) not in placed:
            made[key].actions.append(action)


def _add_points(
    made: dict[Key, Thread], person: Viewer, any_country: set[int], any_code: set[str]
) -> None:
    """Each country's assessments by year; where there are several of a year, the latest."""
    assessments = (
        assessment_access.assessments_visible_to(person)
        .filter(country__in=any_country, service="", withdrawn_at=None)
        .select_related("version__framework", "team")
        .order_by("year", "pk")
    )
    answers = (
        Answer.objects.filter(assessment__in=assessments.order_by(), indicator__code__in=any_code)
        .select_related("indicator__dimension")
        .prefetch_related("indicator__levels")
    )
    said = {(one.assessment_id, one.indicator.code): one for one in answers}
    for assessment in assessments:
        for code in any_code:
            key = Key(assessment.country_id, assessment.version.framework_id, code)
            if key not in made or (answer := said.get((assessment.pk, code))) is None:
                continue
            points = made[key].points
            if points and points[-1].assessment.year == assessment.year:
                points.pop()
            points.append(_point(assessment, answer))


def _point(assessment: Assessment, answer: Answer) -> Point:
    indicator = answer.indicator
    indicator.version = indicator.dimension.version = assessment.version
    for level in indicator.levels.all():
        level.indicator = indicator
    return Point(
        assessment=assessment,
        words=values.in_words(answer, indicator),
        reply=Reply(indicator.code, answer.value) if answer.is_answered else None,
        scale=values.scale_of(indicator),
    )


def _made(wanted: Sequence[Key], any_code: set[str]) -> dict[Key, Thread]:
    """A thread for each key, still empty, with its country and the newest indicator."""
    countries = Country.objects.in_bulk({key.country for key in wanted})
    newest = {
        (one.version.framework_id, one.code): one
        for one in _newest({key.framework for key in wanted}, any_code)
    }
    return {
        key: Thread(country=countries[key.country], indicator=newest[key.framework, key.code])
        for key in wanted
        if key.country in countries and (key.framework, key.code) in newest
    }


def _newest(frameworks: set[int], codes: set[str]) -> QuerySet[Indicator]:
    """Indicators of every published version; of those alike, the newest comes last."""
    return (
        Indicator.objects.filter(
            version__framework__in=frameworks,
            version__published_at__isnull=False,
            code__in=codes,
        )
        .select_related("version__framework", "dimension")
        .order_by("version__number")
    )


def _indicator(indicator: Indicator) -> tuple[int, str]:
    return indicator.version.framework_id, indicator.code


def _origins(person: Viewer, scope: Scope) -> QuerySet[CaseOrigin]:
    if not isinstance(person, Person):
        return CaseOrigin.objects.none()
    found = CaseOrigin.objects.filter(
        case__in=cases.cases_named_to(person),
        indicator__version__framework__subject=Subject.COUNTRY,
    )
    if scope.country is not None:
        found = found.filter(case__country=scope.country)
    if scope.programme is not None:
        found = found.filter(case__programme=scope.programme)
    return found.filter(_of_indicator(scope))


def _actions(person: Viewer, scope: Scope) -> QuerySet[Action]:
    found = Action.objects.filter(plan__in=plan_access.plans_visible_to(person))
    if scope.country is not None:
        found = found.filter(plan__team__country=scope.country)
    if scope.programme is not None:
        found = found.filter(plan__team__programme=scope.programme)
    return found.filter(_of_indicator(scope))


def _of_indicator(scope: Scope) -> Q:
    wanted = Q()
    if scope.framework:
        wanted &= Q(indicator__version__framework__code=scope.framework)
    if scope.code:
        wanted &= Q(indicator__code=scope.code)
    return wanted
