"""Loading the list of essential medicines from a hub's file."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from talanoa.assessment.models import Medicine


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
