"""Slides: uploaded, made into pages by a job, put on the stage, taken away."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log, slides
from talanoa.live.models import Entry, Room, SlideDeck, SlidePage
from talanoa.live.slides import Begun, PageMade, SlidesError
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@transaction.atomic
def upload(*, by: Person, session: LiveSession, title: str, file: File[bytes]) -> SlideDeck:
    """Take a PDF in; a job makes its pages.

    The file is kept under a name of ours: what it was called elsewhere may tell who wrote it.

    Raises:
        Refused: for the reasons in ``access.presenting_refused``, or it is no PDF.
        ValidationError: the title is blank or too long.
    """
    demand(access.presenting_refused(by, session))
    if not slides.is_pdf(file):
        raise Refused(_("This is not a PDF. Save the slides as a PDF and choose that file."))
    deck = SlideDeck(session=session, title=title.strip(), uploaded_by=by)
    deck.full_clean(exclude=["file"])
    deck.file.save(f"{uuid4().hex}.pdf", file, save=False)
    deck.save()
    events.record("live.slides_uploaded", by=by, subject=deck)
    return deck


def make_pages(*, deck: SlideDeck) -> bool:
    """Make the pages of a deck, one after another; says whether they all are there.

    Each page is stored by itself, so that the progress can be seen and nothing else waits.
    Begins anew where an earlier run was killed. Safe to run twice.
    """
    if deck.ready_at or deck.failed_at:
        return deck.ready_at is not None
    _forget_pages(deck)
    try:
        with tempfile.TemporaryDirectory(prefix="talanoa-slides-") as folder:
            source = Path(folder) / "source.pdf"
            with deck.file.open("rb") as kept, source.open("wb") as copy:
                shutil.copyfileobj(kept, copy)
            for made in slides.pages(source, Path(folder)):
                _keep(deck, made)
    except SlidesError as error:
        _forget_pages(deck)
        _ended(deck, failure=error.code)
        return False
    _ended(deck)
    return True


@log.once
def show(*, by: Person, session: LiveSession, deck: int, page: int, client_id: str = "") -> Entry:
    """Put a page (its number) of a deck (its id) on the stage, for everyone.

    Raises:
        Refused: for the reasons in ``access.presenting_refused``, or there is no such page.
    """
    demand(access.presenting_refused(by, session))
    found = SlidePage.objects.filter(
        deck=deck, deck__session=session, deck__ready_at__isnull=False, number=page
    )
    if not found.exists():
        raise Refused(_("There is no such slide."))
    room = log.lock(session)
    room.deck_id, room.page = deck, page
    room.save(update_fields=["deck", "page"])
    return log.add(
        session=session,
        kind=Kind.SLIDE_SHOWN,
        by=by,
        client_id=client_id,
        data={"deck": deck, "page": page},
    )


@log.once
def clear(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Take the slide off the stage.

    Raises:
        Refused: for the reasons in ``access.presenting_refused``.
    """
    demand(access.presenting_refused(by, session))
    room = log.lock(session)
    room.deck, room.page = None, 1
    room.save(update_fields=["deck", "page"])
    return log.add(
        session=session, kind=Kind.SLIDE_SHOWN, by=by, client_id=client_id, data={"deck": None}
    )


@transaction.atomic
def delete(*, by: Person, deck: SlideDeck) -> None:
    """Take a deck away, with its pages and its file.

    Raises:
        Refused: for the reasons in ``access.presenting_refused``, or it is on the stage.
    """
    demand(access.presenting_refused(by, deck.session))
    if Room.objects.filter(session=deck.session_id, deck=deck).exists():
        raise Refused(_("These slides are on the stage. Show others first."))
    events.record("live.slides_deleted", by=by, subject=deck)
    pages, file = list(deck.pages.all()), deck.file
    deck.delete()
    transaction.on_commit(
        _deleting(*(picture for page in pages for picture in _pictures(page)), file)
    )


def _keep(deck: SlideDeck, made: Begun | PageMade) -> None:
    if isinstance(made, Begun):
        SlideDeck.objects.filter(pk=deck.pk).update(page_count=made.pages)
        return
    page = SlidePage(
        deck=deck,
        number=made.number,
        inline_size=made.inline_size,
        block_size=made.block_size,
        text=made.text,
    )
    for size, path in made.pictures.items():
        with path.open("rb") as picture:
            field = getattr(page, size)
            field.save(f"{uuid4().hex}.webp", File(picture), save=False)
    page.save()


@transaction.atomic
def _ended(deck: SlideDeck, *, failure: str = "") -> None:
    moment = "failed_at" if failure else "ready_at"
    open_still = SlideDeck.objects.filter(pk=deck.pk, ready_at=None, failed_at=None)
    if open_still.update(**{moment: clock.now(), "failure": failure}):
        kind = "live.slides_failed" if failure else "live.slides_ready"
        events.record(kind, by=None, subject=deck, failure=failure)


def _forget_pages(deck: SlideDeck) -> None:
    for page in deck.pages.all():
        page.delete()
        _deleting(*_pictures(page))()
    SlideDeck.objects.filter(pk=deck.pk).update(page_count=None)


def _pictures(page: SlidePage) -> list[FieldFile]:
    return [getattr(page, size) for size in slides.SIZES]


def _deleting(*files: FieldFile) -> Callable[[], None]:
    def delete_files() -> None:
        for file in files:
            if file:
                file.delete(save=False)

    return delete_files
