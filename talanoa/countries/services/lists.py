"""Loading the list of countries; hubs may bring a newer one."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from talanoa.countries.models import Country
from talanoa.countries.terms import IncomeGroup

LIST = Path(__file__).parents[1] / "data" / "countries.json"
LANGUAGES = LIST.with_name("languages.json")
"""Made by ``tools/official_languages.py``."""

INCOME_GROUPS = {
    "Low income": IncomeGroup.LOW,
    "Lower middle income": IncomeGroup.LOWER_MIDDLE,
    "Upper middle income": IncomeGroup.UPPER_MIDDLE,
    "High income": IncomeGroup.HIGH,
}


def load_list() -> int:
    """Load the list that comes with the package; returns the number of countries."""
    records = json.loads(LIST.read_text(encoding="utf-8"))["countries"]
    return load(records=records)


@transaction.atomic
def load(*, records: Iterable[Mapping[str, Any]], is_example: bool = False) -> int:
    """Add the countries in ``records`` or bring them up to date; none is taken away.

    The form of a record is that of ``data/countries.json``. One that says nothing of official
    ``languages`` has those of ``data/languages.json``. Two queries.

    Raises:
        KeyError: a record lacks a code or a name.
        IntegrityError: an example country's code does not begin with X.
    """
    known = json.loads(LANGUAGES.read_text(encoding="utf-8"))
    countries = [_country(record, known, is_example=is_example) for record in records]
    columns = [f.name for f in Country._meta.concrete_fields if f.name not in {"id", "iso3"}]
    Country.objects.bulk_create(
        countries, update_conflicts=True, unique_fields=["iso3"], update_fields=columns
    )
    return len(countries)


def _country(record: Mapping[str, Any], known: Mapping[str, Any], *, is_example: bool) -> Country:
    languages, their_source = record.get("languages"), record.get("languages_source")
    if languages is None and (languages := known["languages"].get(record["iso3"])):
        their_source = known["meta"]["source"]
    return Country(
        iso2=record["iso2"],
        iso3=record["iso3"],
        names=record["name"],
        short_names=record.get("name_short") or {},
        who_region=record.get("who_region") or "",
        income_group=INCOME_GROUPS.get(record.get("wb_income_group") or "", ""),
        income_year=record.get("wb_income_fiscal_year") or "",
        languages=languages or [],
        languages_source=their_source or "",
        is_example=is_example,
        note=record.get("membership_note") or "",
        source=record.get("source") or "",
        is_verified=bool(record.get("verified")),
    )
