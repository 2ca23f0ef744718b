"""Questions of a session for those who answer in writing, in the hour and after it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from talanoa.kernel.refusals import demand
from talanoa.live import access
from talanoa.live import questions as reading
from talanoa.live.models import Question
from talanoa.live.question_forms import AnswerForm
from talanoa.live.services import questions as services
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession


@login_required
@never_cache
@require_GET
def questions(request: PersonRequest, session_id: int) -> HttpResponse:
    """Every question by what became of it, with a form for each that can be answered."""
    session = access.get_session(request.user, session_id)
    demand(access.answering_refused(request.user, session))
    return _page(request, session)


@login_required
@require_POST
def answer(request: PersonRequest, session_id: int, question_id: int) -> HttpResponse:
    """Answer one question in writing, or write the answer anew."""
    question = access.get_question(request.user, session_id, question_id)
    form = AnswerForm({"question": question.pk, "text": request.POST.get("text", "")})
    if not form.is_valid():
        return _page(request, question.session, form=form, about=question)
    services.answer(
        by=request.user,
        session=question.session,
        question=question.pk,
        text=form.cleaned_data["text"],
    )
    messages.success(request, _("The answer is there. Everyone in the session can read it."))
    return redirect(reverse("live:questions", args=[session_id]) + f"#question-{question.pk}")


def _page(
    request: PersonRequest,
    session: LiveSession,
    *,
    form: AnswerForm | None = None,
    about: Question | None = None,
) -> HttpResponse:
    lists = reading.scene(session)["questions"]

    def with_form(question: Question) -> dict[str, Any]:
        if form is not None and about is not None and question.pk == about.pk:
            return {"question": question, "form": form}
        fresh = AnswerForm(initial={"text": question.answer}, auto_id=f"answer_{question.pk}_%s")
        return {"question": question, "form": fresh}

    open_ones = [*lists["parked"], *lists["now"], *lists["waiting"]]
    page = {
        "session": session,
        "unanswered": [with_form(question) for question in open_ones],
        "answered": [with_form(question) for question in lists["answered"]],
    }
    return render(request, "live/questions.html", page, status=422 if form else 200)
