"""The statement of collaboration as coordinators and hub administrators write it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import NotVisible
from talanoa.people.types import PersonRequest
from talanoa.programmes import access, queries, services
from talanoa.programmes.forms import StatementForm
from talanoa.programmes.models import Programme
from talanoa.ui.answers import is_stale, keep_mine, show_on, typed


@login_required
@require_http_methods(["GET", "POST"])
def statement(request: PersonRequest, slug: str, whose: str = "programme") -> HttpResponse:
    """The versions, the draft, and which teams have signed.

    ``whose`` is ``programme`` or ``hub``: the hub's own is for its administrators.
    """
    programme = access.get_own_programme(request.user, slug)
    of = _of(request, programme, whose)
    versions = list(queries.versions(programme.hub, of))
    draft = next((one for one in versions if one.in_force_at is None), None)
    latest = versions[0] if versions else None
    saved = StatementForm.saved(draft or latest) if latest else {}
    revision = draft.revision if draft else None
    form = StatementForm(typed(request), initial={**saved, "revision": revision})
    differing: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.write_statement(
                by=request.user, hub=programme.hub, programme=of, **form.cleaned_data
            )
        except ValidationError as error:
            if is_stale(error) and draft:
                differing = keep_mine(form, saved=saved, number=draft.revision, name="revision")
            show_on(form, error)
        else:
            messages.success(request, _("The draft is saved. Nobody is asked to sign it yet."))
            return redirect("programmes:statement", slug, whose)
    in_force = access.statement_in_force(programme)
    teams = []
    if in_force is not None:
        to_sign = queries.teams_to_sign(programme, in_force)
        teams = [(team, queries.unsigned(team, in_force)) for team in to_sign]
    page = {
        "programme": programme,
        "whose": whose,
        "form": form,
        "draft": draft,
        "in_force": in_force,
        "earlier": [one for one in versions if one.in_force_at and one != in_force],
        "teams": teams,
        "are_missing": any(unsigned for _team, unsigned in teams),
        "may_state_for_hub": access.administers(request.user, programme.hub),
        "differing": differing,
    }
    return render(request, "programmes/statement.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def statement_put(request: PersonRequest, slug: str, whose: str = "programme") -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    draft = queries.versions(programme.hub, _of(request, programme, whose)).filter(in_force_at=None)
    found = draft.first()
    if found is not None and services.put_in_force(by=request.user, statement=found):
        messages.success(request, _("In force. Those who sign it are asked by mail."))
    return redirect("programmes:statement", slug, whose)


@login_required
@require_POST
def statement_ask(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    asked = services.ask_to_sign(by=request.user, programme=programme)
    if not asked:
        messages.success(request, _("Everyone whose signature is missing was reminded today."))
        return redirect("programmes:statement", slug, "programme")
    messages.success(
        request,
        ngettext(
            "%(count)d person is reminded by mail.", "%(count)d people are reminded by mail.", asked
        )
        % {"count": asked},
    )
    return redirect("programmes:statement", slug, "programme")


def _of(request: PersonRequest, programme: Programme, whose: str) -> Programme | None:
    """The programme, or ``None`` for the hub's own statement.

    Raises:
        NotVisible: the hub's, and the reader does not administer it; or there is no such.
    """
    if whose == "programme":
        return programme
    if whose == "hub" and access.administers(request.user, programme.hub):
        return None
    raise NotVisible(whose)
