"""The operations page, and the answer to whoever asks whether all is well."""

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from talanoa.live import nodes
from talanoa.ops import access, queries, services

FAILURES_SHOWN = 50


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether each part lives, for machines: 200 when all do, else 503."""
    sound: list[str] = []
    try:
        alive = queries.kinds_alive()
    except DatabaseError:
        parts = {"database": False, "room": False, "worker": False}
    else:
        parts = {"database": True, "room": "room" in alive, "worker": "worker" in alive}
        sound = [status.value for status in nodes.statuses().values()]
    well = all(parts.values())
    # Without sound the room goes on, so it is told and does not make us unwell.
    answer = {"status": "ok" if well else "not well", **parts, "sound": sound}
    response = JsonResponse(answer, status=200 if well else 503)
    # Asked every few seconds; what is wrong is in the log already, said by the part itself.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    access.demand_staff(request.user)
    page = {
        "processes": queries.alive(),
        "failures": queries.open_failures()[:FAILURES_SHOWN],
        "jobs_waiting": queries.jobs_waiting(),
        "turns": queries.turns(),
        "nodes": nodes.all_nodes(),
    }
    return render(request, "ops/operations.html", page)


@require_POST
def run_again(request: HttpRequest, failed_id: int) -> HttpResponse:
    person = access.demand_staff(request.user)
    services.run_again(by=person, failed=access.get_failed_job(person, failed_id))
    messages.success(request, _("The job will run again in a moment."))
    return redirect("ops:operations")


@require_POST
def set_aside(request: HttpRequest, failed_id: int) -> HttpResponse:
    person = access.demand_staff(request.user)
    services.set_aside(by=person, failed=access.get_failed_job(person, failed_id))
    messages.success(request, _("The job was set aside and will not run again."))
    return redirect("ops:operations")
