"""Cameras and screens on and off."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.durations import UNHEARD_AFTER
from talanoa.live.models import Entry, Picture
from talanoa.live.picture_terms import PictureEnd, Source
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

Shown = tuple[int, int, str]
"""A session, a person, and the source of a picture that a room process has."""


@log.once
def begin(*, by: Person, session: LiveSession, source: str, client_id: str = "") -> Entry:
    """Show one's camera or share one's screen; in another window of theirs it ends.

    Raises:
        Refused: there is no such source, or for the reasons in ``access.picture_refused``.
    """
    if source not in Source.values:
        raise Refused(_("There is no such picture."))
    log.lock(session)
    demand(access.picture_refused(by, session, source))
    now = clock.now()
    picture = Picture.objects.filter(session=session, person=by, source=source).first()
    picture = picture or Picture(session=session, person=by, source=source)
    picture.begun_at = picture.seen_at = now
    picture.full_clean()
    picture.save()
    data = {"person": by.pk, "source": source}
    return log.add(session=session, kind=Kind.PICTURE_BEGUN, by=by, client_id=client_id, data=data)


@log.once
def end(
    *,
    by: Person,
    session: LiveSession,
    source: str,
    person: int | None = None,
    client_id: str = "",
) -> Entry:
    """End one's own picture; as a host that of ``person`` (an id) too.

    Raises:
        Refused: for the reasons in ``access.turning_off_refused``, or it is not on.
    """
    whose = by.pk if person is None else person
    demand(access.turning_off_refused(by, session, whose))
    log.lock(session)
    picture = Picture.objects.filter(session=session, person=whose, source=source).first()
    if picture is None:
        raise Refused(_("This picture is not on any more."))
    why = PictureEnd.STOPPED if whose == by.pk else PictureEnd.TURNED_OFF
    return _ended(picture, by=by, why=why, client_id=client_id)


@transaction.atomic
def take(
    *,
    by: Person | None,
    session: LiveSession,
    person: int | None = None,
    source: str = "",
    why: str,
    unseen_since: datetime | None = None,
) -> int:
    """End pictures that are on; gives how many. One query while there are none.

    Args:
        person: of this person (an id) alone.
        source: from this source alone.
        why: one of ``PictureEnd``.
        unseen_since: only what no room process has had since.
    """
    pictures = Picture.objects.filter(session=session)
    if person is not None:
        pictures = pictures.filter(person=person)
    if source:
        pictures = pictures.filter(source=source)
    if unseen_since is not None:
        pictures = pictures.filter(seen_at__lt=unseen_since)
    if not pictures.exists():
        return 0
    log.lock(session)
    found = list(pictures.select_for_update())
    for picture in found:
        picture.session = session
        _ended(picture, by=by, why=why)
    return len(found)


def take_from_others(*, by: Person | None, session: LiveSession) -> None:
    """End the pictures of all who may show none any more. One query while there are none.

    To be called in the transaction that changes who has the floor, what is in hand or who hosts.
    """
    shown = set(Picture.objects.filter(session=session).values_list("person", flat=True))
    if shown:
        for person in sorted(shown - access.may_show(session)):
            take(by=by, session=session, person=person, why=PictureEnd.OVER)


# --- What the room finds ---------------------------------------------------------------------


def keep_seen(shown: Iterable[Shown]) -> list[Shown]:
    """Note that a room process has these pictures at this moment; gives those that are not on,
    or that are shown by somebody who may not any more. Two queries for each, two for each session.
    """
    stray: list[Shown] = []
    may: dict[int, set[int]] = {}
    for each in shown:
        session_id, person, source = each
        pictures = Picture.objects.filter(session=session_id, person=person, source=source)
        if not pictures.update(seen_at=clock.now()):
            stray.append(each)
            continue
        session = _session(session_id)
        if session_id not in may:
            may[session_id] = access.may_show(session)
        if person not in may[session_id]:
            take(by=None, session=session, person=person, why=PictureEnd.OVER)
            stray.append(each)
    return stray


def drop_unseen(session_ids: Iterable[int], *, since: datetime | None = None) -> int:
    """End pictures that no process has; gives how many. One query while there are none.

    Args:
        since: seen before this; nothing given: twelve seconds ago.
    """
    before = since or clock.now() - UNHEARD_AFTER
    unseen = Picture.objects.filter(session__in=list(session_ids), seen_at__lt=before)
    sessions = set(unseen.order_by().values_list("session", flat=True))
    return sum(
        take(by=None, session=_session(each), why=PictureEnd.LOST, unseen_since=before)
        for each in sorted(sessions)
    )


def drop_all() -> int:
    """End every picture: the only room process begins anew, and has none of them."""
    sessions = set(Picture.objects.order_by().values_list("session", flat=True))
    return drop_unseen(sessions, since=clock.now())


def lose(session_id: int, person: int, source: str) -> None:
    """The connection of a picture is gone."""
    take(
        by=None,
        session=_session(session_id),
        person=person,
        source=source,
        why=PictureEnd.LOST,
    )


def forget(*, person_id: int) -> None:
    """Whoever was erased shows nothing any more."""
    for session in LiveSession.objects.filter(pictures__person=person_id).distinct():
        take(by=None, session=session, person=person_id, why=PictureEnd.OVER)


def _session(session_id: int) -> LiveSession:
    return LiveSession.objects.select_related("cohort__programme__hub").get(pk=session_id)


def _ended(picture: Picture, *, by: Person | None, why: str, client_id: str = "") -> Entry:
    data = {"person": picture.person_id, "source": picture.source, "why": why}
    picture.delete()
    return log.add(
        session=picture.session,
        kind=Kind.PICTURE_ENDED,
        by=by,
        client_id=client_id,
        data=data,
    )
