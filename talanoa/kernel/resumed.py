"""Files sent in pieces, at the edge: an address that takes pieces, a form that takes the whole.

In the manner of the drafts for resumable uploads (tus, IETF): a device asks how far a file has
come, sends the piece that begins there, and is told the right place when it was wrong. Then it
sends its form as ever, with the file's digest as ``upload`` instead of the file.
"""

import io
import os
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError

from talanoa.kernel import pieces
from talanoa.kernel.tries import Tries

View = Callable[..., HttpResponse]
METHODS = ["GET", "HEAD", "PATCH"]
"""Of an address that takes pieces."""
OFFSET, LENGTH = "Upload-Offset", "Upload-Length"
SENT = Tries(kind="pieces", most=1_200, seconds=600)
"""Pieces of one person; our own script makes 320 of the largest file."""
_DIGEST = re.compile("[0-9a-f]{64}")


class _NotHere(Exception):
    """The file is to be sent again."""


class _Missing(io.BytesIO):
    """Stands for a file that is not here, and says so to whoever reads it.

    Nobody reads it when the form was taken before and comes once more, its answer being lost.
    """

    def read(self, size: int | None = -1) -> bytes:
        raise _NotHere


def answer_piece(request: HttpRequest, *, by: models.Model, place: str, most: int) -> HttpResponse:
    """Say how far a file has come, or put a piece to it; the door was asked before.

    The file is named by ``?of=`` its SHA-256. 204 with ``Upload-Offset``; 409 with the right one
    when the piece begins elsewhere; 400 for what is no piece of it; 413 when it is too large or
    its person has too much unfinished; 429 after too many. Of a piece that was cut off on its
    way, what arrived is kept.

    Args:
        most: bytes that a whole file may have here.

    Raises:
        Http404: ``of`` is no digest.
    """
    digest = request.GET.get("of", "")
    if not _DIGEST.fullmatch(digest):
        raise Http404
    if request.method != "PATCH":
        return _at(pieces.held(by=by, place=place, digest=digest))
    if SENT.too_many(by.pk):
        return HttpResponse(status=429)
    SENT.count(by.pk)
    size, offset = _number(request, LENGTH), _number(request, OFFSET)
    if size is None or offset is None:
        return HttpResponse(status=400)
    length = _number(request, "Content-Length") or 0
    if length > pieces.MOST_PIECE or size > min(most, settings.UPLOAD_MAX_BYTES):
        return HttpResponse(status=413)
    try:
        held = pieces.add(
            by=by, place=place, digest=digest, size=size, offset=offset, piece=request.body
        )
    except pieces.WrongOffset as wrong:
        return _at(wrong.held, status=409)
    except (pieces.Unfit, UnreadablePostError):
        return HttpResponse(status=400)
    except pieces.NoRoom:
        return HttpResponse(status=413)
    return _at(held)


def takes_pieces(place: str) -> Callable[[View], View]:
    """A view whose form may name, as ``upload``, a file that was sent in pieces before.

    The view finds it in ``request.FILES["file"]`` as if it had come with the form, and asks of it
    what it asks of any. Taken, its pieces are removed; refused, they stay for what is left of
    their day, so that another title costs no second sending. 410 when the file is not here.

    Args:
        place: as for ``answer_piece``, with the names of the address's places in braces.
    """

    def around(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **places: Any) -> HttpResponse:
            digest = request.POST.get("upload", "")
            if not _DIGEST.fullmatch(digest) or request.FILES:
                return view(request, **places)
            by, at = cast(models.Model, request.user), place.format(**places)
            file = pieces.whole(by=by, place=at, digest=digest)
            size = os.fstat(file.fileno()).st_size if file else 1
            request.FILES["file"] = UploadedFile(file or _Missing(), name=digest, size=size)
            try:
                response = view(request, **places)
            except _NotHere:
                return HttpResponse(status=410)
            if response.status_code == 302:
                pieces.forget(by=by, place=at, digest=digest)
            return response

        return answer

    return around


def _at(held: int, *, status: int = 204) -> HttpResponse:
    return HttpResponse(status=status, headers={OFFSET: str(held)})


def _number(request: HttpRequest, header: str) -> int | None:
    given = request.headers.get(header, "")
    return int(given) if re.fullmatch("[0-9]{1,9}", given) else None
