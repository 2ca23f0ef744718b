"""What anybody sees: the list, a programme, and the way in and out of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.people.types import PersonRequest
from talanoa.programmes import access, queries, sections, services
from talanoa.programmes.forms import EnrolForm
from talanoa.programmes.models import Cohort
from talanoa.programmes.services.appointments import invitation_by_token
from talanoa.programmes.terms import RoleName
from talanoa.ui.answers import show_on, typed


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    programmes = list(queries.shown_to(request.user))
    lines = sections.lines(programmes, request)
    page = {
        "programmes": [(programme, lines[programme.pk]) for programme in programmes],
        "may_open": access.hubs_run_by(request.user).exists(),
    }
    return render(request, "programmes/list.html", page)


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.get_programme(request.user, slug)
    roles = access.roles_of(request.user, programme)
    is_coordinator = RoleName.COORDINATOR in roles
    joined = queries.cohorts_joined(request.user, programme)
    page = {
        "programme": programme,
        "is_coordinator": is_coordinator,
        "cohorts": [
            (cohort, cohort.pk in joined, access.registration_refused(cohort))
            for cohort in queries.cohorts_of(programme)
        ],
        "joined": joined,
        "rounds": queries.rounds_at_hand(programme),
        "own_applications": queries.own_applications(request.user, programme),
        "own_teams": queries.teams_of(request.user, programme),
        "focus_areas": programme.focus_areas.all(),
        "challenge_areas": programme.challenge_areas.all(),
        "publishing_refusal": (
            access.publishing_refused(request.user, programme) if is_coordinator else None
        ),
    }
    page["sections"] = sections.page.drawn(programme, request, page)
    return render(request, "programmes/detail.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def enrol(request: PersonRequest, slug: str, cohort_id: int) -> HttpResponse:
    cohort = access.get_cohort(request.user, slug, cohort_id)
    if queries.is_enrolled(request.user, cohort):
        return redirect("programmes:detail", slug)
    form = EnrolForm(typed(request), programme=cohort.programme)
    refusal = access.enrolling_refused(request.user, cohort)
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            services.enrol(
                by=request.user,
                cohort=cohort,
                person=request.user,
                country=form.cleaned_data["country"],
            )
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _welcome(cohort))
            return redirect("programmes:detail", slug)
    page = {"cohort": cohort, "programme": cohort.programme, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "programmes/enrol.html", page, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: PersonRequest, slug: str, cohort_id: int) -> HttpResponse:
    cohort = access.get_cohort(request.user, slug, cohort_id)
    if not queries.is_enrolled(request.user, cohort):
        return redirect("programmes:detail", slug)
    if request.method == "POST":
        services.leave(by=request.user, cohort=cohort, person=request.user)
        messages.success(
            request, _("You have left. The sessions to come are out of your calendar.")
        )
        return redirect("programmes:detail", slug)
    page = {"cohort": cohort, "programme": cohort.programme}
    return render(request, "programmes/leave.html", page)


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shown to whoever holds the link; to accept one must be signed in."""
    found = invitation_by_token(token)
    person = request.user
    page = {
        "invitation": found,
        "programme": found.programme,
        "refusal": access.accepting_refused(person, found),
        "token": token,
        "is_mine": person.pk is not None and found.accepted_by_id == person.pk,
    }
    return render(request, "programmes/invitation.html", page)


@login_required
@require_POST
def accept(request: PersonRequest, token: str) -> HttpResponse:
    found = invitation_by_token(token)
    services.accept_invitation(by=request.user, invitation=found)
    messages.success(request, _("Thank you. You are on board."))
    if found.team_id is not None:
        return redirect("programmes:space", found.team_id)
    return redirect("programmes:detail", found.programme.slug)


def _welcome(cohort: Cohort) -> str:
    return _(
        "You have a place in %(programme)s. A mail with the sessions for your calendar is on "
        "its way."
    ) % {"programme": cohort.programme.name}
