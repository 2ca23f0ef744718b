"""The example recording: notes made by a computer, a few seconds of each item of the agenda.

Nobody speaks in it, since nobody real may be given words. Left out without
ffmpeg, or without sound.
"""

import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from talanoa.kernel import clock
from talanoa.live import recorded
from talanoa.live.recordings import sound
from talanoa.live.services import making, recorder, recordings, slides
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

SECONDS = 12
"""Of each item; the rest of it is a pause."""
NOTES = (262, 330, 392, 523)
"""Hertz: another note for each item."""
KEPT_DAYS = 365


def record(
    session: LiveSession, *, coordinator: Person, facilitator: Person, agreed: list[Person]
) -> None:
    """Record an open session, of which the clock says when it began."""
    if not (sound.is_there() and settings.JANUS.enabled):
        return
    recordings.set_policy(
        by=coordinator,
        programme=session.cohort.programme,
        is_on=False,
        kept_days=KEPT_DAYS,
    )
    with clock.standing_at(session.starts_at):
        recordings.switch(by=coordinator, session=session, is_on=True)
        for person in agreed:
            recordings.answer(by=person, session=session, answer="yes")
    deck = session.decks.get()
    at = session.starts_at
    for number, item in enumerate(session.agenda.order_by("position")):
        with clock.standing_at(at):
            recordings.start(by=facilitator, session=session)
        _play(session, at, hertz=NOTES[number % len(NOTES)])
        with clock.standing_at(at + timedelta(seconds=SECONDS / 3)):
            page = number % (deck.page_count or 1) + 1
            slides.show(by=facilitator, session=session, deck=deck.pk, page=page)
        with clock.standing_at(at + timedelta(seconds=SECONDS)):
            recordings.pause(by=facilitator, session=session)
        at += timedelta(minutes=item.minutes)


def make_ready(session: LiveSession) -> None:
    """Make what was recorded ready; nothing where nothing was."""
    making.make(recording=recorded.of_session(session))


def _play(session: LiveSession, at: datetime, *, hertz: int) -> None:
    """A note that swells and fades, as a segment that was recorded from then on."""
    folder = Path(settings.RECORDINGS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{uuid4().hex}.ogg"
    note = f"aevalsrc=0.2*sin({hertz}*2*PI*t)*(1-cos(PI*t))/2:s=24000:d={SECONDS}"
    subprocess.run(
        [
            sound.PROGRAM, "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", note,
            "-c:a", "libopus", "-b:a", "24k", str(folder / name),
        ],
        check=True,
    )  # fmt: skip
    (folder / name).chmod(0o600)
    recorder.note_segment(session.pk, name=name, began_at=at)
