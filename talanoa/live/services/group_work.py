"""What people do in their breakout group: talk in writing, and note what it brings back."""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, groups, log, queries
from talanoa.live.group_terms import LONGEST_POINT, MOST_POINTS
from talanoa.live.models import Entry, Group, GroupPlace, GroupPoint
from talanoa.live.services import group_places, talk
from talanoa.live.terms import Audience, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def say(*, by: Person, session: LiveSession, group: int, text: str, client_id: str = "") -> Entry:
    """Write a line that the group and the hosts read, and nobody else, then or later.

    Raises:
        Refused: for the reasons in ``access.group_refused``.
        ValidationError: ``text`` is blank or longer than 2000 characters.
    """
    found = groups.group_in(session, group)
    demand(access.group_refused(by, session, found))
    return log.add(
        session=session,
        kind=Kind.GROUP_SAID,
        by=by,
        client_id=client_id,
        data={"text": talk.line(text), "group": group},
        audience=Audience.GROUP,
        audience_group=found,
    )


@log.once
def report(*, by: Person, session: LiveSession, group: int, client_id: str = "") -> Entry:
    """Write for the group from now on, in place of whoever did.

    Raises:
        Refused: for the reasons in ``access.group_refused``.
    """
    found = groups.group_in(session, group)
    demand(access.group_refused(by, session, found))
    Group.objects.filter(pk=group).update(rapporteur=by)
    return _noted(by=by, session=session, group=group, client_id=client_id)


@log.once
def add_point(
    *, by: Person, session: LiveSession, group: int, text: str, client_id: str = ""
) -> Entry:
    """Note one point of what the group brings back. Who notes the first is its rapporteur.

    Raises:
        Refused: for the reasons in ``access.group_refused`` and ``access.noting_refused``, or
            the note is full.
        ValidationError: ``text`` is blank or longer than 500 characters.
    """
    found = groups.group_in(session, group)
    demand(access.group_refused(by, session, found))
    assert found is not None  # noqa: S101  or it would have been refused
    demand(access.noting_refused(by, found))
    if found.points.count() >= MOST_POINTS:
        raise Refused(_("The note is full: at most %(most)d points.") % {"most": MOST_POINTS})
    GroupPoint.objects.create(group=found, person=by, text=_point(text))
    Group.objects.filter(pk=group).update(rapporteur=by)
    return _noted(by=by, session=session, group=group, client_id=client_id)


@log.once
def drop_point(*, by: Person, session: LiveSession, point: int, client_id: str = "") -> Entry:
    """Take a point out of the group's note.

    Raises:
        Refused: as ``add_point``, or it is not there any more.
    """
    found = GroupPoint.objects.filter(group__round__session=session, pk=point).first()
    group = groups.group_in(session, found.group_id) if found else None
    if found is None or group is None:
        raise Refused(_("This point is not in the note any more."))
    demand(access.group_refused(by, session, group))
    if not access.is_host(by, session):
        demand(access.noting_refused(by, group))
    found.delete()
    return _noted(by=by, session=session, group=group.pk, client_id=client_id)


def forget(*, person: Person, words: bool) -> None:
    """Of somebody who was erased: places go, and what they noted on request. Safe to run twice."""
    theirs = Q(places__person=person) | Q(rapporteur=person) | Q(points__person=person)
    found = Group.objects.filter(theirs).select_related("round__session").distinct()
    for _session, those in groupby(found.order_by("round__session", "pk"), key=_session_of):
        _forget_in(list(those), person=person, words=words)
    GroupPlace.objects.filter(person=person).delete()


def _session_of(group: Group) -> int:
    return group.round.session_id


@transaction.atomic
def _forget_in(found: list[Group], *, person: Person, words: bool) -> None:
    session = found[0].round.session
    log.lock(session)
    ids = [group.pk for group in found]
    GroupPlace.objects.filter(person=person, group__in=ids).delete()
    Group.objects.filter(pk__in=ids, rapporteur=person).update(rapporteur=None)
    if words:
        GroupPoint.objects.filter(person=person, group__in=ids).update(text="")
    if not queries.may_be_on_screen(session):
        return
    for group in found:
        if group.round.is_open:
            for kind in (Kind.GROUP_CHANGED, Kind.GROUP_NOTED):
                group_places.to_group(kind, group, session=session)
    if words and any(group.round.closed_at for group in found):
        log.add(session=session, kind=Kind.GROUPS_CHANGED, by=None, data={})


def _noted(*, by: Person, session: LiveSession, group: int, client_id: str) -> Entry:
    return log.add(
        session=session,
        kind=Kind.GROUP_NOTED,
        by=by,
        client_id=client_id,
        data={"group": group},
        audience=Audience.GROUP,
        audience_group=Group(pk=group),
    )


def _point(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise ValidationError(_("Write something first."), code="blank")
    if len(text) > LONGEST_POINT:
        raise ValidationError(
            _("Write at most %(most)d characters at once; this has %(length)d."),
            code="long",
            params={"most": LONGEST_POINT, "length": len(text)},
        )
    return text
