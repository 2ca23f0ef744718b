"""Rounds of applications: opened, asked, published, decided."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes import access, queries
from talanoa.programmes.freshness import demand_fresh
from talanoa.programmes.models import Application, CountryTeam, Programme, Round, RoundQuestion
from talanoa.programmes.services.appointments import invite
from talanoa.programmes.services.teams import add_to_team, make_team
from talanoa.programmes.terms import MOST_QUESTIONS, Decision


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question of a round, as the form gives it."""

    text: str
    help: str = ""
    most_words: int = 200
    is_needed: bool = True


@transaction.atomic
def open_round(
    *,
    by: Person | None,
    programme: Programme,
    title: str,
    invitation: str,
    opens_at: datetime,
    closes_at: datetime,
    wanted: int | None = None,
    questions: Sequence[Asked] = (),
) -> Round:
    """Make a round as a draft, which only coordinators see.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: something is blank or too long, or it closes before it opens.
    """
    if by is not None:
        demand(access.coordinates_refused(by, programme))
    team_round = Round(
        programme=programme,
        title=title.strip(),
        invitation=invitation.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        wanted=wanted,
    )
    team_round.full_clean()
    team_round.save()
    _ask(team_round, questions)
    events.record("programmes.round_opened", by=by, subject=team_round)
    return team_round


@transaction.atomic
def change_round(
    *,
    by: Person,
    team_round: Round,
    title: str,
    invitation: str,
    opens_at: datetime,
    closes_at: datetime,
    wanted: int | None,
    questions: Sequence[Asked] | None = None,
    version: int | None = None,
) -> Round:
    """Change a round; its questions too, until it is published.

    Args:
        questions: all of them, in order; ``None`` leaves them as they are.
        version: that of the round ``by`` was looking at; ``None`` skips the question.

    Raises:
        Refused: ``by`` does not coordinate the programme, the round has been decided, or its
            questions stand.
        ValidationError: as ``open_round``; with code ``stale`` when somebody else has changed
            the round since ``version``.
    """
    team_round = _locked(team_round)
    demand(access.coordinates_refused(by, team_round.programme))
    if team_round.decided_at is not None:
        demand(_("This round has been decided."))
    demand_fresh(version, team_round.version)
    team_round.title, team_round.invitation = title.strip(), invitation.strip()
    team_round.opens_at, team_round.closes_at, team_round.wanted = opens_at, closes_at, wanted
    team_round.version += 1
    team_round.full_clean()
    team_round.save()
    if questions is not None:
        demand(access.questions_refused(by, team_round))
        team_round.questions.all().delete()
        _ask(team_round, questions)
    events.record("programmes.round_changed", by=by, subject=team_round)
    return team_round


@transaction.atomic
def publish_round(*, by: Person | None, team_round: Round) -> bool:
    """Let everyone see a round; ``False`` when they already could.

    Raises:
        Refused: for the reasons in ``access.publishing_round_refused``.
    """
    team_round = _locked(team_round)
    if by is not None:
        demand(access.publishing_round_refused(by, team_round))
    if team_round.published_at is not None:
        return False
    team_round.published_at = clock.now()
    team_round.save(update_fields=["published_at"])
    events.record("programmes.round_published", by=by, subject=team_round)
    return True


@transaction.atomic
def decide(
    *,
    by: Person,
    application: Application,
    decision: str,
    reason: str,
    team: CountryTeam | None = None,
    apart: str = "",
) -> Application:
    """Write down what becomes of an application. Nobody is told until decisions are sent.

    Args:
        team: one that its country has already, which its people join.
        apart: why its country is to have another team beside the one it has.

    Raises:
        Refused: for the reasons in ``access.deciding_refused``.
        ValidationError: no such decision, or no reason; or its country has a team already, or is
            about to, and neither ``team`` nor ``apart`` says what is to become of that.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("round__programme__hub", "country")
        .get(pk=application.pk)
    )
    demand(access.deciding_refused(by, application))
    application.decision, application.reason = decision, reason.strip()
    if decision not in Decision.values:
        raise ValidationError({"decision": _("Choose what becomes of this application.")})
    if not application.reason:
        raise ValidationError({"reason": _("Give the team a reason. It reads your words.")})
    _place(application, team if decision == Decision.SELECTED else None, apart.strip())
    application.full_clean()
    application.save(update_fields=["decision", "reason", "team", "joins_team", "apart_reason"])
    events.record("programmes.application_decided", by=by, subject=application, decision=decision)
    return application


@transaction.atomic
def send_decisions(*, by: Person | None, team_round: Round) -> int:
    """Tell every team at once; returns how many were told now.

    Each selected application becomes a team: whoever applied leads it, and those named are
    invited, so that nothing is typed twice. One selected into a team that was there brings it
    its people. Sent again, it tells only what is new since.

    Raises:
        Refused: for the reasons in ``access.sending_refused``.
    """
    team_round = _locked(team_round)
    if by is not None:
        demand(access.sending_refused(by, team_round))
    now = clock.now()
    standing = team_round.applications.select_for_update(of=("self",)).filter(
        submitted_at__isnull=False, withdrawn_at=None, forgotten_at=None
    )
    to_tell = [
        one
        for one in standing.select_related("lead", "country").order_by("pk")
        if one.decision and one.is_to_tell
    ]
    for application in to_tell:
        application.round = team_round
        application.told_decision = application.decision
        application.told_reason = application.reason
        application.told_at = now
        if application.decision == Decision.SELECTED:
            _bring_together(application, by=by)
        application.save(
            update_fields=["told_decision", "told_reason", "told_at", "team", "joins_team"]
        )
        events.record("programmes.decision_told", by=by, subject=application)
    if team_round.decided_at is None:
        team_round.decided_at = now
        team_round.save(update_fields=["decided_at"])
        events.record("programmes.round_decided", by=by, subject=team_round)
    return len(to_tell)


def _place(application: Application, team: CountryTeam | None, apart: str) -> None:
    """Say whether its people join a team that is there, or why there is to be another."""
    application.team, application.joins_team, application.apart_reason = team, bool(team), ""
    if application.decision != Decision.SELECTED:
        return
    there = list(queries.teams_there(application))
    if team is not None:
        if team not in there:
            raise ValidationError({"team": _("Choose one of the teams of the same place.")})
        return
    if not apart and there:
        raise ValidationError(
            {"apart": _("There is a team already. Choose it, or say why there is to be another.")}
        )
    if not apart and queries.to_become_team(application) is not None:
        raise ValidationError(
            {"apart": _("Another application is selected. Say why there are to be two teams.")}
        )
    application.apart_reason = apart


def _bring_together(application: Application, *, by: Person | None) -> None:
    """Make the team of an application, or bring its people into the one it joins."""
    programme, team = application.round.programme, application.team
    application.joins_team = team is not None
    if team is None:
        team = make_team(
            by=None,
            programme=programme,
            name=_free_name(programme, application.team_name),
            country=application.country,
            region=application.region,
            countries=list(application.countries.all()),
        )
    add_to_team(by=None, team=team, person=application.lead, is_lead=not application.joins_team)
    named = application.members.filter(declined_at=None).exclude(
        address__iexact=application.lead.email or ""
    )
    for address in named.order_by("pk").values_list("address", flat=True):
        # Who is in the team that was there, or was invited to it, is not asked again.
        with suppress(ValidationError):
            invite(by=by, programme=programme, address=address, team=team)
    application.team = team


def _free_name(programme: Programme, name: str) -> str:
    """The team's name, with a number after it where the programme has such a team already."""
    taken = set(programme.country_teams.values_list("name", flat=True))
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name[:195]} {number}"
    return free


def _locked(team_round: Round) -> Round:
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("programme__hub")
        .get(pk=team_round.pk)
    )


def _ask(team_round: Round, questions: Sequence[Asked]) -> None:
    if len(questions) > MOST_QUESTIONS:
        raise ValidationError(
            _("A round asks at most %(most)d questions.") % {"most": MOST_QUESTIONS}
        )
    for position, asked in enumerate(questions, start=1):
        question = RoundQuestion(
            round=team_round,
            position=position,
            text=asked.text.strip(),
            help=asked.help.strip(),
            most_words=asked.most_words,
            is_needed=asked.is_needed,
        )
        question.full_clean()
        question.save()
