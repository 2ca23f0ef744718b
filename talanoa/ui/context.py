"""What every page knows about the site it stands on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(_request: HttpRequest) -> dict[str, Any]:
    """``demonstration`` marks the page as one; ``source_url`` is where the code can be had.

    No queries.
    """
    return {
        "demonstration": settings.DEMONSTRATION,
        "source_url": settings.SOURCE_URL,
    }
