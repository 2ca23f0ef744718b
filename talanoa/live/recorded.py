"""What is read of recordings: where one stands, what a person answered, who caught up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from talanoa.kernel import clock
from talanoa.kernel.compiled import Compiled
from talanoa.live.durations import LONGEST_OUTAGE, SETTLES
from talanoa.live.models import (
    CaptionDraft,
    CatchUp,
    Entry,
    RecordedVoice,
    Recording,
    RecordingConsent,
    RecordingPolicy,
)
from talanoa.live.recordings import sound
from talanoa.live.recordings.timeline import Part
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession

_TURNS = (Kind.RECORDING_STARTED, Kind.RECORDING_PAUSED, Kind.RECORDING_STOPPED)
_SESSION_TITLE = "recording__session__title"


@dataclass(frozen=True)
class Running:
    """A recording that runs: since when sound is kept, and who may be heard."""

    since: datetime
    agreed: frozenset[int]


def policy_of(where: LiveSession | Programme) -> RecordingPolicy:
    """What the programme's sessions begin with; as a rule nothing is recorded. One query."""
    programme = where.pk if isinstance(where, Programme) else where.cohort.programme_id
    found = RecordingPolicy.objects.filter(pk=programme).first()
    return found or RecordingPolicy(programme_id=programme)


def of_session(session: LiveSession, *, fresh: bool = False) -> Recording:
    """The session's recording; until it is started, as its programme has it.

    One query; two before its start.

    Args:
        fresh: it will be changed: locked where the database locks rows.
    """
    recordings = Recording.objects.filter(pk=session.pk)
    found = (recordings.select_for_update() if fresh else recordings).first()
    if found is None or found.started_at is None:
        policy = policy_of(session)
        found = found or Recording(session=session, is_wanted=policy.is_on)
        found.kept_days = policy.kept_days
    found.session = session
    return found


def answer_of(person: Person, session: LiveSession) -> str:
    """``yes``, ``no``, or nothing as long as they have not answered. One query."""
    for (is_yes,) in _answers(session=session.pk, person=person.pk):
        return "yes" if is_yes else "no"
    return ""


_answers = Compiled(
    lambda session, person: RecordingConsent.objects.filter(
        session=session, person=person
    ).values_list("is_yes")
)


def scene(session: LiveSession) -> dict[str, Any]:
    """How the recording stands, for everybody alike. One query, two before it was begun."""
    recording = of_session(session)
    return {"session": session, "recording": recording}


def asked_of(person: Person, session: LiveSession) -> dict[str, Any]:
    """Whether somebody may be recorded, as they answered. One query."""
    return {"session": session, "answer": answer_of(person, session)}


def answered(entry: Entry) -> dict[str, Any]:
    """The same, once an entry says that they have answered."""
    assert entry.audience_person is not None  # noqa: S101  the database keeps it so
    return asked_of(entry.audience_person, entry.session)


def running(session_ids: Iterable[int]) -> dict[int, Running]:
    """The recordings that run in these sessions. One query, two if there are any."""
    rows = Recording.objects.filter(
        pk__in=list(session_ids), resumed_at__isnull=False, paused_at=None, stopped_at=None
    )
    found = {pk: since for pk, since in rows.values_list("pk", "resumed_at") if since}
    if not found:
        return {}
    agreed: dict[int, set[int]] = {}
    consents = RecordingConsent.objects.filter(session__in=list(found), is_yes=True)
    for session_id, person_id in consents.values_list("session", "person"):
        agreed.setdefault(session_id, set()).add(person_id)
    return {
        session_id: Running(since + SETTLES, frozenset(agreed.get(session_id, ())))
        for session_id, since in found.items()
    }


def parts(recording: Recording) -> list[Part]:
    """Where each stretch of a recording that was made lies. No query."""
    return [
        Part(offset, datetime.fromisoformat(began_at), seconds)
        for offset, began_at, seconds in recording.parts
    ]


def quiet(recording: Recording) -> list[tuple[datetime, datetime]]:
    """Between which moments nothing is to be heard in a recording that was made. No query."""
    return [
        (datetime.fromisoformat(begins), datetime.fromisoformat(ends))
        for begins, ends in recording.quiet
    ]


def silent(recording: Recording) -> list[tuple[datetime, datetime]]:
    """The times in which nothing is to be heard: of people, and of pauses. Two queries.

    A time without an end goes on to the end of the recording.
    """
    end = recording.stopped_at or clock.now()
    times = recording.voices.filter(is_silenced=True).values_list("began_at", "ended_at")
    quiet = [(began_at, ended_at or end) for began_at, ended_at in times]
    # A room process hears of a pause a moment late.
    paused_at = None
    turns = Entry.objects.filter(session=recording.session_id, kind__in=_TURNS).order_by("seq")
    for kind, at in turns.values_list("kind", "at"):
        if kind == Kind.RECORDING_STARTED:
            if paused_at is not None:
                quiet.append((paused_at, at))
            paused_at = None
        else:
            paused_at = paused_at or at
    if paused_at is not None:
        quiet.append((paused_at, paused_at + LONGEST_OUTAGE))
    return quiet


def path_of(name: str) -> Path:
    """Where a file of a recording is."""
    return Path(settings.RECORDINGS_DIR) / name


def has_spoken(person: Person, recording: Recording) -> bool:
    """Whether somebody's microphone was on in what can be heard. One query."""
    return recording.voices.filter(person=person, is_silenced=False).exists()


def catch_ups(recording: Recording) -> dict[str, int]:
    """How many played it, and how often it was taken along. One query."""
    return recording.catch_ups.aggregate(
        played=Count("pk", filter=Q(kind="sound")), taken=Count("pk", filter=Q(kind="file"))
    )


def agreed(session: LiveSession) -> dict[str, int]:
    """How many said yes to being recorded, and how many no. One query."""
    return RecordingConsent.objects.filter(session=session).aggregate(
        yes=Count("pk", filter=Q(is_yes=True)), no=Count("pk", filter=Q(is_yes=False))
    )


def for_hosts(session: LiveSession) -> dict[str, Any]:
    """What the recording's own page shows to those who host. Five queries."""
    recording = of_session(session)
    return {
        "recording": recording,
        "catch_ups": catch_ups(recording),
        "agreed": agreed(session),
        "has_ffmpeg": sound.is_there(),
        "draft": CaptionDraft.objects.filter(pk=session.pk).first(),
        "hears": bool(settings.WHISPER_MODEL),
    }


def in_record(session: LiveSession, person: Person | None) -> dict[str, Any] | None:
    """A line of the session record: for the programme's people, where there is a recording."""
    if person is None:
        return None
    recording = Recording.objects.filter(pk=session.pk, started_at__isnull=False).first()
    return {"session": session, "recording": recording} if recording else None


def kept_about(person: Person) -> dict[str, object]:
    """What somebody answered, when they were recorded, and what they caught up with.

    Three queries.
    """
    consents = RecordingConsent.objects.filter(person=person).order_by("pk")
    voices = RecordedVoice.objects.filter(person=person).order_by("pk")
    caught_up = CatchUp.objects.filter(person=person).order_by("pk")
    return {
        "recording_answers": list(consents.values("session__title", "is_yes", "answered_at")),
        "recorded": list(voices.values(_SESSION_TITLE, "began_at", "ended_at", "is_silenced")),
        "caught_up": list(caught_up.values(_SESSION_TITLE, "kind", "at")),
    }
