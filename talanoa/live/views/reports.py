"""A participants' report from another tool: brought, matched, looked at, counted, withdrawn."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from talanoa.kernel import uploads
from talanoa.kernel.refusals import demand
from talanoa.live import access, failures, queries
from talanoa.live.attendance import measure
from talanoa.live.attendance_forms import ReasonForm, ReportForm
from talanoa.live.models import AttendanceReport, ReportLine
from talanoa.live.reports import Code, Order, ReportError
from talanoa.live.services import attendance
from talanoa.live.services import reports as services
from talanoa.people.queries import zone_named
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession
from talanoa.ui import moments
from talanoa.ui.answers import show_on, typed

LINES = 10
"""Lines of a report asked about on one page: each brings the names of all who are enrolled."""
PEOPLE = 100


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def bring(request: PersonRequest, session_id: int) -> HttpResponse:
    """Choose the file. It is read at once, and nothing counts yet."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    refusal = access.not_ended(session)
    zones = _zones(request, session)
    # Refused by what the browser says of its length, before the file is read.
    if request.method == "POST" and uploads.is_too_large(request):
        form = ReportForm(initial=request.POST.dict(), zones=zones)
        problem = failures.report_words(ReportError(Code.TOO_LARGE))
        page = {"session": session, "form": form, "refusal": refusal, "problem": problem}
        return render(request, "live/report.html", page, status=413)
    form = ReportForm(typed(request), request.FILES or None, zones=zones)
    if request.method == "POST" and not refusal and form.is_valid():
        values = form.cleaned_data
        try:
            report = services.take_in(
                by=request.user,
                session=session,
                data=values["file"].read(),
                file_name=values["file"].name,
                zone=ZoneInfo(values["zone"]),
                order=Order(values["order"]) if values["order"] else None,
            )
        except ReportError as error:
            form.add_error("file", failures.report_words(error))
        except services.OtherTime as refused:
            form.add_error("zone", str(refused))
        else:
            if report.counted_at:
                messages.info(request, _("This file has been counted already. Nothing changes."))
                return redirect("live:attendance", session_id=session.pk)
            return redirect(_next(report))
    page = {"session": session, "form": form, "refusal": refusal, "problem": ""}
    status = 403 if refusal else 422 if form.errors else 200
    return render(request, "live/report.html", page, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def match(request: PersonRequest, session_id: int, report_id: int) -> HttpResponse:
    """Say who is meant by the lines whose address nobody has, a few at a time."""
    report = access.get_report(request.user, session_id, report_id)
    if report.counted_at:
        return redirect("live:attendance", session_id=session_id)
    asked = report.lines.filter(is_by_address=False)
    part = Paginator(asked.prefetch_related("people"), LINES).get_page(request.GET.get("page"))
    if request.method == "POST":
        chosen = {line.pk: _numbers(request.POST.getlist(f"line-{line.pk}")) for line in part}
        services.match(by=request.user, report=report, people=chosen)
        if part.has_next():
            here = reverse("live:match_report", args=[session_id, report.pk])
            return redirect(f"{here}?page={part.next_page_number()}")
        return redirect("live:count_report", session_id=session_id, report_id=report.pk)
    demand(access.not_ended(report.session))
    page = {
        "session": report.session,
        "report": report,
        "part": part,
        "lines": [_asked(line) for line in part],
        "known": report.lines.filter(is_by_address=True).prefetch_related("people"),
        "people": queries.told_apart(access.people_of(report.session)),
    }
    return render(request, "live/report_match.html", page)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def count(request: PersonRequest, session_id: int, report_id: int) -> HttpResponse:
    """What the report would change; then, with a reason, let it."""
    report = access.get_report(request.user, session_id, report_id)
    session = report.session
    if report.counted_at:
        return redirect("live:attendance", session_id=session_id)
    demand(access.not_ended(session))
    refusal = access.not_counted_yet(session)
    form = ReasonForm(typed(request), initial={"reason": _("Held in another tool.")})
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            people = services.count(
                by=request.user, report=report, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(
                request, _("The report counts. People in it: %(count)d.") % {"count": people}
            )
            return redirect("live:attendance", session_id=session_id)
    changes = _changes(report)
    page = {
        "session": session,
        "report": report,
        "form": form,
        "refusal": refusal,
        "changes": Paginator(changes, PEOPLE).get_page(request.GET.get("page")),
        "left_out": report.lines.filter(people=None).count(),
        "is_final": queries.is_final(session),
    }
    status = 409 if refusal and request.method == "POST" else 422 if form.errors else 200
    return render(request, "live/report_count.html", page, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, session_id: int, report_id: int) -> HttpResponse:
    """Let a report count no more; one that waits is dropped without asking why."""
    report = access.get_report(request.user, session_id, report_id)
    form = ReasonForm(typed(request))
    if request.method == "POST" and (report.counted_at is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        services.withdraw(by=request.user, report=report, reason=reason)
        messages.success(request, _("This report counts no more."))
        return redirect("live:attendance", session_id=session_id)
    page = {"session": report.session, "report": report, "form": form}
    return render(request, "live/withdraw.html", page, status=422 if form.errors else 200)


def _next(report: AttendanceReport) -> str:
    """Where somebody goes who has just brought it: past the question of who is who, if all are
    known by their addresses."""
    is_asked = report.lines.filter(is_by_address=False).exists()
    name = "live:match_report" if is_asked else "live:count_report"
    return reverse(name, args=[report.session_id, report.pk])


def _zones(request: PersonRequest, session: LiveSession) -> list[tuple[str, str]]:
    """The session's clocks first, then the reader's own, then UTC."""
    names = [session.time_zone, request.user.time_zone, "UTC"]
    place = session.cohort.programme.hub.place
    return [
        (name, moments.zone_name(name, session.starts_at, place=place if index == 0 else ""))
        for index, name in enumerate(dict.fromkeys(names))
        if zone_named(name) is not None
    ]


def _numbers(values: list[str]) -> list[int]:
    return [int(value) for value in values if re.fullmatch(r"[0-9]{1,18}", value)]


def _asked(line: ReportLine) -> dict[str, object]:
    """A line with the choices it shows: who was chosen, and at one device two more."""
    chosen = [person.pk for person in line.people.all()]
    return {"line": line, "chosen": next(iter(chosen), None), "others": [*chosen[1:], None, None]}


def _changes(report: AttendanceReport) -> list[dict[str, object]]:
    """Each person in the report: how long by it, how long now, how long afterwards; by name."""
    session = report.session
    spans = services.spans_of(report)
    opened, closed = session.opened_at, session.closed_at
    if opened is None or closed is None:
        return []
    now = {row.person_id: row for row in queries.attended(session)}
    after = attendance.measured(session, besides=spans)
    nothing = timedelta(0)
    return [
        {
            "person": person,
            "reported": measure(spans[person.pk], opened=opened, closed=closed).total,
            "now": now[person.pk].attended if person.pk in now else nothing,
            "after": now[person.pk].attended
            if person.pk in now and now[person.pk].is_put_by_hand
            else after[person.pk].total
            if person.pk in after
            else nothing,
        }
        for person in access.people_of(session)
        if person.pk in spans
    ]
