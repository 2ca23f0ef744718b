"""What the guard says of what it found, and what stands where something was removed."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from talanoa.cases.guard import Type
from talanoa.cases.guard.files import Failure
from talanoa.cases.models import CaseAttachment
from talanoa.cases.terms import FileKind, Verdict
from talanoa.programmes.terms import CaseKind

LABEL: dict[str, str | Promise] = {
    Type.NAME: _("A person’s name"),
    Type.DATE: _("A full date"),
    Type.ADDRESS: _("An address"),
    Type.PHONE: _("A telephone number"),
    Type.EMAIL: _("A mail address"),
    Type.RECORD: _("A record number"),
    Type.AGE: _("An exact age above 89"),
    Type.PLACE: _("A small place"),
    Type.RARE: _("A rare condition among few people"),
}

WHY: dict[str, str | Promise] = {
    Type.NAME: _("A name tells who it is. Write “the patient”, “her daughter”, “the nurse”."),
    Type.DATE: _("With a full date a birth, a stay or a death can be looked up. Write the year."),
    Type.ADDRESS: _("An address leads to a door. Write the province, or “at home”."),
    Type.PHONE: _("A telephone number leads to one person."),
    Type.EMAIL: _("A mail address leads to one person."),
    Type.RECORD: _("A number of a file, a passport or an insurance leads to one person."),
    Type.AGE: _("Few people are that old. Write “90 or older”."),
    Type.PLACE: _("Where few live, a few facts are enough to know who it is. Write the province."),
    Type.RARE: _("Among so few people a rare condition is as good as a name."),
}

_OFFICIAL = _(
    "If this is an office, or somebody who speaks for one in public, it may well stay: "
    "say so below."
)
_MILD = frozenset({Type.NAME, Type.ADDRESS, Type.PHONE, Type.EMAIL, Type.DATE})

REMOVED: dict[str, str | Promise] = {
    Type.NAME: pgettext_lazy("guard", "[name removed]"),
    Type.DATE: pgettext_lazy("guard", "[date removed]"),
    Type.ADDRESS: pgettext_lazy("guard", "[address removed]"),
    Type.PHONE: pgettext_lazy("guard", "[number removed]"),
    Type.EMAIL: pgettext_lazy("guard", "[mail address removed]"),
    Type.RECORD: pgettext_lazy("guard", "[number removed]"),
    Type.AGE: pgettext_lazy("guard", "[90 or older]"),
    Type.PLACE: pgettext_lazy("guard", "[place removed]"),
    Type.RARE: pgettext_lazy("guard", "[removed]"),
}
"""Stands in the text instead; the guard finds nothing in it."""


def why(kind: str, of_case: str) -> list[str]:
    """Why this is asked about; milder where a case is about systems and offices are named."""
    sentences = [str(WHY[kind])]
    if of_case != CaseKind.CLINICAL and kind in _MILD:
        sentences.append(str(_OFFICIAL))
    return sentences


_UNREAD: dict[str, str | Promise] = {
    Failure.PICTURE: _(
        "A machine cannot read pictures or scanned pages. Look through them yourself, as somebody "
        "from the same place would: names, dates, faces, what stands on a label or a wristband."
    ),
    Failure.TOO_MANY_PAGES: _("It is too long to be searched. Look through it yourself."),
    Failure.TOO_HEAVY: _("It could not be searched to its end. Look through the rest yourself."),
}
_NOT_READ = _("It could not be searched for identifying data. Look through it yourself.")


def unread_in_words(attached: CaseAttachment) -> str:
    """Why a person must look through a file; nothing where the guard has read all of it."""
    # Kept before pictures were told of: those were never read either.
    code = attached.unsearched or (Failure.PICTURE if attached.kind == FileKind.PICTURE else "")
    return str(_UNREAD.get(code, _NOT_READ)) if code else ""


def guarded_in_words(guarded: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """What was said of passages that stay, as a page tells it to those who read the text."""
    return [
        {
            "label": str(LABEL.get(each["type"], "")),
            "verdict": str(Verdict(each["verdict"]).label),
            "reason": each["reason"],
        }
        for each in guarded
    ]


def place_in_words(where: str, number: int) -> str:
    """Where in a file something stands, as ``guard.files`` says it."""
    if where == "page":
        return gettext("page %(number)d") % {"number": number}
    return {
        "author": gettext("what the file says of its author"),
        "location": gettext("where the picture was taken"),
        "description": gettext("what the file says of itself"),
    }.get(where, gettext("its text"))
