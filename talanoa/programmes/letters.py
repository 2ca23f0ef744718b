"""A letter that was uploaded: judged by what it holds, and kept without what it tells beside it."""

from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from talanoa.kernel.file_wording import REFUSED
from talanoa.kernel.files import FileError, made_of
from talanoa.programmes.terms import LETTER_MOST_BYTES, LetterKind


class UnfitLetterError(Exception):
    """The file cannot be taken; the reason is a sentence for the person."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is kept of an uploaded file."""

    kind: LetterKind
    content: ContentFile[bytes]


def read(file: IO[bytes], *, size: int) -> Letter:
    """The letter in ``file``, whatever it is called, made anew as the files of a case are.

    Args:
        size: in bytes, as the upload says.

    Raises:
        UnfitLetterError: it is too large, of no kind that is taken, or harmful.
    """
    if size > LETTER_MOST_BYTES:
        raise UnfitLetterError(too_large())
    try:
        made = made_of(file)
    except FileError as error:
        raise UnfitLetterError(str(REFUSED[error.code])) from error
    return Letter(kind=LetterKind(made.suffix), content=ContentFile(made.content))


def too_large() -> str:
    return _("This file is too large: at most %(most)s can be taken.") % {
        "most": filesizeformat(LETTER_MOST_BYTES)
    }
