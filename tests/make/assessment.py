"""Assessments."""

from talanoa.assessment.models import Assessment, Framework, FrameworkVersion
from talanoa.assessment.services import assessing
from talanoa.kernel import clock
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import CountryTeam
from tests.make.hub import _numbers, a_person, a_programme, a_team


def an_assessment(team: CountryTeam | None = None, *, by: Person | None = None) -> Assessment:
    """A draft of this year by a member of a team, with the first of two indicators answered."""
    team = team or a_team(a_programme())
    if by is None:
        by = a_person()
        programmes.add_to_team(by=None, team=team, person=by)
    number = next(_numbers)
    framework = Framework.objects.create(code=f"set-{number}", title="A set of indicators")
    version = FrameworkVersion.objects.create(
        framework=framework, number=1, title="A set", languages=["en"], published_at=clock.now()
    )
    dimension = version.dimensions.create(code="policy", number=1, title="Policy")
    for place, code in enumerate(("plan", "budget"), start=1):
        indicator = version.indicators.create(
            dimension=dimension, code=code, number=place, title=f"A {code}", kind="yes_no"
        )
    assessment = assessing.begin(by=by, team=team, version=version, year=clock.now().year)
    assessing.save_answer(
        by=by,
        assessment=assessment,
        indicator=indicator,
        revision=0,
        text=assessing.AnswerText(value=0),
    )
    return assessment
