"""Signing in: by a mailed link, by the code in the same mail, by password."""

from typing import Any

from allauth.account import views as account_views
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from talanoa.kernel.refusals import Refused
from talanoa.people import access, entry, queries, services, tokens
from talanoa.people.models import SignInLink
from talanoa.people.sign_in_forms import CodeForm, SignInForm

_ASKED = "people.asked"
"""In the session of the browser that asked for a mail: which link, and what was typed."""


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether anybody has the address."""
    next_path = entry.local_path(request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(next_path or "home:my_day")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"].strip().lower()
        if too_many := _too_many(request, "request_login_code", key=address):
            return too_many
        link = services.mail_sign_in_link(
            address=address, next_path=next_path, language=get_language() or ""
        )
        request.session[_ASKED] = {"link": link.pk, "address": address}
        return redirect("people:sent")
    page = {"form": form, "next": next_path}
    return render(request, "people/sign_in.html", page, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest) -> HttpResponse:
    """Say where the mail went, and take its code from the browser that asked for it."""
    asked = request.session.get(_ASKED)
    if not asked:
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    page = {"form": form, "address": asked["address"], "refusal": None}
    if request.method == "POST" and form.is_valid():
        if too_many := _too_many(request, "login"):
            return too_many
        try:
            person = services.use_code(link_id=asked["link"], typed=form.cleaned_data["code"])
        except Refused as refused:
            page["refusal"] = str(refused)
            return render(request, "people/sent.html", page, status=403)
        if person is not None:
            link = queries.link_by_id(asked["link"])
            return entry.sign_in(
                request, person, next_path=link.next_path if link else "", method="code"
            )
        form.say_wrong()
    return render(request, "people/sent.html", page, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show one button; pressing it signs in.

    Programs that read mail before people do open every link in it, so opening must not use
    it up. Links of the demonstration stand in no mail and sign in at once.
    """
    secret_hash = tokens.hash_of_secret(secret)
    found = queries.link_by_hash(secret_hash)
    if refusal := access.link_refused(found):
        return _dead_link(request, refusal)
    assert found is not None  # noqa: S101 - refused above; for the type checker
    if request.method != "POST" and not found.is_demonstration:
        return render(request, "people/link.html", {"link": found})
    return _enter(request, found)


def _enter(request: HttpRequest, found: SignInLink) -> HttpResponse:
    try:
        person = services.use_link(secret_hash=found.secret_hash)
    except Refused as refused:
        # Pressed in two tabs: the other was quicker.
        return _dead_link(request, str(refused))
    return entry.sign_in(request, person, next_path=found.next_path)


def _dead_link(request: HttpRequest, refusal: str) -> HttpResponse:
    return render(request, "people/dead_link.html", {"refusal": refusal}, status=410)


def _too_many(request: HttpRequest, action: str, key: str | None = None) -> HttpResponse | None:
    answer: HttpResponse | None = ratelimit.consume_or_429(request, action=action, key=key)
    return answer


@never_cache
@require_GET
def sign_up(request: HttpRequest) -> HttpResponse:
    """Signing up is signing in: a link mailed to an unknown address makes the account."""
    next_path = entry.local_path(request.GET.get("next"))
    return redirect(entry.with_next("account_login", next_path))


class PasswordView(account_views.LoginView):  # type: ignore[misc] # untyped library
    template_name = "people/password.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return page
