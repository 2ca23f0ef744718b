"""Captions that a machine makes of a recording: asked for, read, corrected, published."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import Refused
from talanoa.live import access, captions, recorded
from talanoa.live.draft_forms import DraftForm
from talanoa.live.models import CaptionDraft
from talanoa.live.recordings import timeline
from talanoa.live.services import drafts as services
from talanoa.people.types import PersonRequest

ON_A_PAGE = 100
LINE, BEFORE = "line-", "before-"
"""How a line's field is called, and what it held when the page was drawn; each with its id."""
LONGEST_ID = 18
"""Figures: what is longer, no database takes."""


@login_required
@require_POST
def ask(request: PersonRequest, session_id: int) -> HttpResponse:
    """Have a machine write down what is said in a recording."""
    session = access.get_session(request.user, session_id)
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose a language."))
    recording = recorded.of_session(session)
    services.ask(by=request.user, recording=recording, language=form.cleaned_data["language"])
    return redirect("live:draft", session_id=session.pk)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: PersonRequest, session_id: int) -> HttpResponse:
    """The lines to read and correct; ``do`` in the form: save, publish, discard."""
    found = access.get_draft(request.user, session_id)
    error = None
    if request.method == "POST":
        try:
            return _do(request, found)
        except ValidationError as wrong:
            error = " ".join(wrong.messages)
    recording = found.recording
    parts = recorded.parts(recording)
    lines = Paginator(found.lines.all(), ON_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "session": recording.session,
        "draft": found,
        "language_name": captions.language_name(found.language),
        "lines": lines,
        "shown": [
            (line, timeline.place(parts, line.begins_at), request.POST.get(f"{LINE}{line.pk}"))
            for line in lines
        ],
        "hosting": access.is_host(request.user, recording.session),
        "refusal": access.correcting_refused(found),
        "error": error,
    }
    return render(request, "live/draft.html", page, status=422 if error else 200)


def _do(request: PersonRequest, found: CaptionDraft) -> HttpResponse:
    session_id, what = found.pk, request.POST.get("do", "save")
    if what == "discard":
        services.discard(by=request.user, draft=found)
        messages.success(request, _("The machine’s captions are discarded."))
        return redirect("live:recording", session_id=session_id)
    changed = _changed(request)
    if changed or what != "publish":
        services.correct(by=request.user, draft=found, changed=changed)
    if what == "publish":
        number = services.publish(by=request.user, draft=found)
        said = ngettext("%(number)d line is published.", "%(number)d lines are published.", number)
        messages.success(request, said % {"number": number})
        return redirect("live:transcript", session_id=session_id)
    messages.success(request, _("Saved."))
    answer = redirect("live:draft", session_id=session_id)
    if request.GET.get("page", "").isdecimal():
        answer["Location"] += f"?page={request.GET['page']}"
    return answer


def _changed(request: HttpRequest) -> dict[int, str]:
    """The lines that were written anew: what others have saved meanwhile is not undone."""
    named = {
        name.removeprefix(LINE): str(text)
        for name, text in request.POST.items()
        if name.startswith(LINE)
    }
    return {
        int(number): text
        for number, text in named.items()
        if number.isdecimal() and len(number) <= LONGEST_ID
        if text != request.POST.get(BEFORE + number)
    }
