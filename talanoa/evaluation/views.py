"""The feedback form of a session, and what came of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from talanoa.evaluation import access, queries, services
from talanoa.evaluation.forms import FeedbackForm
from talanoa.evaluation.results import SMALLEST_GROUP
from talanoa.kernel import clock
from talanoa.kernel.refusals import demand
from talanoa.people.types import PersonRequest


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def feedback(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    wave = queries.wave_of(session)
    if queries.has_answered(request.user, session):
        # Also where a second tab or a second press comes after the first: nothing is lost.
        if request.method == "POST":
            return redirect("evaluation:feedback", session_id=session.pk)
        return render(request, "evaluation/thanks.html", {"session": session})
    refusal = access.answering_refused(request.user, session, wave)
    if wave is None or refusal:
        closed = {"session": session, "refusal": refusal}
        return render(request, "evaluation/not_open.html", closed, status=403 if wave else 200)
    items = queries.items_of(wave.instrument)
    form = FeedbackForm(request.POST if request.method == "POST" else None, items=items)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(by=request.user, wave=wave, answers=form.answers)
        except ValidationError as error:
            for code, reasons in error.message_dict.items():
                form.add_error(code, reasons)
        else:
            messages.success(request, _("Thank you. Your answers are in, without your name."))
            return redirect("evaluation:feedback", session_id=session.pk)
    page = {"session": session, "wave": wave, "form": form}
    return render(request, "evaluation/form.html", page, status=422 if form.errors else 200)


@login_required
@require_safe
def results(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    demand(access.reading_refused(request.user, session))
    wave = queries.wave_of(session)
    answered, asked = queries.counts(session)
    page = {
        "session": session,
        "wave": wave,
        "answered": answered,
        "asked": asked,
        "results": queries.results_of(wave) if wave else None,
        "smallest": SMALLEST_GROUP,
        "is_closed": wave is not None and wave.closes_at <= clock.now(),
    }
    return render(request, "evaluation/results.html", page)
