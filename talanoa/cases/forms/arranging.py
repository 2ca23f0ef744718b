"""The form on which a coordinator arranges the form of cases; reads it, decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from django.utils import translation
from django.utils.text import slugify

from talanoa.cases.asking import Fields
from talanoa.cases.services import FieldText
from talanoa.cases.terms import MOST_FIELDS, STANDARD
from talanoa.cases.wording import ASKED


@dataclass(frozen=True, kw_only=True)
class Row:
    """One question as it stands on the page, each value as it was typed."""

    name: str
    label: str = ""
    hint: str = ""
    words: str = "150"
    is_needed: bool = False
    house_label: str = ""
    house_hint: str = ""

    @property
    def is_question(self) -> bool:
        return self.name == "question"


def rows_of(fields: Fields, kind: str, language: str) -> list[Row]:
    """A version's questions, with their words in one language and the house's beside them."""
    rows = [
        Row(
            name=field["name"],
            label=field["labels"].get(language, ""),
            hint=field["hints"].get(language, ""),
            words=str(field["words"]),
            is_needed=field["is_needed"],
        )
        for field in fields
    ]
    return [_with_house(row, kind, language) for row in rows]


def typed(post: Mapping[str, str], kind: str, language: str) -> list[Row]:
    """The questions as they were typed, in order."""
    rows = []
    for at in range(MOST_FIELDS + 1):
        name = post.get(f"name-{at}", "")
        if name in STANDARD or (name.startswith("own-") and name == slugify(name)):
            rows.append(
                Row(
                    name=name,
                    label=post.get(f"label-{at}", ""),
                    hint=post.get(f"hint-{at}", ""),
                    words=post.get(f"words-{at}", ""),
                    is_needed=name == "question" or f"needed-{at}" in post,
                )
            )
    return [_with_house(row, kind, language) for row in rows]


def changed(rows: list[Row], act: str, kind: str, language: str) -> list[Row]:
    """The questions after a button that moves, adds, brings back or leaves out one of them."""
    verb, _, rest = act.partition("-")
    if verb == "add" and len(rows) < MOST_FIELDS:
        return [*rows, Row(name=f"own-{uuid4().hex[:8]}")]
    if verb == "restore" and rest in STANDARD and rest not in {row.name for row in rows}:
        words = str(ASKED[kind][rest].words)
        row = Row(name=rest, words=words, is_needed=True)
        return [*rows, _with_house(row, kind, language)]
    if not rest.isdecimal() or int(rest) >= len(rows):
        return rows
    at, moved = int(rest), list(rows)
    if verb == "up" and at > 0:
        moved[at - 1], moved[at] = moved[at], moved[at - 1]
    if verb == "drop" and not moved[at].is_question:
        del moved[at]
    return moved


def asked_for(rows: list[Row]) -> list[FieldText]:
    """What the service is asked for; what is no number of words is none that may be."""
    return [
        FieldText(
            name=row.name,
            label=row.label,
            hint=row.hint,
            words=int(row.words) if row.words.isdecimal() and len(row.words) < 5 else 0,
            is_needed=row.is_needed,
        )
        for row in rows
    ]


def _with_house(row: Row, kind: str, language: str) -> Row:
    house = ASKED[kind].get(row.name)
    if house is None:
        return row
    with translation.override(language):
        return replace(row, house_label=str(house.label), house_hint=str(house.hint))
