"""Read the mail that a demonstration wrote into a folder."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from talanoa.kernel.refusals import NotVisible


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail as people read it."""

    name: str
    subject: str
    to: str
    written_at: datetime
    language: str
    text: str
    calendar: str


def newest(folder: Path, *, most: int = 100) -> list[Mail]:
    """The newest mails first, at most ``most``; files that are no mail are left out."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.name, reverse=True)
    return [mail for file in files[:most] if (mail := _read(file))]


def mail_named(folder: Path, name: str) -> Mail:
    """One mail.

    Raises:
        NotVisible: no such file in this very folder, or it is no mail.
    """
    file = folder / name
    mail = _read(file) if file.parent == folder and file.suffix == ".eml" else None
    if mail is None:
        raise NotVisible(name)
    return mail


def _read(file: Path) -> Mail | None:
    try:
        with file.open("rb") as opened:
            message = message_from_binary_file(opened, policy=policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
        return Mail(
            name=file.name,
            subject=str(message["subject"] or ""),
            to=str(message["to"] or ""),
            written_at=parsedate_to_datetime(str(message["date"])),
            language=str(message["content-language"] or ""),
            text=_part(message, "text/plain"),
            calendar=_part(message, "text/calendar"),
        )
    except (OSError, ValueError, LookupError):
        return None


def _part(message: EmailMessage, kind: str) -> str:
    for part in message.walk():
        if part.get_content_type() == kind:
            return str(part.get_content())
    return ""
