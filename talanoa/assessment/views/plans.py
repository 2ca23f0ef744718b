"""The pages of a team's action plan."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.assessment.access import plans as access
from talanoa.assessment.forms.plans import (
    ActionForm,
    OnceForm,
    OriginForm,
    ProgressForm,
    ShareForm,
    milestone_lines,
)
from talanoa.assessment.models import Action, ActionPlan
from talanoa.assessment.queries import plans as queries
from talanoa.assessment.queries.drawing import resources_drawn_on
from talanoa.assessment.refusals import OutdatedAction
from talanoa.assessment.services import origins
from talanoa.assessment.services import planning as services
from talanoa.assessment.views.doors import or_sign_in
from talanoa.cases import access as cases
from talanoa.cases.models import Recommendation
from talanoa.countries.models import Country
from talanoa.countries.queries import in_order
from talanoa.kernel.refusals import NotVisible, Refused, demand
from talanoa.people.models import Person
from talanoa.people.queries import today_in
from talanoa.people.types import PersonRequest
from talanoa.programmes.models import CountryTeam
from talanoa.ui.answers import show_on
from talanoa.ui.sheets import sheet


@require_safe
@or_sign_in
def plan(request: HttpRequest, team_id: int) -> HttpResponse:
    """A team's plan; to the team itself also while it is not begun."""
    found = access.plans_visible_to(request.user).filter(team=team_id).exists()
    if not found and isinstance(request.user, Person):
        team = access.get_own_team(request.user, team_id)
        return render(request, "assessment/plan_unbegun.html", {"team": team})
    return _show(request, access.get_plan(request.user, team_id))


@login_required
@require_POST
def plan_begin(request: PersonRequest, team_id: int) -> HttpResponse:
    services.begin_plan(by=request.user, team=access.get_own_team(request.user, team_id))
    return redirect("assessment:plan", team_id=team_id)


@login_required
@require_POST
def plan_share(request: PersonRequest, team_id: int) -> HttpResponse:
    shared = access.get_plan(request.user, team_id)
    demand(access.planning_refused(request.user, shared.team))
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _show(request, shared, share_form=form)
    services.share_plan(by=request.user, plan=shared, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("assessment:plan", team_id=team_id)


@login_required
@require_POST
def plan_re_present(request: PersonRequest, team_id: int) -> HttpResponse:
    """Begin the case with which the team comes back; on to its form."""
    reported = access.get_plan(request.user, team_id)
    form = OnceForm(request.POST)
    client_id = form.cleaned_data["client_id"] if form.is_valid() else ""
    try:
        case = origins.re_present(
            by=request.user,
            plan=reported,
            country=_country(request, reported.team),
            client_id=client_id,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("assessment:plan", team_id=team_id)
    messages.success(request, _("Your plan stands in the case. Add your question, then submit it."))
    return redirect("cases:edit", case_id=case.pk)


@login_required
@require_POST
def case_on_gap(request: PersonRequest, team_id: int, indicator_id: int) -> HttpResponse:
    """Begin the team's case on one of its gaps; on to its form."""
    team = access.get_own_team(request.user, team_id)
    indicator = access.get_indicator(indicator_id)
    form = OnceForm(request.POST)
    try:
        case = origins.case_on_gap(
            by=request.user,
            team=team,
            indicator=indicator,
            country=_country(request, team),
            client_id=form.cleaned_data["client_id"] if form.is_valid() else "",
        )
    except ValidationError as error:
        # Its form asks what is still wanted, with the indicator as a title of its own.
        messages.error(request, " ".join(error.messages))
        return redirect("assessment:plan", team_id=team_id)
    messages.success(request, _("The case is begun. Tell the room where things stand."))
    return redirect("cases:edit", case_id=case.pk)


@login_required
@require_POST
def gap_name(request: PersonRequest, case_id: int) -> HttpResponse:
    """Say which gap a case is about."""
    case = cases.get_case(request.user, case_id)
    demand(access.naming_gap_refused(request.user, case))
    form = OriginForm(request.POST)
    if form.is_valid():
        origins.name_gap(by=request.user, case=case, indicator=form.chosen)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose an indicator from the list."))
    return redirect("cases:detail", case_id=case.pk)


@require_safe
@or_sign_in
def plan_csv(request: HttpRequest, team_id: int) -> HttpResponse:
    exported = access.get_plan(request.user, team_id)
    rows = queries.plan_rows(request.user, exported)
    return sheet(f"plan-{team_id}.csv", queries.plan_head(), rows)


@login_required
@require_http_methods(["GET", "POST"])
def action_new(request: PersonRequest, team_id: int) -> HttpResponse:
    changed = access.get_plan(request.user, team_id)
    demand(access.planning_refused(request.user, changed.team))
    asked = request.POST.get("recommendation") or request.GET.get("recommendation")
    recommendation = _recommendation(request.user, changed, asked)
    initial = {"title": recommendation.words[:300]} if recommendation else {}
    if request.GET.get("indicator", "").isdecimal():
        initial["indicator"] = request.GET["indicator"]
    form = ActionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            action = services.add_action(
                by=request.user,
                plan=changed,
                text=form.text,
                recommendation=recommendation,
                client_id=form.cleaned_data["client_id"],
            )
        except Refused as refused:
            # It became part of another meanwhile: what was typed stays.
            form.add_error(None, str(refused))
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Added to the plan."))
            return redirect("assessment:action", action_id=action.pk)
    page = {"plan": changed, "form": form, "recommendation": recommendation}
    return render(request, "assessment/action_form.html", page, status=422 if form.errors else 200)


@require_safe
@or_sign_in
def action_detail(request: HttpRequest, action_id: int) -> HttpResponse:
    return _show_action(request, access.get_action(request.user, action_id))


@login_required
@require_http_methods(["GET", "POST"])
def action_edit(request: PersonRequest, action_id: int) -> HttpResponse:
    action = access.get_action(request.user, action_id)
    demand(access.planning_refused(request.user, action.plan.team))
    form = ActionForm(request.POST or None, action=action)
    lines = milestone_lines(request.POST or None, action)
    page: dict[str, Any] = {"plan": action.plan, "action": action, "form": form, "lines": lines}
    page["revision"] = _revision(request) or action.revision
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            services.change_action(
                by=request.user,
                action=action,
                revision=_revision(request),
                text=form.text,
                milestones=[line.line for line in lines],
            )
        except OutdatedAction as outdated:
            page |= {
                "theirs": outdated.action,
                "reason": str(outdated),
                "revision": outdated.action.revision,
            }
            return render(request, "assessment/action_form.html", page, status=409)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("assessment:action", action_id=action.pk)
    wrong = request.method == "POST"
    return render(request, "assessment/action_form.html", page, status=422 if wrong else 200)


@login_required
@require_POST
def progress_add(request: PersonRequest, action_id: int) -> HttpResponse:
    action = access.get_action(request.user, action_id)
    demand(access.planning_refused(request.user, action.plan.team))
    form = ProgressForm(request.POST, action=action)
    if form.is_valid():
        try:
            services.note_progress(by=request.user, action=action, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
    if form.errors:
        return _show_action(request, action, progress_form=form)
    messages.success(request, _("Saved."))
    return redirect("assessment:action", action_id=action.pk)


@login_required
@require_POST
def milestone_reach(request: PersonRequest, action_id: int, milestone_id: int) -> HttpResponse:
    action = access.get_action(request.user, action_id)
    milestone = action.milestones.filter(pk=milestone_id).first()
    if milestone is None:
        raise NotVisible(milestone_id)
    services.reach(
        by=request.user, milestone=milestone, is_reached=request.POST.get("reached") == "yes"
    )
    return redirect("assessment:action", action_id=action_id)


def _show(
    request: HttpRequest, shown: ActionPlan, *, share_form: ShareForm | None = None
) -> HttpResponse:
    may_write = access.planning_refused(request.user, shown.team) is None
    page: dict[str, Any] = {
        "plan": shown,
        "team": shown.team,
        "actions": list(queries.actions_of(shown)),
        "today": today_in(shown.team.programme.hub.time_zone),
        "may_write": may_write,
        "re_presentations": queries.re_presentations(request.user, shown),
    }
    if may_write and isinstance(request.user, Person):
        page["waiting"] = queries.waiting_recommendations(request.user, shown.team)
        page["share_form"] = share_form or ShareForm(initial={"visibility": shown.visibility})
        page["re_presenting_refusal"] = access.re_presenting_refused(request.user, shown)
        page["once"] = OnceForm()
        if shown.team.country_id is None:
            page["countries"] = in_order(shown.team.countries.all())
    return render(request, "assessment/plan.html", page, status=422 if share_form else 200)


def _show_action(
    request: HttpRequest, action: Action, *, progress_form: ProgressForm | None = None
) -> HttpResponse:
    may_write = access.planning_refused(request.user, action.plan.team) is None
    page = {
        "action": action,
        "plan": action.plan,
        "resources": resources_drawn_on(action),
        "milestones": action.milestones.all(),
        "notes": action.notes.select_related("by"),
        "today": today_in(action.plan.team.programme.hub.time_zone),
        "may_write": may_write,
        "sees_recommendation": queries.sees_recommendation(request.user, action),
        "progress_form": progress_form or (ProgressForm(action=action) if may_write else None),
    }
    return render(request, "assessment/action.html", page, status=422 if progress_form else 200)


def _recommendation(person: Person, plan: ActionPlan, asked: str | None) -> Recommendation | None:
    """The recommendation an action is to come from; the door is asked.

    Raises:
        NotVisible: no such recommendation to this team.
    """
    if not asked:
        return None
    if not (asked.isdecimal() and len(asked) < 10):
        raise NotVisible(asked)
    recommendation = cases.get_recommendation(person, int(asked))
    if recommendation.case.team_id != plan.team_id:
        raise NotVisible(asked)
    return recommendation


def _country(request: PersonRequest, team: CountryTeam) -> Country | None:
    """Which of its countries a regional team has chosen, if it has chosen one of its own."""
    return team.countries.filter(iso3=request.POST.get("country", "")).first()


def _revision(request: PersonRequest) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0
