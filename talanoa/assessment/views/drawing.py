"""Naming the works of the library on which an action draws: from the action, and from the work."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.assessment.access import plans as access
from talanoa.assessment.queries import drawing as queries
from talanoa.assessment.services import drawing as services
from talanoa.kernel.refusals import NotVisible, demand
from talanoa.library import picking
from talanoa.library.access import get_resource
from talanoa.people.types import PersonRequest


@login_required
@require_http_methods(["GET", "POST"])
def action_resources(request: PersonRequest, action_id: int) -> HttpResponse:
    action = access.get_action(request.user, action_id)
    demand(access.planning_refused(request.user, action.plan.team))
    if request.method == "POST":
        resource = get_resource(request.POST.get("resource", ""))
        is_named = request.POST.get("named") == "yes"
        act = services.draw_on if is_named else services.stop_drawing_on
        act(by=request.user, action=action, resource=resource)
        messages.success(request, _("Saved."))
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    named = list(queries.resources_drawn_on(action))
    page = {"action": action, "plan": action.plan} | picking.offered(request.GET, named)
    return render(request, "assessment/action_resources.html", page)


@login_required
@require_POST
def resource_draw_on(request: PersonRequest, code: str) -> HttpResponse:
    """From the page of a work: name it in an action of one's own team."""
    resource = get_resource(code)
    asked = request.POST.get("action", "")
    if not (asked.isdecimal() and len(asked) < 10):
        raise NotVisible(asked)
    action = access.get_action(request.user, int(asked))
    services.draw_on(by=request.user, action=action, resource=resource)
    messages.success(request, _("Named in the action."))
    return redirect("library:detail", code=resource.code)
