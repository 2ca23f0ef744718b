"""Loading resources; a hub may bring its own file."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from talanoa.library.models import Resource, Theme

SEED = Path(__file__).parent / "data" / "resources.json"


@transaction.atomic
def load_themes(*, records: Iterable[Mapping[str, Any]]) -> int:
    """Set up the library's shelves, in the order given. One query."""
    themes = [
        Theme(code=record["id"], name=record["name"], position=position)
        for position, record in enumerate(records)
    ]
    Theme.objects.bulk_create(
        themes, update_conflicts=True, unique_fields=["code"], update_fields=["name", "position"]
    )
    return len(themes)


def load_seed() -> int:
    """Load the resources that come with the package; returns their number."""
    return load(records=json.loads(SEED.read_text(encoding="utf-8"))["resources"])


@transaction.atomic
def load(*, records: Iterable[Mapping[str, Any]]) -> int:
    """Add the resources in ``records`` or bring them up to date; none is taken away.

    The form of a record is that of ``data/resources.json``. An address that is not
    known is left empty, so that no page offers a doubtful link. Five queries.

    Raises:
        KeyError: a record lacks its code or title, or names a shelf that is not there.
    """
    records = list(records)
    columns = [f.name for f in Resource._meta.concrete_fields if f.name not in {"id", "code"}]
    Resource.objects.bulk_create(
        [_resource(record) for record in records],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=columns,
    )
    shelf = Resource.themes.through
    ids = dict(Resource.objects.values_list("code", "pk"))
    themes = dict(Theme.objects.values_list("code", "pk"))
    loaded = [ids[record["id"]] for record in records]
    shelf._default_manager.filter(resource_id__in=loaded).delete()
    shelf._default_manager.bulk_create(
        [
            shelf(resource_id=ids[record["id"]], theme_id=themes[theme])
            for record in records
            for theme in record.get("themes") or []
        ]
    )
    return len(records)


def _resource(record: Mapping[str, Any]) -> Resource:
    return Resource(
        code=record["id"],
        title=record["title"],
        title_note=record.get("title_note") or "",
        publisher=record.get("publisher") or "",
        year=record.get("year"),
        year_is_verified=bool(record.get("year_verified")),
        kind=record.get("kind") or "",
        url=record.get("url") or "",
        url_was_seen=bool(record.get("url_seen")),
        languages=record.get("languages") or [],
        audience=record.get("audience") or [],
        summary=record.get("summary") or "",
        licence=record.get("licence") or "",
        source=record.get("source") or "",
        is_verified=bool(record.get("verified")),
    )
