"""What a form asks for a case: the house's questions as a programme has arranged them.

A field of the house without words of the programme's own keeps the house's, in the reader's
language; words of the programme's are shown in that language too, or else in one that there is.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from talanoa.cases import words
from talanoa.cases.models import Case, FormVersion
from talanoa.cases.terms import STANDARD
from talanoa.cases.wording import ASKED, Asked, Asking
from talanoa.programmes.models import Programme

Fields = list[dict[str, Any]]


def standard_fields(kind: str) -> Fields:
    """The house's form of a kind, as a version holds it."""
    return [
        {"name": name, "labels": {}, "hints": {}, "words": asked.words, "is_needed": True}
        for name, asked in ASKED[kind].items()
    ]


def latest_form(programme: Programme, kind: str) -> FormVersion | None:
    """The form that a new case is written in; ``None``: the house's. One query."""
    return FormVersion.objects.filter(programme=programme, kind=kind).order_by("number").last()


def asked_by(form: FormVersion | None, kind: str) -> Asking:
    """What a version asks, by field, in its order and in the language in force."""
    if form is None:
        return ASKED[kind]
    return {field["name"]: _asked(field, ASKED[kind].get(field["name"])) for field in form.fields}


def asked_of(case: Case) -> Asking:
    """What the form of a case asks. One query unless its form is loaded, or the house's."""
    return asked_by(case.form, case.kind)


def too_long(text: str, most: int) -> int:
    """How many words, or signs of Chinese, are over the number that may be; 0 when it fits."""
    return max(0, words.count(text) - most)


def _asked(field: Mapping[str, Any], house: Asked | None) -> Asked:
    return Asked(
        _in_language(field["labels"]) or (house.label if house else field["name"]),
        _in_language(field["hints"]) or (house.hint if house else ""),
        field["words"],
        is_needed=field["is_needed"],
        is_own=field["name"] not in STANDARD,
    )


def _in_language(said: Mapping[str, str]) -> str:
    language = translation.get_language() or "en"
    return said.get(language) or said.get("en") or next(filter(None, said.values()), "")
