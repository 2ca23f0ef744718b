"""What people say of themselves: welcome, profile, language and time, their data, erasure."""

from allauth.account.internal.flows.logout import logout
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.people import access, entry, queries, services, tokens, zones
from talanoa.people.doors import account_required
from talanoa.people.forms import AboutYouForm, EraseForm, LanguageAndTimeForm, NewAddressForm
from talanoa.people.middleware import ZONE_COOKIE, zone_of
from talanoa.people.models import Person
from talanoa.people.types import PersonRequest

_YEAR = 365 * 24 * 3600


@account_required
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: PersonRequest) -> HttpResponse:
    """Asked once, after the first sign-in, with language and zone already guessed."""
    next_path = entry.local_path(request.POST.get("next") or request.GET.get("next"))
    form = AboutYouForm(request.POST or None, initial=_about(request))
    if request.method == "POST" and form.is_valid() and _chosen(request, form):
        return _with_cookies(redirect(next_path or "home:my_day"), form.cleaned_data)
    page = {"form": form, "next": next_path}
    return render(request, "people/welcome.html", page, status=422 if form.errors else 200)


@account_required
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    form = AboutYouForm(request.POST or None, initial=_about(request))
    if request.method == "POST" and form.is_valid() and _chosen(request, form):
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Your profile is saved."))
        return _with_cookies(redirect("people:profile"), form.cleaned_data)
    page = {"form": form, "now": clock.now()}
    return render(request, "people/profile.html", page, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def language_and_time(request: HttpRequest) -> HttpResponse:
    """Where anybody chooses how to read, with an account or without."""
    next_path = entry.local_path(request.POST.get("next") or request.GET.get("next"))
    zone = zone_of(request)
    initial = {
        "language": translation.get_language(),
        "time_zone": zones.offered_name(zone.key) if zone else "",
    }
    form = LanguageAndTimeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if request.user.is_authenticated:
            services.set_language_and_zone(by=request.user, **chosen)
        with translation.override(chosen["language"]):
            messages.success(request, _("Language and time zone are saved."))
        return _with_cookies(redirect(next_path or "people:language_and_time"), chosen)
    page = {
        "form": form,
        "next": next_path,
        "now": clock.now(),
        "zone": timezone.get_current_timezone(),
        "is_zone_known": zone is not None,
    }
    return render(
        request, "people/language_and_time.html", page, status=422 if form.errors else 200
    )


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The switch in the header: keep the language in this browser, and on the person."""
    response = redirect(entry.local_path(request.POST.get("next")) or "/")
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        services.set_language_and_zone(by=request.user, language=language)
    return _with_cookies(response, {"language": language})


@account_required
@never_cache
@require_GET
def export(request: PersonRequest) -> HttpResponse:
    """Everything kept about the person, as a file."""
    response = JsonResponse(
        services.export_of(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="talanoa-my-data.json"'
    return response


@account_required
@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: PersonRequest) -> HttpResponse:
    raise_if_reauthentication_required(request, app="allauth.mfa")
    form = EraseForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        services.erase(by=request.user, person=request.user, words=form.cleaned_data["words"])
        logout(request)
        return redirect("people:erased")
    return render(request, "people/erase.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "people/erased.html")


@account_required
@never_cache
@require_http_methods(["GET", "POST"])
def new_address(request: PersonRequest) -> HttpResponse:
    raise_if_reauthentication_required(request, app="allauth.mfa")
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="manage_email")
        if too_many:
            return too_many
        address = form.cleaned_data["email"]
        services.offer_new_address(by=request.user, address=address)
        sent = _("We mailed a link to %(address)s. Open it within 30 minutes.")
        messages.success(request, sent % {"address": address})
        return redirect("people:profile")
    return render(
        request, "people/new_address.html", {"form": form}, status=422 if form.errors else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
def confirm_address(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening the mailed link shows a button; pressing it moves the account."""
    secret_hash = tokens.hash_of_secret(secret)
    link = queries.link_by_hash(secret_hash)
    if not request.user.is_authenticated:
        return redirect(entry.with_next("account_login", request.path))
    if refusal := access.moving_refused(request.user, link):
        return render(request, "people/dead_link.html", {"refusal": refusal}, status=410)
    if request.method == "POST":
        try:
            services.confirm_new_address(by=request.user, secret_hash=secret_hash)
        except (Refused, ValidationError) as refused:
            page = {"refusal": str(refused) if isinstance(refused, Refused) else _taken()}
            return render(request, "people/dead_link.html", page, status=410)
        messages.success(request, _("Your account has its new address."))
        return redirect("people:profile")
    return render(request, "people/confirm_address.html", {"link": link})


def _taken() -> str:
    return _("Somebody already uses this address.")


def _about(request: PersonRequest) -> dict[str, str]:
    """What the person chose, else what this browser says."""
    person, zone = request.user, zone_of(request)
    return {
        "name": person.name,
        "organisation": person.organisation,
        "language": person.language or translation.get_language() or settings.LANGUAGE_CODE,
        "time_zone": zones.offered_name(zone.key) if zone else "",
    }


def _chosen(request: PersonRequest, form: AboutYouForm) -> Person | None:
    try:
        return services.choose(by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _with_cookies(response: HttpResponse, chosen: dict[str, str]) -> HttpResponse:
    """Let this browser remember, also for when the person has signed out."""
    if language := chosen.get("language"):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    if zone := chosen.get("time_zone"):
        # Read by the page's script, which does not guess over a choice.
        response.set_cookie(
            ZONE_COOKIE,
            zone,
            max_age=_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
