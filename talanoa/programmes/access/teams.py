"""Who may enter a team's own space, and who may do what in a team."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.compiled import Compiled
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes.access.programmes import (
    Viewer,
    coordinates_refused,
    get_own_programme,
    is_coordinator,
    programmes_coordinated_by,
)
from talanoa.programmes.models import CountryTeam, Invitation, Programme, TeamMember
from talanoa.programmes.terms import A_DAY, INVITATION_LASTS, MOST_INVITED_A_DAY


def get_team(person: Person, slug: str, team_id: int) -> CountryTeam:
    """A country team, for those who coordinate its programme.

    Raises:
        NotVisible: no such team, or ``person`` does not coordinate its programme.
    """
    programme = get_own_programme(person, slug)
    found = programme.country_teams.filter(pk=team_id).first()
    if found is None:
        raise NotVisible(team_id)
    found.programme = programme
    return found


def spaces_visible_to(person: Viewer) -> QuerySet[CountryTeam]:
    """The teams whose space a person may enter: their own, and those they coordinate."""
    if person.pk is None:
        return CountryTeam.objects.none()
    belongs = TeamMember.objects.filter(team=OuterRef("pk"), person_id=person.pk)
    return CountryTeam.objects.filter(
        Q(Exists(belongs)) | Q(programme__in=programmes_coordinated_by(person))
    )


def get_space(person: Viewer, team_id: int) -> CountryTeam:
    """The only door to a team's own space, with its programme, hub and country. One query.

    Raises:
        NotVisible: no such team, or not one whose space ``person`` may enter.
    """
    found = (
        spaces_visible_to(person)
        .select_related("programme__hub", "country")
        .filter(pk=team_id)
        .first()
    )
    if found is None:
        raise NotVisible(team_id)
    return found


def get_member(team: CountryTeam, member_id: int) -> TeamMember:
    """One member of a team whose door was passed already. One query.

    Raises:
        NotVisible: this team has no such member.
    """
    found = team.members.select_related("person").filter(pk=member_id).first()
    if found is None:
        raise NotVisible(member_id)
    found.team = team
    return found


def is_member(person: Viewer, team: CountryTeam) -> bool:
    """Whether somebody is on a team. One query."""
    return is_on_team(person, team.pk)


def is_on_team(person: Viewer, team_id: int | None) -> bool:
    """As ``is_member``, for who holds no more of the team than its key; there may be none."""
    return bool(_places(person, team_id))


def is_lead(person: Viewer, team: CountryTeam) -> bool:
    """Whether somebody leads a team. One query."""
    return any(leads for (leads,) in _places(person, team.pk))


def _places(person: Viewer, team_id: int | None) -> list[tuple[Any, ...]]:
    if person.pk is None or team_id is None:
        return []
    return _memberships(person=person.pk, team=team_id)


_memberships = Compiled(
    lambda person, team: TeamMember.objects.filter(person=person, team=team).values_list("is_lead")
)


def leading_refused(person: Viewer, team: CountryTeam) -> str | None:
    """Why ``person`` may not say who is in ``team``; ``None`` for its lead and coordinators."""
    if is_lead(person, team) or is_coordinator(person, team.programme):
        return None
    return _("Only the lead of the team and the coordinators of its programme can do this.")


def inviting_refused(person: Viewer, programme: Programme, team: CountryTeam | None) -> str | None:
    """Why ``person`` may not invite somebody to ``team``, or to a role; ``None`` when they may."""
    if team is not None and team.programme_id == programme.pk:
        return leading_refused(person, team)
    return coordinates_refused(person, programme)


def inviting_more_refused(person: Person, team: CountryTeam) -> str | None:
    """Why whoever leads ``team`` may invite nobody else today; ``None`` when they may.

    Coordinators invite whole cohorts. Three queries at most.
    """
    if is_coordinator(person, team.programme):
        return None
    lately = Event.objects.filter(
        kind="programmes.invited", actor=person, at__gt=clock.now() - A_DAY
    )
    if lately.count() >= MOST_INVITED_A_DAY:
        return _("You have invited thirty people within a day. Go on tomorrow.")
    return None


def removing_refused(person: Viewer, member: TeamMember) -> str | None:
    """Why ``person`` may not take ``member`` out of their team; ``None`` when they may.

    Coordinators may always; whoever leads hands the lead over first; everyone may go themselves.
    """
    if is_coordinator(person, member.team.programme):
        return None
    if member.is_lead:
        return _("Hand the lead of the team over first.")
    if member.person_id == person.pk:
        return None
    return leading_refused(person, member.team)


def get_invitation(invitation_id: int) -> Invitation:
    """The invitation a signed link names, with programme and hub; answered ones included.

    Raises:
        NotVisible: there is none any more.
    """
    found = (
        Invitation.objects.select_related("programme__hub", "team__country")
        .filter(pk=invitation_id)
        .first()
    )
    if found is None:
        raise NotVisible(invitation_id)
    return found


def accepting_refused(person: Viewer, invitation: Invitation) -> str | None:
    """Why ``person`` may not take up ``invitation``; ``None`` when they may.

    To somebody not signed in, ``None`` means: not refused before we know who it is.
    """
    if invitation.withdrawn_at:
        return _("This invitation has been withdrawn.")
    if invitation.accepted_at and invitation.accepted_by_id != person.pk:
        return _("This invitation has already been accepted.")
    if not invitation.accepted_at and invitation.invited_at < clock.now() - INVITATION_LASTS:
        return _("This invitation is over: it held for 90 days. Ask for a new one.")
    if isinstance(person, Person) and person.is_guest:
        return _("Guests of one session cannot take on a role. Sign in with an e-mail address.")
    return None
