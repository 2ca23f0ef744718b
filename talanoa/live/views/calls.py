"""The page on which hosts say where the session's call is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from talanoa.kernel.refusals import demand
from talanoa.live import access, queries
from talanoa.live.forms import CallForm
from talanoa.live.services import calls as services
from talanoa.people.types import PersonRequest
from talanoa.ui.answers import show_on, typed


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def call(request: PersonRequest, session_id: int) -> HttpResponse:
    """Set the call's address; with ``remove`` in the form, hold the sound here again."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    if request.method == "POST" and "remove" in request.POST:
        services.remove_call(by=request.user, session=session)
        messages.success(request, _("The sound of this session is here again, in the room."))
        return redirect("live:call", session_id=session.pk)
    found = queries.call_of(session)
    saved = {"url": found.url, "note": found.note, "tool": found.tool} if found else {}
    form = CallForm(typed(request), initial=saved)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.set_call(by=request.user, session=session, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(
                request, _("The sound of this session is in %(tool)s.") % {"tool": made.tool_name}
            )
            return redirect("live:call", session_id=session.pk)
    page = {
        "session": session,
        "call": found,
        "form": form,
        "refusal": access.calling_refused(request.user, session),
    }
    return render(request, "live/call.html", page, status=422 if form.errors else 200)
