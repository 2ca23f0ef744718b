"""The statement of collaboration: written, put in force, signed, asked for."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes import access, queries
from talanoa.programmes.freshness import demand_fresh
from talanoa.programmes.models import (
    CountryTeam,
    Hub,
    Programme,
    Signature,
    Statement,
    TeamMember,
)
from talanoa.programmes.terms import ASKED_AGAIN_AFTER, ProgrammeStatus


@transaction.atomic
def write_statement(
    *,
    by: Person | None,
    hub: Hub,
    programme: Programme | None,
    text: str,
    members_sign: bool = False,
    revision: int | None = None,
) -> Statement:
    """Write the next version as a draft, or change the draft there is.

    Args:
        programme: ``None``: the hub's own, for its programmes that have none.
        revision: of the draft ``by`` was looking at; ``None`` skips the question.

    Raises:
        Refused: for the reasons in ``access.stating_refused``.
        ValidationError: the text is blank or too long; ``stale`` as in ``change_programme``.
    """
    hub = Hub.objects.select_for_update().get(pk=hub.pk)
    if by is not None:
        demand(access.stating_refused(by, hub, programme))
    versions = Statement.objects.filter(hub=hub, programme=programme)
    draft = versions.filter(in_force_at=None).first()
    if draft is None:
        latest = versions.aggregate(latest=Max("number"))["latest"] or 0
        draft = Statement(hub=hub, programme=programme, number=latest + 1)
    else:
        demand_fresh(revision, draft.revision)
        draft.revision += 1
    draft.text, draft.members_sign = text.strip(), members_sign
    draft.full_clean()
    draft.save()
    events.record("programmes.statement_written", by=by, subject=draft)
    return draft


@transaction.atomic
def put_in_force(*, by: Person | None, statement: Statement) -> bool:
    """Let a draft be what teams sign from now on; ``False`` when it is already.

    What was signed before keeps its version and its words.

    Raises:
        Refused: for the reasons in ``access.stating_refused``.
    """
    statement = (
        Statement.objects.select_for_update(of=("self",))
        .select_related("hub", "programme")
        .get(pk=statement.pk)
    )
    if by is not None:
        demand(access.stating_refused(by, statement.hub, statement.programme))
    if statement.in_force_at is not None:
        return False
    statement.in_force_at = clock.now()
    statement.save(update_fields=["in_force_at"])
    events.record("programmes.statement_in_force", by=by, subject=statement)
    return True


@transaction.atomic
def sign(*, by: Person, team: CountryTeam, statement: Statement) -> Signature:
    """Sign the version in force for a team; once is as good as twice.

    Raises:
        Refused: for the reasons in ``access.signing_refused``.
    """
    team = (
        CountryTeam.objects.select_for_update(of=("self",))
        .select_related("programme__hub")
        .get(pk=team.pk)
    )
    signed = Signature.objects.filter(team=team, statement=statement, person=by).first()
    if signed is not None:
        return signed
    demand(access.signing_refused(by, team, statement))
    signed = Signature(
        team=team,
        statement=statement,
        person=by,
        as_lead=access.is_lead(by, team),
        signed_at=clock.now(),
    )
    signed.full_clean()
    signed.save()
    events.record("programmes.statement_signed", by=by, subject=signed)
    return signed


@transaction.atomic
def ask_to_sign(*, by: Person, programme: Programme) -> int:
    """Remind by mail all whose signature is missing and who were not reminded today; how many.

    Raises:
        Refused: ``by`` does not coordinate the programme, or it is closed.
    """
    demand(access.coordinates_refused(by, programme))
    if programme.status == ProgrammeStatus.CLOSED:
        demand(_("This programme is closed."))
    statement = access.statement_in_force(programme)
    if statement is None:
        demand(_("No statement is in force yet."))
        return 0
    asked = queries.asked_today(statement)
    missing = [
        member
        for team in queries.teams_to_sign(programme, statement)
        for member in queries.unsigned(team, statement)
        if member.pk not in asked
    ]
    for member in missing:
        _ask(member, statement, by=by)
    return len(missing)


@transaction.atomic
def ask_again() -> int:
    """Remind those whose signature has been missing for a week and whom nobody has asked yet.

    Returns how many now. Safe to run twice.
    """
    since = clock.now() - ASKED_AGAIN_AFTER
    count = 0
    programmes = Programme.objects.filter(country_teams__members__isnull=False).distinct()
    programmes = programmes.exclude(status=ProgrammeStatus.CLOSED)
    for programme in programmes.select_related("hub").order_by("pk"):
        statement = access.statement_in_force(programme)
        if statement is None or statement.in_force_at is None or statement.in_force_at > since:
            continue
        for team in queries.teams_to_sign(programme, statement):
            for member in queries.unsigned(team, statement):
                if member.since <= since and not queries.was_asked(member, statement):
                    _ask(member, statement, by=None)
                    count += 1
    return count


def _ask(member: TeamMember, statement: Statement, *, by: Person | None) -> None:
    events.record("programmes.signature_asked", by=by, subject=member, statement=statement.pk)
