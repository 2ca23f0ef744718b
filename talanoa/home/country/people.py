"""People of the country who are willing to talk, for those of the same programmes."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from talanoa.countries.models import Country
from talanoa.home import access
from talanoa.programmes.access import Viewer


def context(country: Country, viewer: Viewer, _asked: QueryDict) -> Mapping[str, Any] | None:
    """By name, with what each would talk about. One query; none for a visitor."""
    found = list(access.people_willing(viewer, country))
    return {"people": found} if found else None
