"""Loading indicator frameworks and medicines from a hub's files."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from talanoa.assessment.models import Framework, Indicator, Medicine


@transaction.atomic
def load_framework(*, code: str, record: Mapping[str, Any]) -> Framework:
    """Load a framework and its indicators, or bring them up to date.

    ``record`` has the form of ``demo/indicators.json``. Two queries.

    Raises:
        KeyError: the framework or an indicator lacks a field that must be there.
    """
    publication = record["meta"]["publication"]
    framework, _ = Framework.objects.update_or_create(
        code=code,
        defaults={
            "title": publication["title"],
            "publisher": publication["publisher"],
            "year": publication["year"],
            "licence": publication.get("licence") or "",
            "source": publication.get("source") or "",
            "unidentified": record["meta"].get("not_identified") or 0,
        },
    )
    indicators = [_indicator(framework, item) for item in record["indicators"]]
    Indicator.objects.bulk_create(
        indicators,
        update_conflicts=True,
        unique_fields=["framework", "code"],
        update_fields=_columns(Indicator, "framework", "code"),
    )
    return framework


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
        update_fields=_columns(Medicine, "name", "section"),
    )
    return len(medicines)


def _indicator(framework: Framework, item: Mapping[str, Any]) -> Indicator:
    return Indicator(
        framework=framework,
        code=item["id"],
        number=item["number"],
        dimension=item["dimension_name"],
        title=item["title"],
        definition=item.get("definition") or "",
        unit=item.get("unit") or "",
        levels=_levels(item.get("response_scale") or []),
        source=item.get("source") or "",
        is_verified=bool(item.get("verified")),
    )


def _levels(scale: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The ordinal levels of a scale, lowest first; a number or a percentage has none."""
    return sorted((step for step in scale if "level" in step), key=lambda step: step["level"])


def _columns(model: type[Indicator] | type[Medicine], *keys: str) -> list[str]:
    return [f.name for f in model._meta.concrete_fields if f.name not in {"id", *keys}]
