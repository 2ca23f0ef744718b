"""Breakout groups opened, given more time, called back and closed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import demand
from talanoa.live import access, groups, log
from talanoa.live.group_terms import COUNTDOWN
from talanoa.live.models import Entry, GroupPlace, GroupRound, Room
from talanoa.live.picture_terms import PictureEnd
from talanoa.live.services import group_making, group_places, interpretation, pictures, talk
from talanoa.live.terms import Kind, OffAir
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def open_groups(
    *, by: Person, session: LiveSession, minutes: int | None = None, client_id: str = ""
) -> Entry:
    """Open the groups that were prepared: from now on everybody in one hears that one alone.

    Raises:
        Refused: for the reasons in ``access.opening_groups_refused``, or none are prepared.
        ValidationError: for fewer than 1 or more than 120 minutes.
    """
    demand(access.opening_groups_refused(by, session))
    room, prepared = log.room_of(session), group_places.prepared(session)
    if minutes is not None:
        prepared.minutes = group_making.minutes_of(minutes)
    group_places.place_all_here(prepared, session=session)
    prepared.opened_at = clock.now()
    prepared.ends_at = prepared.planned_end()
    prepared.save()
    _set_open(room, prepared)
    _take_interpreters_off_air(prepared, session)
    pictures.take(by=by, session=session, why=PictureEnd.OVER)
    entry = log.add(session=session, kind=Kind.GROUPS_OPENED, by=by, client_id=client_id, data={})
    for group in prepared.groups.all():
        group_places.to_group(Kind.GROUP_OPENED, group, session=session)
    group_places.listed(by=by, session=session)
    return entry


@log.once
def extend(*, by: Person, session: LiveSession, minutes: int, client_id: str = "") -> Entry:
    """Let the groups work so many minutes all in all; a return call that was made is taken back.

    Raises:
        Refused: for the reasons in ``access.opening_groups_refused``, or none are open.
        ValidationError: for more than 120 minutes, or fewer than have passed.
    """
    demand(access.opening_groups_refused(by, session))
    log.room_of(session)
    at_work = group_places.at_work(session)
    at_work.minutes = group_making.minutes_of(minutes)
    ends_at = at_work.planned_end()
    if ends_at <= clock.now():
        raise ValidationError(_("That time has passed already."), code="passed")
    at_work.ends_at, at_work.called_at = ends_at, None
    at_work.save()
    entry = log.add(
        session=session,
        kind=Kind.GROUPS_EXTENDED,
        by=by,
        client_id=client_id,
        data={"minutes": at_work.minutes},
    )
    group_places.listed(by=by, session=session)
    return entry


@log.once
def call_back(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Call everybody back: in a minute they are in plenary, muted. A second call changes nothing.

    Raises:
        Refused: for the reasons in ``access.opening_groups_refused``, or none are open.
    """
    demand(access.opening_groups_refused(by, session))
    log.room_of(session)
    return _call(group_places.at_work(session), by=by, session=session, client_id=client_id)


@log.once
def send_word(*, by: Person, session: LiveSession, text: str, client_id: str = "") -> Entry:
    """Say something to all groups at once.

    Raises:
        Refused: for the reasons in ``access.opening_groups_refused``, or none are open.
        ValidationError: ``text`` is blank or too long.
    """
    demand(access.opening_groups_refused(by, session))
    group_places.at_work(session)
    return log.add(
        session=session,
        kind=Kind.GROUPS_WORD,
        by=by,
        client_id=client_id,
        data={"text": talk.line(text)},
    )


def keep_time() -> None:
    """Call groups back a minute before their time is over, and close those whose time is over.

    Safe to be asked by several processes at once.
    """
    for session_id, pk in groups.due(clock.now()):
        with transaction.atomic():
            session = LiveSession.objects.select_related("cohort__programme__hub").get(
                pk=session_id
            )
            log.lock(session)
            at_work = GroupRound.objects.filter(pk=pk, closed_at=None).first()
            if at_work is None or at_work.ends_at is None:
                continue
            if at_work.ends_at <= clock.now():
                close(by=None, session=session)
            elif at_work.called_at is None and at_work.ends_at <= clock.now() + COUNTDOWN:
                _call(at_work, by=None, session=session)


def close(*, by: Person | None, session: LiveSession) -> Entry | None:
    """Everybody is back, those who are cut off too; what the groups noted is shown to all.

    ``None`` where none are open. In a transaction that holds the room.
    """
    room = log.room_of(session)
    at_work = GroupRound.objects.filter(pk=room.group_round_id or 0, closed_at=None).first()
    if at_work is None:
        return None
    at_work.closed_at = clock.now()
    at_work.save()
    _set_open(room, None)
    GroupPlace.objects.filter(round=at_work, is_visit=True).delete()
    entry = log.add(session=session, kind=Kind.GROUPS_CLOSED, by=by, data={})
    group_places.listed(by=by, session=session)
    return entry


def _call(
    at_work: GroupRound, *, by: Person | None, session: LiveSession, client_id: str = ""
) -> Entry:
    now = clock.now()
    if at_work.called_at is None and at_work.ends_at is not None:
        at_work.called_at, at_work.ends_at = now, min(at_work.ends_at, now + COUNTDOWN)
        at_work.save()
    entry = log.add(session=session, kind=Kind.GROUPS_CALLED, by=by, client_id=client_id, data={})
    group_places.listed(by=by, session=session)
    return entry


def _set_open(room: Room, at_work: GroupRound | None) -> None:
    room.group_round = at_work
    room.save(update_fields=["group_round"])


def _take_interpreters_off_air(prepared: GroupRound, session: LiveSession) -> None:
    """Whoever goes into a group speaks into no language's channel meanwhile."""
    on_air = session.channels.filter(on_air__isnull=False).values_list("on_air", flat=True)
    placed = prepared.places.filter(person__in=list(on_air)).values_list("person", flat=True)
    for person in list(placed):
        interpretation.take_off_air(by=None, session=session, person=person, why=OffAir.STOPPED)
