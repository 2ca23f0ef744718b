"""Show each page in the person's language and time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from talanoa.people.queries import UTC, zone_named

ZONE_COOKIE = "talanoa_zone"


class LanguageAndZoneMiddleware:
    """A person's own choice, else what this browser chose, else what it says it prefers.

    The zone of a first visit is told by the page's script in a cookie; until then the
    request's zone is unknown and times are shown in UTC.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.user.language if request.user.is_authenticated else ""
        language = chosen or translation.get_language_from_request(request)
        zone = zone_of(request)
        with translation.override(language), timezone.override(zone or UTC):
            request.LANGUAGE_CODE = translation.get_language() or "en"
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    """The zone chosen by the person or told by the browser; ``None`` when neither is known."""
    # A request refused before anybody asked who it is from is answered with a page, too.
    person = getattr(request, "user", None)
    own = person.time_zone if person is not None and person.is_authenticated else ""
    name = own or request.COOKIES.get(ZONE_COOKIE, "")
    return zone_named(name)
