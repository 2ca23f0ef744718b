"""Who does what in a session: asking, answering, taking back; and the agenda they speak in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import NotVisible
from talanoa.people.types import PersonRequest
from talanoa.schedule import access, queries, services
from talanoa.schedule.forms import PartForm
from talanoa.schedule.models import SessionRole
from talanoa.schedule.services.parts import part_by_token
from talanoa.ui.answers import show_on, typed


@login_required
@require_http_methods(["GET", "POST"])
def parts(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_own_session(request.user, session_id)
    form = PartForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            part = services.ask_to_take_part(by=request.user, session=session, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(request, _("%(name)s is asked by mail.") % {"name": part.person})
            return redirect("schedule:parts", session.pk)
    page = {"session": session, "form": form, "parts": queries.parts(session)}
    return render(request, "schedule/parts.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def part_take(request: PersonRequest, session_id: int, role_id: int) -> HttpResponse:
    part = access.get_own_part(request.user, session_id, role_id)
    services.take_session_role(by=request.user, part=part)
    return redirect("schedule:parts", session_id)


@require_http_methods(["GET", "POST"])
def part_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: whoever holds it answers for the person it was sent to."""
    part = part_by_token(token)
    if request.method == "POST":
        _answer(part, request.POST.get("answer", ""))
        return redirect("schedule:part_answer", token)
    page: dict[str, Any] = {"part": part, "session": part.session}
    return render(request, "schedule/part_answer.html", page)


@login_required
@require_POST
def own_part_answer(request: PersonRequest, session_id: int, role_id: int) -> HttpResponse:
    """The same answer from the session's page, by the person who is signed in."""
    session = access.get_session(request.user, session_id)
    part = session.roles.filter(pk=role_id, person=request.user).first()
    if part is None:
        raise NotVisible(role_id)
    _answer(part, request.POST.get("answer", ""))
    return redirect("schedule:session", session_id)


def _answer(part: SessionRole, answer: str) -> None:
    if answer == "yes":
        services.confirm_session_role(part=part)
    elif answer == "no":
        services.decline_session_role(part=part)
