"""What a team does with its case: begin, write, submit, withdraw."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talanoa.cases import access, queries, services
from talanoa.cases.forms import CaseForm, WithdrawForm, choices_in
from talanoa.cases.models import Case
from talanoa.cases.queries import Found
from talanoa.cases.refusals import Identifying, Outdated
from talanoa.cases.scene import Theirs, differences
from talanoa.cases.services import Choice
from talanoa.cases.terms import CaseStatus
from talanoa.cases.wording import NOTICE
from talanoa.kernel import at_work
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.ui.answers import show_on

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@login_required
@require_http_methods(["GET", "POST"])
def case_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = programmes.get_programme(request.user, slug)
    demand(access.beginning_refused(request.user, programme))
    kinds = access.kinds_taken(programme)
    asked = request.POST.get("kind") or request.GET.get("kind")
    kind = next((one for one in kinds if one == asked), kinds[0])
    form = CaseForm(request.POST or None, by=request.user, programme=programme, kind=kind)
    client_id = request.POST.get("client_id", "")
    if not _CLIENT_ID.fullmatch(client_id):
        client_id = uuid4().hex
    page = {
        "programme": programme,
        "form": form,
        "rows": _rows(form),
        "notice": NOTICE[form.kind],
        "client_id": client_id,
        "kind": kind,
        "other_kinds": [one for one in kinds if one != kind],
    }
    if request.method == "POST" and form.is_valid():
        try:
            case = services.begin(
                by=request.user,
                programme=programme,
                kind=kind,
                text=form.text,
                client_id=client_id,
            )
        except ValidationError as error:
            show_on(form, error)
        else:
            return _saved(request, case)
    return render(request, "cases/form.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def case_edit(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    writes = access.writes_with(request.user, case) or programmes.is_coordinator(
        request.user, case.programme
    )
    if request.method == "GET" or not writes:
        demand(access.writing_refused(request.user, case))
    form = CaseForm(request.POST or None, by=request.user, programme=case.programme, case=case)
    if "missing" in request.GET and not form.is_bound:
        form = _with_what_is_missing(request, case, form)
    found: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        choices = choices_in(request.POST.dict())
        try:
            case = services.save(
                by=request.user,
                case=case,
                revision=revision_of(request),
                text=form.text,
                choices=choices,
            )
        except Outdated as outdated:
            return _side_by_side(request, outdated, form)
        except Identifying as open_:
            case.refresh_from_db()
            found = left_open(open_, choices)
        except Refused as refused:
            # It was accepted meanwhile: what was typed stays on the page.
            form.add_error(None, str(refused))
            return _show_form(request, case, form, revision=case.revision, found=found, status=409)
        except ValidationError as error:
            show_on(form, error)
        else:
            return _saved(request, case)
    revision = revision_of(request) or case.revision
    return _show_form(request, case, form, revision=revision, found=found)


@login_required
@never_cache
@require_safe
def case_hands(request: PersonRequest, case_id: int) -> HttpResponse:
    """Who saved a case last and who else writes it now, for a form that is open: nothing, while
    nothing has changed.

    ``?writing`` says that the reader is writing it; the others are told so.
    """
    case = access.get_case(request.user, case_id)
    demand(access.writing_refused(request.user, case))
    if "writing" in request.GET:
        at_work.note(queries.work_on(case), request.user.pk)
    writers = queries.writing_now(case, besides=request.user)
    stamp = "-".join(str(key) for key in (case.revision, *(person.pk for person in writers)))
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    page = {"case": case, "writers": writers, "stamp": stamp}
    return render(request, "cases/_hands.html", page)


@login_required
@require_POST
def case_submit(request: PersonRequest, case_id: int) -> HttpResponse:
    """Submit a case as it stands; if something is missing, on to the form, which says what."""
    case = access.get_case(request.user, case_id)
    return submitted(request, case)


@login_required
@require_http_methods(["GET", "POST"])
def case_withdraw(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    demand(access.withdrawing_refused(request.user, case))
    form = WithdrawForm(request.POST or None)
    found: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        choices = choices_in(request.POST.dict())
        try:
            services.withdraw(
                by=request.user, case=case, reason=form.cleaned_data["reason"], choices=choices
            )
        except Identifying as open_:
            found = left_open(open_, choices)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("The case is withdrawn and its words are deleted."))
            return redirect("cases:detail", case_id=case.pk)
    page = {"case": case, "form": form, "found": found}
    status = 422 if form.errors or found else 200
    return render(request, "cases/withdraw.html", page, status=status)


def _saved(request: PersonRequest, case: Case) -> HttpResponse:
    """Saved; submit it too, where that was the button."""
    if request.POST.get("then") == "submit":
        return submitted(request, case)
    messages.success(request, _("Saved."))
    return redirect("cases:detail", case_id=case.pk)


def submitted(request: PersonRequest, case: Case) -> HttpResponse:
    """Submit; or on to what is in the way: something identifying, or something missing."""
    try:
        services.submit(by=request.user, case=case)
    except Identifying:
        return redirect("cases:guard", case_id=case.pk)
    except ValidationError:
        messages.warning(request, _("Saved, but not submitted: some parts are still empty."))
        return redirect(reverse("cases:edit", args=[case.pk]) + "?missing")
    except Refused:
        # The second of two presses finds done what it asks for.
        case.refresh_from_db()
        if case.status != CaseStatus.SUBMITTED or not access.is_on_team(request.user, case):
            raise
        return redirect("cases:detail", case_id=case.pk)
    messages.success(request, _("Submitted. The coordinators have been told."))
    return redirect("cases:detail", case_id=case.pk)


def _with_what_is_missing(request: PersonRequest, case: Case, form: CaseForm) -> CaseForm:
    """The form as it stands, each part that is still open marked."""
    stands = {bound.name: bound.initial for bound in form}
    marked = CaseForm(stands, by=request.user, programme=case.programme, case=case)
    marked.is_valid()
    try:
        services.demand_complete(case)
    except ValidationError as error:
        show_on(marked, error)
    return marked


def left_open(open_: Identifying, choices: Mapping[str, Choice]) -> list[dict[str, Any]]:
    """What the guard found and is to be decided; nothing is wrong with who meets it for the first
    time."""
    return guard_rows(open_.found, choices, open_.errors if choices else {})


def guard_rows(
    found: Sequence[Found],
    choices: Mapping[str, Choice] | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Each finding with what was chosen for it, and what that lacks."""
    return [
        {
            "found": each,
            "choice": (choices or {}).get(each.key),
            "error": (errors or {}).get(each.key, ""),
        }
        for each in found
    ]


def _show_form(
    request: PersonRequest,
    case: Case,
    form: CaseForm,
    *,
    revision: int,
    found: list[dict[str, Any]],
    status: int = 422,
) -> HttpResponse:
    page = {
        "programme": case.programme,
        "case": case,
        "form": form,
        "rows": _rows(form),
        "notice": NOTICE[form.kind],
        "revision": revision,
        "stamp": case.revision,
        "found": found,
        "can_submit": access.submitting_refused(request.user, case) is None,
    }
    is_wrong = (form.errors or found) and request.method == "POST"
    return render(request, "cases/form.html", page, status=status if is_wrong else 200)


def _side_by_side(request: PersonRequest, outdated: Outdated, form: CaseForm) -> HttpResponse:
    """Both texts beside each other; saving again then rests on the revision shown."""
    theirs = differences(outdated.case, form)
    page = {
        "programme": outdated.case.programme,
        "case": outdated.case,
        "form": form,
        "rows": _rows(form, theirs),
        "notice": NOTICE[form.kind],
        "revision": outdated.case.revision,
        "stamp": outdated.case.revision,
        "reason": str(outdated),
        "theirs": theirs,
        "can_submit": access.submitting_refused(request.user, outdated.case) is None,
    }
    return render(request, "cases/form.html", page, status=409)


def _rows(form: CaseForm, theirs: Iterable[Theirs] = ()) -> list[dict[str, Any]]:
    """Each field with how many words it should have and what someone else saved there."""
    saved = {their.name: their for their in theirs}
    return [
        {"field": field, "asked": form.asked.get(field.name), "their": saved.get(field.name)}
        for field in form
    ]


def revision_of(request: PersonRequest) -> int:
    """Which revision the writer had before them; 0 where the form does not say."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0
