"""Captions beside a recording: which lines, and where in the sound each stands.

No line is shown whose words may be in a stretch that nobody is to hear, or in none that was
recorded. Nobody is named, since the page can be taken along; a dash marks another voice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from talanoa.live import captioning, captions, recorded
from talanoa.live.models import Caption, Recording
from talanoa.live.recordings import timeline
from talanoa.live.recordings.timeline import Part
from talanoa.schedule.models import LiveSession

WRITTEN_WITHIN = timedelta(seconds=10)
"""How long after its words a line may come: so long after a silenced stretch none is shown."""

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class PlayedLine:
    """A line and from where to where in the sound it stands, in seconds."""

    begins: float
    ends: float
    text: str
    is_machine: bool
    is_other_voice: bool


@dataclass(frozen=True)
class Track:
    """The captions of one language."""

    code: str
    lines: list[PlayedLine]

    @property
    def name(self) -> str:
        return captions.language_name(self.code)


def tracks(session: LiveSession, parts: Sequence[Part], quiet: Sequence[Stretch]) -> list[Track]:
    """The languages with a line that can be shown, the one with most lines first. One query.

    Args:
        quiet: stretches in which nothing is to be heard, nor read.
    """
    written: dict[str, list[Caption]] = {}
    for line in captions.kept(session).select_related("draft_line").order_by("at", "pk"):
        written.setdefault(line.language, []).append(line)
    found = [Track(code, _played(lines, parts, quiet)) for code, lines in written.items()]
    return sorted(
        (track for track in found if track.lines), key=lambda one: (-len(one.lines), one.code)
    )


def where_heard(lines: Iterable[Caption]) -> dict[int, int]:
    """Where to begin to hear each line, by its id, in whole seconds; of those that can be played.

    One query, none without lines.
    """
    lines = list(lines)
    sessions = {line.session_id for line in lines}
    ready = Recording.objects.filter(pk__in=sessions, ready_at__isnull=False, deleted_at=None)
    known = {
        recording.pk: (recorded.parts(recording), recorded.quiet(recording))
        for recording in (ready if lines else ())
    }
    found = {}
    for line in lines:
        parts, quiet = known.get(line.session_id, ([], []))
        if (part := _heard(line, parts, quiet)) is not None:
            begins = max(_exact(line) or line.at - captioning.LONGEST_LEAD, part.began_at)
            found[line.pk] = int(timeline.place(parts, begins))
    return found


def _played(
    lines: Sequence[Caption], parts: Sequence[Part], quiet: Sequence[Stretch]
) -> list[PlayedLine]:
    stands = captioning.said([(line.at, line.text) for line in lines])
    played: list[PlayedLine] = []
    voice = None
    for line, (begins_at, ends_at) in zip(lines, stands, strict=True):
        part = _heard(line, parts, quiet)
        if part is None:
            continue
        begins_at = _exact(line) or begins_at
        begins = timeline.place(parts, max(begins_at, part.began_at))
        ends = timeline.place(parts, min(ends_at, part.ended_at - timedelta(milliseconds=1)))
        is_other = voice is not None and line.speaker_id is not None and line.speaker_id != voice
        voice = line.speaker_id or voice
        played.append(
            PlayedLine(round(begins, 2), round(ends, 2), line.text, line.is_machine, is_other)
        )
    return played


def _exact(line: Caption) -> datetime | None:
    """When a line began that a machine heard in the recording itself; of others nobody knows."""
    drafted = getattr(line, "draft_line", None)
    return drafted.begins_at if drafted is not None else None


def _heard(line: Caption, parts: Sequence[Part], quiet: Sequence[Stretch]) -> Part | None:
    """The part in which a line's words are heard; ``None`` where they may be elsewhere."""
    at = _exact(line)
    if at is None:
        at = line.at
        # A machine hears the silent as silence; a person may write afterwards what was said in it.
        if any(begins < at and at - WRITTEN_WITHIN < ends for begins, ends in quiet):
            return None
    return next((part for part in parts if part.began_at <= at < part.ended_at), None)
