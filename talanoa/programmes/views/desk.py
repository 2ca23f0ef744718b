"""A programme's desk: opening, describing and publishing it, its cohorts and areas."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import NotVisible
from talanoa.people.types import PersonRequest
from talanoa.programmes import access, services
from talanoa.programmes.forms import (
    AreaForm,
    ChangeAreaForm,
    CohortForm,
    NewProgrammeForm,
    ProgrammeForm,
)
from talanoa.programmes.models import ChallengeArea, FocusArea, Programme
from talanoa.ui.answers import is_stale, keep_mine, show_on, typed


@login_required
@require_http_methods(["GET", "POST"])
def programme_new(request: PersonRequest) -> HttpResponse:
    hubs = access.hubs_run_by(request.user)
    if not hubs:
        raise NotVisible("new")
    form = NewProgrammeForm(typed(request), hubs=hubs)
    if request.method == "POST" and form.is_valid():
        try:
            programme = services.open_programme(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(
                request, _("The programme is open as a draft. Add a cohort, then publish it.")
            )
            return redirect("programmes:cohort_new", programme.slug)
    page = {"form": form, "hubs": hubs}
    return render(request, "programmes/new.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def programme_edit(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    saved = ProgrammeForm.saved(programme)
    form = ProgrammeForm(typed(request), initial={**saved, "version": programme.version})
    differing: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.change_programme(by=request.user, programme=programme, **form.cleaned_data)
        except ValidationError as error:
            if is_stale(error):
                differing = keep_mine(form, saved=saved, number=programme.version)
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:detail", slug)
    page = {"programme": programme, "form": form, "differing": differing}
    return render(request, "programmes/edit.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def publish(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    if services.publish(by=request.user, programme=programme):
        messages.success(request, _("Published. Everyone can see it now."))
    return redirect("programmes:detail", slug)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    if request.method == "POST":
        if services.close_programme(by=request.user, programme=programme):
            messages.success(request, _("Closed. Everything stays readable."))
        return redirect("programmes:detail", slug)
    return render(request, "programmes/close.html", {"programme": programme})


@login_required
@require_http_methods(["GET", "POST"])
def cohort_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    form = CohortForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            values = {key: form.cleaned_data[key] for key in _COHORT}
            services.make_cohort(by=request.user, programme=programme, **values)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("The cohort is there."))
            return redirect("programmes:detail", slug)
    page = {"programme": programme, "form": form, "cohort": None}
    return render(request, "programmes/cohort.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def cohort_edit(request: PersonRequest, slug: str, cohort_id: int) -> HttpResponse:
    cohort = access.get_own_cohort(request.user, slug, cohort_id)
    saved = {key: getattr(cohort, key) for key in _COHORT}
    form = CohortForm(typed(request), initial={**saved, "version": cohort.version})
    differing: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.change_cohort(by=request.user, cohort=cohort, **form.cleaned_data)
        except ValidationError as error:
            if is_stale(error):
                differing = keep_mine(form, saved=saved, number=cohort.version)
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:detail", slug)
    page = {
        "programme": cohort.programme,
        "form": form,
        "cohort": cohort,
        "differing": differing,
    }
    return render(request, "programmes/cohort.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def areas(request: PersonRequest, slug: str) -> HttpResponse:
    """Both lists, each with a line to add to it: ``kind`` says to which."""
    programme = access.get_own_programme(request.user, slug)
    forms = {kind: AreaForm(prefix=kind) for kind in _AREAS}
    kind = request.POST.get("kind", "")
    if request.method == "POST" and kind in _AREAS:
        form = forms[kind] = AreaForm(request.POST, prefix=kind)
        add = services.add_focus_area if kind == "focus" else services.add_challenge_area
        if form.is_valid():
            try:
                add(by=request.user, programme=programme, name=form.cleaned_data["name"])
            except ValidationError as error:
                show_on(form, error)
            else:
                return redirect("programmes:areas", slug)
    page = {
        "programme": programme,
        "focus_areas": programme.focus_areas.all(),
        "challenge_areas": programme.challenge_areas.all(),
        "focus_form": forms["focus"],
        "challenge_form": forms["challenge"],
    }
    failed = any(form.errors for form in forms.values())
    return render(request, "programmes/areas.html", page, status=422 if failed else 200)


@login_required
@require_http_methods(["GET", "POST"])
def area_edit(request: PersonRequest, slug: str, kind: str, area_id: int) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    area = _area(programme, kind, area_id)
    may_confirm = access.administers(request.user, programme.hub)
    form = ChangeAreaForm(
        typed(request), initial={"name": area.name, "is_verified": area.is_verified}
    )
    if not may_confirm and not area.is_verified:
        form.fields["is_verified"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            services.change_area(by=request.user, area=area, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:areas", slug)
    page = {"programme": programme, "area": area, "kind": kind, "form": form}
    return render(request, "programmes/area.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def area_remove(request: PersonRequest, slug: str, kind: str, area_id: int) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    try:
        services.remove_area(by=request.user, area=_area(programme, kind, area_id))
    except ProtectedError:
        messages.error(
            request, _("This area cannot be removed: cases or recommendations stand under it.")
        )
    return redirect("programmes:areas", slug)


_COHORT = ("name", "capacity", "opens_on", "closes_on")
_AREAS: dict[str, type[FocusArea] | type[ChallengeArea]] = {
    "focus": FocusArea,
    "challenge": ChallengeArea,
}


def _area(programme: Programme, kind: str, area_id: int) -> FocusArea | ChallengeArea:
    found = (
        _AREAS[kind].objects.filter(programme=programme, pk=area_id).first()
        if kind in _AREAS
        else None
    )
    if found is None:
        raise NotVisible(area_id)
    return found
