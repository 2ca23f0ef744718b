"""The session record, its publication, and the attendance table."""

import sys
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from talanoa.kernel import clock
from talanoa.kernel.refusals import demand
from talanoa.live import access, queries, screens
from talanoa.live import record as records
from talanoa.live.record import Attended
from talanoa.live.services import records as services
from talanoa.people.models import Person
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession
from talanoa.ui.sheets import sheet

ON_A_PAGE = 100


@never_cache
@require_GET
def record(request: HttpRequest, session_id: int) -> HttpResponse:
    """What a session leaves behind; names only for the programme's own people."""
    session, inside = access.get_record(request.user, session_id)
    person = request.user if inside and isinstance(request.user, Person) else None
    page = {
        "session": session,
        "inside": inside,
        "totals": records.totals(session),
        "awaits_report": queries.awaits_report(session),
        "countries": records.countries(session),
        "agenda": records.agenda(session),
        "attended": _attended(request, session) if inside else [],
        "chat": _page_of(records.chat(session), request, "lines") if inside else [],
        "sections": records.sections.shown(session, person),
        "hosting": person is not None and access.is_host(person, session),
        "refusal": person and access.publishing_refused(person, session),
    }
    return render(request, "live/record.html", page)


@login_required
@require_POST
def publish(request: PersonRequest, session_id: int) -> HttpResponse:
    """Publish the record, or with ``take_back`` in the form, take it back."""
    session = access.get_session(request.user, session_id)
    if "take_back" in request.POST:
        services.take_back(by=request.user, session=session)
        messages.success(request, _("Only the programme’s people can read the record now."))
    else:
        services.publish(by=request.user, session=session)
        messages.success(request, _("The record is published. It shows no names."))
    return redirect("live:record", session_id=session.pk)


@login_required
@never_cache
@require_GET
def attendance(request: PersonRequest, session_id: int) -> HttpResponse:
    """Who attended from when to when, for those who host."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    listed = _attended(request, session)
    listed.object_list = records.with_sources(session, listed.object_list)
    page = {
        **screens.scene(session),
        "attended": listed,
        "named": screens.named_in(session),
        "reach": screens.in_record(session, None),
        "call": queries.call_of(session),
        "is_final": queries.is_final(session),
        "was_held": session.opened_at is not None,
        "is_past": session.ends_at <= clock.now(),
        "waits": access.not_counted_yet(session),
        "reports": queries.reports(session),
        "times": queries.times_by_hand(session),
    }
    return render(request, "live/attendance.html", page)


@login_required
@never_cache
@require_GET
def attendance_csv(request: PersonRequest, session_id: int) -> HttpResponse:
    """The same as a table for a spreadsheet. Moments are in UTC, lengths in seconds."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    head = [
        _("Name"),
        _("Country"),
        _("Role"),
        _("Came at (UTC)"),
        _("Left at (UTC)"),
        _("Attended (seconds)"),
        _("Final"),
        _("Reason"),
        _("How it is known"),
    ]
    attended = records.with_sources(session, records.attended(session))
    return sheet(f"attendance-{session.pk}.csv", head, (_row(row) for row in attended))


def _attended(request: HttpRequest, session: LiveSession) -> Page[Any]:
    page = _page_of(queries.attended(session), request, "page")
    page.object_list = records.described(session, page.object_list)
    return page


def _page_of(rows: QuerySet[Any], request: HttpRequest, name: str) -> Page[Any]:
    """A page of a long list; with ``?all``, as one prints it, all of it."""
    size = sys.maxsize if "all" in request.GET else ON_A_PAGE
    return Paginator(rows, size).get_page(request.GET.get(name))


def _row(row: Attended) -> list[Any]:
    return [
        row.card.name,
        row.card.country,
        row.card.role,
        _utc(row.first_at),
        _utc(row.last_at),
        round(row.attendance.attended.total_seconds()),
        _("yes") if row.attendance.final_at else _("no"),
        row.attendance.reason,
        "; ".join(row.sources),
    ]


def _utc(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else ""
