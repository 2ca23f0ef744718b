"""Rounds: what everybody reads, and how coordinators run and decide them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.people.types import PersonRequest
from talanoa.programmes import access, queries, services
from talanoa.programmes.forms import BLANK_ROWS, RoundForm
from talanoa.programmes.models import Programme, Round
from talanoa.programmes.terms import MOST_QUESTIONS
from talanoa.ui.answers import is_stale, keep_mine, show_on, typed

BESIDE_EACH_OTHER = 3
"""Applications on one page of reading side by side."""


@login_required
@require_safe
def rounds(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    page = {"programme": programme, "rounds": queries.rounds(request.user, programme)}
    return render(request, "programmes/rounds.html", page)


@require_safe
def round_detail(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    found = access.get_round(request.user, slug, round_id)
    is_coordinator = access.is_coordinator(request.user, found.programme)
    own = queries.own_applications(request.user, found.programme)
    page = {
        "programme": found.programme,
        "round": found,
        "questions": found.questions.all(),
        "own": [one for one in own if one.round_id == found.pk],
        "refusal": access.round_refused(found),
        "is_coordinator": is_coordinator,
        "publishing_refusal": (
            access.publishing_round_refused(request.user, found) if is_coordinator else None
        ),
    }
    return render(request, "programmes/round.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def round_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = access.get_own_programme(request.user, slug)
    rows = _rows_sent(request) or BLANK_ROWS + 1
    form = RoundForm(typed(request), programme=programme, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_round(
                by=request.user, programme=programme, questions=form.questions, **form.about
            )
        except ValidationError as error:
            show_on(form, error)
        else:
            return _saved(request, programme, made)
    page = {"programme": programme, "round": None, "form": form, "asks": True}
    return render(request, "programmes/round_form.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def round_edit(request: PersonRequest, slug: str, round_id: int) -> HttpResponse:
    found = access.get_own_round(request.user, slug, round_id)
    questions = list(found.questions.all())
    asks = found.published_at is None
    rows = (_rows_sent(request) or len(questions) + BLANK_ROWS) if asks else 0
    saved = RoundForm.saved(found, questions if asks else [])
    form = RoundForm(
        typed(request),
        programme=found.programme,
        rows=rows,
        initial={**saved, "version": found.version},
    )
    differing: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.change_round(
                by=request.user,
                team_round=found,
                questions=form.questions if asks else None,
                version=form.cleaned_data["version"],
                **form.about,
            )
        except ValidationError as error:
            if is_stale(error):
                differing = keep_mine(form, saved=saved, number=found.version)
            show_on(form, error)
        else:
            return _saved(request, found.programme, found)
    page = {
        "programme": found.programme,
        "round": found,
        "form": form,
        "asks": asks,
        "questions": questions,
        "differing": differing,
    }
    return render(request, "programmes/round_form.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def round_publish(request: PersonRequest, slug: str, round_id: int) -> HttpResponse:
    found = access.get_own_round(request.user, slug, round_id)
    if services.publish_round(by=request.user, team_round=found):
        messages.success(request, _("Published. Everyone can see the round now."))
    return redirect("programmes:round", slug, round_id)


@login_required
@require_safe
def applications(request: PersonRequest, slug: str, round_id: int) -> HttpResponse:
    """Every application of a round, and what stands decided."""
    found = access.get_own_round(request.user, slug, round_id)
    received = queries.applications_to(found)
    page = {
        "programme": found.programme,
        "round": found,
        "applications": received,
        "selected": sum(one.decision == "selected" for one in received),
        "refusal": access.sending_refused(request.user, found),
        "to_tell": sum(one.is_to_tell for one in received if not one.is_stub),
    }
    return render(request, "programmes/applications.html", page)


@login_required
@require_safe
def side_by_side(request: PersonRequest, slug: str, round_id: int) -> HttpResponse:
    """The same question under the same question, a few applications at a time."""
    found = access.get_own_round(request.user, slug, round_id)
    standing = [one for one in queries.applications_to(found) if not one.is_stub]
    few = Paginator(standing, BESIDE_EACH_OTHER).get_page(request.GET.get("page"))
    answers = {
        (answer.application_id, answer.question_id): answer.text
        for one in few
        for answer in one.answers.all()
    }
    page = {
        "programme": found.programme,
        "round": found,
        "page": few,
        "rows": [
            (question, [(one, answers.get((one.pk, question.pk), "")) for one in few])
            for question in found.questions.all()
        ],
    }
    return render(request, "programmes/side_by_side.html", page)


@login_required
@require_POST
def send(request: PersonRequest, slug: str, round_id: int) -> HttpResponse:
    found = access.get_own_round(request.user, slug, round_id)
    told = services.send_decisions(by=request.user, team_round=found)
    messages.success(
        request,
        ngettext("%(count)d team is told by mail.", "%(count)d teams are told by mail.", told)
        % {"count": told},
    )
    return redirect("programmes:applications", slug, round_id)


def _rows_sent(request: HttpRequest) -> int:
    """How many rows of questions the form that was sent had."""
    return sum(f"text_{row}" in request.POST for row in range(MOST_QUESTIONS))


def _saved(request: HttpRequest, programme: Programme, team_round: Round) -> HttpResponse:
    messages.success(request, _("Saved."))
    if "more" in request.POST:
        return redirect("programmes:round_edit", programme.slug, team_round.pk)
    return redirect("programmes:round", programme.slug, team_round.pk)
