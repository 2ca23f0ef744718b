"""Essential medicines as tables: the list, which loads again, and what countries say of it.

Answers are written as their codes; an empty cell is what nobody has answered yet.
"""

from collections.abc import Iterable, Iterator

from talanoa.assessment.files.medicines import COLUMNS as LIST_HEAD
from talanoa.assessment.models import CountryMedicine, Medicine
from talanoa.assessment.queries.medicines import gaps_in

__all__ = ["ANSWERS_HEAD", "LIST_HEAD", "answer_rows", "list_rows"]

ANSWERS_HEAD = (
    "country", "example", "inn", "atc", "section", "year", "on_national_list", "available_at",
    "prescribers", "day_limit", "longest_days", "special_form", "in_the_way", "law_note",
    "price_note", "source",
)  # fmt: skip


def list_rows(medicines: Iterable[Medicine]) -> Iterator[list[object]]:
    for one in medicines:
        yield [
            one.name,
            one.atc,
            one.section,
            one.section_title,
            "; ".join(one.populations),
            "; ".join(one.formulations),
            _truth(one.formulations_are_verified),
            one.note,
            one.source,
            _truth(one.is_verified),
        ]


def answer_rows(answers: Iterable[CountryMedicine]) -> Iterator[list[object]]:
    """Country and medicine must be loaded."""
    for one in answers:
        yield [
            one.country.iso3,
            _truth(one.country.is_example),
            one.medicine.name,
            one.medicine.atc,
            one.medicine.section,
            one.year,
            one.is_listed,
            "; ".join(one.available_at),
            one.prescribers,
            one.day_limit,
            one.longest_days,
            one.needs_special_form,
            "; ".join(gap.value for gap in gaps_in(one)),
            one.law_note,
            one.price_note,
            one.source,
        ]


def _truth(said: bool) -> str:
    return "yes" if said else "no"
