"""Roles, and the invitations that lead to them and to country teams."""

from datetime import datetime

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import NotVisible, demand
from talanoa.people.models import Person
from talanoa.people.queries import person_at
from talanoa.programmes import access
from talanoa.programmes.models import CountryTeam, Invitation, Programme, Role
from talanoa.programmes.services.teams import add_to_team
from talanoa.programmes.terms import INVITATION_LASTS, MOST_TIMES_INVITED, RoleName

_SALT = "programmes.invitation"


@transaction.atomic
def give_role(*, by: Person | None, programme: Programme, person: Person, role: str) -> Role:
    """Let someone do something for a programme; once is as good as twice.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: there is no such role, or the person is a guest.
    """
    if by is not None:
        demand(access.coordinates_refused(by, programme))
    held = Role.objects.filter(programme=programme, person=person, role=role).first()
    if held is not None:
        return held
    if person.is_guest:
        raise ValidationError(_("A guest of one session cannot have a role in a programme."))
    held = Role(programme=programme, person=person, role=role)
    held.full_clean()
    held.save()
    events.record("programmes.role_given", by=by, subject=held, role=role)
    return held


@transaction.atomic
def take_role(*, by: Person, role: Role) -> None:
    """Take a role away.

    Raises:
        Refused: ``by`` does not coordinate the programme, or it would be left without
            anybody who does.
    """
    programme = Programme.objects.select_for_update().get(pk=role.programme_id)
    demand(access.coordinates_refused(by, programme))
    if role.role == RoleName.COORDINATOR:
        others = programme.roles.filter(role=RoleName.COORDINATOR).exclude(pk=role.pk)
        if not others.exists():
            demand(_("A programme needs a coordinator. Name another one first."))
    events.record(
        "programmes.role_taken", by=by, subject=role, role=role.role, person=role.person_id
    )
    role.delete()


@transaction.atomic
def invite(
    *,
    by: Person | None,
    programme: Programme,
    address: str,
    role: str = "",
    team: CountryTeam | None = None,
) -> Invitation:
    """Ask an address to take on ``role``, or to join ``team``; its owner need have no account.

    Raises:
        Refused: ``by`` does not coordinate the programme, nor lead the team; or has invited
            too many to the team within a day.
        ValidationError: no address, already invited, already there, or invited too often.
    """
    if by is not None:
        demand(access.inviting_refused(by, programme, team))
    if by is not None and team is not None:
        # Locked so that invitations sent at once see each other in the count.
        CountryTeam.objects.select_for_update(no_key=True).get(pk=team.pk)
        demand(access.inviting_more_refused(by, team))
    invitation = Invitation(
        programme=programme, address=address.strip().lower(), role=role, team=team, invited_by=by
    )
    _end_what_is_over(invitation)
    invitation.full_clean()
    known = person_at(invitation.address)
    if known is not None and _has_it_already(known, invitation):
        raise ValidationError({"address": _("This person already has that place.")})
    if _same(invitation).filter(invited_at__gt=_since()).count() >= MOST_TIMES_INVITED:
        raise ValidationError(
            {"address": _("This address was invited three times and is not mailed again now.")}
        )
    invitation.save()
    events.record("programmes.invited", by=by, subject=invitation)
    return invitation


@transaction.atomic
def accept_invitation(*, by: Person, invitation: Invitation) -> bool:
    """Take up a role or a place in a team; ``False`` when ``by`` did so already.

    Whoever holds the link may accept: it went to the address alone, and people read
    mail at one address and sign in with another.

    Raises:
        Refused: for the reasons in ``access.accepting_refused``.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    demand(access.accepting_refused(by, invitation))
    if invitation.accepted_at:
        return False
    invitation.accepted_at, invitation.accepted_by = clock.now(), by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    if invitation.team is not None:
        add_to_team(by=None, team=invitation.team, person=by)
    else:
        give_role(by=None, programme=invitation.programme, person=by, role=invitation.role)
    events.record("programmes.invitation_accepted", by=by, subject=invitation)
    return True


@transaction.atomic
def withdraw_invitation(*, by: Person, invitation: Invitation) -> bool:
    """Take an invitation back; ``False`` when it has been answered or withdrawn.

    Raises:
        Refused: ``by`` does not coordinate the programme, nor lead the team.
    """
    demand(access.inviting_refused(by, invitation.programme, invitation.team))
    is_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not is_open.update(withdrawn_at=clock.now()):
        return False
    events.record("programmes.invitation_withdrawn", by=by, subject=invitation)
    return True


def token_for(invitation: Invitation) -> str:
    """What the link in the invitation's mail carries; nobody can make one up."""
    return signing.dumps(invitation.pk, salt=_SALT)


def invitation_by_token(token: str) -> Invitation:
    """The invitation that a link names.

    Raises:
        NotVisible: the link was cut short or made up, or the invitation is gone.
    """
    try:
        return access.get_invitation(int(signing.loads(token, salt=_SALT)))
    except signing.BadSignature as error:
        raise NotVisible(token) from error


def _end_what_is_over(invitation: Invitation) -> None:
    """So that an invitation nobody took up in its time does not stand in the way of a new one."""
    over = _same(invitation).filter(invited_at__lte=_since(), accepted_at=None, withdrawn_at=None)
    over.update(withdrawn_at=clock.now())


def _same(invitation: Invitation) -> QuerySet[Invitation]:
    """Every invitation of this address to the same role or team."""
    return Invitation.objects.filter(
        programme=invitation.programme,
        role=invitation.role,
        team=invitation.team,
        address__iexact=invitation.address,
    )


def _since() -> datetime:
    return clock.now() - INVITATION_LASTS


def _has_it_already(person: Person, invitation: Invitation) -> bool:
    if invitation.team is not None:
        return invitation.team.members.filter(person=person).exists()
    return invitation.programme.roles.filter(person=person, role=invitation.role).exists()
