"""Draw a sent letter: a PDF for everyone (PDF/UA-1), in the language of whoever asks for it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talanoa.cases import letter_scene
from talanoa.cases.models import Case, SentLetter
from talanoa.people.queries import UTC, zone_named
from talanoa.ui import moments, typeset
from talanoa.ui.typeset import field, fields, own

_TEMPLATE = Path(__file__).parent / "typst" / "letter.typ"


def pdf(sent: SentLetter) -> bytes:
    """The letter as a document, in the language in force. One query.

    Raises:
        TypstError: it could not be drawn; never because of what a field holds.
    """
    language = typeset.offered(get_language() or "")
    return typeset.drawn(
        _TEMPLATE,
        _data(sent, language),
        at=int(sent.sent_at.timestamp()),
        name=f"Letter {sent.letter_id}",
    )


def address(sent: SentLetter) -> str:
    """Where the letter stands for good, for those who may read it."""
    place = reverse("cases:letter_version", args=[sent.letter.case_id, sent.number])
    return settings.SITE_URL + place


def _data(sent: SentLetter, language: str) -> dict[str, Any]:
    case = sent.letter.case
    shown = letter_scene.as_it_was_sent(sent)
    hub = case.programme.hub
    zone = zone_named(hub.time_zone) or UTC
    day = moments.date_words(sent.sent_at.astimezone(zone))
    title = _("Recommendations")
    facts = [
        (_("To"), field(_addressee(case), language)),
        (_("Case"), field(case.title, language)),
        (_("Programme"), field(case.programme.name, language)),
        (_("Sent"), own(day, language)),
    ]
    if sent.number > 1:
        version = _("%(number)d, which replaces the one before: %(reason)s")
        words = version % {"number": sent.number, "reason": sent.reason}
        facts.append((_("Version"), field(words, language)))
    return {
        "lang": language,
        "dir": typeset.direction(language),
        "title": f"{title}: {case.title}",
        "hub": field(hub.name, language),
        "demonstration": own(
            _("Demonstration: nothing in this letter is real") if hub.is_demonstration else "",
            language,
        ),
        "heading": own(title, language),
        "facts": [{"label": own(label, language), "value": value} for label, value in facts],
        "opening": fields(shown["opening"], language),
        "items": [
            _item(item, language, hides_speakers=case.hides_speakers) for item in shown["items"]
        ],
        "signed": own(_("Signed by"), language),
        "signer": field(str(sent.signed_by or ""), language),
        "address": address(sent),
    }


def _addressee(case: Case) -> str:
    """Whose case it is, as its reader is told."""
    if not case.hides_names:
        return str(case.team or case.presenter)
    country = case.shown_country
    return _("Name withheld") + (f" · {country}" if country else "")


def _item(item: letter_scene.Item, language: str, *, hides_speakers: bool) -> dict[str, Any]:
    return {
        "text": fields(item.text, language),
        "givers": [own(_("Not named"), language)]
        if hides_speakers
        else [field(_giver(giver), language) for giver in item.givers],
        "strength": own(item.strength, language),
        "evidence": field(
            f"{item.evidence} ({item.year})" if item.evidence and item.year else item.evidence,
            language,
        ),
        "url": item.url,
        "draws_on": own(_("Draws on:") if item.works else "", language),
        "works": [{"title": field(work.title, "en"), "url": work.url} for work in item.works],
    }


def _giver(giver: letter_scene.Giver) -> str:
    if giver.person is None:
        return _("The room as a whole")
    if giver.is_expert:
        return _("%(name)s, expert") % {"name": giver.person}
    return str(giver.person)
