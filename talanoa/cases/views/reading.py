"""The list of a programme's cases, and the page of one."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.cases import access, letter_scene, queries, scene
from talanoa.cases.forms import CaseFilter, QuestionForm, RecommendationForm, ReturnForm, SlotForm
from talanoa.cases.models import Case
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.schedule.terms import Status

ON_A_PAGE = 25


@login_required
@require_safe
def case_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    chosen = CaseFilter(request.GET, programme=programme)
    cases = _narrowed(queries.cases_of(request.user, programme), chosen)
    page = {
        "programme": programme,
        "chosen": chosen,
        "is_narrowed": any(request.GET.get(name) for name in chosen.fields),
        "cases": Paginator(cases, ON_A_PAGE).get_page(request.GET.get("page")),
        "refusal": access.beginning_refused(request.user, programme),
    }
    return render(request, "cases/list.html", page)


@login_required
@require_safe
def case_detail(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    return show(request, case)


def show(
    request: PersonRequest,
    case: Case,
    *,
    return_form: ReturnForm | None = None,
    slot_form: SlotForm | None = None,
    question_form: QuestionForm | None = None,
    recommendation_form: RecommendationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one case, with a form somebody has to look at again, if there is one.

    While the session runs, its scribe finds the forms open; afterwards most come to read, and
    the scribe asks for them.
    """
    person = request.user
    may_note = access.noting_refused(person, case) is None
    schedules = access.scheduling_refused(person, case) is None
    returns = access.returning_refused(person, case) is None
    runs = case.session is not None and case.session.status == Status.OPEN
    asked = runs or "write" in request.GET or question_form or recommendation_form
    writes = may_note and bool(asked)
    people = queries.people_of(case.session) if writes and case.session else []
    allows = writes and access.stepping_refused(person, case) is None
    page = {
        **scene.case_page(case),
        **letter_scene.beside_case(person, case, prepares=may_note),
        **(scene.steps_of(case, case.session) if runs and case.session else {}),
        "can_write": access.writing_refused(person, case) is None,
        "can_submit": access.submitting_refused(person, case) is None,
        "can_accept": access.accepting_refused(person, case) is None,
        "can_return": returns,
        "can_put_back": access.putting_back_refused(person, case) is None,
        "can_withdraw": access.withdrawing_refused(person, case) is None,
        "can_schedule": schedules,
        "can_note": may_note,
        "writes": writes,
        "answer_id": uuid4().hex,
        "return_form": return_form or (ReturnForm() if returns else None),
        "slot_form": slot_form or (SlotForm(programme=case.programme) if schedules else None),
        "question_form": question_form
        or (QuestionForm(people=people, may_allow=allows) if writes else None),
        "recommendation_form": recommendation_form
        or (RecommendationForm(people=people, may_allow=allows) if writes else None),
    }
    return render(request, "cases/detail.html", page, status=status)


def _narrowed(cases: QuerySet[Case], chosen: CaseFilter) -> QuerySet[Case]:
    chosen.is_valid()
    values = chosen.cleaned_data
    if values.get("status"):
        cases = queries.with_status(cases, values["status"])
    if values.get("area"):
        cases = cases.filter(challenge_area=values["area"])
    if values.get("country"):
        cases = cases.filter(country=values["country"])
    return cases
