"""Who may write, put in force, read and sign the statement of collaboration."""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes.access.programmes import (
    Viewer,
    administers_refused,
    coordinates_refused,
)
from talanoa.programmes.models import (
    CountryTeam,
    Hub,
    Programme,
    Signature,
    Statement,
    TeamMember,
)


def stating_refused(person: Viewer, hub: Hub, programme: Programme | None) -> str | None:
    """Why ``person`` may not write a programme's statement, or the hub's own."""
    if programme is None:
        return administers_refused(person, hub)
    return coordinates_refused(person, programme)


def statement_in_force(programme: Programme) -> Statement | None:
    """What teams of ``programme`` sign now: its own statement, else the hub's. One query."""
    of_either = Q(programme=programme.pk) | Q(programme=None)
    return (
        Statement.objects.filter(of_either, hub=programme.hub_id, in_force_at__isnull=False)
        .order_by(F("programme").desc(nulls_last=True), "-number")
        .first()
    )


def get_statement(team: CountryTeam, statement_id: int) -> Statement:
    """One version, for a team whose door was passed: in force now, or one it has signed.

    Raises:
        NotVisible: no such version, a draft, or one that was never this team's.
    """
    in_force = statement_in_force(team.programme)
    if in_force is not None and in_force.pk == statement_id:
        return in_force
    signed = Signature.objects.filter(team=team, statement=statement_id)
    found = Statement.objects.filter(pk=statement_id, pk__in=signed.values("statement")).first()
    if found is None:
        raise NotVisible(statement_id)
    return found


def signs(member: TeamMember, statement: Statement) -> bool:
    """Whether a statement asks this member for their signature. No query."""
    return member.is_lead or statement.members_sign


def signing_refused(person: Person, team: CountryTeam, statement: Statement) -> str | None:
    """Why ``person`` may not sign a version for ``team``; ``None`` when they may. Two queries."""
    member = team.members.filter(person_id=person.pk).first()
    if member is None or not signs(member, statement):
        return _("The statement is signed by the lead of the team.")
    if statement_in_force(team.programme) != statement:
        return _("A newer version is in force. Read that one, then sign it.")
    return None
