"""The country's teams, for the people of their programmes."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from talanoa.countries.models import Country
from talanoa.home import access
from talanoa.programmes.access import Viewer
from talanoa.programmes.queries import teams_for


def context(country: Country, viewer: Viewer, _asked: QueryDict) -> Mapping[str, Any] | None:
    """Teams by programme and name. One query; none for a visitor."""
    teams = teams_for(country).filter(programme__in=access.programmes_shared_by(viewer))
    found = list(teams.select_related("programme").order_by("programme__name", "name", "pk"))
    return {"teams": found} if found else None
