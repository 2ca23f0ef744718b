"""How it stands with a few medicines in the team's example country; all of it is invented."""

from typing import Any

from talanoa.assessment.models import Medicine
from talanoa.assessment.services import medicines
from talanoa.assessment.services.medicines import MedicineText
from talanoa.countries.models import Country
from talanoa.people.models import Person


def say(said: list[dict[str, Any]], *, country: Country, by: Person) -> None:
    """Have ``by`` say what stands in ``said`` of medicines that are on the list, and publish it."""
    for one in said:
        medicine = Medicine.objects.filter(name=one["medicine"]).order_by("section").first()
        if medicine is None:
            continue
        for year, answers in one["years"].items():
            medicines.say(
                by=by,
                country=country,
                medicine=medicine,
                year=int(year),
                text=MedicineText(**answers),
            )
    if Medicine.objects.exists():
        medicines.share(by=by, country=country, publishes=True)
