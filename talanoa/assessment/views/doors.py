"""What is open to everyone once it is published, and to whom it is not before."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from talanoa.kernel.refusals import NotVisible

View = Callable[..., HttpResponseBase]


def or_sign_in(view: View) -> View:
    """Whoever is not signed in and sees nothing is asked to sign in, whether it exists or not.

    So a link in a mail leads on, and an address tells nobody what stands behind it.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotVisible:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return asked
