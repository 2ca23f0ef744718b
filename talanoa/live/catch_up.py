"""Catching up with a session: what was heard, shown and written, on one timeline.

Other rooms add what is written down there, from their ``acts.py``::

    catch_up.marks.register("questions", _("Question"), of=questions_in)

``of(session)`` gives (moment, text) of each; the text names nobody, since the page can be
taken along.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import mark_safe

from talanoa.live import captions, captions_played, recorded
from talanoa.live.models import Entry, Recording, SlidePage
from talanoa.live.recordings import timeline
from talanoa.live.recordings.pieces import Piece, Whole, Words, embedded
from talanoa.live.recordings.timeline import Part
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

SHORTEST_GAP = timedelta(seconds=5)
"""Less is missing where a process was restarted, and is not worth a word."""
BYTES_OF_WORDS = 40_000
"""About what the page itself weighs, without pictures and sound."""

SCRIPTS = ("live/catch_up.js", "live/catch_up_captions.js")

BYTES_OF_A_LINE = 180
"""Of a caption in the page, beside its text."""

ASKS_NOBODY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
    "media-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
)
"""Kept by the browser: the page can ask nothing of any network."""

Written = Iterable[tuple[datetime, str]]


class Marks:
    """What rooms write down during a session and show beside its recording."""

    def __init__(self) -> None:
        self._readers: dict[str, tuple[str | Promise, Callable[[LiveSession], Written]]] = {}

    def register(
        self, name: str, label: str | Promise, *, of: Callable[[LiveSession], Written]
    ) -> None:
        """Add a kind of mark.

        Raises:
            ValueError: another kind has this name.
        """
        if name in self._readers:
            raise ValueError(f"Two kinds of mark are called {name}.")
        self._readers[name] = (label, of)

    def made_in(self, session: LiveSession) -> list[tuple[datetime, tuple[str, str]]]:
        """(moment, (label, text)) of each. Queries: those of each kind."""
        return [
            (at, (str(label), text))
            for label, of in self._readers.values()
            for at, text in of(session)
        ]


marks = Marks()


@dataclass(frozen=True)
class Slide:
    """A page of slides and its number among those shown; ``source`` is its picture's address."""

    page: SlidePage
    number: int
    source: str


def shown(
    recording: Recording, parts: list[Part], *, source: Callable[[SlidePage], str]
) -> dict[str, Any]:
    """What the player shows. Six queries, and those of the marks.

    Args:
        source: the address of a slide's picture.
    """
    session = recording.session
    entries = Entry.objects.filter(session=session)
    moved = entries.filter(kind=Kind.AGENDA_MOVED).order_by("seq")
    titles = dict(session.agenda.values_list("pk", "title"))
    items = [(entry.at, titles.get(entry.data["item"])) for entry in moved]
    turned = entries.filter(kind=Kind.SLIDE_SHOWN).order_by("seq")
    pages = _pages(session)
    turns = [
        (entry.at, pages.get((entry.data["deck"], entry.data.get("page")))) for entry in turned
    ]
    slides = timeline.states(parts, turns)
    distinct = list(dict.fromkeys(turn.value for turn in slides if turn.value is not None))
    return {
        "session": session,
        "recording": recording,
        "length": timeline.length(parts),
        "began_at": parts[0].began_at if parts else None,
        "chapters": [item for item in timeline.states(parts, items) if item.value],
        "turns": [
            (turn.offset, distinct.index(turn.value) + 1 if turn.value is not None else 0)
            for turn in slides
        ],
        "slides": [
            Slide(page, number, source(page)) for number, page in enumerate(distinct, start=1)
        ],
        "marks": timeline.marks(parts, marks.made_in(session)),
        "captions": captions_played.tracks(session, parts, recorded.quiet(recording)),
        "gaps": timeline.gaps(parts, shortest=SHORTEST_GAP),
    }


def on_the_page(recording: Recording, *, reader: Person) -> dict[str, Any]:
    """What the page shows, pictures and captions asked for as they come. A query more than
    ``shown``."""
    session = recording.session

    def source(page: SlidePage) -> str:
        return reverse("live:picture", args=[session.pk, page.pk, "medium"])

    found = shown(recording, recorded.parts(recording), source=source)
    return {
        **found,
        "reading": captions.reading(reader, [track.code for track in found["captions"]]),
        "page_bytes": bytes_of_page(found["slides"], recording) + bytes_of(found["captions"]),
        "sound": reverse("live:catch_up_sound", args=[session.pk]),
    }


def bytes_of_page(slides: Iterable[Slide], recording: Recording) -> int:
    """About how much the page to take along weighs, pictures and sound as text. No query."""
    pictures = sum(_size(slide.page.medium) for slide in slides)
    return (pictures + recording.sound_bytes) * 4 // 3 + BYTES_OF_WORDS


def bytes_of(tracks: Iterable[captions_played.Track]) -> int:
    """About how much captions weigh in the page. No query."""
    lines = [line for track in tracks for line in track.lines]
    return sum(len(line.text.encode()) + BYTES_OF_A_LINE for line in lines)


def captions_of(recording: Recording, language: str) -> captions_played.Track | None:
    """The captions of one language, as ``shown`` has them. One query."""
    parts, quiet = recorded.parts(recording), recorded.quiet(recording)
    found = captions_played.tracks(recording.session, parts, quiet)
    return next((track for track in found if track.code == language), None)


def page_to_take(recording: Recording, *, reader: Person) -> Whole:
    """Everything in one page that needs no network, in the language in force. As ``on_the_page``.

    It is put together while it is sent, so that no second copy of the sound is kept, and is
    the same each time, so that a download can go on where it broke off.
    """
    mark = f"place-{recording.version}-{hash_of(recording.sound)}"
    parts = recorded.parts(recording)
    found = shown(recording, parts, source=lambda page: f"{mark}-slide-{page.pk}.")
    text = render_to_string(
        "live/catch_up_file.html",
        {
            **found,
            "reading": captions.reading(reader, [track.code for track in found["captions"]]),
            "sound": f"{mark}-sound-0.",
            "head": mark_safe(f"{ASKS_NOBODY}<style>{_own('live/catch_up.css')}</style>"),  # noqa: S308
            "script": mark_safe(  # noqa: S308
                "".join(f'<script type="module">{_own(name)}</script>' for name in SCRIPTS)
            ),
        },
    )
    pictures = {slide.page.pk: slide.page.medium for slide in found["slides"]}
    pieces: list[Piece] = []
    ends = 0
    for place in re.finditer(rf"{mark}-(sound|slide)-(\d+)\.", text):
        pieces.append(Words(text[ends : place.start()].encode()))
        ends = place.end()
        if place[1] == "sound":
            pieces += embedded(
                recorded.path_of(recording.sound).open, recording.sound_bytes, "audio/webm"
            )
        else:
            picture = pictures[int(place[2])]
            if size := _size(picture):
                pieces += embedded(picture.open, size, "image/webp")
    pieces.append(Words(text[ends:].encode()))
    return Whole(pieces)


def _size(picture: FieldFile) -> int:
    """Bytes of a picture; none of one that is gone, whose words are there all the same."""
    try:
        return picture.size
    except FileNotFoundError:
        return 0


def hash_of(name: str) -> str:
    """What nobody can write into a question, since nobody knows the file's name."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def _pages(session: LiveSession) -> dict[tuple[int, int], SlidePage]:
    pages = SlidePage.objects.filter(deck__session=session, deck__ready_at__isnull=False)
    return {(page.deck_id, page.number): page for page in pages.select_related("deck")}


def _own(name: str) -> str:
    """A file of ours to stand inside the page."""
    return Path(str(finders.find(name))).read_text(encoding="utf-8")
