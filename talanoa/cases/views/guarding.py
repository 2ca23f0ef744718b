"""Identifying data: what the guard found, put to the author, and the second look."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.cases import access, queries, services
from talanoa.cases.forms import choices_in
from talanoa.cases.models import Case
from talanoa.cases.refusals import Identifying, Outdated
from talanoa.cases.views.writing import guard_rows, revision_of, submitted
from talanoa.kernel.refusals import demand
from talanoa.people.types import PersonRequest


@login_required
@require_http_methods(["GET", "POST"])
def case_guard(request: PersonRequest, case_id: int) -> HttpResponse:
    """What may identify somebody, each with what to do about it; then on to where one was going."""
    case = access.get_case(request.user, case_id)
    demand(access.writing_refused(request.user, case))
    if request.method == "GET":
        found = queries.undecided(case, reader=request.user.language)
        if not found:
            return redirect("cases:detail", case_id=case.pk)
        return _page(request, case, guard_rows(found))
    choices = choices_in(request.POST.dict())
    try:
        services.settle_guard(
            by=request.user, case=case, revision=revision_of(request), choices=choices
        )
    except Outdated:
        messages.warning(request, _("Somebody saved the case in the meantime. Look once more."))
        return redirect("cases:guard", case_id=case.pk)
    except Identifying as open_:
        rows = guard_rows(open_.found, choices, open_.errors)
        return _page(request, case, rows, reason=str(open_))
    except ValidationError as error:
        rows = guard_rows(queries.undecided(case, reader=request.user.language), choices)
        return _page(request, case, rows, reason=" ".join(error.messages))
    if access.submitting_refused(request.user, case) is None:
        return submitted(request, case)
    messages.success(request, _("Saved."))
    return redirect("cases:detail", case_id=case.pk)


@login_required
@require_POST
def case_look(request: PersonRequest, case_id: int) -> HttpResponse:
    case = access.get_case(request.user, case_id)
    services.look(by=request.user, case=case, revision=revision_of(request))
    messages.success(request, _("Noted: you have looked, and nobody can be recognised."))
    return redirect("cases:detail", case_id=case.pk)


def _page(
    request: PersonRequest, case: Case, rows: list[dict[str, Any]], *, reason: str = ""
) -> HttpResponse:
    page = {
        "case": case,
        "rows": rows,
        "reason": reason,
        "can_submit": access.submitting_refused(request.user, case) is None,
    }
    return render(request, "cases/guard.html", page, status=422 if reason else 200)
