"""Where people come in: signing a browser in, and where to go from there.

These are the two things other rooms' views need of a request; everything else about
signing in stands behind this room's own pages.
"""

from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from talanoa.people.models import Person

LONGEST_PATH = 500


def sign_in(
    request: HttpRequest, person: Person, *, next_path: str = "", method: str = "link"
) -> HttpResponse:
    """Sign ``person`` in with this browser, and answer with where they go now.

    That is the second step first, for people who have one; the welcome page, for those who
    have not been there; and ``next_path``, or their own day, in the end.
    """
    record_authentication(request, person, method=method)
    response: HttpResponse = perform_login(
        request, Login(user=person, email=person.email, redirect_url=local_path(next_path) or None)
    )
    return response


def local_path(value: str | None) -> str:
    """``value`` when it is a path of this site, and "" when it could lead anywhere else."""
    value = value or ""
    if not value.startswith("/") or len(value) > LONGEST_PATH:
        return ""
    return value if url_has_allowed_host_and_scheme(value, allowed_hosts=None) else ""


def with_next(url_name: str, next_path: str) -> str:
    """The address of a page, carrying on where to go afterwards."""
    url = reverse(url_name)
    return f"{url}?{urlencode({'next': next_path})}" if next_path else url


def to_welcome(person: Person, response: HttpResponse) -> HttpResponse:
    """Lead people who have never been welcomed past the welcome page."""
    if person.chosen_at is not None or not isinstance(response, HttpResponseRedirect):
        return response
    return HttpResponseRedirect(with_next("people:welcome", response.url))
