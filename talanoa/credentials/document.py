"""Draw a certificate: a PDF for everyone (PDF/UA-1), in its holder's language, of one page."""

import io
import json
import logging
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal
from zoneinfo import ZoneInfo

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from talanoa.credentials import rule
from talanoa.credentials.models import Certificate
from talanoa.people.queries import UTC as NO_ZONE
from talanoa.people.queries import zone_named
from talanoa.ui import moments

log = logging.getLogger(__name__)

_TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
_SCRIPTS = {
    "ARABIC": "ar",
    "HEBREW": "he",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CYRILLIC": "ru",
}
_one_at_a_time = Lock()


def pdf(certificate: Certificate) -> bytes:
    """The certificate as a document. No queries; about 5 ms once the fonts are loaded.

    Raises:
        TypstError: it could not be drawn; never because of what a field holds.
    """
    language = _offered(certificate.language)
    with translation.override(language):
        data = _data(certificate, language)
    inputs = {"data": json.dumps(data, ensure_ascii=False), "qr": _qr(address(certificate))}
    issued = int(certificate.issued_at.timestamp())
    try:
        return _drawn(inputs, at=issued, standard="ua-1")
    except typst.TypstError as error:
        # A name in a script this machine has no font for: it is drawn all the same, with a
        # box for each sign, and is tagged, but cannot be called PDF/UA.
        log.warning("Certificate %s: %s", certificate.number, error)
        return _drawn(inputs, at=issued, standard=None)


def address(certificate: Certificate) -> str:
    """Where anyone can check the certificate."""
    return settings.SITE_URL + reverse("credentials:verify", args=[certificate.number])


def rule_words(certificate: Certificate) -> str:
    """The rule under which it was issued, as a sentence in the language in force."""
    values = {"percent": certificate.minimum_percent}
    if certificate.needed_feedback:
        return _("At least %(percent)d %% of the session attended, and feedback given") % values
    return _("At least %(percent)d %% of the session attended") % values


def held_words(certificate: Certificate) -> str:
    """When the session was, in its own zone, in the language in force."""
    zone = zone_named(certificate.time_zone) or ZoneInfo("UTC")
    local = certificate.held_at.astimezone(zone)
    return _("%(date)s, %(time)s, %(zone)s") % {
        "date": moments.date_words(local),
        "time": f"{local:%H:%M}",
        "zone": moments.zone_name(zone, certificate.held_at),
    }


def _drawn(inputs: dict[str, str], *, at: int, standard: Literal["ua-1"] | None) -> bytes:
    with _one_at_a_time:
        made = _compiler().compile(
            format="pdf", sys_inputs=inputs, pdf_standards=standard, timestamp=at
        )
    assert isinstance(made, bytes)  # noqa: S101 - one document, asked for as bytes
    return made


@cache
def _compiler() -> typst.Compiler:
    """One for the process: reading the machine's fonts takes longer than all else."""
    return typst.Compiler(input=str(_TEMPLATE), root=str(_TEMPLATE.parent))


def _data(certificate: Certificate, language: str) -> dict[str, Any]:
    own = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
    title = _("Certificate of attendance")
    share = rule.percent(attended=certificate.attended, lasted=certificate.lasted)
    attended = _("%(length)s (%(percent)d %%)") % {
        "length": moments.duration(certificate.attended),
        "percent": share,
    }
    issued = moments.date_words(certificate.issued_at.astimezone(NO_ZONE))
    facts = [
        (_("Programme"), _field(certificate.programme_name, language)),
        (_("Session"), _field(certificate.session_title, language)),
        (_("Held"), _own(held_words(certificate), language)),
        (_("Attended"), _own(attended, language)),
        (_("Length of the session"), _own(moments.duration(certificate.lasted), language)),
        (_("Rule"), _own(rule_words(certificate), language)),
        (_("Issued"), _own(issued, language)),
    ]
    return {
        "lang": language,
        "dir": own,
        "title": f"{title}: {certificate.holder}",
        "description": f"{certificate.session_title} · {certificate.number}",
        "hub": _field(certificate.hub_name, language),
        "demonstration": _own(
            _("Demonstration: not a real certificate") if certificate.is_demonstration else "",
            language,
        ),
        "heading": _own(title, language),
        "certifies": _own(_("This is to state that"), language),
        "holder": _field(certificate.holder, language),
        "holder_size": _size(certificate.holder),
        "attended": _own(_("attended this session, as measured by the room:"), language),
        "facts": [{"label": _own(label, language), "value": value} for label, value in facts],
        "qr_alt": _("Code that leads to %(address)s") % {"address": address(certificate)},
        "check": _own(_("Scan to check this certificate"), language),
        "statement": _own(
            _("It states attendance, not competence. Anyone can check it under this address:"),
            language,
        ),
        "address": address(certificate),
        "number": certificate.number,
    }


def _own(text: str, language: str) -> dict[str, str]:
    """A sentence of ours: in the document's language and direction."""
    return {
        "text": text,
        "lang": language,
        "dir": "rtl" if language in _RIGHT_TO_LEFT else "ltr",
    }


def _field(text: str, language: str) -> dict[str, str]:
    """What people typed: in the direction of its own first letter."""
    clean = "".join(sign for sign in text if sign.isprintable() or sign == " ")
    for sign in clean:
        way = unicodedata.bidirectional(sign)
        if way in ("L", "R", "AL"):
            script = unicodedata.name(sign, "").split(" ")[0]
            return {
                "text": clean,
                "lang": _SCRIPTS.get(script, "en" if language in _RIGHT_TO_LEFT else language),
                "dir": "ltr" if way == "L" else "rtl",
            }
    return _own(clean, language)


def _size(name: str) -> int:
    """Points: a long name is set smaller, so that it takes two lines at most."""
    return 30 if len(name) <= 30 else 22 if len(name) <= 60 else 16


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=1, scale=4, dark="#1c1a22", xmldecl=False
    )
    return drawn.getvalue().decode()


def _offered(language: str) -> str:
    offered = dict(settings.LANGUAGES)
    return language if language in offered else settings.LANGUAGE_CODE
