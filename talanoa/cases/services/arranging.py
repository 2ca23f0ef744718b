"""A programme arranges the form of its cases: each time a new version, the earlier ones stay."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access, asking
from talanoa.cases.models import FormVersion
from talanoa.cases.terms import MOST_FIELDS, STANDARD
from talanoa.kernel import events
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.models import Person
from talanoa.programmes.models import Programme

FEWEST_WORDS, MOST_WORDS = 10, 600
LONGEST_LABEL, LONGEST_HINT = 120, 400
_OWN = re.compile(r"own-[0-9a-f]{8}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class FieldText:
    """A question of the form as the page gives it, in the language it is arranged in."""

    name: str
    label: str
    hint: str
    words: int
    is_needed: bool


@transaction.atomic
def arrange(
    *, by: Person, programme: Programme, number: int, language: str, fields: Iterable[FieldText]
) -> FormVersion:
    """Make these questions, in this order, the form of the cases that begin from now on.

    Args:
        number: of the version that was before the writer; 0: the house's form.
        language: of the labels and hints given; those in other languages stay.

    Raises:
        Refused: for the reasons in ``access.arranging_refused``, or another version was made
            meanwhile.
        ValidationError: the question to the room is missing or not needed, a question stands
            twice or has no words, a number of words is out of bounds, or there are too many.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    demand(access.arranging_refused(by, programme))
    kind = programme.case_kind
    latest = asking.latest_form(programme, kind)
    if number != (latest.number if latest else 0):
        raise Refused(
            _(
                "Somebody arranged this form while you did. Open the page anew to see theirs; "
                "what you typed is still in this one."
            )
        )
    fields = list(fields)
    earlier = latest.fields if latest else asking.standard_fields(kind)
    said = {field["name"]: field for field in earlier}
    made = [_merged(field, said.get(field.name), language) for field in fields]
    _demand_arranged(fields, made, language)
    if latest is not None and latest.fields == made:
        return latest
    version = FormVersion.objects.create(
        programme=programme, kind=kind, number=number + 1, fields=made
    )
    events.record("cases.form_arranged", by=by, subject=version, number=version.number)
    return version


def _merged(field: FieldText, earlier: dict[str, Any] | None, language: str) -> dict[str, Any]:
    labels = dict(earlier["labels"]) if earlier else {}
    hints = dict(earlier["hints"]) if earlier else {}
    for said, text in ((labels, field.label), (hints, field.hint)):
        said[language] = " ".join(text.split())
        if not said[language]:
            del said[language]
    return {
        "name": field.name,
        "labels": labels,
        "hints": hints,
        "words": field.words,
        "is_needed": field.is_needed,
    }


def _demand_arranged(fields: list[FieldText], made: list[dict[str, Any]], language: str) -> None:
    wrong = []
    names = [field.name for field in fields]
    if language not in dict(settings.LANGUAGES):
        wrong.append(_("Choose one of the languages."))
    if len(set(names)) != len(names) or not all(n in STANDARD or _OWN.fullmatch(n) for n in names):
        wrong.append(_("A question stands here twice, or is not known."))
    if not any(field.name == "question" and field.is_needed for field in fields):
        wrong.append(_("One question to the room is what a case is for: it cannot be left out."))
    if len(fields) > MOST_FIELDS:
        wrong.append(_("At most %(most)d questions can be asked.") % {"most": MOST_FIELDS})
    if any(not FEWEST_WORDS <= field.words <= MOST_WORDS for field in fields):
        wrong.append(
            _("A part has between %(fewest)d and %(most)d words.")
            % {"fewest": FEWEST_WORDS, "most": MOST_WORDS}
        )
    if any(each["name"] not in STANDARD and not each["labels"] for each in made):
        wrong.append(_("Give each question of your own a label."))
    if any(len(f.label) > LONGEST_LABEL or len(f.hint) > LONGEST_HINT for f in fields):
        wrong.append(
            _("A label has at most %(label)d characters, a help text %(hint)d.")
            % {"label": LONGEST_LABEL, "hint": LONGEST_HINT}
        )
    if wrong:
        raise ValidationError(wrong)
