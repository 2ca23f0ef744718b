"""The frameworks of the demonstration: ours, and two made of source data that stay outside.

``demo/indicators.json`` and ``demo/atlas.json`` hold what was found in public sources, with
their own terms. Here they are put into the format that any hub's files have, and loaded by the
same service.
"""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from talanoa.assessment import files
from talanoa.assessment.models import FrameworkVersion
from talanoa.assessment.services import loading, reviewing, wording
from talanoa.people.models import Person

HEALTH_SURVEY = ("oral_morphine_public", "palliative_home", "palliative_primary")
"""The items of the WHO's survey of health ministries that ``atlas.json`` has answers to."""


def load(folder: Path) -> list[FrameworkVersion]:
    """Load ours, and what stands in ``folder``, which an installed Talanoa has not."""
    versions = [loading.load_ours()]
    indicators, atlas = folder / "indicators.json", folder / "atlas.json"
    if indicators.exists():
        versions.append(_load(indicators_of_2021(_read(indicators))))
    if atlas.exists():
        versions.append(_load(health_survey(_read(atlas))))
    return versions


def propose(said: Mapping[str, Any], *, by: Person) -> None:
    """Have ``by`` write a second version of ours, which now waits for another's review."""
    ours = loading.load_ours()
    version = wording.begin(by=by, version=ours)
    wording.change_about(by=by, version=version, label=said["label"], also_in=version.languages[1:])
    indicator = version.indicators.get(code=said["indicator"])
    kept = {field: getattr(indicator, field) for field in ("dimension", "number", "title", "kind")}
    text = wording.IndicatorText(
        **kept,
        definition=indicator.definition,
        is_verified=indicator.is_verified,
        evidence_wanted=said["evidence_wanted"],
        levels=list(indicator.levels.values_list("label", "description")),
    )
    wording.change_indicator(by=by, indicator=indicator, text=text)
    reviewing.propose(by=by, version=version)


def indicators_of_2021(found: Mapping[str, Any]) -> dict[str, Any]:
    """The indicators that could be identified of the WHO's set of 2021; all of it is a draft."""
    publication, meta = found["meta"]["publication"], found["meta"]
    indicators = sorted(found["indicators"], key=lambda item: item["number"])
    names = dict.fromkeys(item["dimension_name"] for item in indicators)
    return {
        **_about("who-2021", publication["title"], publication["publisher"]),
        "year": publication["year"],
        "licence": publication["licence"],
        "source": publication["source"],
        "unidentified": meta["not_identified"],
        "dimensions": [
            {
                "code": slugify(name)[:40].rstrip("-"),
                "title": name,
                "indicators": [
                    _indicator_of_2021(item)
                    for item in indicators
                    if item["dimension_name"] == name
                ],
            }
            for name in names
        ],
    }


def health_survey(atlas: Mapping[str, Any]) -> dict[str, Any]:
    """Three questions of the survey, each answered with yes or no."""
    found = {one["key"]: one for one in atlas["datasets"]}
    asked = [found[key] for key in HEALTH_SURVEY]
    return {
        **_about(
            "who-ncd-survey",
            "Palliative care in the NCD Country Capacity Survey",
            "World Health Organization",
        ),
        "year": max(year for one in asked for year in one["years"]),
        "licence": asked[0]["licence"],
        "source": "Global Health Observatory of the WHO, as kept by a public copy of its files.",
        "dimensions": [
            {
                "code": "availability",
                "title": "General availability in the public sector",
                "indicators": [
                    {
                        "code": one["indicator_code"],
                        "number": number,
                        "title": one["title"],
                        "definition": one.get("meaning") or "",
                        "kind": "yes_no",
                        "source": one["source"],
                        "verified": one["verified"],
                    }
                    for number, one in enumerate(asked, start=1)
                ],
            }
        ],
    }


def _about(code: str, title: str, publisher: str) -> dict[str, Any]:
    return {
        "format": "talanoa-framework-1",
        "code": code,
        "subject": "country",
        "title": title,
        "publisher": publisher,
        "version": 1,
        "languages": ["en"],
        "wording": "draft",
    }


def _indicator_of_2021(item: Mapping[str, Any]) -> dict[str, Any]:
    """Levels lowest first; parts it is asked in, and the words of its unit, as evidence wanted."""
    steps = sorted(
        (step for step in item["response_scale"] if "level" in step), key=lambda step: step["level"]
    )
    parts = "; ".join(part["title"] for part in item["sub_items"])
    said = {
        "code": item["id"],
        "number": item["number"],
        "title": item["title"],
        "definition": item["definition"],
        "evidence_wanted": f"Asked in parts: {parts}." if parts else "",
        "source": item["source"],
        "verified": item["verified"],
    }
    if steps:
        levels = [{"value": step["level"], "label": step["label"]} for step in steps]
        return {**said, "kind": "levels", "levels": levels}
    scale = item["response_scale"][0]
    bounds = {"lowest": scale.get("min"), "highest": scale.get("max")}
    if scale["type"] == "percent":
        return {**said, **bounds, "kind": "share", "unit": "percent"}
    return {**said, **bounds, "kind": "number", "unit": "mg_ome_per_person_year"}


def _load(said: Mapping[str, Any]) -> FrameworkVersion:
    checked = files.read(BytesIO(json.dumps(said).encode()), is_csv=False)
    version, _ = loading.load(checked=checked)
    return version


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
