"""Where many countries stand at once: gaps ranked, and each among its peers.

The rows come by one query and are worked on as plain tuples.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from talanoa.assessment import gaps
from talanoa.assessment.access import assessments as access
from talanoa.assessment.gaps import Place, Reply, Scale, Standing
from talanoa.assessment.models import Answer, Assessment
from talanoa.assessment.queries.assessments import answered
from talanoa.countries.models import Country
from talanoa.programmes.access import Viewer


class Key(NamedTuple):
    """An assessment, of which country and year."""

    assessment: int
    country: int
    year: int


class Pair(NamedTuple):
    """A country's latest assessment, and its latest of an earlier year."""

    latest: Key
    former: Key | None


@dataclass(frozen=True)
class Answers:
    """What many assessments by one framework say."""

    scales: Sequence[Scale]
    said: dict[Key, list[Reply]]


def counted(person: Viewer, framework_ids: Collection[int]) -> QuerySet[Assessment]:
    """The assessments that count in shared gaps: countries' own, reviewed, which one may see.

    A draft counts for nobody, not even for its team: half of it may be open. No query of its own.
    """
    return _reviewed(person).filter(version__framework__in=framework_ids, service="")


def keys_of(assessments: QuerySet[Assessment]) -> list[Key]:
    """One query."""
    rows = assessments.order_by("pk").values_list("pk", "country", "year")
    return [Key(*row) for row in rows]


def pairs_of(keys: Iterable[Key]) -> list[Pair]:
    """Each country's latest and the one before; of one year, what was begun last. No query."""
    latest: dict[int, Key] = {}
    former: dict[int, Key] = {}
    for key in sorted(keys, key=lambda key: (-key.year, -key.assessment)):
        newest = latest.setdefault(key.country, key)
        if key.year < newest.year:
            former.setdefault(key.country, key)
    return [Pair(key, former.get(country)) for country, key in latest.items()]


def answers_of(scales: Sequence[Scale], keys: Iterable[Key], *, code: str = "") -> Answers:
    """What assessments say, each with its own, to be measured on these scales. One query.

    The same code is the same indicator, also where it was asked by another version. One that
    nothing was answered in is there, with nothing.

    Args:
        code: the one indicator that is asked for; empty: all of them.
    """
    said: dict[Key, list[Reply]] = {key: [] for key in keys}
    by_assessment = {key.assessment: replies for key, replies in said.items()}
    rows = Answer.objects.filter(answered(), assessment__in=list(by_assessment))
    if code:
        rows = rows.filter(indicator__code=code)
    for pk, asked, value, impact, feasibility, priority in rows.values_list(
        "assessment", "indicator__code", "value", "impact", "feasibility", "priority"
    ).iterator(chunk_size=10_000):
        by_assessment[pk].append(Reply(asked, value, impact, feasibility, priority))
    return Answers(scales, said)


def also_missing(
    person: Viewer, country: Country, scales: Mapping[tuple[int, str], Scale]
) -> dict[tuple[int, str], int]:
    """How many other countries have these gaps in their latest assessment. One query.

    Args:
        scales: by framework and code, on what each gap is measured.
    """
    found = dict.fromkeys(scales, 0)
    if not scales:
        return found
    latest = (
        counted(person, {framework for framework, _code in scales})
        .exclude(country=country)
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=["version__framework", "country"],
                order_by=[F("year").desc(), F("pk").desc()],
            )
        )
        .filter(place=1)
    )
    rows = Answer.objects.filter(
        assessment__in=latest.values("pk"),
        indicator__code__in={code for _framework, code in scales},
        value__isnull=False,
    ).values_list("assessment__version__framework", "indicator__code", "value")
    for framework, code, value in rows:
        scale = scales.get((framework, code))
        if scale is not None and gaps.distance(value or 0, scale):
            found[framework, code] += 1
    return found


def standings(answers: Answers) -> dict[Key, Standing]:
    """The gaps of each assessment, ranked. No query."""
    return {key: gaps.standing(answers.scales, said) for key, said in answers.said.items()}


def places(answers: Answers, group_of: Callable[[Key], Hashable]) -> dict[Key, dict[str, Place]]:
    """Where each answer stands among those of its group, by the indicators' codes. No query.

    Those of one group and one year are each other's peers. "Don't know" stands nowhere.
    """
    values: dict[tuple[Hashable, int, str], dict[Key, float]] = defaultdict(dict)
    for key, said in answers.said.items():
        group, year = group_of(key), key.year
        for reply in said:
            if reply.value is not None:
                values[group, year, reply.code][key] = reply.value
    higher = {scale.code: scale.higher_is_better for scale in answers.scales}
    found: dict[Key, dict[str, Place]] = {key: {} for key in answers.said}
    for (_group, _year, code), of_code in values.items():
        if code not in higher:
            continue
        for key, place in gaps.among_each_other(of_code, higher_is_better=higher[code]).items():
            found[key][code] = place
    return found


def comparable(person: Viewer, assessment: Assessment) -> QuerySet[Assessment]:
    """What an assessment can be set beside: of other countries, up to its own year.

    Reviewed, of the same framework, and such as this person may see; each country's latest.
    One query.
    """
    others = (
        _reviewed(person)
        .filter(
            version__framework=assessment.version.framework_id,
            service=assessment.service,
            year__lte=assessment.year,
        )
        .exclude(country=assessment.country_id)
    )
    return others.select_related("country", "version").order_by("country__iso3", "-year", "-pk")


def latest_of_each(found: QuerySet[Assessment]) -> dict[Country, Assessment]:
    """The first of each country in a list that begins with its latest. One query."""
    latest: dict[Country, Assessment] = {}
    for each in found:
        latest.setdefault(each.country, each)
    return latest


def values_of(peers: Mapping[int, Mapping[str, Reply]]) -> dict[str, list[float]]:
    """The peers' values by the indicators' codes, for ``gaps.placed``. No query."""
    values: dict[str, list[float]] = defaultdict(list)
    for said in peers.values():
        for code, reply in said.items():
            if reply.value is not None:
                values[code].append(reply.value)
    return values


def _reviewed(person: Viewer) -> QuerySet[Assessment]:
    """What may be set beside others', as far as this person may see it. No query of its own."""
    visible = access.assessments_visible_to(person)
    return visible.filter(reviewed_at__isnull=False, withdrawn_at=None)
