"""The list of a programme's cases, and the page of one."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.cases import access, letter_scene, queries, scene, sections
from talanoa.cases.forms import (
    AnswerForm,
    AnswerTeamForm,
    AskTeamForm,
    CaseFilter,
    EmbargoForm,
    QuestionForm,
    RecommendationForm,
    ReturnForm,
    SlotForm,
)
from talanoa.cases.models import Case
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.schedule.terms import Status

ON_A_PAGE = 25


@login_required
@require_safe
def case_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    chosen = CaseFilter(request.GET, by=request.user, programme=programme)
    cases = _narrowed(request, queries.cases_of(request.user, programme), chosen)
    shown = Paginator(cases, ON_A_PAGE).get_page(request.GET.get("page"))
    shown.object_list = access.tell_names(request.user, list(shown.object_list))
    arranges = access.arranging_refused(request.user, programme) is None
    page = {
        "programme": programme,
        "arranges": arranges,
        "reserve": queries.in_reserve(programme) if arranges else [],
        "chosen": chosen,
        "is_narrowed": any(request.GET.get(name) for name in chosen.fields),
        "cases": shown,
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
    answer_form: AnswerForm | None = None,
    ask_team_form: AskTeamForm | None = None,
    answer_team_form: AnswerTeamForm | None = None,
    answering: int = 0,
    embargo_form: EmbargoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one case, with a form somebody has to look at again, if there is one.

    While the session runs, its scribe finds the forms open; afterwards most come to read, and
    the scribe asks for them.
    """
    person = request.user
    if not access.reads(person, case):
        return render(request, "cases/stub.html", {"case": case, **_withdrawing(request, case)})
    may_note = access.noting_refused(person, case) is None
    schedules = access.scheduling_refused(person, case) is None
    returns = access.returning_refused(person, case) is None
    runs = case.session is not None and case.session.status == Status.OPEN
    asked = runs or "write" in request.GET or question_form or answer_form or recommendation_form
    writes = may_note and bool(asked)
    people = queries.people_of(case.session) if writes and case.session else []
    allows = writes and access.stepping_refused(person, case) is None
    may_write = access.writing_refused(person, case) is None
    accepts = access.accepting_refused(person, case) is None
    page = {
        **scene.case_page(case),
        **scene.beside(case, person),
        **letter_scene.beside_case(person, case, prepares=may_note),
        **(scene.steps_of(case, case.session) if runs and case.session else {}),
        "can_write": may_write,
        "can_submit": access.submitting_refused(person, case) is None,
        "can_accept": accepts,
        "can_look": access.looking_refused(person, case) is None,
        "guarded": queries.guarded(case, reader=person.language)
        if may_write or accepts or returns
        else None,
        "can_return": returns,
        "can_put_back": access.putting_back_refused(person, case) is None,
        **_withdrawing(request, case),
        "can_schedule": schedules,
        "can_note": may_note,
        "writes": writes,
        "answer_id": uuid4().hex,
        "answer_form": answer_form,
        "return_form": return_form or (ReturnForm() if returns else None),
        "slot_form": slot_form or (SlotForm(programme=case.programme) if schedules else None),
        **_asked_of_team(request, case, ask_team_form, answer_team_form, answering, embargo_form),
        "question_form": question_form
        or (QuestionForm(people=people, may_allow=allows) if writes else None),
        "recommendation_form": recommendation_form
        or (RecommendationForm(people=people, may_allow=allows) if writes else None),
    }
    page["sections"] = sections.page.drawn(case, request, page)
    return render(request, "cases/detail.html", page, status=status)


def _withdrawing(request: PersonRequest, case: Case) -> dict[str, bool]:
    return {"can_withdraw": access.withdrawing_refused(request.user, case) is None}


def _asked_of_team(
    request: PersonRequest,
    case: Case,
    ask_form: AskTeamForm | None,
    answer_form: AnswerTeamForm | None,
    answering: int,
    embargo_form: EmbargoForm | None,
) -> dict[str, object]:
    """The small forms of the review, as far as this person may send them."""
    person = request.user
    coordinates = access.asking_team_refused(person, case) is None
    reserves = coordinates and access.reserving_refused(person, case) is None
    schedules = coordinates and case.reserve_rank is None
    return {
        "ask_team_form": ask_form or (AskTeamForm(auto_id="ask_%s") if coordinates else None),
        "answer_team_form": answer_form or AnswerTeamForm(auto_id="answer_%s"),
        "answering": answering,
        "embargo_form": embargo_form or (EmbargoForm(case=case) if coordinates else None),
        "can_reserve": reserves,
        "reserve": queries.in_reserve(case.programme)[:3] if schedules else [],
        "client_id": uuid4().hex,
    }


def _narrowed(request: PersonRequest, cases: QuerySet[Case], chosen: CaseFilter) -> QuerySet[Case]:
    chosen.is_valid()
    values = chosen.cleaned_data
    if values.get("status"):
        cases = queries.with_status(cases, values["status"])
    if values.get("area"):
        cases = cases.filter(challenge_area=values["area"])
    if values.get("country"):
        known = access.with_country(request.user).values("pk")
        cases = cases.filter(country=values["country"], pk__in=known)
    return cases
