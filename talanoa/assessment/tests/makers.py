"""Makers for the tests of assessments; those that other rooms need stand in ``tests/make.py``."""

from talanoa.assessment.models import (
    Assessment,
    Dimension,
    Framework,
    FrameworkVersion,
    Indicator,
    Level,
)
from talanoa.assessment.services import assessing, verdicts
from talanoa.assessment.services.assessing import AnswerText
from talanoa.kernel import clock
from talanoa.programmes import services as programmes
from tests import make


def a_version(code="set", *, number=1, subject="country", kinds=("levels", "share", "yes_no")):
    """A published version with an indicator of each kind: codes A1, A2 …"""
    framework, _is_new = Framework.objects.get_or_create(
        code=code, defaults={"title": "A set", "subject": subject}
    )
    version = FrameworkVersion.objects.create(
        framework=framework,
        number=number,
        title="A set",
        languages=["en"],
        published_at=clock.now(),
    )
    dimension = Dimension.objects.create(version=version, code="policy", number=1, title="Policy")
    for place, kind in enumerate(kinds, start=1):
        indicator = Indicator.objects.create(
            version=version,
            dimension=dimension,
            code=f"A{place}",
            number=place,
            title=f"Indicator {place}",
            kind=kind,
            unit={"share": "percent", "number": "count"}.get(kind, ""),
        )
        if kind == "levels":
            for value in (1, 2, 3, 4):
                Level.objects.create(indicator=indicator, value=value, label=f"Step {value}")
    return version


def a_member(team, **fields):
    person = make.a_person(**fields)
    programmes.add_to_team(by=None, team=team, person=person)
    return person


def an_assessment(team=None, *, version=None, by=None, year=2025, status="draft", **fields):
    """One begun by a member, brought as far as ``status`` says by those who bring it there."""
    team = team or make.a_team(make.a_programme())
    by = by or a_member(team)
    assessment = assessing.begin(
        by=by, team=team, version=version or a_version(), year=year, **fields
    )
    assessment.member = by
    if status == "draft":
        return assessment
    return brought_to(assessment, status, by=by)


def brought_to(assessment, status, *, by):
    visibility = ""
    if status in ("private", "restricted", "published"):
        status, visibility = "reviewed", status
    answered(assessment, by=by)
    if status == "withdrawn":
        assessing.withdraw(by=by, assessment=assessment, reason="Figures were wrong.")
    else:
        verdicts.submit(by=by, assessment=assessment)
        if status != "submitted":
            programme = assessment.team.programme
            coordinator = make.a_role(programme, "coordinator")
            expert = make.a_role(programme, "expert")
            verdicts.ask_review(by=coordinator, assessment=assessment, reviewer=expert)
            if status == "returned":
                verdicts.give_back(by=expert, assessment=assessment, note="Why?", reasons={})
            if status == "reviewed":
                verdicts.agree(by=expert, assessment=assessment)
    if visibility:
        verdicts.show_to(by=by, assessment=assessment, visibility=visibility)
    fresh = Assessment.objects.select_related(
        "version__framework", "team__programme__hub", "country"
    ).get(pk=assessment.pk)
    fresh.member = by
    return fresh


def answered(assessment, *, by, code="A1", value=2, revision=None, **said):
    """One answer, saved on top of what stands there unless a revision is given."""
    indicator = indicator_of(assessment, code)
    there = assessment.answers.filter(indicator=indicator).first()
    if revision is None:
        revision = there.revision if there else 0
    text = AnswerText(**({"value": value} | said))
    return assessing.save_answer(
        by=by, assessment=assessment, indicator=indicator, revision=revision, text=text
    )


def indicator_of(assessment, code="A1"):
    return assessment.version.indicators.prefetch_related("levels").get(code=code)


ISLANDS = {"TO": "Tonga", "WS": "Samoa", "FJ": "Fiji", "VU": "Vanuatu"}


def assessed(team, values, *, version=None, year=2025, visibility="published"):
    """What a team says of its indicators, reviewed and shown; ``None``: nobody knows."""
    version = version or FrameworkVersion.objects.first() or a_version()
    by = a_member(team)
    found = assessing.begin(by=by, team=team, version=version, year=year)
    for code, value in values.items():
        answered(found, by=by, code=code, value=value, is_unknown=value is None)
    if visibility == "draft":
        return found
    verdicts.submit(by=by, assessment=found)
    programme = team.programme
    expert = make.a_role(programme, "expert")
    verdicts.ask_review(by=make.a_role(programme, "coordinator"), assessment=found, reviewer=expert)
    verdicts.agree(by=expert, assessment=found)
    verdicts.show_to(by=by, assessment=found, visibility=visibility)
    return found


def teams_of(*codes, programme=None, **fields):
    programme = programme or make.a_programme()
    return [
        make.a_team(programme, country=make.a_country(code, name=ISLANDS[code], **fields))
        for code in codes
    ]
