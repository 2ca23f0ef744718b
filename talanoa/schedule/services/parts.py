"""Who does what in one session: asked by a coordinator, answered by the person."""

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import NotVisible, demand
from talanoa.people.models import Person
from talanoa.people.queries import person_at
from talanoa.people.services import join
from talanoa.schedule import access
from talanoa.schedule.models import LiveSession, SessionRole
from talanoa.schedule.terms import SessionRoleName, Status

_SALT = "schedule.part"


@transaction.atomic
def give_session_role(
    *,
    by: Person | None,
    session: LiveSession,
    person: Person,
    role: str,
    is_confirmed: bool = False,
) -> SessionRole:
    """Ask someone to do something in one session; asking who has declined asks again.

    Whoever takes a part themselves has agreed to it.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: there is no such part, or the session is over or cancelled.
    """
    if by is not None:
        demand(access.planning_refused(by, session))
        if session.status in (Status.CLOSED, Status.CANCELLED):
            raise ValidationError(_("This session takes no more parts: it is over or cancelled."))
    return give_part(by=by, session=session, person=person, role=role, is_confirmed=is_confirmed)


def give_part(
    *,
    by: Person | None,
    session: LiveSession,
    person: Person,
    role: str,
    is_confirmed: bool = False,
) -> SessionRole:
    """As ``give_session_role``, where it was decided that ``by`` may; within a transaction."""
    part = SessionRole.objects.filter(session=session, person=person, role=role).first()
    if part is not None and part.declined_at is None:
        return part
    now = clock.now()
    part = part or SessionRole(session=session, person=person, role=role)
    part.invited_at, part.declined_at = now, None
    part.confirmed_at = now if is_confirmed or by == person else None
    part.full_clean()
    part.save()
    events.record("schedule.part_given", by=by, subject=part)
    return part


@transaction.atomic
def make_cohost(*, by: Person, session: LiveSession, person: Person) -> SessionRole:
    """Let ``person`` host beside the facilitator, until the session ends. Nobody is mailed.

    Raises:
        Refused: for the reasons in ``access.cohosting_refused``.
    """
    demand(access.cohosting_refused(by, session))
    now = clock.now()
    part, _is_new = SessionRole.objects.update_or_create(
        session=session,
        person=person,
        role=SessionRoleName.COHOST,
        defaults={"invited_at": now, "confirmed_at": now, "declined_at": None},
    )
    events.record("schedule.cohost_made", by=by, subject=part, person=person.pk)
    return part


@transaction.atomic
def end_cohost(*, by: Person | None, part: SessionRole) -> None:
    """Take that back; ``by`` nobody: because they cannot come in any more.

    Raises:
        Refused: as ``make_cohost``.
    """
    if by is not None:
        demand(access.cohosting_refused(by, part.session))
    events.record("schedule.cohost_ended", by=by, subject=part, person=part.person_id)
    part.delete()


@transaction.atomic
def ask_to_take_part(
    *, by: Person, session: LiveSession, address: str, role: str, name: str = ""
) -> SessionRole:
    """Ask whoever reads mail at ``address``; they get an account if they have none.

    The account is theirs alone: it has no password, and only a link sent to that address
    opens it.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: as ``give_session_role``, or ``address`` is not one.
    """
    demand(access.planning_refused(by, session))
    try:
        person = person_at(address) or join(address=address, name=name)
    except ValidationError as error:
        raise ValidationError({"address": error.messages}) from error
    return give_session_role(by=by, session=session, person=person, role=role)


@transaction.atomic
def confirm_session_role(*, part: SessionRole) -> bool:
    """The person agrees; ``False`` when they had. One may agree after having declined."""
    found = SessionRole.objects.filter(pk=part.pk, confirmed_at=None)
    if not found.update(confirmed_at=clock.now(), declined_at=None):
        return False
    events.record("schedule.part_confirmed", by=part.person, subject=part)
    return True


@transaction.atomic
def decline_session_role(*, part: SessionRole) -> bool:
    """The person cannot; ``False`` when they had said so. The coordinators are told by mail."""
    found = SessionRole.objects.filter(pk=part.pk, declined_at=None)
    if not found.update(declined_at=clock.now(), confirmed_at=None):
        return False
    events.record("schedule.part_declined", by=part.person, subject=part)
    return True


@transaction.atomic
def take_session_role(*, by: Person, part: SessionRole) -> None:
    """Take a part away.

    Raises:
        Refused: ``by`` does not coordinate the programme.
    """
    demand(access.planning_refused(by, part.session))
    take_part(by=by, part=part)


def take_part(*, by: Person | None, part: SessionRole) -> None:
    """As ``take_session_role``, where it was decided that ``by`` may; within a transaction."""
    SessionRole.objects.filter(pk=part.pk).delete()
    events.record(
        "schedule.part_taken",
        by=by,
        subject=part,
        role=part.role,
        person=part.person_id,
        session=part.session_id,
        was_declined=part.declined_at is not None,
    )


def token_for(part: SessionRole) -> str:
    """What the link in the mail carries: it answers for this part and opens nothing else."""
    return signing.dumps(part.pk, salt=_SALT)


def part_by_token(token: str) -> SessionRole:
    """The part that a link names, with person, session, programme and hub. One query.

    Raises:
        NotVisible: the link was cut short or made up, or the part has been taken away.
    """
    try:
        part_id = int(signing.loads(token, salt=_SALT))
    except signing.BadSignature as error:
        raise NotVisible(token) from error
    found = (
        SessionRole.objects.select_related("person", "session__cohort__programme__hub")
        .filter(pk=part_id)
        .first()
    )
    if found is None:
        raise NotVisible(part_id)
    return found
