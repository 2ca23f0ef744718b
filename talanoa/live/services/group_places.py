"""Who is in which breakout group: placed, moved, come late, visiting."""

from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, groups, log, lots, queries
from talanoa.live.group_terms import GroupWay, Latecomers
from talanoa.live.models import Entry, Group, GroupPlace, GroupRound, Room
from talanoa.live.terms import HOST_ROLES, Audience, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def move(
    *, by: Person, session: LiveSession, person: int, group: int = 0, client_id: str = ""
) -> Entry:
    """Place ``person`` (an id) in ``group`` (an id); 0: in none, which is plenary.

    Raises:
        Refused: for the reasons in ``access.grouping_refused``; no such group is in hand; or
            the person hosts, or may not be in this session.
    """
    demand(access.grouping_refused(by, session))
    log.room_of(session)
    in_hand = open_round(session) or prepared(session)
    target = in_hand.groups.filter(pk=group).first()
    if group and target is None:
        raise Refused(_("This group is not there any more."))
    someone = access.people_of(session).filter(pk=person).first()
    if someone is None or person in access.host_ids(session):
        raise Refused(_("This person cannot be put into a group."))
    _place(someone, target, of=in_hand, session=session)
    return listed(by=by, session=session, client_id=client_id)


@log.once
def visit(*, by: Person, session: LiveSession, group: int, client_id: str = "") -> Entry:
    """Go into a group as a host: heard there, and hearing it.

    Raises:
        Refused: for the reasons in ``access.opening_groups_refused``, or it is not open.
    """
    demand(access.opening_groups_refused(by, session))
    log.room_of(session)
    target = at_work(session).groups.filter(pk=group).first()
    if target is None:
        raise Refused(_("This group is not there any more."))
    return _go(target, by=by, session=session, client_id=client_id)


@log.once
def leave(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Come back from a visit into plenary.

    Raises:
        Refused: as ``visit``.
    """
    demand(access.opening_groups_refused(by, session))
    log.room_of(session)
    at_work(session)
    return _go(None, by=by, session=session, client_id=client_id)


def come_in(*, person: Person, session: LiveSession) -> None:
    """Somebody is connected: a latecomer where groups are open. One query where none are."""
    if Room.objects.filter(pk=session.pk, group_round__isnull=False).exists():
        place_latecomer(person=person, session=session)


@transaction.atomic
def place_latecomer(*, person: Person, session: LiveSession) -> Group | None:
    """Place whoever comes in while groups are open in the smallest that fits, where that was
    chosen. Nothing is done for hosts, for who is placed, or once everybody was called back.
    """
    room = log.lock(session)
    opened = GroupRound.objects.filter(pk=room.group_round_id or 0, called_at=None).first()
    if opened is None or opened.latecomers != Latecomers.PLACED:
        return None
    is_placed = GroupPlace.objects.filter(round=opened, person=person).exists()
    if is_placed or access.is_host(person, session):
        return None
    group = _fitting(person, opened, session=session)
    if group is not None:
        _place(person, group, of=opened, session=session)
        listed(by=None, session=session)
    return group


def place_all_here(prepared: GroupRound, *, session: LiveSession) -> None:
    """Place whoever has come since the groups were made, where latecomers are placed."""
    if prepared.latecomers != Latecomers.PLACED:
        return
    placed = prepared.places.values("person")
    hosts = access.host_ids(session)
    for person in queries.present(session).exclude(pk__in=placed).exclude(pk__in=hosts):
        _place(person, _fitting(person, prepared, session=session), of=prepared, session=session)


def _fitting(person: Person, of: GroupRound, *, session: LiveSession) -> Group | None:
    """The smallest group of those of their kind, else of all. Four queries at most."""
    kind = kinds_of(session, of.way, [person]).get(person.pk, "")
    fitting = set(of.groups.filter(key=kind).values_list("pk", flat=True))
    chosen = lots.smallest(groups.sizes(of), fitting=fitting)
    return of.groups.filter(pk=chosen or 0).first()


def open_round(session: LiveSession) -> GroupRound | None:
    return session.group_rounds.filter(opened_at__isnull=False, closed_at=None).first()


def at_work(session: LiveSession) -> GroupRound:
    opened = open_round(session)
    if opened is None:
        raise Refused(_("No groups are open."))
    return opened


def prepared(session: LiveSession) -> GroupRound:
    found = session.group_rounds.filter(opened_at=None).first()
    if found is None:
        raise Refused(_("No groups are prepared."))
    return found


def to_group(
    kind: str, group: Group, *, session: LiveSession, if_open: GroupRound | None = None
) -> None:
    if if_open is not None and not if_open.is_open:
        return
    log.add(
        session=session,
        kind=kind,
        by=None,
        data={"group": group.pk},
        audience=Audience.GROUP,
        audience_group=group,
    )


def listed(*, by: Person | None, session: LiveSession, client_id: str = "") -> Entry:
    """Hosts see their tools anew."""
    return log.add(
        session=session,
        kind=Kind.GROUPS_LISTED,
        by=by,
        client_id=client_id,
        data={},
        audience=Audience.HOSTS,
    )


def kinds_of(session: LiveSession, way: str, people: list[Person]) -> dict[int, str]:
    ids = [person.pk for person in people]
    if way == GroupWay.LANGUAGE:
        return groups.languages_of(session, people)
    if way == GroupWay.COUNTRY:
        found = queries.country_of(session, ids)
        return {pk: found[pk].iso2 if pk in found else "" for pk in ids}
    if way == GroupWay.ROLE:
        held = access.role_holders(session)
        return {pk: _role(held.get(pk, set())) for pk in ids}
    return dict.fromkeys(ids, "")


def _role(held: set[str]) -> str:
    """One of what somebody is here, the same always; hosts are in no group."""
    return min(held - HOST_ROLES, default="")


def _place(person: Person, group: Group | None, *, of: GroupRound, session: LiveSession) -> None:
    """Put somebody into a group, or into none; tells them and both groups where these are open."""
    place = GroupPlace.objects.filter(round=of, person=person).select_related("group").first()
    before = place.group if place else None
    if place is not None and before == group:
        return
    GroupPlace.objects.update_or_create(
        round=of, person=person, defaults={"group": group, "is_visit": False, "at": clock.now()}
    )
    if before is not None and before.rapporteur_id == person.pk:
        Group.objects.filter(pk=before.pk).update(rapporteur=None)
        before.rapporteur_id = None
        to_group(Kind.GROUP_NOTED, before, session=session, if_open=of)
    if not of.is_open:
        return
    # By nobody: whoever made an entry receives it, and this one is for one page alone.
    log.add(
        session=session,
        kind=Kind.GROUP_PLACED,
        by=None,
        data={"group": group.pk if group else 0, "before": before.pk if before else 0},
        audience=Audience.PERSON,
        audience_person=person,
    )
    for changed in (before, group):
        if changed is not None:
            to_group(Kind.GROUP_CHANGED, changed, session=session)


def _go(group: Group | None, *, by: Person, session: LiveSession, client_id: str) -> Entry:
    opened = at_work(session)
    place = GroupPlace.objects.filter(round=opened, person=by).select_related("group").first()
    before = place.group if place else None
    GroupPlace.objects.filter(round=opened, person=by).delete()
    if group is not None:
        GroupPlace.objects.create(round=opened, group=group, person=by, is_visit=True)
    entry = log.add(
        session=session,
        kind=Kind.GROUP_VISITED,
        by=by,
        client_id=client_id,
        data={"group": group.pk if group else 0},
        audience=Audience.PERSON,
        audience_person=by,
    )
    for changed in {each.pk: each for each in (before, group) if each is not None}.values():
        to_group(Kind.GROUP_CHANGED, changed, session=session)
    return entry
