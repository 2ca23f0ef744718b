"""Interpreters on the air and off it, and who hears what."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.durations import SLOWER_EVERY, UNHEARD_AFTER
from talanoa.live.models import (
    Entry,
    InterpretationChannel,
    Interpreter,
    ListeningChoice,
    Room,
)
from talanoa.live.terms import Audience, Kind, OffAir
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

Voice = tuple[int, str, int]
"""A session, a language and whose open microphone is in that mix."""


# --- What interpreters do --------------------------------------------------------------------


@log.once
def start(*, by: Person, session: LiveSession, language: str, client_id: str = "") -> Entry:
    """Go on the air, or take over from whoever offers it.

    Raises:
        Refused: for the reasons in ``access.going_on_air_refused``.
    """
    channel = _locked(session, language)
    demand(access.going_on_air_refused(by, channel))
    now = clock.now()
    if channel.on_air_id != by.pk:
        channel.on_air_since = now
    channel.on_air, channel.heard_at = by, now
    channel.offered_at, channel.asked_by = None, None
    channel.full_clean()
    channel.save()
    data = {"language": language, "person": by.pk}
    return log.add(session=session, kind=Kind.ON_AIR, by=by, client_id=client_id, data=data)


@log.once
def stop(*, by: Person, session: LiveSession, language: str, client_id: str = "") -> Entry:
    """Go off the air; who listens hears the floor.

    Raises:
        Refused: ``by`` is not on the air.
    """
    channel = _locked(session, language)
    if channel.on_air_id != by.pk:
        raise Refused(_("You are not on the air."))
    return _off_air(channel, by=by, why=OffAir.STOPPED, client_id=client_id)


@log.once
def hand_over(*, by: Person, session: LiveSession, language: str, client_id: str = "") -> Entry:
    """Ask for a handover: whoever is on the air offers it, another interpreter asks for it.

    Raises:
        Refused: for the reasons in ``access.interpreting_refused``, or nobody is on the air.
    """
    channel = _locked(session, language)
    demand(access.interpreting_refused(by, channel))
    if channel.on_air_id is None:
        raise Refused(_("Nobody is on the air. Go on the air yourself."))
    if channel.on_air_id == by.pk:
        channel.offered_at = clock.now()
    else:
        channel.asked_by = by
    channel.save(update_fields=["offered_at", "asked_by"])
    data = {"language": language, "person": by.pk}
    return log.add(session=session, kind=Kind.HANDING, by=by, client_id=client_id, data=data)


@log.once
def ask_slower(*, by: Person, session: LiveSession, language: str, client_id: str = "") -> Entry:
    """Ask that the floor speak more slowly: told to the hosts, and to whoever has the floor.

    Twice within twenty seconds is once.

    Raises:
        Refused: for the reasons in ``access.interpreting_refused``.
    """
    channel = _locked(session, language)
    demand(access.interpreting_refused(by, channel))
    asked = Entry.objects.filter(
        session=session, kind=Kind.SLOWER, at__gt=clock.now() - SLOWER_EVERY
    )
    if earlier := asked.filter(audience=Audience.HOSTS).order_by("-seq").first():
        return earlier
    speaker = Room.objects.select_related("floor").get(session=session).floor
    data = {"language": language}
    if speaker is not None and not access.is_host(speaker, session):
        log.add(
            session=session,
            kind=Kind.SLOWER,
            by=by,
            data=data,
            audience=Audience.PERSON,
            audience_person=speaker,
        )
    return log.add(
        session=session,
        kind=Kind.SLOWER,
        by=by,
        client_id=client_id,
        data=data,
        audience=Audience.HOSTS,
    )


# --- What listeners choose -------------------------------------------------------------------


@transaction.atomic
def choose(*, by: Person, session: LiveSession, language: str, client_id: str = "") -> Entry:
    """Hear a language, or the floor (no language); kept for the cohort's other sessions.

    It makes no entry: what one person hears is nobody else's news. The last choice counts.

    Returns:
        The entry that set the session's languages.

    Raises:
        Refused: the session has no such language.
    """
    known = Entry.objects.filter(session=session, kind=Kind.CHANNELS_SET).order_by("-seq").first()
    channels = InterpretationChannel.objects.filter(session=session, language=language)
    if known is None or (language and not channels.exists()):
        raise Refused(_("This session is not interpreted into that language."))
    ListeningChoice.objects.update_or_create(
        person=by, cohort=session.cohort, defaults={"language": language, "at": clock.now()}
    )
    return known


# --- What the room finds ---------------------------------------------------------------------


def keep_heard(voices: Iterable[Voice]) -> list[Voice]:
    """Note that these voices are in their mixes at this moment; gives those of whoever is not on
    the air, which do not belong there. One query for each.
    """
    stray: list[Voice] = []
    for voice in voices:
        session_id, language, person = voice
        channels = InterpretationChannel.objects.filter(session=session_id, language=language)
        if not channels.filter(on_air=person).update(heard_at=clock.now()):
            stray.append(voice)
    return stray


def drop_unheard(session_ids: Iterable[int], *, since: datetime | None = None) -> int:
    """Take off the air whom no process has heard: their device, or ours, is gone.

    Args:
        since: heard before this; nothing given: twelve seconds ago.

    Gives how many. One query while there are none.
    """
    before = since or clock.now() - UNHEARD_AFTER
    unheard = InterpretationChannel.objects.filter(
        session__in=list(session_ids), on_air__isnull=False, heard_at__lt=before
    )
    found = list(unheard.values_list("session", "on_air"))
    for session_id, person in found:
        take_off_air(
            by=None,
            session=LiveSession.objects.get(pk=session_id),
            person=person,
            why=OffAir.LOST,
            unheard_since=before,
        )
    return len(found)


def drop_all() -> int:
    """Take everybody off the air: the only room process begins anew, and has nobody's voice."""
    now = clock.now()
    on_air = InterpretationChannel.objects.filter(on_air__isnull=False)
    return drop_unheard(on_air.values_list("session", flat=True), since=now)


@transaction.atomic
def take_off_air(
    *,
    by: Person | None,
    session: LiveSession,
    person: int,
    why: str,
    language: str = "",
    unheard_since: datetime | None = None,
) -> bool:
    """Take ``person`` (an id) off the air; ``False``: they were not on it.

    Args:
        why: one of ``terms.OffAir``.
        language: only there.
        unheard_since: only if nobody has heard them since.
    """
    found = session.channels.filter(on_air=person)
    if language:
        found = found.filter(language=language)
    if unheard_since is not None:
        found = found.filter(heard_at__lt=unheard_since)
    if not found.exists():
        return False
    log.lock(session)
    on_air = list(found.select_for_update())
    for channel in on_air:
        channel.session = session
        _off_air(channel, by=by, why=why)
    return bool(on_air)


def close_with_session(*, by: Person | None, session: LiveSession) -> None:
    """Nobody stays on the air in a session that has ended."""
    on_air = session.channels.filter(on_air__isnull=False)
    for person in list(on_air.values_list("on_air", flat=True)):
        take_off_air(by=by, session=session, person=person, why=OffAir.STOPPED)


def forget(*, person_id: int) -> None:
    """What somebody who was erased chose and did here goes; who was on the air is off it."""
    for session in LiveSession.objects.filter(channels__on_air=person_id).distinct():
        take_off_air(by=None, session=session, person=person_id, why=OffAir.GONE)
    InterpretationChannel.objects.filter(asked_by=person_id).update(asked_by=None)
    Interpreter.objects.filter(person=person_id).delete()
    ListeningChoice.objects.filter(person=person_id).delete()


def _off_air(
    channel: InterpretationChannel, *, by: Person | None, why: str, client_id: str = ""
) -> Entry:
    person = channel.on_air_id
    channel.on_air = channel.on_air_since = channel.heard_at = channel.offered_at = None
    channel.save()
    return log.add(
        session=channel.session,
        kind=Kind.OFF_AIR,
        by=by,
        client_id=client_id,
        data={"language": channel.language, "person": person, "why": why},
    )


def _locked(session: LiveSession, language: str) -> InterpretationChannel:
    """The session's channel for a language, while this act holds the room."""
    log.lock(session)
    channels = session.channels.select_related("on_air")
    channel = channels.filter(language=language).first()
    if channel is None:
        raise Refused(_("This session is not interpreted into that language."))
    channel.session = session
    return channel
