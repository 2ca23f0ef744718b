"""What a coordinator decides about a case. Each is a small form on the case's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talanoa.cases import access, services
from talanoa.cases.forms import ReturnForm, SlotForm
from talanoa.cases.views.reading import show
from talanoa.kernel.refusals import demand
from talanoa.people.types import PersonRequest


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
    services.return_to_team(by=request.user, case=case, reason=form.cleaned_data["reason"])
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
