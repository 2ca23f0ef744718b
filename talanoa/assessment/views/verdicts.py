"""What follows once an assessment is handed in: who reviews it, the verdict, who sees it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.assessment import scene
from talanoa.assessment.access import assessments as access
from talanoa.assessment.forms.assessments import AskForm, ReviewForm, VisibilityForm
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.services import verdicts
from talanoa.assessment.terms import AssessmentStatus
from talanoa.assessment.views.assessments import show
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.types import PersonRequest
from talanoa.ui.answers import show_on


@login_required
@require_POST
def assessment_submit(request: PersonRequest, assessment_id: int) -> HttpResponse:
    assessment = access.get_assessment(request.user, assessment_id)
    try:
        verdicts.submit(by=request.user, assessment=assessment)
    except Refused:
        # The second of two presses finds done what it asks for.
        assessment.refresh_from_db()
        is_done = assessment.status == AssessmentStatus.SUBMITTED
        if not is_done or not access.is_on_team(request.user, assessment):
            raise
        return redirect("assessment:detail", assessment_id=assessment.pk)
    messages.success(request, _("Handed in. The coordinators have been told."))
    return redirect("assessment:detail", assessment_id=assessment.pk)


@login_required
@require_POST
def assessment_ask(request: PersonRequest, assessment_id: int) -> HttpResponse:
    """Choose who reviews it."""
    assessment = access.get_assessment(request.user, assessment_id)
    demand(access.asking_refused(request.user, assessment))
    form = AskForm(request.POST, people=access.reviewers_for(assessment))
    if not form.is_valid():
        return show(request, assessment, ask_form=form, status=422)
    verdicts.ask_review(
        by=request.user, assessment=assessment, reviewer=form.cleaned_data["reviewer"]
    )
    messages.success(request, _("Asked. They have been sent a mail."))
    return redirect("assessment:detail", assessment_id=assessment.pk)


@login_required
@require_http_methods(["GET", "POST"])
def assessment_review(request: PersonRequest, assessment_id: int) -> HttpResponse:
    """The reviewer's page: every answer, a reason where one is needed, and the verdict."""
    assessment = access.get_assessment(request.user, assessment_id)
    demand(access.reviewing_refused(request.user, assessment))
    shown = scene.sheet(request.user, assessment)
    indicators = [row["indicator"] for row in shown["rows"]]
    form = ReviewForm(request.POST or None, indicators=indicators)
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, assessment_id, form)
        except ValidationError as error:
            show_on(form, error)
    by_indicator: dict[int, list[object]] = {}
    for each in queries.evidence_of(assessment):
        by_indicator.setdefault(each.answer.indicator_id, []).append(each)
    for row in shown["rows"]:
        row["field"] = form[f"reason-{row['indicator'].pk}"]
        row["evidence"] = by_indicator.get(row["indicator"].pk, [])
        row["parts"] = scene.parts_of(row["answer"], row["indicator"])[1:]
    page = {**shown, "form": form}
    return render(request, "assessment/review.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def assessment_visibility(request: PersonRequest, assessment_id: int) -> HttpResponse:
    assessment = access.get_assessment(request.user, assessment_id)
    demand(access.showing_refused(request.user, assessment))
    form = VisibilityForm(request.POST)
    if not form.is_valid():
        return show(request, assessment, visibility_form=form, status=422)
    verdicts.show_to(
        by=request.user, assessment=assessment, visibility=form.cleaned_data["visibility"]
    )
    messages.success(request, _("It is seen as you decided from now on."))
    return redirect("assessment:detail", assessment_id=assessment.pk)


def _decided(request: PersonRequest, assessment_id: int, form: ReviewForm) -> HttpResponse:
    assessment = access.get_assessment(request.user, assessment_id)
    note = form.cleaned_data["note"]
    if request.POST.get("then") == "agree":
        verdicts.agree(by=request.user, assessment=assessment, note=note, reasons=form.reasons)
        messages.success(request, _("Reviewed. The team has been told."))
    else:
        verdicts.give_back(by=request.user, assessment=assessment, note=note, reasons=form.reasons)
        messages.success(request, _("Returned. The team has been told what to look at again."))
    return redirect("assessment:detail", assessment_id=assessment.pk)
