"""What every page knows about the site it stands on."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language_info


def site(_request: HttpRequest) -> dict[str, Any]:
    """``demonstration`` marks the page as one; ``source_url`` is where the code can be had;
    ``languages_offered`` are the languages, each by its own name. No queries.
    """
    return {
        "demonstration": settings.DEMONSTRATION,
        "source_url": settings.SOURCE_URL,
        "languages_offered": _languages_offered(),
    }


@cache
def _languages_offered() -> list[dict[str, str]]:
    infos = ((code, get_language_info(code)) for code, _ in settings.LANGUAGES)
    return [
        {
            "code": code,
            "name": capfirst(info["name_local"]),
            "direction": "rtl" if info["bidi"] else "ltr",
        }
        for code, info in infos
    ]
