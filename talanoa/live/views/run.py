"""The run of show: one page for whoever leads the hour, which moves as the room does."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from talanoa.kernel import clock
from talanoa.kernel.refusals import demand
from talanoa.live import access, queries
from talanoa.live import run_of_show as reading
from talanoa.live.views.check_in import shown
from talanoa.live.views.room import socket_address
from talanoa.people.types import PersonRequest
from talanoa.schedule.terms import Status


@login_required
@never_cache
@require_GET
def run_of_show(request: PersonRequest, session_id: int) -> HttpResponse:
    """The whole page; with ``?part`` what changes in it, which the page's script asks for."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    # Read before what the page shows: the script asks once too often rather than too seldom.
    seq = queries.last_seq(session.pk)
    page = {
        **reading.show(session, request.user),
        "seq": seq,
        "socket": socket_address(request, session),
        "now": clock.now().isoformat(),
        "is_live": session.status in (Status.SCHEDULED, Status.OPEN),
        "hosting": True,
    }
    is_part = "part" in request.GET
    if session.status == Status.OPEN and not is_part:
        page |= shown(session)
    template = "live/_run.html" if is_part else "live/run.html"
    return render(request, template, page)
