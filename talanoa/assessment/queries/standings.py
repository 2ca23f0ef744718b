"""Where many countries stand at once: gaps ranked, and each among its peers.

The rows come by one query and are worked on as plain tuples. ``answers_of``, ``standings`` and
``places`` are for the whole network; so far the bench of it alone asks for that.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from talanoa.assessment import gaps
from talanoa.assessment.access import assessments as access
from talanoa.assessment.gaps import Place, Reply, Scale, Standing
from talanoa.assessment.models import Answer, Assessment, FrameworkVersion
from talanoa.assessment.queries.assessments import answered, scales_of
from talanoa.countries.models import Country
from talanoa.programmes.access import Viewer


class Key(NamedTuple):
    """An assessment, of which country and year."""

    assessment: int
    country: int
    year: int


@dataclass(frozen=True)
class Answers:
    """What many assessments of one version say."""

    scales: list[Scale]
    said: dict[Key, list[Reply]]


def answers_of(version: FrameworkVersion, assessments: QuerySet[Assessment]) -> Answers:
    """What assessments of one version say, each with its own. Three queries.

    Withdrawn ones say nothing; one that nothing was answered in is there, with nothing.
    """
    assessments = assessments.filter(version=version, withdrawn_at=None)
    said: dict[Key, list[Reply]] = {}
    by_assessment: dict[int, list[Reply]] = {}
    for pk, country, year in assessments.order_by("pk").values_list("pk", "country", "year"):
        by_assessment[pk] = said[Key(pk, country, year)] = []
    rows = Answer.objects.filter(
        answered(), assessment__in=assessments.order_by().values("pk")
    ).values_list("assessment", "indicator__code", "value", "impact", "feasibility", "priority")
    for pk, code, value, impact, feasibility, priority in rows.iterator(chunk_size=10_000):
        by_assessment[pk].append(Reply(code, value, impact, feasibility, priority))
    return Answers(scales_of(version), said)


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
        access.assessments_visible_to(person)
        .filter(
            version__framework=assessment.version.framework_id,
            service=assessment.service,
            year__lte=assessment.year,
            reviewed_at__isnull=False,
            withdrawn_at=None,
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
