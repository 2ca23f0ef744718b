"""Stop reading a form at its first file when the whole is larger than anything we take.

Django reads a form before its view is asked anything, since the token against forgery stands
in it; without this a file of any size would be written to the disk first and judged later.

A form may also come without its file, which was sent before in pieces: ``resumed.py``.
"""

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

REST_OF_FORM = 64 * 1024
"""Bytes that a form's other fields and the heads of its parts may take beside its file."""


def is_too_large(request: HttpRequest) -> bool:
    """Whether what the browser says of its length is more than the largest file and its form."""
    return _is_too_large(request.META.get("CONTENT_LENGTH"))


class SizeLimit(FileUploadHandler):
    """Keeps the fields that stand before the file, so that the page comes back with them."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.stops = _is_too_large(content_length)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.stops:
            raise StopUpload(connection_reset=True)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file is kept by the handlers after this one."""


def _is_too_large(length: str | int | None) -> bool:
    try:
        return int(length or 0) > settings.UPLOAD_MAX_BYTES + REST_OF_FORM
    except ValueError:
        return False
