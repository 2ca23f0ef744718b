"""The page of one session, its calendar file, and a coordinator's changes to it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talanoa.kernel import clock
from talanoa.people.types import PersonRequest
from talanoa.schedule import access, calendar, naming, queries, sections, services
from talanoa.schedule.agenda import with_times
from talanoa.schedule.forms import CancelForm, ChangeForm, MoveForm, NewSessionForm
from talanoa.schedule.terms import OPENS_BEFORE, Status
from talanoa.schedule.views.files import calendar_response
from talanoa.ui.answers import is_stale, keep_mine, show_on, typed


@require_safe
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    found = access.get_session(request.user, session_id)
    roles = access.roles_in(request.user, found)
    takes_part = access.takes_part(request.user, found)
    now = clock.now()
    agenda = list(found.agenda.select_related("speaker"))
    parts = [part for part in queries.parts(found) if part.declined_at is None]
    naming.tell_names(request.user, found, agenda, parts)
    page = {
        "session": found,
        "programme": found.cohort.programme,
        "now": now,
        "agenda": with_times(found, agenda),
        "parts": [part for part in parts if part.done_by],
        "own_parts": found.roles.filter(person_id=request.user.pk, confirmed_at=None)
        if request.user.pk is not None
        else [],
        "takes_part": takes_part,
        "has_phone": settings.PHONE.enabled,
        "is_host": access.hosts_by(roles, found),
        "is_coordinator": "coordinator" in roles,
        "opening_refusal": access.opening_refused(None, found),
        "opens_at": found.starts_at - OPENS_BEFORE,
        "is_over": found.status in (Status.CLOSED, Status.CANCELLED) or found.ends_at <= now,
        "next": queries.next_after(found),
    }
    page["sections"] = sections.page.drawn(found, request, page)
    return render(request, "schedule/session.html", page)


@require_safe
def calendar_file(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session as a file, for whoever may see its page."""
    found = access.get_session(request.user, session_id)
    return calendar_response(
        request,
        calendar.entry(found, method=calendar.PUBLISH),
        changed_at=found.changed_at,
        name=f"session-{found.pk}.ics",
    )


@login_required
@require_http_methods(["GET", "POST"])
def session_new(request: PersonRequest, cohort_id: int) -> HttpResponse:
    cohort = access.get_own_cohort(request.user, cohort_id)
    form = NewSessionForm(typed(request), hub=cohort.programme.hub)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        names = ("title", "summary", "starts_at", "ends_at", "time_zone")
        try:
            made = services.add_session(
                by=request.user, cohort=cohort, **{name: values[name] for name in names}
            )
        except ValidationError as error:
            show_on(form, _at_fields(error))
        else:
            messages.success(request, _("The session is planned. Everyone enrolled gets a mail."))
            return redirect("schedule:session", made.pk)
    page = {"cohort": cohort, "programme": cohort.programme, "form": form}
    return render(request, "schedule/new.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def session_edit(request: PersonRequest, session_id: int) -> HttpResponse:
    found = access.get_own_session(request.user, session_id)
    saved: dict[str, object] = {"title": found.title, "summary": found.summary}
    form = ChangeForm(typed(request), initial={**saved, "version": found.version, "tells": True})
    differing: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.change_session(by=request.user, session=found, **form.cleaned_data)
        except ValidationError as error:
            if is_stale(error):
                differing = keep_mine(form, saved=saved, number=found.version)
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("schedule:session", found.pk)
    page = {"session": found, "form": form, "differing": differing}
    return render(request, "schedule/edit.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def session_move(request: PersonRequest, session_id: int) -> HttpResponse:
    found = access.get_own_session(request.user, session_id)
    refusal = access.moving_refused(request.user, found)
    saved = MoveForm.saved(found, found.time_zone)
    form = MoveForm(
        typed(request),
        hub=found.cohort.programme.hub,
        zone=found.time_zone,
        initial={**saved, "version": found.version},
    )
    differing: list[tuple[str, object]] = []
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            services.move_session(
                by=request.user,
                session=found,
                starts_at=form.cleaned_data["starts_at"],
                ends_at=form.cleaned_data["ends_at"],
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            if is_stale(error):
                differing = keep_mine(form, saved=saved, number=found.version)
            show_on(form, _at_fields(error))
        else:
            messages.success(request, _("Moved. Everyone gets a mail with the new time."))
            return redirect("schedule:session", found.pk)
    page = {"session": found, "form": form, "refusal": refusal, "differing": differing}
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "schedule/move.html", page, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def session_cancel(request: PersonRequest, session_id: int) -> HttpResponse:
    found = access.get_own_session(request.user, session_id)
    if found.cancelled_at:
        return redirect("schedule:session", found.pk)
    refusal = access.cancelling_refused(request.user, found)
    form = CancelForm(typed(request), initial={"version": found.version})
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            services.cancel_session(by=request.user, session=found, **form.cleaned_data)
        except ValidationError as error:
            if is_stale(error):
                keep_mine(form, saved={}, number=found.version)
            show_on(form, error)
        else:
            messages.success(request, _("Cancelled. Everyone gets a mail."))
            return redirect("schedule:session", found.pk)
    page = {"session": found, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "schedule/cancel.html", page, status=status)


def _at_fields(error: ValidationError) -> ValidationError:
    """A form asks for day, time and minutes where the service speaks of two moments."""
    if not hasattr(error, "error_dict"):
        return error
    names = {"starts_at": "at", "ends_at": "minutes"}
    return ValidationError({names.get(key, key): val for key, val in error.error_dict.items()})
