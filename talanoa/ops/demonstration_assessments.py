"""The assessments of the demonstration: invented answers of example countries, made step by step.

One country over two years and a third begun, another that shows its own to the programme only,
and a service that judges itself. What framework is not there (WHO's do not come with the
package) is not answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from talanoa.assessment import values
from talanoa.assessment.models import Assessment, FrameworkVersion, Indicator
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.services import assessing, evidence, verdicts
from talanoa.assessment.services.assessing import AnswerText
from talanoa.assessment.terms import EvidenceKind, IndicatorKind
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import CountryTeam, Programme

COUNTRY, SERVICE = "who-2021", "one-service"
INVENTED = "Invented for the demonstration."
TWO_YEARS_AGO = (0.0, 0.34, 0.34, 0.0, 0.67, 0.34, None, 0.1, 0.34, 0.0, 0.2, 0.34, None, 0.0)
A_YEAR_AGO = (0.34, 0.34, 0.67, 0.34, 0.67, 0.34, 0.34, 0.1, 0.34, 0.34, 0.3, 0.34, None, 0.0)
ELSEWHERE = (0.67, 0.67, 1.0, 0.67, 0.34, 0.67, 0.34, 0.3, 0.67, 1.0, 0.6, 0.67, 0.34, None)
OF_A_SERVICE = (0.67, 0.34, 1.0, 0.34, None, 0.67, 0.0, 0.67, 0.34)
"""How much of the way to the best each answer says; ``None``: not known. What is beyond the end
of the list is left open."""
MARKS = ((3, 2, 3), (1, 3, 1), (2, 2, 2), (3, 3, 2), (2, None, 3))
"""Impact, feasibility and own priority, in turn."""


@dataclass(frozen=True, kw_only=True)
class _Hands:
    """Who makes an assessment, and who agrees with it."""

    team: CountryTeam
    writers: Sequence[Person]
    coordinator: Person
    expert: Person


def make(*, programme: Programme, people: Mapping[str, Person]) -> None:
    """Make all that the loaded frameworks allow."""
    current = {
        version.framework.code: version
        for version in FrameworkVersion.objects.filter(published_at__isnull=False)
        .select_related("framework")
        .order_by("number")
    }
    home = programme.country_teams.get(country__iso3="XAA")
    ours = _Hands(
        team=home,
        writers=(people["presenter"], people["leader-a"]),
        coordinator=people["coordinator"],
        expert=people["expert"],
    )
    now = clock.now()
    if (version := current.get(COUNTRY)) is not None:
        _two_years_and_a_third(ours, version, now)
        theirs = _Hands(
            team=_team_of_another(programme, people["participant-c"]),
            writers=(people["participant-c"],),
            coordinator=people["coordinator"],
            expert=people["expert"],
        )
        _whole(theirs, version, now - timedelta(days=330), ELSEWHERE, "restricted")
    if (version := current.get(SERVICE)) is not None:
        _whole(
            ours, version, now - timedelta(days=40), OF_A_SERVICE, "restricted", "Example Hospice"
        )


def _two_years_and_a_third(ours: _Hands, version: FrameworkVersion, now: datetime) -> None:
    _whole(ours, version, now.replace(year=now.year - 2, month=6, day=10), TWO_YEARS_AGO)
    before = _whole(ours, version, now.replace(year=now.year - 1, month=6, day=12), A_YEAR_AGO)
    with clock.standing_at(now - timedelta(days=3)):
        begun = assessing.begin(
            by=ours.writers[0],
            team=ours.team,
            version=version,
            year=now.year,
            carry_from=before,
            is_example=True,
        )
        first, second, *_rest = queries.indicators_of(version)
        for indicator in (first, second):
            assessing.confirm_answer(
                by=ours.writers[1], assessment=begun, indicator=indicator, revision=1
            )
        assessing.remark(
            by=ours.writers[1],
            assessment=begun,
            indicator=first,
            text="The association met in May; I confirmed this one.",
        )


def _whole(
    hands: _Hands,
    version: FrameworkVersion,
    at: datetime,
    ways: Sequence[float | None],
    visibility: str = "published",
    service: str = "",
) -> Assessment:
    """Answered, submitted, reviewed and shown as the country decided, on days that followed."""
    with clock.standing_at(at):
        assessment = assessing.begin(
            by=hands.writers[0],
            team=hands.team,
            version=version,
            year=at.year,
            service=service,
            is_example=True,
        )
        asked = queries.indicators_of(version)
        for place, (indicator, way) in enumerate(zip(asked, ways, strict=False)):
            _answer(assessment, indicator, way, place=place, hands=hands)
        verdicts.submit(by=hands.writers[0], assessment=assessment)
    with clock.standing_at(at + timedelta(days=4)):
        verdicts.ask_review(by=hands.coordinator, assessment=assessment, reviewer=hands.expert)
    with clock.standing_at(at + timedelta(days=9)):
        verdicts.agree(by=hands.expert, assessment=assessment, note="Clear, and well supported.")
        return verdicts.show_to(by=hands.writers[0], assessment=assessment, visibility=visibility)


def _answer(
    assessment: Assessment,
    indicator: Indicator,
    way: float | None,
    *,
    place: int,
    hands: _Hands,
) -> None:
    by = hands.writers[place % len(hands.writers)]
    impact, feasibility, priority = MARKS[place % len(MARKS)]
    answer = assessing.save_answer(
        by=by,
        assessment=assessment,
        indicator=indicator,
        revision=0,
        text=AnswerText(
            value=None if way is None else _value(indicator, way),
            is_unknown=way is None,
            confidence=("high", "medium", "low")[place % 3],
            said_by="Example Ministry of Health",
            comment=INVENTED if place % 2 == 0 else "",
            impact=impact,
            feasibility=feasibility,
            priority=priority,
        ),
    )
    if way is not None and place % 2 == 0:
        evidence.add(
            by=by,
            answer=answer,
            kind=EvidenceKind.CITATION,
            title=f"Example Ministry of Health: report on “{indicator.title}”. {INVENTED}",
            year=assessment.year,
        )


def _value(indicator: Indicator, way: float) -> float:
    """The value that stands so far on the way to the best."""
    lowest, highest = values.bounds(indicator)
    if lowest is None:
        lowest = 0.0
    if highest is None:
        highest = lowest + 10
    if not indicator.higher_is_better:
        lowest, highest = highest, lowest
    value = lowest + way * (highest - lowest)
    if indicator.kind in (IndicatorKind.LEVELS, IndicatorKind.YES_NO):
        steps = [level.value for level in indicator.levels.all()] or [0, 1]
        return float(min(steps, key=lambda step: (abs(step - value), step)))
    return round(value, 1)


def _team_of_another(programme: Programme, person: Person) -> CountryTeam:
    """The team of the other example country, made when there is none."""
    country = Country.objects.get(iso3="XCC")
    team = programme.country_teams.filter(country=country).first()
    if team is None:
        team = programmes.make_team(
            by=None, programme=programme, country=country, name="Country team of Example C"
        )
    if not team.members.filter(person=person).exists():
        programmes.add_to_team(by=None, team=team, person=person, is_lead=True)
    return team
