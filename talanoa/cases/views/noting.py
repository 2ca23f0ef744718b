"""Steps, questions, answers and recommendations by plain forms.

The services are those of the room's frames: whoever is in the room sees it at once.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talanoa.cases import access, queries, services
from talanoa.cases.forms import AnswerForm, QuestionForm, RecommendationForm, StepForm
from talanoa.cases.models import Case
from talanoa.cases.views.reading import show
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access as live
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession
from talanoa.ui.answers import show_on


@login_required
@require_POST
def step(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    demand(access.stepping_refused(request.user, case))
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("There is no such step."))
        return _back(request, case, "questions")
    services.step(
        by=request.user,
        session=_session_of(case),
        case=case.pk,
        step=form.cleaned_data["step"] or None,
        client_id=form.cleaned_data["client_id"],
    )
    return _back(request, case, "questions")


@login_required
@require_POST
def question_add(request: PersonRequest, case_id: int) -> HttpResponse:
    case, session, people = _in_hand(request, case_id)
    form = QuestionForm(request.POST, people=people, may_allow=live.is_host(request.user, session))
    if form.is_valid():
        try:
            services.ask(by=request.user, session=session, case=case.pk, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        except Refused as refused:
            # Its turn has not come, or is over: what was typed stays on the page.
            form.add_error(None, str(refused))
    if form.errors:
        return show(request, case, question_form=form, status=422)
    return _back(request, case, "questions")


@login_required
@require_POST
def answer_add(request: PersonRequest, case_id: int) -> HttpResponse:
    case, session, _people = _in_hand(request, case_id)
    form = AnswerForm(request.POST, case=case)
    if form.is_valid():
        try:
            services.answer(
                by=request.user,
                session=session,
                client_id=form.cleaned_data["client_id"],
                case=case.pk,
                question=form.cleaned_data["question"].pk,
                text=form.cleaned_data["text"],
            )
        except Refused as refused:
            # Its turn has not come, or is over: what was typed stays on the page.
            form.add_error(None, str(refused))
    if form.errors:
        return show(request, case, answer_form=form, status=422)
    return _back(request, case, "questions")


@login_required
@require_POST
def recommendation_add(request: PersonRequest, case_id: int) -> HttpResponse:
    case, session, people = _in_hand(request, case_id)
    form = RecommendationForm(
        request.POST, people=people, may_allow=live.is_host(request.user, session)
    )
    if form.is_valid():
        try:
            services.recommend(by=request.user, session=session, case=case.pk, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        except Refused as refused:
            # Its turn has not come, or is over: what was typed stays on the page.
            form.add_error(None, str(refused))
    if form.errors:
        return show(request, case, recommendation_form=form, status=422)
    return _back(request, case, "recommendations")


def _in_hand(
    request: PersonRequest, case_id: int
) -> tuple[Case, LiveSession, list[tuple[int, str]]]:
    case = access.get_case(request.user, case_id)
    demand(access.noting_refused(request.user, case))
    session = _session_of(case)
    return case, session, queries.people_of(session)


def _session_of(case: Case) -> LiveSession:
    assert case.session is not None  # noqa: S101 - every act here is refused without a session
    return case.session


def _back(request: PersonRequest, case: Case, part: str) -> HttpResponse:
    """To where the form stood: the case's page, or its panel in the room."""
    if "in" in request.GET:
        return redirect(reverse("live:room", args=[case.session_id]) + "#panel-case")
    return redirect(reverse("cases:detail", args=[case.pk]) + f"?write=1#{part}")
