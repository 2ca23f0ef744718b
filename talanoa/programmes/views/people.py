"""A programme's people: roles, country teams, invitations, and everyone enrolled."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.kernel.refusals import NotVisible
from talanoa.people.types import PersonRequest
from talanoa.programmes import access, queries, services
from talanoa.programmes.export import enrolled_head, enrolled_rows
from talanoa.programmes.forms import InviteForm, TeamForm
from talanoa.programmes.models import Invitation, Role, TeamMember
from talanoa.ui.answers import show_on, typed
from talanoa.ui.sheets import sheet

A_PAGE = 100


@login_required
@require_http_methods(["GET", "POST"])
def people(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    form = InviteForm(typed(request), programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(
                by=request.user,
                programme=programme,
                address=form.cleaned_data["address"],
                **form.what,
            )
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(
                request,
                _("Invited. A mail is on its way to %(address)s.")
                % {"address": form.cleaned_data["address"]},
            )
            return redirect("programmes:people", slug)
    page = {
        "programme": programme,
        "form": form,
        "roles": queries.roles(programme),
        "teams": queries.teams(programme),
        "invitations": queries.open_invitations(programme),
    }
    return render(request, "programmes/people.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def role_take(request: PersonRequest, slug: str, role_id: int) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    role = Role.objects.filter(programme=programme, pk=role_id).first()
    if role is not None:
        services.take_role(by=request.user, role=role)
    if not access.is_coordinator(request.user, programme):
        return redirect("programmes:list")
    return redirect("programmes:people", slug)


@login_required
@require_POST
def invitation_withdraw(request: PersonRequest, slug: str, invitation_id: int) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    invitation = Invitation.objects.filter(programme=programme, pk=invitation_id).first()
    if invitation is None:
        raise NotVisible(invitation_id)
    services.withdraw_invitation(by=request.user, invitation=invitation)
    return redirect("programmes:people", slug)


@login_required
@require_http_methods(["GET", "POST"])
def team_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    form = TeamForm(typed(request), programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            services.make_team(by=request.user, programme=programme, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("The team is there. Invite its members."))
            return redirect("programmes:people", slug)
    page = {"programme": programme, "form": form, "team": None}
    return render(request, "programmes/team.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def team_edit(request: PersonRequest, slug: str, team_id: int) -> HttpResponse:
    team = access.get_team(request.user, slug, team_id)
    form = TeamForm(
        typed(request),
        programme=team.programme,
        initial=TeamForm.saved(team),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_team(by=request.user, team=team, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:people", slug)
    page = {"programme": team.programme, "form": form, "team": team}
    return render(request, "programmes/team.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def member_remove(request: PersonRequest, slug: str, member_id: int) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    member = TeamMember.objects.filter(team__programme=programme, pk=member_id).first()
    if member is not None:
        services.remove_from_team(by=request.user, member=member)
    return redirect("programmes:people", slug)


@login_required
@require_safe
def enrolled(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    places = Paginator(queries.enrolments(programme), A_PAGE)
    page = {
        "programme": programme,
        "cohorts": queries.cohorts_of(programme),
        "page": places.get_page(request.GET.get("page")),
    }
    return render(request, "programmes/enrolled.html", page)


@login_required
@require_safe
def enrolled_csv(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    response = sheet(
        f"{programme.slug}-enrolled.csv",
        enrolled_head(),
        enrolled_rows(queries.enrolments(programme)),
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
