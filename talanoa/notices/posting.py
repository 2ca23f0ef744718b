"""Turn a row of the outbox into a mail, and hand it to the mail server."""

import hashlib
import smtplib
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives

from talanoa.notices.models import Message


class RejectedError(Exception):
    """The mail server will never take this message; trying again is useless."""


def post(message: Message) -> None:
    """Hand ``message`` to the mail server.

    Raises:
        RejectedError: it will not take this message, now or later.
        OSError: it could not be reached, or asks us to come again.
    """
    try:
        mail_of(message).send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, reason = next(iter(refused.recipients.values()))
        _raise_if_final(code, reason)
        raise
    except smtplib.SMTPDataError as refused:
        _raise_if_final(refused.smtp_code, refused.smtp_error)
        raise
    except (BadHeaderError, UnicodeError) as error:
        raise RejectedError(f"{type(error).__name__}: {error}") from error


def mail_of(message: Message) -> EmailMultiAlternatives:
    """The mail as it leaves: plain text, HTML, and the calendar entry in both places.

    Gmail and Outlook read the alternative part, whose type names the method; programs that
    do not can open the attached file. Identifier and date come from the row, so that a mail
    that leaves twice can be recognised as one.
    """
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.address],
        headers={
            "Message-ID": message_id(message),
            "Date": format_datetime(message.made_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if message.calendar:
        method = message.calendar_method
        mail.attach_alternative(message.calendar, f"text/calendar; method={method}")
        mail.attach("invite.ics", message.calendar.encode(), "application/ics")
    return mail


def message_id(message: Message) -> str:
    """The same for the same row, and for no other of any site."""
    mark = hashlib.sha256(f"{settings.SECRET_KEY}:{message.key}".encode()).hexdigest()[:16]
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<outbox.{message.pk}.{mark}@{host}>"


def _raise_if_final(code: int, reason: bytes | str) -> None:
    if 500 <= code < 600:
        words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        raise RejectedError(f"{code} {words}")
