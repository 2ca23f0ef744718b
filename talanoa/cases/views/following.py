"""Recommendations and what comes of them."""

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.cases import access, ledger, queries, scene, services
from talanoa.cases.forms import AssignForm, DescribeForm, RecommendationFilter, StateForm
from talanoa.cases.models import Recommendation
from talanoa.cases.terms import OPEN_STATES
from talanoa.kernel.refusals import demand
from talanoa.library import picking
from talanoa.library.access import get_resource
from talanoa.people.models import Person
from talanoa.people.queries import today_in
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.programmes.models import Programme
from talanoa.ui.answers import show_on
from talanoa.ui.sheets import sheet

ON_A_PAGE = 25
_COLUMNS = {
    "state": "state",
    "strength": "strength",
    "area": "challenge_area",
    "focus": "focus_area",
}
"""What narrows the ledger by one value, and where that stands."""


@login_required
@require_safe
def recommendation_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    chosen = _chosen(request, programme)
    found = _ledger(request, programme, chosen)
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    access.tell_names(request.user, [recommendation.case for recommendation in shown])
    page = {
        "programme": programme,
        "chosen": chosen,
        "chosen_query": request.GET.urlencode(),
        "is_narrowed": any(request.GET.get(name) for name in chosen.fields),
        "today": _today(programme),
        "recommendations": shown,
    }
    return render(request, "cases/recommendations.html", page)


@login_required
@require_safe
def recommendation_csv(request: PersonRequest, slug: str) -> HttpResponse:
    """What the ledger shows, chosen in the same way, for a spreadsheet."""
    programme = programmes.get_programme(request.user, slug)
    chosen = _chosen(request, programme)
    found = list(_ledger(request, programme, chosen).select_related("focus_area"))
    access.tell_names(request.user, [one.case for one in found])
    response = sheet(f"{programme.slug}-recommendations.csv", ledger.head(), ledger.rows(found))
    response.headers["Cache-Control"] = "private, no-store"
    return response


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
    if form.is_valid():
        try:
            services.assign(by=request.user, recommendation=recommendation, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
    if form.errors:
        return _show(request, recommendation, assign_form=form)
    messages.success(request, _("Saved."))
    return redirect("cases:recommendation", recommendation_id=recommendation.pk)


@login_required
@require_POST
def recommendation_state(request: PersonRequest, recommendation_id: int) -> HttpResponse:
    recommendation = access.get_recommendation(request.user, recommendation_id)
    demand(access.following_refused(request.user, recommendation))
    form = StateForm(
        request.POST,
        recommendation=recommendation,
        open_to=access.moves_open_to(request.user, recommendation),
    )
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


@login_required
@require_POST
def recommendation_describe(request: PersonRequest, recommendation_id: int) -> HttpResponse:
    recommendation = access.get_recommendation(request.user, recommendation_id)
    demand(access.describing_refused(request.user, recommendation))
    form = DescribeForm(request.POST, recommendation=recommendation)
    if form.is_valid():
        try:
            services.describe(by=request.user, recommendation=recommendation, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
    if form.errors:
        return _show(request, recommendation, describe_form=form)
    messages.success(request, _("Saved."))
    return redirect("cases:recommendation", recommendation_id=recommendation.pk)


@login_required
@require_http_methods(["GET", "POST"])
def recommendation_resources(request: PersonRequest, recommendation_id: int) -> HttpResponse:
    """Name the works of the library on which a recommendation draws."""
    recommendation = access.get_recommendation(request.user, recommendation_id)
    demand(access.describing_refused(request.user, recommendation))
    if request.method == "POST":
        resource = get_resource(request.POST.get("resource", ""))
        is_named = request.POST.get("named") == "yes"
        act = services.draw_on if is_named else services.stop_drawing_on
        act(by=request.user, recommendation=recommendation, resource=resource)
        messages.success(request, _("Saved."))
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    named = list(queries.resources_drawn_on(recommendation))
    page = {"recommendation": recommendation, "case": recommendation.case}
    page |= picking.offered(request.GET, named)
    return render(request, "cases/recommendation_resources.html", page)


def _show(
    request: PersonRequest,
    recommendation: Recommendation,
    *,
    assign_form: AssignForm | None = None,
    state_form: StateForm | None = None,
    describe_form: DescribeForm | None = None,
) -> HttpResponse:
    assigns = access.assigning_refused(request.user, recommendation) is None
    follows = access.following_refused(request.user, recommendation) is None
    describes = access.describing_refused(request.user, recommendation) is None
    open_to = access.moves_open_to(request.user, recommendation) if follows else []
    wrong = bool(assign_form or state_form or describe_form)
    page = {
        "recommendation": recommendation,
        "case": recommendation.case,
        "history": scene.history(recommendation),
        "assign_form": assign_form
        or (AssignForm(recommendation=recommendation) if assigns else None),
        "state_form": state_form
        or (StateForm(recommendation=recommendation, open_to=open_to) if follows else None),
        "describe_form": describe_form
        or (DescribeForm(recommendation=recommendation) if describes else None),
        "parts": recommendation.merged.select_related("author"),
        "resources": queries.resources_drawn_on(recommendation),
    }
    return render(request, "cases/recommendation.html", page, status=422 if wrong else 200)


def _chosen(request: PersonRequest, programme: Programme) -> RecommendationFilter:
    """Owners are offered by name to whoever may know whose case theirs is."""
    visible = queries.recommendations_of(request.user, programme)
    named = visible.filter(case__in=access.cases_named_to(request.user))
    return RecommendationFilter(request.GET, programme=programme, owners=queries.owners_in(named))


def _ledger(
    request: PersonRequest, programme: Programme, chosen: RecommendationFilter
) -> QuerySet[Recommendation]:
    today = _today(programme)
    found = queries.recommendations_of(request.user, programme)
    return queries.overdue_first(_narrowed(found, chosen, request.user, today), today)


def _narrowed(
    found: QuerySet[Recommendation],
    chosen: RecommendationFilter,
    person: Person,
    today: date,
) -> QuerySet[Recommendation]:
    chosen.is_valid()
    values = chosen.cleaned_data
    owner = values.get("owner")
    if owner == "mine":
        found = found.filter(owner=person.pk)
    elif owner:
        # Whose recommendation it is would tell whose case it is.
        named = access.cases_named_to(person)
        found = found.filter(case__in=named, owner=None if owner == "none" else owner)
    if values.get("due") == "none":
        found = found.filter(due_on=None)
    elif values.get("due"):
        until = today if values["due"] == "overdue" else today + timedelta(days=31)
        found = found.filter(due_on__lt=until, state__in=OPEN_STATES)
    for name, column in _COLUMNS.items():
        if values.get(name):
            found = found.filter(**{column: values[name]})
    return found


def _today(programme: Programme) -> date:
    """By the hub's calendar: what is due today is not overdue before its day is over there."""
    return today_in(programme.hub.time_zone)
