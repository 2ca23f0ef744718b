"""Learning sites of a programme: the list, one site, its usual people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import NotVisible, demand
from talanoa.live import access, screens
from talanoa.live.screen_forms import MemberForm, SiteForm
from talanoa.live.services import sites as services
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.ui.answers import show_on, typed


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def sites(request: PersonRequest, slug: str) -> HttpResponse:
    """The sites one may see; for coordinators, a form to open another."""
    programme = programmes.get_programme(request.user, slug)
    listed = list(access.sites_visible_to(request.user, programme))
    refusal = programmes.coordinates_refused(request.user, programme)
    if refusal and not listed:
        raise NotVisible(slug)
    form = SiteForm(typed(request), programme=programme) if not refusal else None
    if request.method == "POST":
        demand(refusal)
        if form is not None and form.is_valid():
            try:
                site = services.open_site(by=request.user, programme=programme, **form.values())
            except ValidationError as error:
                show_on(form, error)
            else:
                messages.success(request, _("The site is open. Say who usually sits there."))
                return redirect("live:site", slug=slug, site_id=site.pk)
    page = {"programme": programme, "sites": listed, "form": form}
    return render(request, "live/sites.html", page, status=422 if form and form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def site(request: PersonRequest, slug: str, site_id: int) -> HttpResponse:
    """One site: its usual people, and the sessions at which it was."""
    found = access.get_site(request.user, slug, site_id)
    form = MemberForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            member = services.add_member(
                by=request.user, site=found, address=form.cleaned_data["address"]
            )
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("%(name)s usually sits here.") % {"name": member.person})
            return redirect("live:site", slug=slug, site_id=found.pk)
    page = {
        "programme": found.programme,
        "site": found,
        "form": form,
        "members": screens.members_of(found),
        "held": screens.held_at(found),
        "coordinates": programmes.is_coordinator(request.user, found.programme),
    }
    return render(request, "live/site.html", page, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: PersonRequest, slug: str, site_id: int) -> HttpResponse:
    """Another name, country or host; or, with ``close`` in the form, an end."""
    found = access.get_site(request.user, slug, site_id)
    demand(programmes.coordinates_refused(request.user, found.programme))
    if request.method == "POST" and "close" in request.POST:
        services.close_site(by=request.user, site=found)
        messages.success(request, _("The site is closed. What was held there stays."))
        return redirect("live:sites", slug=slug)
    form = SiteForm(typed(request), programme=found.programme, initial=SiteForm.written(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_site(by=request.user, site=found, **form.values())
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("live:site", slug=slug, site_id=found.pk)
    page = {"programme": found.programme, "site": found, "form": form}
    return render(request, "live/site_change.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_member(request: PersonRequest, slug: str, site_id: int, person_id: int) -> HttpResponse:
    found = access.get_site(request.user, slug, site_id)
    services.remove_member(by=request.user, site=found, person=person_id)
    return redirect("live:site", slug=slug, site_id=found.pk)
