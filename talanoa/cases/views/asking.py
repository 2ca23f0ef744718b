"""What came of a letter, answered from the mail or by whoever of the team is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from talanoa.cases import access, queries, services
from talanoa.cases.forms import FollowUpForm
from talanoa.cases.models import FollowUp
from talanoa.kernel.refusals import Refused
from talanoa.people.models import Person
from talanoa.people.types import PersonRequest
from talanoa.ui.answers import show_on, typed


@login_required
@require_http_methods(["GET", "POST"])
def follow_up(request: PersonRequest, case_id: int) -> HttpResponse:
    asked = access.get_follow_up(request.user, case_id)
    return _answer(request, request.user, asked, again=request.path)


@never_cache
@require_http_methods(["GET", "POST"])
def follow_up_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: whoever holds it answers for the person it was sent to.

    A link for one answer leads here too, with that answer chosen: programs that look at links
    before their reader does only open a page, and it takes a press to send.
    """
    asked, person = services.answering_by_token(token)
    return _answer(request, person, asked, again=request.path)


def _answer(request: HttpRequest, person: Person, asked: FollowUp, *, again: str) -> HttpResponse:
    chosen = _chosen(request)
    if request.method == "POST":
        # Those the form was about; what was settled meanwhile is not asked, and no error either.
        there = queries.followed(asked.letter)
        about = [one for one in there if f"note-{one.pk}" in request.POST]
    else:
        about = list(queries.open_in(asked))
    open_to = access.moves_open_among(person, about)
    about = [one for one in about if one.pk in open_to]
    alone = [one for one in about if chosen is not None and one.pk == chosen[0]]
    form = FollowUpForm(
        typed(request), open_to=open_to, recommendations=alone or about, chosen=chosen
    )
    if request.method == "POST" and form.is_valid():
        if not about:
            return redirect(again)
        try:
            services.answer_follow_up(by=person, follow_up=asked, answers=form.answers)
        except ValidationError as error:
            show_on(form, error)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. Your answers stand in the history."))
            return redirect(again)
    page = {
        "asked": asked,
        "case": asked.letter.case,
        "form": form,
        "person": person,
        "others": len(about) - len(alone) if alone else 0,
        "again": again,
    }
    return render(request, "cases/follow_up.html", page, status=422 if form.errors else 200)


def _chosen(request: HttpRequest) -> tuple[int, str] | None:
    """Which answer the link that was followed stands for."""
    of, answer = request.GET.get("of", ""), request.GET.get("answer", "")
    return (int(of), answer) if of.isascii() and of.isdigit() and len(of) < 19 else None
