"""The demonstration's country teams: a round that is decided, one that is open, signatures."""

from datetime import timedelta
from typing import Any

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import Application, Programme, Round


def form_teams(programme: Programme, people: dict[str, Person], example: dict[str, Any]) -> None:
    """The example team, made by a round of the past, signs; another waits for a decision.

    The round that is open takes no application of anybody: whoever tries the demonstration
    can write the first.
    """
    told = example["rounds"]
    now = clock.now()
    with clock.standing_at(now - timedelta(days=75)):
        statement = programmes.write_statement(
            by=None, hub=programme.hub, programme=programme, text=told["statement"]
        )
        programmes.put_in_force(by=None, statement=statement)
        decided = _round(programme, told["decided"], days=14)
        applied = [_apply(decided, people, one) for one in told["decided"]["applications"]]
    with clock.standing_at(now - timedelta(days=60)):
        for application, one in zip(applied, told["decided"]["applications"], strict=True):
            programmes.decide(
                by=people["coordinator"],
                application=application,
                decision=one["decision"],
                reason=one["reason"],
            )
        programmes.send_decisions(by=people["coordinator"], team_round=decided)
    with clock.standing_at(now - timedelta(days=58)):
        team = programme.country_teams.get(name=example["team"]["name"])
        for key in example["team"]["members"][1:]:
            invitation = team.invitations.get(address=people[key].email)
            programmes.accept_invitation(by=people[key], invitation=invitation)
        programmes.sign(by=people[example["team"]["members"][0]], team=team, statement=statement)
    with clock.standing_at(now - timedelta(days=20)):
        waiting = _round(programme, told["waiting"], days=15)
        for one in told["waiting"]["applications"]:
            _apply(waiting, people, one)
    with clock.standing_at(now - timedelta(days=2)):
        _round(programme, told["open"], days=300)


def _round(programme: Programme, words: dict[str, Any], *, days: int) -> Round:
    """A round that opens now, for so many days."""
    opens_at = clock.now().replace(minute=0, second=0, microsecond=0)
    made = programmes.open_round(
        by=None,
        programme=programme,
        title=words["title"],
        invitation=words["invitation"],
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=days),
        wanted=words["wanted"],
        questions=[programmes.Asked(**asked) for asked in words["questions"]],
    )
    programmes.publish_round(by=None, team_round=made)
    return Round.objects.select_related("programme__hub").get(pk=made.pk)


def _apply(team_round: Round, people: dict[str, Person], words: dict[str, Any]) -> Application:
    questions = team_round.questions.values_list("pk", flat=True)
    lead = people[words["lead"]]
    countries = list(Country.objects.filter(iso3__in=words.get("countries", [])))
    text = programmes.ApplicationText(
        team_name=words["team"],
        country=Country.objects.get(iso3=words["country"]) if "country" in words else None,
        region=words.get("region", ""),
        countries=countries,
        lead_office=words["office"],
        letter=words["letter"],
        members=[
            programmes.Named(
                name=people[key].name, address=str(people[key].email), office=words["office"]
            )
            for key in words["members"]
        ],
        answers=dict(zip(questions, words["answers"], strict=True)),
    )
    application = programmes.begin_application(by=lead, team_round=team_round, text=text)
    programmes.submit_application(by=lead, application=application)
    return application
