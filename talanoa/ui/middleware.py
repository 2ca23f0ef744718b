"""Tell a page that kept a form's text where the server wants it to go next."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

REDIRECTS = (301, 302, 303)


class KeptMiddleware:
    """Answer ``static/ui/keep.js`` with the address of a redirect instead of redirecting.

    A browser hides a redirect from the script that asked, and following it would use up the
    message meant for the person. A form is accepted when its view redirects anywhere but to
    the sign-in page; every other answer goes through as it is. Stands outside the session's
    middleware, so that the cookies it sets are on the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Talanoa-Kept" not in request.headers or not _accepted(response):
            return response
        answer = HttpResponse(status=204, headers={"Talanoa-Next": response.headers["Location"]})
        answer.cookies = response.cookies
        return answer


def _accepted(response: HttpResponse) -> bool:
    if response.status_code not in REDIRECTS:
        return False
    return not response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))
