"""Who attended, as hosts complete it: times added by hand, made final, held elsewhere."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import demand
from talanoa.live import access, queries
from talanoa.live.attendance_forms import ReasonForm, TimeForm
from talanoa.live.services import attendance as services
from talanoa.people.types import PersonRequest
from talanoa.ui.answers import show_on, typed


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: PersonRequest, session_id: int) -> HttpResponse:
    """Add a time in which somebody was there and nothing saw it."""
    session = access.get_session(request.user, session_id)
    demand(access.counting_refused(request.user, session))
    people = {person.pk: person for person in access.people_of(session)}
    form = TimeForm(typed(request), session=session, people=queries.told_apart(people.values()))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        person = people[values["person"]]
        try:
            services.add_time(
                by=request.user,
                session=session,
                person=person,
                began_at=values["began_at"],
                ended_at=values["ended_at"],
                reason=values["reason"],
            )
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("The time of %(name)s was added.") % {"name": person})
            return redirect("live:attendance", session_id=session.pk)
    page = {"session": session, "form": form}
    return render(request, "live/add_time.html", page, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, session_id: int, stay_id: int) -> HttpResponse:
    """Let a time added by hand count no more."""
    stay = access.get_stay(request.user, session_id, stay_id)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        services.withdraw_time(by=request.user, stay=stay, reason=form.cleaned_data["reason"])
        messages.success(request, _("This time counts no more."))
        return redirect("live:attendance", session_id=session_id)
    page = {"session": stay.session, "stay": stay, "form": form}
    return render(request, "live/withdraw.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def make_final(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    services.make_final(by=request.user, session=session)
    messages.success(request, _("Attendance is final. Certificates follow."))
    return redirect("live:attendance", session_id=session.pk)


@login_required
@require_POST
def note_held(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    services.note_held(by=request.user, session=session)
    messages.success(request, _("The session counts as held from its planned start to its end."))
    return redirect("live:attendance", session_id=session.pk)
