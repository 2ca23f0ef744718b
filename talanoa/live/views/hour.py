"""The doors, opened and shut from the session's own page: the act is the room's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talanoa.live.services import floor
from talanoa.people.types import PersonRequest
from talanoa.schedule import access


@login_required
@require_POST
def open_session(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    floor.open_session(by=request.user, session=session)
    return redirect("schedule:session", session.pk)


@login_required
@require_POST
def close_session(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    floor.close_session(by=request.user, session=session)
    messages.success(request, _("The session has ended."))
    return redirect("schedule:session", session.pk)
