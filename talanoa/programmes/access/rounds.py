"""Who sees rounds and applications, and who may do what with them.

A round is public once it is published. An application is its lead's; coordinators see it once
it is submitted, and nobody else ever does.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.people.queries import UTC, zone_named
from talanoa.programmes.access.programmes import (
    Viewer,
    coordinates_refused,
    get_programme,
    is_coordinator,
    programmes_coordinated_by,
)
from talanoa.programmes.models import Application, ApplicationMember, Programme, Round
from talanoa.programmes.terms import (
    A_DAY,
    MOST_IN_HAND,
    MOST_NAMED_A_DAY,
    Decision,
    ProgrammeStatus,
    RoundStatus,
)
from talanoa.ui.moments import date_words


def rounds_visible_to(person: Viewer, programme: Programme) -> QuerySet[Round]:
    """Those of one programme whose door was passed: published ones; all to coordinators."""
    rounds = programme.rounds.order_by("-opens_at", "-pk")
    if is_coordinator(person, programme):
        return rounds
    return rounds.filter(published_at__isnull=False)


def get_round(person: Viewer, slug: str, round_id: int) -> Round:
    """The only door to one round, with its programme and hub.

    Raises:
        NotVisible: no such round in that programme, or not one ``person`` may see.
    """
    programme = get_programme(person, slug)
    found = programme.rounds.filter(pk=round_id).first()
    if found is None or not (found.published_at or is_coordinator(person, programme)):
        raise NotVisible(round_id)
    found.programme = programme
    return found


def get_own_round(person: Viewer, slug: str, round_id: int) -> Round:
    """As ``get_round``, for coordinators only.

    Raises:
        NotVisible: no such round, or ``person`` does not coordinate its programme.
    """
    found = get_round(person, slug, round_id)
    if not is_coordinator(person, found.programme):
        raise NotVisible(round_id)
    return found


def questions_refused(person: Viewer, team_round: Round) -> str | None:
    """Why ``person`` may not change what a round asks; ``None`` when they may."""
    if refused := coordinates_refused(person, team_round.programme):
        return refused
    if team_round.published_at is not None:
        return _("The questions stand once the round is published: teams are answering them.")
    return None


def publishing_round_refused(person: Viewer, team_round: Round) -> str | None:
    """Why ``person`` may not let everyone see a round; ``None`` when they may."""
    if refused := coordinates_refused(person, team_round.programme):
        return refused
    if team_round.programme.status == ProgrammeStatus.DRAFT:
        return _("Publish the programme first.")
    if team_round.programme.status == ProgrammeStatus.CLOSED:
        return _("This programme is closed.")
    return None


def round_refused(team_round: Round) -> str | None:
    """Why nobody can write to a round now; ``None`` while it is open. No query."""
    status = team_round.status
    if status == RoundStatus.DRAFT:
        return _("This round has not been published yet.")
    if team_round.programme.status == ProgrammeStatus.CLOSED:
        return _("This programme is closed.")
    if status == RoundStatus.ANNOUNCED:
        there = team_round.opens_at.astimezone(
            zone_named(team_round.programme.hub.time_zone) or UTC
        )
        return _("Teams can apply from %(day)s.") % {"day": date_words(there)}
    if status == RoundStatus.DECIDED:
        return _("This round has been decided.")
    if status == RoundStatus.CLOSED:
        return _("This round has closed. Nothing more can be sent or changed.")
    return None


def applying_refused(person: Viewer, team_round: Round) -> str | None:
    """Why ``person`` may not begin an application now; ``None`` when they may."""
    if not isinstance(person, Person):
        return _("Sign in to apply.")
    if person.is_guest:
        return _("Guests of one session cannot apply. Sign in with an e-mail address first.")
    return round_refused(team_round)


def beginning_refused(person: Person, team_round: Round) -> str | None:
    """Why ``person`` may not begin one application more in this round. One query."""
    standing = Application.objects.filter(lead=person, round=team_round, withdrawn_at=None)
    if standing.count() >= MOST_IN_HAND:
        return _("You have three applications in this round. Go on with one, or withdraw one.")
    return None


def naming_refused(person: Person, more: int) -> str | None:
    """Why ``person`` may not have so many ``more`` people told that they are named. One query."""
    lately = Event.objects.filter(
        kind="programmes.member_named", actor=person, at__gt=clock.now() - A_DAY
    )
    if more and lately.count() + more > MOST_NAMED_A_DAY:
        return _(
            "Your applications have named so many people within a day that no more can be told."
            " Submit it tomorrow."
        )
    return None


def applications_visible_to(person: Viewer) -> QuerySet[Application]:
    """One's own, and those submitted to the programmes one coordinates."""
    if person.pk is None:
        return Application.objects.none()
    submitted = Q(
        submitted_at__isnull=False, round__programme__in=programmes_coordinated_by(person)
    )
    return Application.objects.filter(Q(lead_id=person.pk) | submitted)


def get_application(person: Viewer, application_id: int) -> Application:
    """The only door to one application, with round, programme, hub, lead and country. One query.

    Raises:
        NotVisible: no such application, or not one ``person`` may see.
    """
    found = (
        applications_visible_to(person)
        .select_related("round__programme__hub", "lead", "country", "team")
        .filter(pk=application_id)
        .first()
    )
    if found is None:
        raise NotVisible(application_id)
    return found


def get_named(member_id: int) -> ApplicationMember:
    """Whom a signed link names, with the application and its programme. One query.

    Raises:
        NotVisible: nobody is named there any more.
    """
    found = (
        ApplicationMember.objects.select_related(
            "application__round__programme__hub", "application__lead", "application__country"
        )
        .filter(pk=member_id, application__withdrawn_at=None)
        .first()
    )
    if found is None:
        raise NotVisible(member_id)
    return found


def application_writing_refused(person: Viewer, application: Application) -> str | None:
    """Why ``person`` may not change or submit an application; ``None`` when they may."""
    if application.lead_id != person.pk:
        return _("Only the lead of an application writes it.")
    if application.withdrawn_at is not None:
        return _("This application was withdrawn.")
    if application.forgotten_at is not None:
        return _("What this application said has been deleted.")
    return round_refused(application.round)


def application_withdrawing_refused(person: Viewer, application: Application) -> str | None:
    """Why ``person`` may not take an application back; ``None`` when they may."""
    if application.lead_id != person.pk:
        return _("Only the lead of an application can withdraw it.")
    if application.withdrawn_at is not None:
        return _("This application is withdrawn already.")
    if application.forgotten_at is not None:
        return _("What this application said has been deleted.")
    if application.told_at is not None:
        return _("This application has been decided. Write to the coordinators instead.")
    return None


def deciding_refused(person: Viewer, application: Application) -> str | None:
    """Why ``person`` may not decide on an application; ``None`` when they may.

    From the reserve list a team may still be taken later.
    """
    if refused := coordinates_refused(person, application.round.programme):
        return refused
    if application.lead_id == person.pk:
        return _("Somebody else decides on your own application.")
    if application.forgotten_at is not None:
        return _("What this application said has been deleted.")
    if application.submitted_at is None or application.withdrawn_at is not None:
        return _("Only an application that was submitted and stands can be decided.")
    if application.round.status not in (RoundStatus.CLOSED, RoundStatus.DECIDED):
        return _("Decide once the round has closed: until then teams can change what they wrote.")
    if application.told_at is not None and application.told_decision != Decision.RESERVE:
        return _("The team has been told. This decision stands.")
    return None


def sending_refused(person: Viewer, team_round: Round) -> str | None:
    """Why ``person`` may not send the decisions of a round now; ``None`` when they may.

    Two queries beside those of ``coordinates_refused``.
    """
    if refused := coordinates_refused(person, team_round.programme):
        return refused
    if team_round.status not in (RoundStatus.CLOSED, RoundStatus.DECIDED):
        return _("The round has not closed yet.")
    standing = list(
        team_round.applications.filter(
            submitted_at__isnull=False, withdrawn_at=None, forgotten_at=None
        ).defer("letter")
    )
    if not all(application.decision for application in standing):
        return _("Decide on every application first: all are told together.")
    unaware = [
        one
        for one in standing
        if one.decision == Decision.SELECTED
        and one.is_to_tell
        and one.country_id is not None
        and one.team_id is None
        and not one.apart_reason
    ]
    of = {one.country_id: one for one in unaware}
    team = team_round.programme.country_teams.filter(country__in=of).order_by("pk").first()
    if team is not None:
        return _(
            "%(country)s has a team by now: %(team)s. Decide again on the application %(name)s."
        ) % {"country": team.country, "team": team, "name": of[team.country_id].title}
    if team_round.decided_at and not any(application.is_to_tell for application in standing):
        return _("Every team has been told.")
    return None
