"""A letter that was uploaded: judged by what it holds, pictures kept without their metadata."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from talanoa.programmes.terms import LETTER_MOST_BYTES, LetterKind

MOST_PIXELS = 50_000_000
WIDEST = 2400
"""Pixels of a page's longer side: a letter of A4 is legible at 200 to the inch."""


class UnfitLetterError(Exception):
    """The file cannot be taken; the reason is a sentence for the person."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is kept of an uploaded file."""

    kind: LetterKind
    content: ContentFile[bytes]


def read(file: IO[bytes], *, size: int) -> Letter:
    """The letter in ``file``, whatever it is called.

    A PDF is kept as it is. A picture is written anew, upright and without what a phone adds to
    it: where and when it was taken, and with what.

    Args:
        size: in bytes, as the upload says.

    Raises:
        UnfitLetterError: it is too large, or neither a PDF nor a picture that can be read.
    """
    if size > LETTER_MOST_BYTES:
        raise UnfitLetterError(too_large())
    held = file.read(LETTER_MOST_BYTES + 1)
    if b"%PDF-" in held[:1024]:
        return Letter(kind=LetterKind.PDF, content=ContentFile(held))
    return _picture(held)


def too_large() -> str:
    return _("This file is too large: at most %(most)s can be taken.") % {
        "most": filesizeformat(LETTER_MOST_BYTES)
    }


def _picture(held: bytes) -> Letter:
    try:
        with warnings.catch_warnings():
            # Its size is asked before it is unpacked, so that a small file cannot fill the memory.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(held), formats=("JPEG", "PNG"))
        kind = LetterKind.PNG if opened.format == "PNG" else LetterKind.JPEG
        if opened.width * opened.height > MOST_PIXELS:
            raise UnfitLetterError(_("This picture has too many pixels. Take it smaller."))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((WIDEST, WIDEST))
        plain = upright.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnfitLetterError(
            _("This is neither a PDF nor a picture (JPEG or PNG) that can be read.")
        ) from error
    plain.info.clear()
    written = BytesIO()
    plain.save(written, kind.label, quality=85, optimize=True)
    return Letter(kind=kind, content=ContentFile(written.getvalue()))
