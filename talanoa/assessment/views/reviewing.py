"""A new version goes to another administrator, and into use."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.assessment.access import frameworks as access
from talanoa.assessment.forms.frameworks import ReturnForm
from talanoa.assessment.services import reviewing
from talanoa.assessment.views.frameworks import changes_of
from talanoa.people.types import PersonRequest


@login_required
@require_POST
def propose(request: PersonRequest, code: str, edition: int) -> HttpResponse:
    version = access.get_own_version(request.user, code, edition)
    reviewing.propose(by=request.user, version=version)
    messages.success(request, _("Another administrator can review it now."))
    return redirect("assessment:version_review", code, edition)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: PersonRequest, code: str, edition: int) -> HttpResponse:
    """What a version would change; who may, publishes it or returns it with a reason."""
    version = access.get_own_version(request.user, code, edition)
    returns = request.method == "POST" and request.POST.get("decision") == "return"
    form = ReturnForm(request.POST if returns else None)
    if returns and form.is_valid():
        reason = form.cleaned_data["reason"]
        reviewing.give_back(by=request.user, version=version, reason=reason)
        messages.success(request, _("Returned, with what has to change."))
        return redirect("assessment:version_edit", code, edition)
    if request.method == "POST" and not returns:
        reviewing.publish(by=request.user, version=version)
        messages.success(request, _("Published. Assessments begun from now on use it."))
        return redirect("assessment:version", code, edition)
    page = {
        "version": version,
        "changes": changes_of(version),
        "form": form,
        "refused": access.reviewing_refused(request.user, version),
    }
    status = 422 if form.errors else 200
    return render(request, "assessment/frameworks/review.html", page, status=status)


@login_required
@require_POST
def confirm(request: PersonRequest, code: str, edition: int) -> HttpResponse:
    version = access.get_own_version(request.user, code, edition)
    reviewing.confirm(by=request.user, version=version)
    messages.success(request, _("Confirmed. It is no longer shown as a draft."))
    return redirect("assessment:version", code, edition)


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: PersonRequest, code: str, edition: int) -> HttpResponse:
    version = access.get_own_version(request.user, code, edition)
    if request.method == "POST":
        reviewing.discard(by=request.user, version=version)
        messages.success(request, _("Discarded. Administrators can still read it."))
        return redirect("assessment:framework", code)
    refused = access.discarding_refused(request.user, version)
    page = {"version": version, "refused": refused}
    return render(request, "assessment/frameworks/discard.html", page)
