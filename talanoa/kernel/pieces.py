"""Files that come in pieces over links that break: kept for a day, and gone on with.

The row says how far a file has come; what stands in the folder beyond that was cut off or never
committed, and is written over. A file is named by its digest, so that a device which chooses the
same file again finds what is here, and so that nothing is taken that is not what was chosen.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import QuerySet, Sum

from talanoa.kernel import clock
from talanoa.kernel.models import UnfinishedUpload

MOST_PIECE = 256 * 1024
"""Bytes of one piece."""
KEPT = timedelta(days=1)
"""After the last piece."""


class WrongOffset(Exception):
    """The piece does not begin where the file ends; ``held`` says where that is."""

    def __init__(self, held: int) -> None:
        super().__init__(held)
        self.held = held


class Unfit(Exception):
    """The piece is empty, goes beyond the file's end, or is of a file of another size."""


class NoRoom(Exception):
    """The person has as much unfinished as one person may."""


def held(*, by: models.Model, place: str, digest: str) -> int:
    """How many bytes of a file are here; 0 when there is nothing of it. One query."""
    upload = _of(by, place, digest).first()
    return _really_held(upload) if upload else 0


@transaction.atomic
def add(*, by: models.Model, place: str, digest: str, size: int, offset: int, piece: bytes) -> int:
    """Put a piece at the end of what is here; answers how much that is now.

    Raises:
        WrongOffset: it begins elsewhere: it came twice, early, or after the rest was removed.
        Unfit: it cannot be a piece of this file.
        NoRoom: it would begin a file for which the person has no room left.
    """
    upload = _of(by, place, digest).select_for_update().first()
    if upload is None and offset == 0:
        upload = _begun(by, place=place, digest=digest, size=size)
    there = _really_held(upload) if upload else 0
    if upload is None or offset != there:
        raise WrongOffset(there)
    if size != upload.size or not 0 < len(piece) <= size - there:
        raise Unfit(len(piece))
    path = _path(upload)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("r+b" if there else "wb") as file:
        file.seek(there)
        file.write(piece)
        file.truncate()
    upload.held = there + len(piece)
    upload.changed_at = clock.now()
    upload.save(update_fields=["held", "changed_at"])
    return upload.held


def whole(*, by: models.Model, place: str, digest: str) -> IO[bytes] | None:
    """The file, open, when all of it is here and it is what was to come; else ``None``.

    What turns out to be something else is removed. Reads the file once.
    """
    upload = _of(by, place, digest).first()
    if upload is None or _really_held(upload) != upload.size:
        return None
    try:
        file = _path(upload).open("rb")
    except FileNotFoundError:
        return None
    if hashlib.file_digest(file, "sha256").hexdigest() != digest:
        file.close()
        _forget(UnfinishedUpload.objects.filter(pk=upload.pk))
        return None
    file.seek(0)
    return file


def forget(*, by: models.Model, place: str, digest: str) -> None:
    """Remove a file that was taken, or refused. Safe to do twice."""
    _forget(_of(by, place, digest))


def forget_all_at(place: str) -> None:
    """Remove whatever anybody was sending there or below, when the place is gone."""
    _forget(UnfinishedUpload.objects.filter(place__startswith=place))


def forget_person(person: models.Model) -> None:
    """Remove whatever somebody was sending anywhere."""
    _forget(UnfinishedUpload.objects.filter(person=person.pk))


def forget_old() -> int:
    """Remove what nobody has gone on with for a day, and files that no row knows."""
    before = clock.now() - KEPT
    forgotten = _forget(UnfinishedUpload.objects.filter(changed_at__lt=before))
    folder = Path(settings.UNFINISHED_DIR)
    if folder.exists():
        old = {path.name for path in folder.iterdir() if path.stat().st_mtime < before.timestamp()}
        _deleting(*old - set(UnfinishedUpload.objects.values_list("name", flat=True)))()
    return forgotten


def _of(by: models.Model, place: str, digest: str) -> QuerySet[UnfinishedUpload]:
    return UnfinishedUpload.objects.filter(person=by.pk, place=place, digest=digest)


def _begun(by: models.Model, *, place: str, digest: str, size: int) -> UnfinishedUpload:
    """One more of this person's, who begins one at a time: their own row is held."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    if there := _of(by, place, digest).select_for_update().first():
        return there
    of_person = UnfinishedUpload.objects.filter(person=by.pk)
    # Sizes, not what has come of them: what was begun can be finished.
    taken = of_person.aggregate(bytes=Sum("size"))["bytes"] or 0
    if taken + size > settings.UNFINISHED_MAX_BYTES:
        raise NoRoom(taken)
    return UnfinishedUpload.objects.create(
        person_id=by.pk, place=place, digest=digest, size=size, name=uuid4().hex
    )


def _really_held(upload: UnfinishedUpload) -> int:
    """What the row says, unless its file was lost: then it begins again."""
    try:
        is_there = _path(upload).stat().st_size >= upload.held
    except FileNotFoundError:
        is_there = False
    return upload.held if is_there else 0


def _path(upload: UnfinishedUpload) -> Path:
    return Path(settings.UNFINISHED_DIR) / upload.name


@transaction.atomic
def _forget(uploads: QuerySet[UnfinishedUpload]) -> int:
    names = list(uploads.select_for_update().values_list("name", flat=True))
    UnfinishedUpload.objects.filter(name__in=names).delete()
    transaction.on_commit(_deleting(*names))
    return len(names)


def _deleting(*names: str) -> Callable[[], None]:
    def delete_files() -> None:
        for name in names:
            (Path(settings.UNFINISHED_DIR) / name).unlink(missing_ok=True)

    return delete_files
