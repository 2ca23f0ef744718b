"""Draw a certificate: a PDF for everyone (PDF/UA-1), in its holder's language, of one page."""

import io
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from talanoa.credentials import rule
from talanoa.credentials.models import Certificate
from talanoa.people.queries import UTC as NO_ZONE
from talanoa.people.queries import zone_named
from talanoa.ui import moments, typeset
from talanoa.ui.typeset import field, own

_TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


def pdf(certificate: Certificate) -> bytes:
    """The certificate as a document. No queries; about 5 ms once the fonts are loaded.

    Raises:
        TypstError: it could not be drawn; never because of what a field holds.
    """
    language = typeset.offered(certificate.language)
    with translation.override(language):
        data = _data(certificate, language)
    return typeset.drawn(
        _TEMPLATE,
        data,
        at=int(certificate.issued_at.timestamp()),
        name=f"Certificate {certificate.number}",
        qr=_qr(address(certificate)),
    )


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


def _data(certificate: Certificate, language: str) -> dict[str, Any]:
    title = _("Certificate of attendance")
    share = rule.percent(attended=certificate.attended, lasted=certificate.lasted)
    attended = _("%(length)s (%(percent)d %%)") % {
        "length": moments.duration(certificate.attended),
        "percent": share,
    }
    issued = moments.date_words(certificate.issued_at.astimezone(NO_ZONE))
    facts = [
        (_("Programme"), field(certificate.programme_name, language)),
        (_("Session"), field(certificate.session_title, language)),
        (_("Held"), own(held_words(certificate), language)),
        (_("Attended"), own(attended, language)),
        (_("Length of the session"), own(moments.duration(certificate.lasted), language)),
        (_("Rule"), own(rule_words(certificate), language)),
        (_("Issued"), own(issued, language)),
    ]
    return {
        "lang": language,
        "dir": typeset.direction(language),
        "title": f"{title}: {certificate.holder}",
        "description": f"{certificate.session_title} · {certificate.number}",
        "hub": field(certificate.hub_name, language),
        "demonstration": own(
            _("Demonstration: not a real certificate") if certificate.is_demonstration else "",
            language,
        ),
        "heading": own(title, language),
        "certifies": own(_("This is to state that"), language),
        "holder": field(certificate.holder, language),
        "holder_size": _size(certificate.holder),
        "attended": own(_("attended this session, as measured by the room:"), language),
        "facts": [{"label": own(label, language), "value": value} for label, value in facts],
        "qr_alt": _("Code that leads to %(address)s") % {"address": address(certificate)},
        "check": own(_("Scan to check this certificate"), language),
        "statement": own(
            _("It states attendance, not competence. Anyone can check it under this address:"),
            language,
        ),
        "address": address(certificate),
        "number": certificate.number,
    }


def _size(name: str) -> int:
    """Points: a long name is set smaller, so that it takes two lines at most."""
    return 30 if len(name) <= 30 else 22 if len(name) <= 60 else 16


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=1, scale=4, dark="#1c1a22", xmldecl=False
    )
    return drawn.getvalue().decode()
