"""What every page knows about its reader."""

from django.http import HttpRequest

from talanoa.people.middleware import zone_of


def viewer(request: HttpRequest) -> dict[str, object]:
    """``viewer_zone`` is the reader's zone, or ``None`` while nobody has told it. No queries."""
    return {"viewer_zone": zone_of(request)}
