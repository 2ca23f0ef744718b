"""Turn refusals into answers, and keep pages out of shared caches, so that no view has to."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from talanoa.kernel.compiled import asking_once
from talanoa.kernel.refusals import NotVisible, Refused


class RefusalMiddleware:
    """``NotVisible`` answers 404; ``Refused`` answers 403 with its reason in words.

    An address that only takes forms says so when it is opened as a page, as happens to whoever
    is asked to sign in while sending one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotVisible):
            raise Http404 from exception
        if isinstance(exception, Refused):
            return render(request, "403.html", {"reason": str(exception)}, status=403)
        return None


class PrivateMiddleware:
    """Let no cache but the reader's own keep a page, and that one only to ask again.

    Every page is in its reader's language and zone and holds their token against forgery. A
    view that knows better says so in a header of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class AskingOnceMiddleware:
    """Ask what a page is decided by once for each page that is read; see ``asking_once``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with asking_once():
            return self.get_response(request)
