"""The room page, its acts as plain forms, and the slides it shows."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.live import (
    access,
    alike,
    groups,
    interpretation,
    modes,
    panels,
    polls,
    queries,
    questions,
    recorded,
    scene,
    slides,
    talk_shown,
)
from talanoa.live.act_forms import ActForm
from talanoa.live.forms import ACTS, PANELS, PollForm, SayForm
from talanoa.live.models import SlideDeck, SlidePage
from talanoa.live.question_forms import AnswerForm, HandForm, QuestionForm
from talanoa.live.room import acts, protocol
from talanoa.live.screen_forms import CountForm
from talanoa.live.services import doors, group_places
from talanoa.live.terms import Reaction
from talanoa.people.types import PersonRequest
from talanoa.schedule import access as schedule
from talanoa.schedule import naming
from talanoa.schedule.agenda import with_times
from talanoa.schedule.models import LiveSession

YEAR = 365 * 24 * 3600
MODULES = (
    "live/announce.js",
    "live/attempts.js",
    "live/captions.js",
    "live/channels.js",
    "live/chat.js",
    "live/clocks.js",
    "live/dialogs.js",
    "live/forms.js",
    "live/hosting.js",
    "live/link.js",
    "live/meter.js",
    "live/microphone.js",
    "live/modes.js",
    "live/outbox.js",
    "live/patches.js",
    "live/people.js",
    "live/polls.js",
    "live/proposals.js",
    "live/push_to_talk.js",
    "live/questions.js",
    "live/reactions.js",
    "live/relays.js",
    "live/shortcuts.js",
    "live/small_slides.js",
    "live/sound.js",
    "live/sound_figures.js",
    "live/soundbar.js",
    "live/stage.js",
    "live/wire.js",
)
"""What ``room.js`` is made of."""


@login_required
@never_cache
@require_GET
def room(request: PersonRequest, session_id: int) -> HttpResponse:
    """The room as plain HTML that works; ``static/live/room.js`` improves it."""
    try:
        session = access.get_session(request.user, session_id)
    except access.Removed:
        return render(request, "live/removed.html", status=403)
    except access.Held as held:
        session = held.session
        doors.knock(by=request.user, session=session)
        return _lobby(request, session)
    return _page(request, session)


@login_required
@require_POST
def act(request: PersonRequest, session_id: int, name: str) -> HttpResponse:
    """Carry out one act sent as a form, exactly as the socket would."""
    form_class = ACTS.get(name)
    if form_class is None:
        raise Http404
    try:
        session = access.get_session(request.user, session_id)
    except access.Held:
        return redirect("live:room", session_id)
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, session, form=form, problem=_first_error(form), status=422)
    client_id = form.cleaned_data["client_id"] or uuid4().hex
    frame = protocol.Frame(name, client_id, form.fields_of_act())
    try:
        acts.carry_out(frame, by=request.user, session=session)
    except (Refused, ValidationError) as refused:
        session.refresh_from_db()
        return _page(request, session, form=form, problem=str(refused), status=403)
    if request.GET.get("back") == "run":
        return redirect("live:run_of_show", session.pk)
    panel = PANELS.get(name)
    return redirect(reverse("live:room", args=[session.pk]) + (f"#panel-{panel}" if panel else ""))


@login_required
@require_GET
def slide(request: PersonRequest, session_id: int, deck_id: int, number: int) -> HttpResponse:
    """One page of a deck as a fragment, for whoever leafs through the slides alone."""
    session = access.get_session(request.user, session_id)
    page = get_object_or_404(
        SlidePage.objects.select_related("deck"),
        # Not ``deck=``: that takes a number too large for the database for a fault of ours.
        deck__in=SlideDeck.objects.filter(session=session, ready_at__isnull=False, pk=deck_id),
        number=number,
    )
    page.deck.session = session
    return render(request, "live/_slide.html", scene.slide(page))


@login_required
@require_GET
def picture(request: PersonRequest, session_id: int, page_id: int, size: str) -> FileResponse:
    """One page's picture, which never changes: a browser asks for it once."""
    if size not in slides.SIZES:
        raise Http404
    page = access.get_slide(request.user, session_id, page_id)
    try:
        file = getattr(page, size).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    # A picture is compressed already; said so, no middleware tries again.
    response.headers["Content-Encoding"] = "identity"
    return response


@login_required
@never_cache
@require_GET
def door(request: PersonRequest, session_id: int) -> HttpResponse:
    """Asked again and again from the lobby: empty while one waits, else whether to go in."""
    try:
        access.get_session(request.user, session_id)
    except access.Held as held:
        doors.knock(by=request.user, session=held.session)
        return HttpResponse(status=204)
    return HttpResponse("in", content_type="text/plain")


def socket_address(request: PersonRequest, session: LiveSession) -> str:
    """Where the page's script connects to."""
    path = f"/sessions/{session.pk}/socket"
    if settings.ROOM_URL:
        return settings.ROOM_URL + path
    host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    host = f"[{host}]" if ":" in host else host
    scheme = "wss" if request.is_secure() else "ws"
    return f"{scheme}://{host}:{settings.ROOM_PORT}{path}"


def _page(
    request: PersonRequest,
    session: LiveSession,
    *,
    form: ActForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    person = request.user
    # Read before what the page shows: an entry may be shown twice, never missed.
    mark = queries.mark_of(session.pk)
    hosting = access.is_host(person, session)
    leading = hosting and schedule.leads(person, session)
    presenting = access.presenting_refused(person, session) is None
    same = alike.of(session, mark, hosting=hosting)
    call = same["call"]["call"]
    grouped = groups.own(same["groups"], person, hosting=hosting)
    if grouped and grouped["is_late"]:
        group_places.place_latecomer(person=person, session=session)
        grouped = groups.own(same["groups"], person, hosting=hosting)
    page: dict[str, Any] = {
        "alike": same,
        "session": session,
        "seq": mark.seq,
        "socket": socket_address(request, session),
        "now": clock.now().isoformat(),
        "hosting": hosting,
        "leading": leading,
        "presenting": presenting,
        "own_hand": queries.has_hand_up(session, person),
        "chat": scene.chat(session, person, hosting=hosting),
        "door": scene.door(session) if hosting else None,
        "answer": recorded.answer_of(person, session),
        "count_form": form if isinstance(form, CountForm) else CountForm(),
        **(scene.removed(session) if hosting else {}),
        "talk_share": talk_shown.panel(session) if hosting else None,
        "decks": scene.decks_ready(session) if presenting else [],
        "polls": polls.panel(session, person, same["polls"]),
        **(polls.tools(session) if hosting else {}),
        "poll_form": form if isinstance(form, PollForm) else PollForm(),
        "asked": questions.panel(session, person, same["questions"]),
        "question_form": form if isinstance(form, QuestionForm) else QuestionForm(),
        "answer_form": form if isinstance(form, AnswerForm) else AnswerForm(),
        "hand_form": form if isinstance(form, HandForm) else HandForm(),
        "reactions": Reaction.choices,
        "groups": grouped,
        "group_tools": groups.of_host(same["groups"], grouped) if hosting else None,
        "panels": panels.shown(session, person, same),
        "sound": settings.JANUS.enabled and call is None,
        "chat_form": form if isinstance(form, SayForm) else SayForm(),
        "act_id": uuid4().hex,
        "modes": modes.MODES,
        "mode": (mode := modes.chosen(request)),
        "mode_chosen": modes.COOKIE in request.COOKIES,
        "small_slides": mode.small_slides and settings.JANUS.enabled and call is None,
        # Of its own: with that of the other forms, a line of the chat sent from the same page
        # would say who asked.
        "question_id": uuid4().hex,
        **interpretation.hearing(session, person, same["channels"]["channels"], hosting=hosting),
        "problem": problem,
        "modules": MODULES,
    }
    return render(request, "live/room.html", page, status=status)


def _lobby(request: PersonRequest, session: LiveSession) -> HttpResponse:
    items = list(session.agenda.select_related("speaker"))
    naming.tell_names(None, session, items)
    page = {
        "session": session,
        "agenda": with_times(session, items),
        "is_locked": scene.door(session)["is_locked"],
    }
    return render(request, "live/lobby.html", page)


def _first_error(form: ActForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")
