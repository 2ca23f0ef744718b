"""The dial-in page: numbers, a PIN, and what keys do."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from talanoa.live import access, phones, queries
from talanoa.live.services import phones as services
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession


@login_required
@never_cache
@require_GET
def phone(request: PersonRequest, session_id: int) -> HttpResponse:
    """How to take part by phone; also for who waits at the door."""
    session = _session(request, session_id)
    is_host = access.is_host(request.user, session)
    page = {
        "session": session,
        "numbers": phones.numbers(),
        "pin": phones.pin_of(session, request.user),
        "call": queries.call_of(session),
        "refusal": access.taking_part_refused(session),
        "is_host": is_host,
        "line": phones.pin_of(session, None) if is_host else None,
    }
    return render(request, "live/phone.html", page)


@login_required
@require_POST
def give_pin(request: PersonRequest, session_id: int) -> HttpResponse:
    services.give_pin(by=request.user, session=_session(request, session_id))
    return redirect("live:phone", session_id=session_id)


@login_required
@require_POST
def open_line(request: PersonRequest, session_id: int) -> HttpResponse:
    services.open_line(by=request.user, session=_session(request, session_id))
    return redirect("live:phone", session_id=session_id)


@login_required
@require_POST
def close_line(request: PersonRequest, session_id: int) -> HttpResponse:
    services.close_line(by=request.user, session=_session(request, session_id))
    return redirect("live:phone", session_id=session_id)


def _session(request: PersonRequest, session_id: int) -> LiveSession:
    if not settings.PHONE.enabled:
        raise Http404
    try:
        return access.get_session(request.user, session_id)
    except access.Held as held:
        return held.session
