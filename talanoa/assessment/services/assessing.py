"""What a team does with its assessment: begin, answer, confirm, remark, withdraw."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from talanoa.assessment import values
from talanoa.assessment.access import assessments as access
from talanoa.assessment.models import (
    Answer,
    AnswerChange,
    Assessment,
    FrameworkVersion,
    Indicator,
    Remark,
)
from talanoa.assessment.refusals import Outdated
from talanoa.assessment.services import evidence
from talanoa.assessment.terms import Subject
from talanoa.countries.models import Country
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam, TeamMember


@dataclass(frozen=True, kw_only=True)
class AnswerText:
    """What an answer says, as the form gives it. Neither value nor unknown: not yet answered."""

    value: float | None = None
    is_unknown: bool = False
    confidence: str = ""
    said_by: str = ""
    comment: str = ""
    impact: int | None = None
    feasibility: int | None = None
    priority: int | None = None


@transaction.atomic
def begin(
    *,
    by: Person,
    team: CountryTeam,
    version: FrameworkVersion,
    year: int,
    service: str = "",
    country: Country | None = None,
    carry_from: Assessment | None = None,
    is_example: bool = False,
    client_id: str = "",
) -> Assessment:
    """Begin an assessment as a draft that only its team sees.

    Args:
        country: which of its countries a regional team assesses; another team has one.
        carry_from: the team's own of an earlier year, whose answers are taken over where this
            version still asks them in the same way; each waits until somebody confirms it.
        client_id: the form's own id; the same one again finds the one already begun.

    Raises:
        Refused: for the reasons in ``access.beginning_refused``.
        ValidationError: the year, the service or the framework does not fit, or there is one
            of that year already.
    """
    # Locked so that the same form sent twice at once is begun once.
    team = CountryTeam.objects.select_for_update(no_key=True).get(pk=team.pk)
    demand(access.beginning_refused(by, team))
    earlier = Assessment.objects.filter(team=team, client_id=client_id)
    if client_id and (begun := earlier.first()):
        return begun
    assessment = Assessment(
        version=version,
        team=team,
        country=team.country or country,
        year=year,
        service=service.strip(),
        carried_from=carry_from,
        begun_by=by,
        is_example=is_example,
        client_id=client_id,
    )
    _demand_fits(assessment)
    assessment.full_clean()
    assessment.save()
    if carry_from is not None:
        _carry_over(carry_from, assessment)
    events.record("assessment.begun", by=by, subject=assessment)
    return assessment


@transaction.atomic
def save_answer(
    *,
    by: Person,
    assessment: Assessment,
    indicator: Indicator,
    revision: int,
    text: AnswerText,
) -> Answer:
    """Save what is said of one indicator; what it said before stays in its history.

    Saying again what already stands there changes nothing, whoever said it first; except that
    an answer carried over is confirmed by it.

    Args:
        revision: which revision of this answer the writer had before them; 0: none.

    Raises:
        Outdated: somebody saved another answer in the meantime; nothing is written.
        Refused: for the reasons in ``access.writing_refused``.
        ValidationError: the value is none that this indicator can have, or a text is too long.
    """
    assessment = _locked(assessment)
    demand(access.writing_refused(by, assessment))
    answer = _answer(assessment, indicator)
    was = _says(answer)
    wanted = _stripped(text)
    if wanted == was and answer.carried_year is None:
        return answer
    if answer.revision != revision:
        raise Outdated(_outdated(answer), answer=answer)
    for name, value in wanted.items():
        setattr(answer, name, value)
    values.demand_possible(answer, indicator)
    _write(answer, was, by=by)
    events.record("assessment.answered", by=by, subject=answer, revision=answer.revision)
    return answer


@transaction.atomic
def confirm_answer(
    *, by: Person, assessment: Assessment, indicator: Indicator, revision: int
) -> Answer:
    """Say that an answer carried over from an earlier year holds for this one.

    Raises:
        Outdated: somebody saved another answer in the meantime.
        Refused: for the reasons in ``access.writing_refused``.
    """
    answer = Answer.objects.filter(assessment=assessment, indicator=indicator).first()
    said = AnswerText(**_says(answer)) if answer else AnswerText()
    return save_answer(
        by=by, assessment=assessment, indicator=indicator, revision=revision, text=said
    )


@transaction.atomic
def answer_for_evidence(*, by: Person, assessment: Assessment, indicator: Indicator) -> Answer:
    """The answer that evidence is added to, made when there is none yet.

    Raises:
        Refused: for the reasons in ``access.writing_refused``.
    """
    assessment = _locked(assessment)
    demand(access.writing_refused(by, assessment))
    answer = _answer(assessment, indicator)
    if answer.pk is None:
        answer.written_by, answer.written_at = by, clock.now()
        answer.save()
    return answer


@transaction.atomic
def remark(
    *, by: Person, assessment: Assessment, indicator: Indicator, text: str, client_id: str = ""
) -> Remark:
    """Write to the others of the team about an indicator; sent twice it stands there once.

    Raises:
        Refused: for the reasons in ``access.writing_refused``.
        ValidationError: the text is blank or too long.
    """
    assessment = _locked(assessment)
    demand(access.writing_refused(by, assessment))
    there = Remark.objects.filter(assessment=assessment, client_id=client_id)
    if client_id and (said := there.first()):
        return said
    said = Remark(
        assessment=assessment,
        indicator=indicator,
        by=by,
        text=text.strip(),
        client_id=client_id,
    )
    said.full_clean()
    said.save()
    events.record("assessment.remarked", by=by, subject=said)
    return said


@transaction.atomic
def withdraw(*, by: Person, assessment: Assessment, reason: str) -> Assessment:
    """Take an assessment back for good: answers and evidence are deleted, a stub remains.

    Raises:
        Refused: for the reasons in ``access.withdrawing_refused``.
        ValidationError: the reason is blank or longer than 300 characters.
    """
    assessment = _locked(assessment)
    demand(access.withdrawing_refused(by, assessment))
    assessment.withdrawal_reason = reason.strip()
    if not assessment.withdrawal_reason:
        raise ValidationError({"reason": _("Say why the assessment is withdrawn.")})
    _take_back(assessment, by=by)
    return assessment


@transaction.atomic
def withdraw_unseen(*, person: Person) -> int:
    """Take back drafts nobody but ``person`` could see; returns how many. Safe to run twice."""
    others = TeamMember.objects.filter(team=OuterRef("team")).exclude(person=person)
    unseen = Assessment.objects.select_for_update().filter(
        ~Exists(others), begun_by=person, submitted_at=None, withdrawn_at=None
    )
    count = 0
    for assessment in unseen.order_by("pk"):
        _take_back(assessment, by=None)
        count += 1
    return count


def _take_back(assessment: Assessment, *, by: Person | None) -> None:
    assessment.withdrawn_at = clock.now()
    assessment.full_clean()
    assessment.save()
    assessment.reviews.filter(ended_at=None).update(ended_at=clock.now())
    evidence.delete_files_of(assessment)
    assessment.answers.all().delete()
    assessment.remarks.all().delete()
    for review in assessment.reviews.all():
        review.reasons.all().delete()
    events.record("assessment.withdrawn", by=by, subject=assessment)


def _demand_fits(assessment: Assessment) -> None:
    wrong: dict[str, str] = {}
    version, before = assessment.version, assessment.carried_from
    team, country = assessment.team, assessment.country_id
    if team.country_id is None and not team.countries.filter(pk=country).exists():
        raise ValidationError({"country": _("Choose one of the countries your team speaks for.")})
    if version.published_at is None:
        wrong["version"] = _("This version of the framework has not been published.")
    if assessment.year > clock.now().year:
        wrong["year"] = _("That year has not begun yet.")
    if version.framework.subject == Subject.SERVICE:
        if not assessment.service:
            wrong["service"] = _("Name the service that judges itself.")
    elif assessment.service:
        wrong["service"] = _("This framework is for a country, not for one service.")
    if before is not None and not _continues(assessment, before):
        wrong["carry"] = _("Answers are carried over from an earlier year of your own team.")
    same = Assessment.objects.filter(
        team=assessment.team,
        country=assessment.country_id,
        version__framework=version.framework_id,
        year=assessment.year,
        service=assessment.service,
        withdrawn_at=None,
    )
    if not wrong and same.exists():
        wrong["year"] = _("Your team has already begun this one for that year.")
    if wrong:
        raise ValidationError(wrong)


def _continues(assessment: Assessment, before: Assessment) -> bool:
    return (
        before.team_id == assessment.team_id
        and before.country_id == assessment.country_id
        and before.version.framework_id == assessment.version.framework_id
        and before.service == assessment.service
        and before.year < assessment.year
        and before.withdrawn_at is None
    )


def _carry_over(before: Assessment, assessment: Assessment) -> None:
    """Take over each answer whose indicator this version still asks, and can be answered so."""
    asked = {
        each.code: each
        for each in Indicator.objects.filter(version=assessment.version).prefetch_related("levels")
    }
    carried = []
    for old in before.answers.select_related("indicator").order_by("pk"):
        indicator = asked.get(old.indicator.code)
        if indicator is None or indicator.kind != old.indicator.kind or not old.is_answered:
            continue
        answer = Answer(
            assessment=assessment,
            indicator=indicator,
            carried_year=before.year,
            written_by=old.written_by,
            written_at=old.written_at,
            **_says(old),
        )
        if values.is_possible(answer, indicator):
            carried.append(answer)
    Answer.objects.bulk_create(carried)


def _answer(assessment: Assessment, indicator: Indicator) -> Answer:
    found = (
        Answer.objects.filter(assessment=assessment, indicator=indicator)
        .select_related("written_by")
        .first()
    )
    return found or Answer(assessment=assessment, indicator=indicator, revision=0)


def _says(answer: Answer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in AnswerText.__dataclass_fields__}


def _stripped(text: AnswerText) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(text).items()
    }


def _write(answer: Answer, was: dict[str, Any], *, by: Person) -> None:
    """Save the answer as its next revision, with a line in its history of what differs."""
    became = _says(answer)
    if answer.carried_year is not None:
        was, became = {**was, "carried_year": answer.carried_year}, {**became, "carried_year": None}
    answer.carried_year = None
    answer.revision += 1
    answer.written_by, answer.written_at = by, clock.now()
    answer.full_clean()
    answer.save()
    differing = [name for name in became if became[name] != was[name]]
    AnswerChange.objects.create(
        answer=answer,
        revision=answer.revision,
        by=by,
        at=answer.written_at,
        was={name: was[name] for name in differing},
        became={name: became[name] for name in differing},
    )


def _locked(assessment: Assessment) -> Assessment:
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("version__framework", "team__programme__hub", "country")
        .get(pk=assessment.pk)
    )


def _outdated(answer: Answer) -> str:
    return _(
        "%(name)s saved this answer while you were writing. Nothing of either is lost: yours is "
        "in the form, theirs beside it."
    ) % {"name": answer.written_by or _("Someone")}
