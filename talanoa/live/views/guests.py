"""Guests: personal links made and withdrawn by hosts, and the way in for the guest."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel import clock
from talanoa.kernel.refusals import demand
from talanoa.live import access, queries
from talanoa.live.forms import GuestForm
from talanoa.live.models import GuestLink
from talanoa.live.services import guests as services
from talanoa.live.services.guests import NewGuestLink
from talanoa.live.views.check_in import SEEN
from talanoa.people.types import PersonRequest

_NEW = "live.new_guest_link"
"""In the host's own session: the address of the link just made, shown once."""
STAYS_AFTER_END = timedelta(hours=24)
"""How long after the planned end a guest may still give feedback."""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def guests(request: PersonRequest, session_id: int) -> HttpResponse:
    """The guests of a session, and a form to let another in."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.invite(by=request.user, session=session, **form.cleaned_data)
        if address := form.cleaned_data["address"]:
            messages.success(
                request, _("The link was mailed to %(address)s.") % {"address": address}
            )
        return _show_once(request, made)
    page = {
        "session": session,
        "form": form,
        "links": queries.guest_links(session),
        "new": request.session.pop(_NEW, None) if request.method == "GET" else None,
        "refusal": access.taking_part_refused(session),
    }
    return render(request, "live/guests.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def renew(request: PersonRequest, session_id: int, link_id: int) -> HttpResponse:
    link = access.get_guest_link(request.user, session_id, link_id)
    return _show_once(request, services.renew(by=request.user, link=link))


@login_required
@require_POST
def withdraw(request: PersonRequest, session_id: int, link_id: int) -> HttpResponse:
    link = access.get_guest_link(request.user, session_id, link_id)
    services.withdraw(by=request.user, link=link)
    messages.success(request, _("%(name)s cannot come in any more.") % {"name": link.person})
    return redirect("live:guests", session_id=session_id)


@never_cache
@require_http_methods(["GET", "POST"])
def guest(request: HttpRequest, secret: str) -> HttpResponse:
    """The guest's way in: a name and one button. Programs that read mail open links too."""
    link = queries.guest_link_of(services.hash_of(secret))
    refusal = access.guest_refused(link) if link else _("This link is not one of ours.")
    if link is None or refusal:
        page = {"refusal": refusal}
        return render(request, "live/guest_refused.html", page, status=403 if link else 404)
    if request.method == "POST":
        return _let_in(request, link)
    return render(request, "live/guest.html", {"link": link, "session": link.session})


def _let_in(request: HttpRequest, link: GuestLink) -> HttpResponse:
    login(request, link.person)
    end = link.session.ends_at + STAYS_AFTER_END
    request.session.set_expiry(max(end, clock.now() + STAYS_AFTER_END))
    if seen := request.session.get(SEEN):
        return redirect("live:check_in_by_code", code=seen["code"])
    return redirect("live:check", session_id=link.session_id)


def _show_once(request: PersonRequest, made: NewGuestLink) -> HttpResponse:
    request.session[_NEW] = {"name": str(made.link.person), "url": made.url}
    return redirect("live:guests", session_id=made.link.session_id)
