"""The list of essential medicines, and what a country's team says of each."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.assessment.access import medicines as access
from talanoa.assessment.models import CountryMedicine, Medicine, MedicineSharing
from talanoa.assessment.terms import Place
from talanoa.countries.models import Country
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes.freshness import demand_fresh


@transaction.atomic
def load_medicines(*, record: Mapping[str, Any]) -> int:
    """Load a list of medicines in the form of ``demo/essential_medicines.json``. One query."""
    medicines = [
        Medicine(
            name=item["inn"],
            atc=item.get("atc") or "",
            section=item["section"],
            section_title=item.get("section_title") or "",
            populations=item.get("populations") or [],
            formulations=item.get("formulations") or [],
            formulations_are_verified=bool(item.get("formulations_verified")),
            note=item.get("note") or "",
            source=item.get("source") or "",
            is_verified=bool(item.get("verified")),
        )
        for item in record["medicines"]
    ]
    Medicine.objects.bulk_create(
        medicines,
        update_conflicts=True,
        unique_fields=["name", "section"],
        update_fields=[
            field.name
            for field in Medicine._meta.concrete_fields
            if field.name not in {"id", "name", "section"}
        ],
    )
    return len(medicines)


@dataclass(frozen=True, kw_only=True)
class MedicineText:
    """How it stands with a medicine, as the form gives it."""

    source: str
    is_listed: str = ""
    available_at: Sequence[str] = ()
    prescribers: str = ""
    day_limit: str = ""
    longest_days: int | None = None
    needs_special_form: str = ""
    price_note: str = ""
    law_note: str = ""


@transaction.atomic
def say(
    *,
    by: Person | None,
    country: Country,
    medicine: Medicine,
    year: int,
    text: MedicineText,
    seen: int | None = None,
) -> CountryMedicine:
    """Say how it stands with a medicine in a country in a year; earlier years stay as they are.

    Args:
        seen: the revision the writer had before them, 0 when there was none.

    Raises:
        Refused: for the reasons in ``access.saying_refused``.
        ValidationError: stale, or answers do not go together; by field.
    """
    # Locked so that the first answer, sent twice at once, is written once, and one hub keeps it.
    Country.objects.select_for_update().get(pk=country.pk)
    if by is not None:
        demand(access.saying_refused(by, country))
        _keep(country, by=by)
    answer = CountryMedicine.objects.filter(country=country, medicine=medicine, year=year).first()
    said = _said(text)
    if answer is None:
        answer = CountryMedicine(country=country, medicine=medicine, year=year, revision=0)
    elif said == {name: getattr(answer, name) for name in said}:
        return answer
    demand_fresh(seen, answer.revision)
    for name, value in said.items():
        setattr(answer, name, value)
    _demand_places(said["available_at"])
    answer.revision += 1
    answer.changed_at, answer.changed_by = clock.now(), by
    answer.full_clean()
    answer.save()
    events.record("assessment.medicine_said", by=by, subject=answer, year=year)
    return answer


@transaction.atomic
def share(*, by: Person | None, country: Country, publishes: bool) -> MedicineSharing:
    """Show everyone what the country says of its medicines, or its team alone; twice is once.

    Raises:
        Refused: for the reasons in ``access.saying_refused``.
    """
    Country.objects.select_for_update().get(pk=country.pk)
    if by is not None:
        demand(access.saying_refused(by, country))
        _keep(country, by=by)
    sharing, _is_new = MedicineSharing.objects.get_or_create(country=country)
    if bool(sharing.published_at) == publishes:
        return sharing
    sharing.published_at = clock.now() if publishes else None
    sharing.decided_by = by
    sharing.save()
    if publishes:
        events.record("assessment.medicines_published", by=by, subject=country)
    else:
        events.record("assessment.medicines_withheld", by=by, subject=country)
    return sharing


def _keep(country: Country, *, by: Person) -> None:
    """Let the hub of the first who says something keep the country's record."""
    sharing, _is_new = MedicineSharing.objects.get_or_create(country=country)
    if sharing.hub_id is None:
        sharing.hub = access.hub_of(by, country)
        sharing.save(update_fields=["hub"])


def _said(text: MedicineText) -> dict[str, Any]:
    """The columns, with space taken off and places in the order of ``terms.Place``."""
    said = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(text).items()
    }
    said["available_at"] = [place for place in Place.values if place in text.available_at]
    return said


def _demand_places(places: Sequence[str]) -> None:
    alone = {Place.NOWHERE, Place.DONT_KNOW} & set(places)
    if alone and len(places) > 1:
        raise ValidationError(
            {"available_at": _("“Nowhere” and “not known” do not go with another answer.")}
        )
