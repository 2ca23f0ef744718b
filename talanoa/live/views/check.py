"""The check of device and connection before entering."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from talanoa.live import access, networks, queries, recorded
from talanoa.live.views.room import socket_address
from talanoa.people.types import PersonRequest


@login_required
@never_cache
@require_GET
def check(request: PersonRequest, session_id: int) -> HttpResponse:
    """Runs in the browser; can be skipped, and remembers there how it went."""
    try:
        session = access.get_session(request.user, session_id)
    except access.Held as held:
        session = held.session  # a good use of the time at the door
    socket = socket_address(request, session)
    call = queries.call_of(session)
    page = {
        "session": session,
        "socket": socket,
        "call": call,
        "has_phone": settings.PHONE.enabled and call is None,
        "openings": networks.openings(page=request.build_absolute_uri("/"), socket=socket),
        "recording": recorded.of_session(session),
        "answer": recorded.answer_of(request.user, session),
    }
    return render(request, "live/check.html", page)
