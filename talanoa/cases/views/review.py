"""What a coordinator decides about a case. Each is a small form on the case's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talanoa.cases import access, services
from talanoa.cases.forms import (
    AnswerTeamForm,
    AskTeamForm,
    EmbargoForm,
    ReturnForm,
    SlotForm,
    choices_in,
)
from talanoa.cases.refusals import Identifying
from talanoa.cases.views.reading import show
from talanoa.cases.views.writing import left_open
from talanoa.kernel.refusals import demand
from talanoa.people.types import PersonRequest
from talanoa.ui.answers import show_on


@login_required
@require_POST
def case_accept(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
    services.accept(by=request.user, case=case, revision=revision)
    messages.success(request, _("Accepted. Now give the case its place in a session."))
    return redirect("cases:detail", case_id=case.pk)


@login_required
@require_POST
def case_return(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    demand(access.returning_refused(request.user, case))
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, case, return_form=form, status=422)
    choices = choices_in(request.POST.dict())
    try:
        services.return_to_team(
            by=request.user, case=case, reason=form.cleaned_data["reason"], choices=choices
        )
    except Identifying as open_:
        form.found = left_open(open_, choices)
        return show(request, case, return_form=form, status=422)
    except ValidationError as error:
        show_on(form, error)
        return show(request, case, return_form=form, status=422)
    messages.success(request, _("Returned. The team has been told what to change."))
    return redirect("cases:detail", case_id=case.pk)


@login_required
@require_POST
def case_schedule(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    demand(access.scheduling_refused(request.user, case))
    form = SlotForm(request.POST, programme=case.programme)
    if not form.is_valid():
        return show(request, case, slot_form=form, status=422)
    services.schedule(by=request.user, case=case, item=form.cleaned_data["item"])
    messages.success(request, _("Scheduled. The team has been told."))
    return redirect("cases:detail", case_id=case.pk)


@login_required
@require_POST
def case_unschedule(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    services.unschedule(by=request.user, case=case)
    messages.success(request, _("The case is out of its session and waits for another."))
    return redirect("cases:detail", case_id=case.pk)


@login_required
@require_POST
def case_put_back(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    services.put_back(by=request.user, case=case)
    messages.success(request, _("The case counts as not discussed and waits for another session."))
    return redirect("cases:detail", case_id=case.pk)


@login_required
@require_POST
def case_ask_team(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    demand(access.asking_team_refused(request.user, case))
    form = AskTeamForm(request.POST)
    if not form.is_valid():
        return show(request, case, ask_team_form=form, status=422)
    services.ask_team(
        by=request.user,
        case=case,
        text=form.cleaned_data["text"],
        client_id=request.POST.get("client_id", "")[:64],
    )
    messages.success(request, _("Asked. The team has been told; the case stays where it is."))
    return redirect("cases:detail", case_id=case.pk)


@login_required
@require_POST
def case_answer_team(request: PersonRequest, case_id: int, review_question_id: int) -> HttpResponse:
    question = access.get_review_question(request.user, case_id, review_question_id)
    demand(access.answering_team_refused(request.user, question.case))
    form = AnswerTeamForm(request.POST)
    if not form.is_valid():
        return show(
            request, question.case, answer_team_form=form, answering=question.pk, status=422
        )
    choices = choices_in(request.POST.dict())
    try:
        services.answer_for_team(
            by=request.user, question=question, text=form.cleaned_data["text"], choices=choices
        )
    except Identifying as open_:
        form.found = left_open(open_, choices)
        return show(
            request, question.case, answer_team_form=form, answering=question.pk, status=422
        )
    messages.success(request, _("Answered. Whoever asked has been told."))
    return redirect("cases:detail", case_id=case_id)


@login_required
@require_POST
def case_embargo(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    demand(access.embargo_refused(request.user, case))
    form = EmbargoForm(request.POST, case=case)
    if not form.is_valid():
        return show(request, case, embargo_form=form, status=422)
    services.set_embargo(by=request.user, case=case, hours=form.cleaned_data["embargo"])
    messages.success(request, _("Saved. It moves with the session."))
    return redirect("cases:detail", case_id=case.pk)


@login_required
@require_POST
def case_reserve(request: PersonRequest, case_id: int) -> HttpResponse:
    """Into the reserve, out of it, or one place up, as the button says."""
    case = access.get_case(request.user, case_id)
    act = {"out": services.unreserve, "up": services.move_up}.get(
        request.POST.get("then", ""), services.reserve
    )
    act(by=request.user, case=case)
    if request.POST.get("then") == "up":
        return redirect("cases:list", slug=case.programme.slug)
    return redirect("cases:detail", case_id=case.pk)
