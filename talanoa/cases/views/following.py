"""Recommendations and what comes of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talanoa.cases import access, queries, scene, services
from talanoa.cases.forms import AssignForm, RecommendationFilter, StateForm
from talanoa.cases.models import Recommendation
from talanoa.cases.views.errors import show_on
from talanoa.kernel import clock
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes

ON_A_PAGE = 25


@login_required
@require_safe
def recommendation_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    chosen = RecommendationFilter(request.GET)
    found = _narrowed(queries.recommendations_of(request.user, programme), chosen, request.user)
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    access.tell_names(request.user, [recommendation.case for recommendation in shown])
    page = {
        "programme": programme,
        "chosen": chosen,
        "is_narrowed": any(request.GET.get(name) for name in chosen.fields),
        "recommendations": shown,
        "today": clock.now().date(),
    }
    return render(request, "cases/recommendations.html", page)


@login_required
@require_safe
def recommendation_detail(request: PersonRequest, recommendation_id: int) -> HttpResponse:
    recommendation = access.get_recommendation(request.user, recommendation_id)
    return _show(request, recommendation)


@login_required
@require_POST
def recommendation_assign(request: PersonRequest, recommendation_id: int) -> HttpResponse:
    recommendation = access.get_recommendation(request.user, recommendation_id)
    demand(access.assigning_refused(request.user, recommendation))
    form = AssignForm(request.POST, recommendation=recommendation)
    if not form.is_valid():
        return _show(request, recommendation, assign_form=form)
    services.assign(by=request.user, recommendation=recommendation, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("cases:recommendation", recommendation_id=recommendation.pk)


@login_required
@require_POST
def recommendation_state(request: PersonRequest, recommendation_id: int) -> HttpResponse:
    recommendation = access.get_recommendation(request.user, recommendation_id)
    demand(access.following_refused(request.user, recommendation))
    form = StateForm(request.POST, recommendation=recommendation)
    if form.is_valid():
        try:
            services.say_what_came_of_it(
                by=request.user, recommendation=recommendation, **form.cleaned_data
            )
        except ValidationError as error:
            show_on(form, error)
    if form.errors:
        return _show(request, recommendation, state_form=form)
    messages.success(request, _("Saved."))
    return redirect("cases:recommendation", recommendation_id=recommendation.pk)


def _show(
    request: PersonRequest,
    recommendation: Recommendation,
    *,
    assign_form: AssignForm | None = None,
    state_form: StateForm | None = None,
) -> HttpResponse:
    assigns = access.assigning_refused(request.user, recommendation) is None
    follows = access.following_refused(request.user, recommendation) is None
    wrong = bool(assign_form or state_form)
    page = {
        "recommendation": recommendation,
        "case": recommendation.case,
        "history": scene.history(recommendation),
        "assign_form": assign_form
        or (AssignForm(recommendation=recommendation) if assigns else None),
        "state_form": state_form or (StateForm(recommendation=recommendation) if follows else None),
    }
    return render(request, "cases/recommendation.html", page, status=422 if wrong else 200)


def _narrowed(
    found: QuerySet[Recommendation], chosen: RecommendationFilter, person: Person
) -> QuerySet[Recommendation]:
    chosen.is_valid()
    values = chosen.cleaned_data
    if values.get("owner") == "none":
        found = found.filter(owner=None)
    elif values.get("owner") == "mine":
        found = found.filter(owner=person.pk)
    if values.get("state"):
        found = found.filter(state=values["state"])
    return found
