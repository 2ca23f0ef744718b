"""Loading indicator frameworks from a hub's files."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from talanoa.assessment.models import Dimension, Framework, FrameworkVersion, Indicator, Level
from talanoa.assessment.terms import IndicatorKind, Unit
from talanoa.kernel import clock


@transaction.atomic
def load_framework(*, code: str, record: Mapping[str, Any]) -> Framework:
    """Load a framework and its indicators, or bring them up to date.

    ``record`` has the form of ``demo/indicators.json``.

    Raises:
        KeyError: the framework or an indicator lacks a field that must be there.
    """
    publication = record["meta"]["publication"]
    named = {"title": publication["title"], "publisher": publication["publisher"]}
    framework, _ = Framework.objects.update_or_create(code=code, defaults=named)
    version, _ = FrameworkVersion.objects.update_or_create(
        framework=framework,
        number=1,
        defaults={
            **named,
            "year": publication["year"],
            "languages": ["en"],
            "licence": publication.get("licence") or "",
            "source": publication.get("source") or "",
            "unidentified": record["meta"].get("not_identified") or 0,
            "published_at": clock.now(),
        },
    )
    for item in record["indicators"]:
        _indicator(version, item)
    return framework


def _indicator(version: FrameworkVersion, item: Mapping[str, Any]) -> None:
    title = item["dimension_name"]
    dimension, _ = Dimension.objects.get_or_create(
        version=version,
        code=slugify(title)[:40],
        defaults={"title": title, "number": version.dimensions.count() + 1},
    )
    scale = item.get("response_scale") or [{"type": "number"}]
    steps = sorted((step for step in scale if "level" in step), key=lambda step: step["level"])
    is_share = not steps and scale[0].get("type") == "percent"
    indicator, _ = Indicator.objects.update_or_create(
        version=version,
        code=item["id"],
        defaults={
            "dimension": dimension,
            "number": item["number"],
            "title": item["title"],
            "definition": item.get("definition") or "",
            "kind": IndicatorKind.LEVELS
            if steps
            else (IndicatorKind.SHARE if is_share else IndicatorKind.NUMBER),
            "unit": "" if steps else (Unit.PERCENT if is_share else Unit.MG_OME),
            "source": item.get("source") or "",
            "is_verified": bool(item.get("verified")),
        },
    )
    indicator.levels.all().delete()
    Level.objects.bulk_create(
        Level(indicator=indicator, value=step["level"], label=step["label"]) for step in steps
    )
