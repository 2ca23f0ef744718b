"""Makers for what country teams do: rounds, applications, statements, members."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from talanoa.kernel import clock
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import Application, CountryTeam, Programme, Round, Statement
from tests.make import a_country, a_person, a_programme, a_role

_numbers = count(1)


def a_round(
    programme: Programme | None = None,
    *,
    status: str = "open",
    questions: Sequence[str | programmes.Asked] = ("What do you want to change?",),
    **fields: Any,
) -> Round:
    """A round as far as ``status`` says: draft, announced, open or closed."""
    now, day = clock.now(), timedelta(days=1)
    begins = {"announced": now + day, "closed": now - 9 * day}.get(status, now - day)
    usual = {
        "title": "Country teams for 2027",
        "invitation": "Apply as a team of your ministry and those who give care.",
        "opens_at": begins,
        "closes_at": now - day if status == "closed" else begins + 8 * day,
        "questions": [
            programmes.Asked(text=one, most_words=20) if isinstance(one, str) else one
            for one in questions
        ],
    }
    programme = programme or a_programme()
    made = programmes.open_round(by=None, programme=programme, **(usual | fields))
    if status != "draft":
        programmes.publish_round(by=None, team_round=made)
        made.refresh_from_db()
    return made


def an_application(
    team_round: Round | None = None,
    *,
    status: str = "submitted",
    lead: Person | None = None,
    **text: Any,
) -> Application:
    """A whole application to an open round, brought as far as ``status`` says."""
    team_round = team_round or a_round()
    usual = {
        "team_name": f"Team {next(_numbers)}",
        "lead_office": "Ministry of Health",
        "letter": "We ask to take part.",
        "members": [programmes.Named(name="Ben Osei", address="ben@example.net", office="Hospice")],
        "answers": dict.fromkeys(team_round.questions.values_list("pk", flat=True), "The law."),
    }
    if "region" not in text and "country" not in text:
        usual["country"] = a_country()
    lead = lead or a_person()
    application = programmes.begin_application(
        by=lead, team_round=team_round, text=programmes.ApplicationText(**(usual | text))
    )
    if status in ("submitted", "withdrawn"):
        programmes.submit_application(by=lead, application=application)
    if status == "withdrawn":
        programmes.withdraw_application(by=lead, application=application, reason="No time.")
    application.refresh_from_db()
    return application


def at_its_end(team_round: Round) -> Round:
    """The round, as if its closing moment had passed."""
    closed = clock.now() - timedelta(minutes=1)
    Round.objects.filter(pk=team_round.pk).update(closes_at=closed)
    team_round.refresh_from_db()
    return team_round


def decided(application: Application, decision: str) -> Application:
    """The application, decided by a coordinator once its round has closed. Nobody is told."""
    coordinator = a_role(application.round.programme, "coordinator")
    return programmes.decide(
        by=coordinator, application=application, decision=decision, reason="Since it is so."
    )


def a_statement(
    programme: Programme, *, is_hubs: bool = False, in_force: bool = True, **fields: Any
) -> Statement:
    """The next version of a programme's statement, or of its hub's, in force."""
    usual = {"text": "The team brings one case a year.", "members_sign": False}
    made = programmes.write_statement(
        by=None, hub=programme.hub, programme=None if is_hubs else programme, **(usual | fields)
    )
    if in_force:
        programmes.put_in_force(by=None, statement=made)
        made.refresh_from_db()
    return made


def a_member(team: CountryTeam, person: Person | None = None, *, is_lead: bool = False) -> Person:
    """Somebody in a country team."""
    person = person or a_person()
    programmes.add_to_team(by=None, team=team, person=person, is_lead=is_lead)
    return person
