"""The page on which hosts make groups, place people and open them."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access
from talanoa.live import groups as reading
from talanoa.live.act_forms import ActForm
from talanoa.live.group_forms import GROUP_ACTS, MakeForm
from talanoa.live.room import acts, protocol
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession


@login_required
@never_cache
@require_GET
def groups(request: PersonRequest, session_id: int) -> HttpResponse:
    """Who is in which group, before they are opened and while they are."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    return _page(request, session)


@login_required
@require_POST
def act(request: PersonRequest, session_id: int, name: str) -> HttpResponse:
    """One act of a host, from this page; those in a group are done in the room."""
    form_class = GROUP_ACTS.get(name)
    if form_class is None:
        raise Http404
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    form = form_class(request.POST)
    if not form.is_valid():
        problem = next(str(error) for errors in form.errors.values() for error in errors)
        return _page(request, session, form=form, problem=problem, status=422)
    client_id = form.cleaned_data["client_id"] or uuid4().hex
    frame = protocol.Frame(name, client_id, form.fields_of_act())
    try:
        acts.carry_out(frame, by=request.user, session=session)
    except (Refused, ValidationError) as refused:
        return _page(request, session, form=form, problem=str(refused), status=403)
    if name == "groups.open":
        return redirect("live:room", session.pk)
    return redirect("live:groups", session.pk)


def _page(
    request: PersonRequest,
    session: LiveSession,
    *,
    form: ActForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    page: dict[str, Any] = {
        "session": session,
        "form": form if isinstance(form, MakeForm) else MakeForm(),
        "problem": problem,
        "act_id": uuid4().hex,
        "refusal": access.grouping_refused(request.user, session),
        **reading.prepared_page(session),
    }
    return render(request, "live/groups.html", page, status=status)
