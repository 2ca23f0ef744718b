"""Who may come into a session's room, and who may do what in it."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.utils.translation import gettext as _

from talanoa.kernel.compiled import Compiled
from talanoa.kernel.refusals import NotVisible
from talanoa.live.access import conditions
from talanoa.live.access.conditions import Key
from talanoa.live.models import (
    GuestLink,
    Room,
    SlideDeck,
    SlidePage,
)
from talanoa.live.terms import HOST_ROLES, PRESENTING_ROLES
from talanoa.people.models import Person
from talanoa.programmes.models import Enrolment, HubAdministrator, Role
from talanoa.programmes.terms import RoleName
from talanoa.schedule import access as schedule
from talanoa.schedule.models import AgendaItem, LiveSession, SessionRole
from talanoa.schedule.terms import SessionRoleName, Status

CHUNK = 500
"""People asked about in one query."""


class Removed(NotVisible):
    """The facilitator has sent this person out of the session."""


class Held(NotVisible):
    """The door is held, and this person, who belongs here, has not been let in."""

    def __init__(self, session_id: int) -> None:
        super().__init__(session_id)
        self._session_id = session_id

    @property
    def session(self) -> LiveSession:
        """Before whose door they stand, with cohort, programme and hub. One query."""
        return LiveSession.objects.select_related("cohort__programme__hub").get(pk=self._session_id)


def sessions_open_to(person: Person) -> QuerySet[LiveSession]:
    """Sessions whose room ``person`` may enter: enrolled, with a role in it, or its guest."""
    if person.pk is None:
        return LiveSession.objects.none()
    return LiveSession.objects.filter(
        conditions.may_enter(
            person=person.pk,
            session=OuterRef("pk"),
            cohort=OuterRef("cohort"),
            programme=OuterRef("cohort__programme"),
            hub=OuterRef("cohort__programme__hub"),
        )
    )


def get_session(person: Person, session_id: int) -> LiveSession:
    """The door to a session's room. Cohort, programme and hub are loaded.

    The rule of ``sessions_open_to``, written once, since each act in the room asks it. Two
    queries.

    Raises:
        Removed: ``person`` was sent out.
        Held: ``person`` waits at the door.
        NotVisible: no such session, or not one ``person`` may enter.
    """
    try:
        found = LiveSession.objects.select_related("cohort__programme__hub").get(pk=session_id)
    except LiveSession.DoesNotExist as error:
        raise NotVisible(session_id) from error
    demand_open(person, session_id)
    return found


def demand_open(person: Person, session_id: int) -> None:
    """The rule of the door alone, for whoever has the session already. One query.

    Raises:
        Removed, Held, NotVisible: as ``get_session``.
    """
    ties = conditions.ties_and_bars(person=person.pk, session=session_id) if person.pk else []
    for is_tied, is_removed, is_held in ties:
        if is_tied and is_removed:
            raise Removed(session_id)
        if is_tied and is_held:
            raise Held(session_id)
        if is_tied:
            return
    raise NotVisible(session_id)


def let_in(session: LiveSession, people: Iterable[int]) -> set[int]:
    """Those of ``people`` (ids) for whom the door opens. One query for each 500."""
    return _those_of(session, people, are_held=False)


def kept_waiting(session: LiveSession, people: Iterable[int]) -> set[int]:
    """Those of ``people`` (ids) whom only the held door keeps out. One query for each 500."""
    return _those_of(session, people, are_held=True)


def _those_of(session: LiveSession, people: Iterable[int], *, are_held: bool) -> set[int]:
    programme = session.cohort.programme
    keys: dict[str, Key] = {"person": OuterRef("pk"), "session": session.pk}
    above: dict[str, Key] = {"programme": programme.pk, "hub": programme.hub_id}
    enters = conditions.may_enter(**keys, **above, cohort=session.cohort_id)
    held = conditions.is_held(**keys, **above)
    wanted = enters & (held if are_held else ~held)
    ids = sorted(people)
    found: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        asked = Person.objects.filter(pk__in=ids[start : start + CHUNK], is_active=True)
        found.update(asked.filter(wanted).values_list("pk", flat=True))
    return found


def people_of(session: LiveSession) -> QuerySet[Person]:
    """Everyone who may have been in a session, by name: whom its door lets in, and those who
    were enrolled when it was held. One query.
    """
    may_enter = conditions.may_enter(
        person=OuterRef("pk"),
        session=session.pk,
        cohort=session.cohort_id,
        programme=session.cohort.programme_id,
        hub=session.cohort.programme.hub_id,
    )
    was_enrolled = Enrolment.objects.filter(
        cohort=session.cohort_id, person=OuterRef("pk"), left_at__gt=session.starts_at
    )
    people = Person.objects.filter(may_enter | Q(Exists(was_enrolled)), erased_at=None)
    return people.order_by("name", "pk")


def role_holders(session: LiveSession) -> dict[int, set[str]]:
    """Everyone's roles in the session and its programme, by person. One query.

    Administrators of the hub count as coordinators. People without a role are left out.
    """
    programme = session.cohort.programme
    rows = _roles_held(session=session.pk, programme=programme.pk, hub=programme.hub_id)
    roles: dict[int, set[str]] = {}
    for person, role in rows:
        if role != SessionRoleName.COHOST or session.closed_at is None:
            roles.setdefault(person, set()).add(role)
    return roles


def _every_role(session: int, programme: int, hub: int) -> QuerySet[Role, tuple[int, str]]:
    administrators = HubAdministrator.objects.filter(hub=hub)
    held = SessionRole.objects.filter(session=session, declined_at=None)
    speakers = AgendaItem.objects.filter(session=session, speaker__isnull=False).order_by()
    of_programme = Role.objects.filter(programme=programme).values_list("person_id", "role")
    return of_programme.union(
        held.values_list("person_id", "role"),
        administrators.values_list("person_id", _named(RoleName.COORDINATOR)),
        speakers.values_list("speaker_id", _named(SessionRoleName.SPEAKER)),
    )


_roles_held = Compiled(_every_role)


def host_ids(session: LiveSession) -> set[int]:
    """Who hosts this session. One query."""
    return {pk for pk, held in role_holders(session).items() if held & HOST_ROLES}


def is_host(person: Person, session: LiveSession) -> bool:
    return schedule.is_host(person, session)


def hosting_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not lead this session; ``None`` when they may."""
    return schedule.hosts_refused(person, session)


def leading_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not move the agenda, give the floor, mute or remove now."""
    return hosting_refused(person, session) or _running_refused(session)


def taking_part_refused(session: LiveSession) -> str | None:
    """Why nobody may write or raise a hand here now. The lobby is open for both."""
    if session.status == Status.CANCELLED:
        return _("This session has been cancelled.")
    if session.status == Status.CLOSED:
        return _("This session has ended.")
    return None


def speaking_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not unmute; in the lobby only those who work in the session may."""
    if refused := taking_part_refused(session):
        return refused
    if session.status == Status.SCHEDULED and not works_in(person, session):
        return _("You can speak once the session has begun.")
    return None


def works_in(person: Person, session: LiveSession) -> bool:
    """Whether ``person`` does more here than take part: leads, teaches, presents, writes."""
    return bool(role_holders(session).get(person.pk))


def removing_refused(by: Person, session: LiveSession, person: Person) -> str | None:
    """Hosts may send anyone out but other hosts, and themselves."""
    if refused := hosting_refused(by, session):
        return refused
    if is_host(person, session):
        return _("Facilitators and coordinators cannot be removed from their session.")
    return None


def yielding_refused(by: Person, session: LiveSession, room: Room) -> str | None:
    """Whoever has the floor may give it back; otherwise hosts take it."""
    return None if room.floor_id == by.pk else hosting_refused(by, session)


def presenting_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not bring slides and turn them; ``None`` when they may."""
    if session.status == Status.CANCELLED:
        return _("This session has been cancelled.")
    if role_holders(session).get(person.pk, set()) & PRESENTING_ROLES:
        return None
    return _("Only presenters, speakers, facilitators and coordinators can do this.")


def inviting_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not make links for guests now; ``None`` when they may."""
    return hosting_refused(person, session) or taking_part_refused(session)


def calling_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not say now in which other tool people hear each other."""
    return hosting_refused(person, session) or taking_part_refused(session)


def renewing_refused(person: Person, link: GuestLink) -> str | None:
    """Why ``person`` may not give this guest another address; ``None`` when they may."""
    if link.person.erased_at is not None:
        return _("This guest has been erased.")
    return inviting_refused(person, link.session)


def get_deck(person: Person, session_id: int, deck_id: int) -> SlideDeck:
    """The door to one deck, with its session, for those who bring slides.

    Raises:
        NotVisible: no such deck in that session, or not one ``person`` may change.
    """
    session = get_session(person, session_id)
    deck = SlideDeck.objects.filter(session=session, pk=deck_id).first()
    if deck is None or presenting_refused(person, session):
        raise NotVisible(deck_id)
    deck.session = session
    return deck


def get_slide(person: Person, session_id: int, page_id: int) -> SlidePage:
    """The door to one page of slides, with deck and session: whoever may enter may leaf.

    Raises:
        NotVisible: no such page in that session, or ``person`` may not enter it.
    """
    session = get_session(person, session_id)
    pages = SlidePage.objects.filter(deck__session=session, deck__ready_at__isnull=False)
    page = pages.select_related("deck").filter(pk=page_id).first()
    if page is None:
        raise NotVisible(page_id)
    page.deck.session = session
    return page


def get_guest_link(person: Person, session_id: int, link_id: int) -> GuestLink:
    """The door to one guest's link, with guest and session, for those who host.

    Raises:
        NotVisible: no such link in that session, or ``person`` does not host it.
    """
    session = get_session(person, session_id)
    found = session.guest_links.select_related("person").filter(pk=link_id).first()
    if found is None or hosting_refused(person, session):
        raise NotVisible(link_id)
    found.session = session
    return found


def guest_refused(link: GuestLink) -> str | None:
    """Why this link lets its guest in no more; ``None`` while it does."""
    if link.withdrawn_at is not None:
        return _("This link has been withdrawn. Ask whoever sent it to you for a new one.")
    return taking_part_refused(link.session)


def get_record(person: Person | AnonymousUser, session_id: int) -> tuple[LiveSession, bool]:
    """The door to a session's record: the session, and whether ``person`` was let in as one of
    the programme's people, who see names. Others see what has been published. Two queries.

    Raises:
        NotVisible: no such session, or not one whose record ``person`` may read.
    """
    if isinstance(person, Person):
        own = sessions_open_to(person).select_related("cohort__programme__hub")
        if session := own.filter(pk=session_id).first():
            return session, True
    session = schedule.get_session(person, session_id)
    if session.record_published_at is None:
        raise NotVisible(session_id)
    return session, False


def door_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not hold the door now, nor let in who waits at it."""
    return hosting_refused(person, session) or taking_part_refused(session)


def cohosting_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not say now who hosts beside them."""
    return schedule.cohosting_refused(person, session) or taking_part_refused(session)


def publishing_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not publish the record now; ``None`` when they may."""
    if refused := hosting_refused(person, session):
        return refused
    if session.status != Status.CLOSED:
        return _("The record can be published once the session has ended.")
    return None


def _running_refused(session: LiveSession) -> str | None:
    if refused := taking_part_refused(session):
        return refused
    if session.status == Status.SCHEDULED:
        return _("Open the session first.")
    return None


def _named(role: str) -> Value:
    return Value(role, output_field=CharField())
