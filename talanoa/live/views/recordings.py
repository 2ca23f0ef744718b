"""A session's recording: for hosts, its switch and its end; for everyone, their own answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import demand
from talanoa.live import access, recorded
from talanoa.live.draft_forms import DraftForm
from talanoa.live.forms_recordings import RecordingPolicyForm
from talanoa.live.services import recordings as services
from talanoa.people.types import PersonRequest
from talanoa.programmes import access as programmes
from talanoa.schedule.models import LiveSession

BACK = {"check": "live:check", "catch-up": "live:catch_up"}
"""The pages on which one answers, by the name they give in the form."""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def recording(request: PersonRequest, session_id: int) -> HttpResponse:
    """Where the recording stands; ``do`` in the form: on, off, again, delete."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    if request.method == "POST":
        _do(request, session, request.POST.get("do", ""))
        return redirect("live:recording", session_id=session.pk)
    found = recorded.for_hosts(session)
    page = {
        "session": session,
        **found,
        "draft_form": DraftForm(initial={"language": request.user.language}),
        "switching_refusal": access.switching_refused(request.user, found["recording"]),
        "deleting_refusal": access.deleting_refused(request.user, found["recording"]),
    }
    return render(request, "live/recording.html", page)


@login_required
@require_POST
def answer(request: PersonRequest, session_id: int) -> HttpResponse:
    """Say whether one may be recorded, from the check before the session or after it."""
    session = access.get_session(request.user, session_id)
    services.answer(by=request.user, session=session, answer=request.POST.get("answer", ""))
    came_from = request.POST.get("from", "")
    if came_from == "catch-up":
        messages.success(
            request, _("What you said is being silenced. The recording comes back without it.")
        )
    return redirect(BACK.get(came_from, "live:room"), session_id=session.pk)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def policy(request: PersonRequest, slug: str) -> HttpResponse:
    """What a programme's sessions begin with: recorded or not, and for how long."""
    programme = programmes.get_own_programme(request.user, slug)
    saved = recorded.policy_of(programme)
    form = RecordingPolicyForm(request.POST or None, instance=saved)
    if request.method == "POST" and form.is_valid():
        services.set_policy(by=request.user, programme=programme, **form.cleaned_data)
        messages.success(request, _("Saved. It holds for every session without its own choice."))
        return redirect("programmes:detail", slug=programme.slug)
    page = {"programme": programme, "form": form}
    return render(request, "live/recording_policy.html", page, status=422 if form.errors else 200)


def _do(request: PersonRequest, session: LiveSession, what: str) -> None:
    if what in ("on", "off"):
        services.switch(by=request.user, session=session, is_on=what == "on")
    elif what in ("again", "delete"):
        found = recorded.of_session(session)
        if what == "again":
            services.make_again(by=request.user, recording=found)
        else:
            services.delete(by=request.user, recording=found)
            messages.success(request, _("The recording is deleted."))
