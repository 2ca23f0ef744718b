"""Decorators for views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from talanoa.kernel.refusals import demand
from talanoa.people import access

View = Callable[..., HttpResponseBase]


def account_required(view: View) -> View:
    """Signed in, and not as a guest: guests have no account whose pages these could be."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        demand(access.account_refused(request.user))
        return view(request, *args, **kwargs)

    return guarded
