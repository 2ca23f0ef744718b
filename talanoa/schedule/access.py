"""Who sees which session, and who may do what in it."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.compiled import Compiled
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Cohort, Programme
from talanoa.programmes.queries import is_enrolled
from talanoa.programmes.terms import ProgrammeStatus, RoleName
from talanoa.schedule.models import LiveSession, Series, SessionRole
from talanoa.schedule.terms import OPENS_BEFORE, SessionRoleName, Status


def sessions_visible_to(person: Viewer) -> QuerySet[LiveSession]:
    """Sessions of visible programmes, and those in which the person has a part.

    Cancelled ones too: whoever comes at the old time must find out why nobody is there. Being
    a co-host shows nobody a session that they could not see before.
    """
    seen = programmes.programmes_visible_to(person).filter(pk=OuterRef("cohort__programme"))
    if person.pk is None:
        return LiveSession.objects.filter(Exists(seen))
    has_part = SessionRole.objects.filter(
        session=OuterRef("pk"), person_id=person.pk, declined_at=None
    ).exclude(role=SessionRoleName.COHOST)
    return LiveSession.objects.filter(Exists(seen) | Exists(has_part))


def get_session(person: Viewer, session_id: int) -> LiveSession:
    """The only door to one session, with cohort, programme and hub.

    The rule of ``sessions_visible_to``, read from what is loaded. One query; up to four for a
    session of a draft.

    Raises:
        NotVisible: no such session, or not one ``person`` may see.
    """
    sessions = LiveSession.objects.select_related("cohort__programme__hub", "series")
    found = sessions.filter(pk=session_id).first()
    if found is None or not _sees(person, found):
        raise NotVisible(session_id)
    return found


def _sees(person: Viewer, session: LiveSession) -> bool:
    if programmes.sees(person, _programme(session)):
        return True
    return bool(_roles_here(person, session) - {SessionRoleName.COHOST})


def get_own_session(person: Person, session_id: int) -> LiveSession:
    """As ``get_session``, for those who plan it.

    Raises:
        NotVisible: no such session, or ``person`` does not coordinate its programme.
    """
    session = get_session(person, session_id)
    if planning_refused(person, session):
        raise NotVisible(session_id)
    return session


def get_own_series(person: Person, series_id: int) -> Series:
    """The door to one series, for those who coordinate its programme.

    Raises:
        NotVisible: no such series, or ``person`` does not coordinate its programme.
    """
    found = Series.objects.select_related("cohort__programme__hub").filter(pk=series_id).first()
    if found is None or not programmes.is_coordinator(person, found.cohort.programme):
        raise NotVisible(series_id)
    return found


def get_own_cohort(person: Person, cohort_id: int) -> Cohort:
    """The cohort a new session or series is for, for those who coordinate its programme.

    Raises:
        NotVisible: no such cohort, or ``person`` does not coordinate its programme.
    """
    found = Cohort.objects.select_related("programme__hub").filter(pk=cohort_id).first()
    if found is None or not programmes.is_coordinator(person, found.programme):
        raise NotVisible(cohort_id)
    return found


def get_own_part(person: Person, session_id: int, role_id: int) -> SessionRole:
    """The door to one person's part in a session, for those who plan the session.

    Raises:
        NotVisible: no such part, or ``person`` does not coordinate the programme.
    """
    session = get_own_session(person, session_id)
    found = session.roles.select_related("person").filter(pk=role_id).first()
    if found is None:
        raise NotVisible(role_id)
    found.session = session
    return found


def roles_in(person: Viewer, session: LiveSession) -> set[str]:
    """A person's roles in the programme and in this session together. Three queries.

    A role in the session counts from the invitation on, until it is declined.
    """
    return programmes.roles_of(person, _programme(session)) | _roles_here(person, session)


def _roles_here(person: Viewer, session: LiveSession) -> set[str]:
    if person.pk is None:
        return set()
    return {role for (role,) in _own_roles(person=person.pk, session=session.pk)}


_own_roles = Compiled(
    lambda person, session: SessionRole.objects.filter(
        person=person, session=session, declined_at=None
    ).values_list("role")
)


def is_host(person: Viewer, session: LiveSession) -> bool:
    """Whether ``person`` keeps time and order: facilitators, coordinators, and co-hosts until
    the session ends.
    """
    return hosts_by(roles_in(person, session), session)


def leads(person: Viewer, session: LiveSession) -> bool:
    """Whether ``person`` hosts in their own right, not by a host's leave."""
    return bool(roles_in(person, session) & _LEADS)


def is_scribe(person: Viewer, session: LiveSession) -> bool:
    """Whether ``person`` writes for the room: scribes, and hosts."""
    roles = roles_in(person, session)
    return SessionRoleName.SCRIBE in roles or hosts_by(roles, session)


def takes_part(person: Viewer, session: LiveSession) -> bool:
    """Whether ``person`` belongs in the room: enrolled, or with any role."""
    return is_enrolled(person, session.cohort) or bool(roles_in(person, session))


def hosts_refused(person: Viewer, session: LiveSession) -> str | None:
    """Why ``person`` may not host ``session``; ``None`` when they may."""
    if is_host(person, session):
        return None
    return _("Only facilitators and coordinators of this session can do this.")


def cohosting_refused(person: Viewer, session: LiveSession) -> str | None:
    """Why ``person`` may not say who hosts beside them; ``None`` when they may."""
    if leads(person, session):
        return None
    return _("Only facilitators and coordinators choose who hosts beside them.")


def planning_refused(person: Viewer, session: LiveSession) -> str | None:
    """Why ``person`` may not plan ``session``; ``None`` when they may."""
    return programmes.coordinates_refused(person, _programme(session))


def moving_refused(person: Viewer, session: LiveSession) -> str | None:
    """Why ``person`` may not move ``session`` now; ``None`` when they may."""
    return planning_refused(person, session) or {
        Status.OPEN: _("This session is live now and cannot be moved."),
        Status.CLOSED: _("This session has ended and cannot be moved."),
        Status.CANCELLED: _("This session is cancelled and cannot be moved."),
    }.get(session.status)


def cancelling_refused(person: Viewer, session: LiveSession) -> str | None:
    """Why ``person`` may not cancel ``session`` now; ``None`` when they may."""
    return planning_refused(person, session) or {
        Status.OPEN: _("This session is live now. Close it instead."),
        Status.CLOSED: _("This session has ended and cannot be cancelled."),
    }.get(session.status)


def agenda_refused(person: Viewer, session: LiveSession) -> str | None:
    """Why ``person`` may not change the agenda now; ``None`` when they may."""
    return hosts_refused(person, session) or {
        Status.CLOSED: _("This session has ended; its agenda stands as it ran."),
        Status.CANCELLED: _("This session is cancelled."),
    }.get(session.status)


def opening_refused(person: Person | None, session: LiveSession) -> str | None:
    """Why ``session`` may not be opened now; ``None`` when it may. ``None`` is the system."""
    if person is not None and (refused := hosts_refused(person, session)):
        return refused
    if session.status == Status.CANCELLED:
        return _("This session is cancelled.")
    if session.status == Status.CLOSED:
        return _("This session has ended.")
    if _programme(session).status == ProgrammeStatus.DRAFT:
        return _("Publish the programme first; nobody can come to a draft.")
    if clock.now() < session.starts_at - OPENS_BEFORE:
        return _("A session can be opened 30 minutes before it starts, not earlier.")
    return None


def closing_refused(person: Person | None, session: LiveSession) -> str | None:
    """Why ``session`` may not be closed now; ``None`` when it may. ``None`` is the system."""
    if person is not None and (refused := hosts_refused(person, session)):
        return refused
    if session.opened_at is None:
        return _("This session has not been opened.")
    return None


def noting_held_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not say that ``session`` was held elsewhere; ``None`` when they may."""
    if refused := hosts_refused(person, session):
        return refused
    if session.cancelled_at:
        return _("This session is cancelled.")
    if _programme(session).status == ProgrammeStatus.DRAFT:
        return _("Publish the programme first; nobody can come to a draft.")
    if clock.now() < session.ends_at:
        return _("This can be said once its planned end has passed.")
    return None


def _programme(session: LiveSession) -> Programme:
    return session.cohort.programme


def hosts_by(roles: set[str], session: LiveSession) -> bool:
    """Whether somebody with these roles is a host, as ``is_host`` has it. No query."""
    if roles & _LEADS:
        return True
    return SessionRoleName.COHOST in roles and session.closed_at is None


_LEADS: set[str] = {
    RoleName.COORDINATOR,
    RoleName.FACILITATOR,
    SessionRoleName.FACILITATOR,
}
