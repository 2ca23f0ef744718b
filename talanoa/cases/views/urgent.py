"""Questions that cannot wait: asked, seen, answered, handed on."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.cases import access, queries, services
from talanoa.cases.forms import NameExpertsForm, UrgentAnswerForm, UrgentForm, choices_in
from talanoa.cases.models import Routing, UrgentQuestion
from talanoa.cases.refusals import Identifying
from talanoa.cases.views.writing import left_open
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.ui.answers import show_on, typed

ON_A_PAGE = 25


@login_required
@require_safe
def urgent_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    found = queries.urgent_questions_of(request.user, programme)
    page = {
        "programme": programme,
        "questions": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "refusal": access.asking_refused(request.user, programme),
    }
    return render(request, "cases/urgent_list.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def urgent_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    demand(access.asking_refused(request.user, programme))
    form = UrgentForm(typed(request), person=request.user, programme=programme)
    found: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        choices = choices_in(request.POST.dict())
        try:
            question = services.ask_urgently(
                by=request.user, programme=programme, choices=choices, **form.cleaned_data
            )
        except Identifying as open_:
            found = left_open(open_, choices)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Your question is on its way to the experts."))
            return redirect("cases:urgent", urgent_id=question.pk)
    page = {
        "programme": programme,
        "form": form,
        "found": found,
        "hours": queries.policy_of(programme).answer_within_hours,
        "count": access.experts_of(programme).exclude(pk=request.user.pk).count(),
    }
    status = 422 if form.errors or found else 200
    return render(request, "cases/urgent_new.html", page, status=status)


@login_required
@require_safe
def urgent(request: PersonRequest, urgent_id: int) -> HttpResponse:
    return _show(request, access.get_urgent_question(request.user, urgent_id))


@login_required
@require_POST
def urgent_answer(request: PersonRequest, urgent_id: int) -> HttpResponse:
    question = access.get_urgent_question(request.user, urgent_id)
    if question.answered_by_id == request.user.pk:
        return redirect("cases:urgent", urgent_id=urgent_id)
    was_asked = question.routings.filter(expert=request.user).exists()
    if not was_asked and not programmes.is_coordinator(request.user, question.programme):
        demand(access.answering_refused(request.user, question))
    form = UrgentAnswerForm(request.POST)
    found: list[dict[str, Any]] = []
    status = 422
    if form.is_valid():
        choices = choices_in(request.POST.dict())
        try:
            services.answer_urgent(
                by=request.user, question=question, choices=choices, **form.cleaned_data
            )
        except Identifying as open_:
            found = left_open(open_, choices)
        except ValidationError as error:
            show_on(form, error)
        except Refused as refused:
            # Somebody else was first: both answers are on the page, and this one stays typed.
            form.add_error(None, str(refused))
            question, status = access.get_urgent_question(request.user, urgent_id), 409
        else:
            messages.success(request, _("Your answer is sent."))
            return redirect("cases:urgent", urgent_id=urgent_id)
    return _show(request, question, form=form, found=found, status=status)


@login_required
@require_POST
def urgent_hand_on(request: PersonRequest, urgent_id: int) -> HttpResponse:
    question = access.get_urgent_question(request.user, urgent_id)
    if services.hand_on_urgent(by=request.user, question=question):
        messages.success(request, _("It went to the next expert."))
    else:
        messages.info(request, _("Nobody else is left; the coordinators see it in their list."))
    return redirect("cases:urgent", urgent_id=urgent_id)


@login_required
@require_POST
def urgent_name(request: PersonRequest, urgent_id: int) -> HttpResponse:
    """Send a question that nobody has any more to those whom a coordinator chose."""
    question = access.get_urgent_question(request.user, urgent_id)
    demand(programmes.coordinates_refused(request.user, question.programme))
    form = NameExpertsForm(request.POST, question=question)
    if form.is_valid():
        try:
            services.name_experts(by=request.user, question=question, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        except Refused as refused:
            # Somebody else was first: the page says with whom it is now.
            messages.warning(request, str(refused))
            return redirect("cases:urgent", urgent_id=urgent_id)
        else:
            messages.success(request, _("Sent. Whoever asked has been told that it goes on."))
            return redirect("cases:urgent", urgent_id=urgent_id)
    return _show(request, question, name_form=form, status=422)


def _show(
    request: PersonRequest,
    question: UrgentQuestion,
    *,
    form: UrgentAnswerForm | None = None,
    name_form: NameExpertsForm | None = None,
    found: Sequence[dict[str, Any]] = (),
    status: int = 200,
) -> HttpResponse:
    answers = access.answering_refused(request.user, question) is None
    names = access.naming_experts_refused(request.user, question) is None
    prefetch_related_objects(
        [question], Prefetch("routings", Routing.objects.select_related("expert"))
    )
    page = {
        "question": question,
        "programme": question.programme,
        "routings": question.routings.all(),
        "form": form or (UrgentAnswerForm() if answers else None),
        "found": found,
        "name_form": (name_form or NameExpertsForm(question=question)) if names else None,
        "can_hand_on": access.handing_on_refused(request.user, question) is None,
    }
    return render(request, "cases/urgent.html", page, status=status)
