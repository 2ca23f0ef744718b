"""Reads of medicines. The list is public; of a country, ask ``access.medicines`` first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from talanoa.assessment.models import CountryMedicine, Medicine
from talanoa.assessment.terms import (
    FEW_DAYS,
    Answer,
    DayLimit,
    MedicineGap,
    Place,
    Prescribers,
)
from talanoa.countries.models import Country


def medicines() -> QuerySet[Medicine]:
    """Medicines by section of the list, then by name. One query."""
    return Medicine.objects.order_by("section", "name", "pk")


@dataclass(frozen=True)
class Standing:
    """A medicine, and the newest that a country has said of it, if anything."""

    medicine: Medicine
    answer: CountryMedicine | None

    @property
    def gaps(self) -> tuple[MedicineGap, ...]:
        return gaps_in(self.answer) if self.answer else ()

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet whether it is listed, or where it can be had."""
        return self.answer is None or not (self.answer.is_listed and self.answer.available_at)

    @property
    def is_unknown(self) -> bool:
        """Whether somebody looked and did not find out about the list, or where it can be had."""
        answer = self.answer
        return answer is not None and (
            answer.is_listed == Answer.DONT_KNOW or answer.available_at == [Place.DONT_KNOW]
        )


def standing_in(country: Country, *, year: int | None = None) -> list[Standing]:
    """Each medicine of the list with the newest answer, none later than ``year``. Two queries."""
    answers = CountryMedicine.objects.filter(country=country).order_by("year")
    if year is not None:
        answers = answers.filter(year__lte=year)
    newest = {answer.medicine_id: answer for answer in answers}
    return [Standing(medicine, newest.get(medicine.pk)) for medicine in medicines()]


def with_gaps(found: Iterable[Standing]) -> list[Standing]:
    """The medicines of which something is known to stand between them and people, most first.

    What is not known and what nobody has said is no gap: see ``Standing.is_unknown`` and
    ``is_open``. No query.
    """
    return sorted(
        (standing for standing in found if standing.gaps),
        key=lambda standing: -len(standing.gaps),
    )


def history(country: Country, medicine: Medicine) -> QuerySet[CountryMedicine]:
    """What a country said of a medicine, newest year first; who wrote it is loaded. One query."""
    answers = CountryMedicine.objects.filter(country=country, medicine=medicine)
    return answers.select_related("changed_by")


def to_take_along(answers: QuerySet[CountryMedicine]) -> QuerySet[CountryMedicine]:
    """Answers by country, then as in the list, oldest year first; both are loaded. One query."""
    return answers.select_related("country", "medicine").order_by(
        "country__iso3", "medicine__section", "medicine__name", "medicine", "year"
    )


def gaps_in(answer: CountryMedicine) -> tuple[MedicineGap, ...]:
    """What an answer says is in the way. No query."""
    return tuple(_gaps(answer))


def _gaps(answer: CountryMedicine) -> Iterable[MedicineGap]:
    places = set(answer.available_at)
    if answer.is_listed == Answer.NO:
        yield MedicineGap.NOT_LISTED
    if places == {Place.NOWHERE}:
        yield MedicineGap.NOWHERE
    elif places and not places & {Place.COMMUNITY, Place.PRIMARY, Place.DONT_KNOW}:
        yield MedicineGap.NOT_NEAR
    if answer.prescribers in {Prescribers.SOME_DOCTORS, Prescribers.NOBODY}:
        yield MedicineGap.FEW_PRESCRIBE
    if answer.day_limit == DayLimit.LIMITED and (answer.longest_days or 0) < FEW_DAYS:
        yield MedicineGap.FEW_DAYS
    if answer.needs_special_form == Answer.YES:
        yield MedicineGap.SPECIAL_FORM
