"""Slides: upload, progress, taking away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talanoa.kernel import uploads
from talanoa.kernel.refusals import demand
from talanoa.live import access, failures, queries
from talanoa.live.forms import DeckForm, too_large
from talanoa.live.models import SlideDeck
from talanoa.live.services import slides
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def decks(request: PersonRequest, session_id: int) -> HttpResponse:
    """The session's slides, and a form to bring more."""
    session = access.get_session(request.user, session_id)
    demand(access.presenting_refused(request.user, session))
    # Refused by what the browser says of its length: the file was not read, what stands
    # before it in the form was.
    if request.method == "POST" and uploads.is_too_large(request):
        form = DeckForm(initial=request.POST.dict())
        return _page(request, session, form, problem=too_large(), status=413)
    form = DeckForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        slides.upload(by=request.user, session=session, **form.cleaned_data)
        messages.success(
            request, _("The slides are being made into pages. You can leave this page.")
        )
        return redirect("live:decks", session_id=session.pk)
    return _page(request, session, form, status=422 if form.errors else 200)


@login_required
@never_cache
@require_GET
def progress(request: PersonRequest, session_id: int) -> HttpResponse:
    """The list alone, which the page asks for while pages are being made."""
    session = access.get_session(request.user, session_id)
    demand(access.presenting_refused(request.user, session))
    return render(request, "live/_decks.html", {"session": session, "decks": _listed(session)})


@login_required
@require_POST
def delete(request: PersonRequest, session_id: int, deck_id: int) -> HttpResponse:
    deck = access.get_deck(request.user, session_id, deck_id)
    slides.delete(by=request.user, deck=deck)
    messages.success(request, _("“%(title)s” was deleted.") % {"title": deck.title})
    return redirect("live:decks", session_id=session_id)


def _page(
    request: PersonRequest,
    session: LiveSession,
    form: DeckForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    page = {
        "session": session,
        "form": form,
        "decks": _listed(session),
        "problem": problem,
        "too_large": too_large(),
    }
    return render(request, "live/decks.html", page, status=status)


def _listed(session: LiveSession) -> list[SlideDeck]:
    listed = list(queries.decks(session))
    for deck in listed:
        deck.failure_words = failures.words(deck.failure)  # type: ignore[attr-defined]
    return listed
