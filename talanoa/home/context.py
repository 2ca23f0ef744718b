"""What every page's header lists."""

from django.http import HttpRequest


def nav(request: HttpRequest) -> dict[str, object]:
    return {"nav_items": []}
