"""Reads of assessments. All that list start from what the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from talanoa.assessment import values
from talanoa.assessment.access import assessments as access
from talanoa.assessment.gaps import Reply, Scale
from talanoa.assessment.models import (
    Answer,
    AnswerChange,
    Assessment,
    Evidence,
    FrameworkVersion,
    Indicator,
    Remark,
    Review,
)
from talanoa.kernel import at_work
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import CountryTeam, Programme, TeamMember


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One indicator and everything that was said of it."""

    indicator: Indicator
    answer: Answer | None
    evidence: int
    remarks: int


def assessments_of(person: Viewer, programme: Programme) -> QuerySet[Assessment]:
    """Those of a programme that a person may see, latest year first. One query."""
    return _named(access.assessments_visible_to(person).filter(team__programme=programme)).order_by(
        "-year", "country__iso3", "service", "-pk"
    )


def of_team(person: Viewer, team: CountryTeam) -> QuerySet[Assessment]:
    """Those of a team that a person may see, latest year first. One query."""
    return _named(access.assessments_visible_to(person).filter(team=team)).order_by("-year", "-pk")


def own_assessments(person: Person) -> QuerySet[Assessment]:
    """Those a person's teams are still working on, latest first. One query."""
    ours = Exists(TeamMember.objects.filter(team=OuterRef("team"), person=person.pk))
    return _named(Assessment.objects.filter(ours, reviewed_at=None, withdrawn_at=None)).order_by(
        "-year", "-pk"
    )


def reviews_waiting(person: Person) -> QuerySet[Review]:
    """What a person has been asked to review and has not yet, oldest first. One query."""
    return (
        Review.objects.filter(reviewer=person.pk, ended_at=None)
        .select_related("assessment__version", "assessment__country")
        .order_by("asked_at", "pk")
    )


def indicators_of(version: FrameworkVersion) -> list[Indicator]:
    """Everything a version asks, in its order, with dimension and levels. Two queries."""
    found = list(
        Indicator.objects.filter(version=version)
        .select_related("dimension")
        .prefetch_related("levels")
        .order_by("dimension__number", "number", "pk")
    )
    for indicator in found:
        indicator.version = indicator.dimension.version = version
        for level in indicator.levels.all():
            level.indicator = indicator
    return found


def sheet(assessment: Assessment) -> list[Asked]:
    """Every indicator with what was said of it. Four queries."""
    answers = {
        answer.indicator_id: answer
        for answer in Answer.objects.filter(assessment=assessment)
        .select_related("written_by")
        .annotate(evidence_count=Count("evidence", filter=Q(evidence__removed_at=None)))
    }
    remarks = dict(
        Remark.objects.filter(assessment=assessment)
        .values_list("indicator")
        .annotate(number=Count("pk"))
    )
    rows = []
    for indicator in indicators_of(assessment.version):
        answer = answers.get(indicator.pk)
        rows.append(
            Asked(
                indicator=indicator,
                answer=answer,
                evidence=answer.evidence_count if answer else 0,
                remarks=remarks.get(indicator.pk, 0),
            )
        )
    return rows


def stamp(assessment: Assessment) -> str:
    """Changes whenever what the pages show of the answers does. Three queries."""
    answers = Answer.objects.filter(assessment=assessment).aggregate(
        rows=Count("pk"), revisions=Sum("revision")
    )
    evidence = Evidence.objects.filter(answer__assessment=assessment).aggregate(
        last=Max("pk"), removed=Count("removed_at")
    )
    remarks = Remark.objects.filter(assessment=assessment).aggregate(last=Max("pk"))
    parts = [*answers.values(), *evidence.values(), *remarks.values()]
    return "-".join(str(part or 0) for part in [assessment.status.value, *parts])


def answer_to(assessment: Assessment, indicator: Indicator) -> Answer | None:
    """The answer to one indicator, with who wrote it. One query."""
    return (
        Answer.objects.filter(assessment=assessment, indicator=indicator)
        .select_related("written_by")
        .first()
    )


def changes_of(answer: Answer) -> QuerySet[AnswerChange]:
    """An answer's history, latest first. One query."""
    return answer.changes.select_related("by").order_by("-revision")


def evidence_of(assessment: Assessment) -> QuerySet[Evidence]:
    """All evidence that stands, in the order of the indicators. One query."""
    return (
        Evidence.objects.filter(answer__assessment=assessment, removed_at=None)
        .select_related("answer__indicator", "added_by")
        .order_by("answer__indicator__number", "answer__indicator", "pk")
    )


def series_of(person: Viewer, assessment: Assessment) -> list[Assessment]:
    """This one and the earlier of the same country, framework and service, earliest first.

    Only those the person may see; one a year, the team's own before another's. One query.
    """
    found = (
        access.assessments_visible_to(person)
        .filter(
            country=assessment.country_id,
            version__framework=assessment.version.framework_id,
            service=assessment.service,
            year__lt=assessment.year,
            withdrawn_at=None,
        )
        .select_related("version")
        .order_by("year", "pk")
    )
    by_year: dict[int, Assessment] = {}
    for each in found:
        there = by_year.get(each.year)
        if there is None or there.team_id != assessment.team_id or each.team_id == there.team_id:
            by_year[each.year] = each
    return [*by_year.values(), assessment]


def replies_of(assessments: Iterable[Assessment]) -> dict[int, dict[str, Reply]]:
    """What each assessment says, by its key and the indicators' codes. One query.

    Only what is answered; "don't know" has no value.
    """
    wanted: dict[int, dict[str, Reply]] = {each.pk: {} for each in assessments}
    rows = Answer.objects.filter(answered(), assessment__in=list(wanted)).values_list(
        "assessment", "indicator__code", "value", "impact", "feasibility", "priority"
    )
    for key, code, value, impact, feasibility, priority in rows:
        wanted[key][code] = Reply(code, value, impact, feasibility, priority)
    return wanted


def answered() -> Q:
    """The answers that are some: a value, or that nobody knows."""
    return Q(is_unknown=True) | Q(value__isnull=False)


def scales_of(version: FrameworkVersion) -> list[Scale]:
    """On what a version's indicators are measured, in its order. Two queries."""
    return [values.scale_of(each) for each in indicators_of(version)]


def codes_of(version_id: int) -> set[str]:
    """What a version asks. One query."""
    return set(Indicator.objects.filter(version=version_id).values_list("code", flat=True))


def former_candidates(team: CountryTeam) -> QuerySet[Assessment]:
    """What a team may carry answers over from, latest first. One query."""
    return (
        Assessment.objects.filter(team=team, withdrawn_at=None)
        .select_related("version")
        .order_by("-year", "-pk")
    )


def team_members(assessment: Assessment) -> QuerySet[Person]:
    """Everyone of the team, by key. One query."""
    member = TeamMember.objects.filter(team=assessment.team_id, person=OuterRef("pk"))
    return Person.objects.filter(Exists(member), is_active=True).order_by("pk")


def writing_now(assessment: Assessment, *, besides: Person) -> dict[int, list[Person]]:
    """Who of the team is writing at which indicator at this moment. Two queries at most."""
    team = {person.pk: person for person in team_members(assessment) if person.pk != besides.pk}
    writing: dict[int, list[Person]] = {}
    for key, indicator in sorted(at_work.places(work_on(assessment), team).items()):
        writing.setdefault(indicator, []).append(team[key])
    return writing


def work_on(assessment: Assessment) -> str:
    """Under what it is noted who is writing in it."""
    return f"assessment:{assessment.pk}"


def last_review(assessment: Assessment) -> Review | None:
    """The last that came to a verdict, with its reasons. Two queries."""
    return (
        assessment.reviews.exclude(verdict="")
        .select_related("reviewer")
        .prefetch_related("reasons")
        .order_by("-ended_at", "-pk")
        .first()
    )


def kept_about(person: Person) -> dict[str, object]:
    """What assessments keep about somebody, fit for JSON, each list oldest first. Seven queries.

    What was said of a country is the country's: of it, when one wrote and to what.
    """
    of = "assessment__country__iso3", "assessment__year"
    return {
        "begun": list(
            Assessment.objects.filter(begun_by=person)
            .order_by("pk")
            .values("country__iso3", "year", "service", "begun_at")
        ),
        "answers": list(
            Answer.objects.filter(written_by=person)
            .order_by("pk")
            .values(*of, "indicator__code", "written_at")
        ),
        "changes": list(
            AnswerChange.objects.filter(by=person)
            .order_by("pk")
            .values("answer__indicator__code", "at", "was", "became")
        ),
        "evidence": list(
            Evidence.objects.filter(added_by=person)
            .order_by("pk")
            .values("title", "year", "url", "added_at", "removed_at")
        ),
        "remarks": list(
            Remark.objects.filter(by=person)
            .order_by("pk")
            .values(*of, "indicator__code", "at", "text")
        ),
        "reviews": list(
            Review.objects.filter(reviewer=person)
            .order_by("pk")
            .values(*of, "asked_at", "ended_at", "verdict", "note")
        ),
    }


def _named(found: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """With what a list says of each: framework, country, team, and how much is answered."""
    return found.select_related("version__framework", "country", "team__programme").annotate(
        answered_count=Count(
            "answers", filter=Q(answers__is_unknown=True) | Q(answers__value__isnull=False)
        )
    )
