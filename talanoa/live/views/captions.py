"""Captions outside the room: who writes them, the way in for services, transcripts and search."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, captioning, captions_played, queries
from talanoa.live import captions as reading
from talanoa.live.caption_forms import CaptionerForm, IntakeForm, TranscriptSearchForm
from talanoa.live.caption_terms import MOST_A_MINUTE, MOST_BYTES
from talanoa.live.models import CaptionIntake
from talanoa.live.services import caption_desk as services
from talanoa.people.types import PersonRequest

_NEW = "live.new_caption_way"
"""In the host's own session: an address or a guest's link just made, shown once."""
ON_A_PAGE = 200
FOUND_ON_A_PAGE = 50
WRITTEN_AS = {
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def captions(request: PersonRequest, session_id: int) -> HttpResponse:
    """Who writes a session's captions: people, and services; for those who host."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    people = queries.told_apart(access.people_of(session))
    asked = request.POST.get("what") if request.method == "POST" else None
    given = CaptionerForm(request.POST if asked == "captioner" else None, people=people)
    address = IntakeForm(request.POST if asked == "intake" else None)
    if asked == "captioner" and given.is_valid():
        return _give(request, session_id, given.cleaned_data)
    if asked == "intake" and address.is_valid():
        made = services.open_intake(by=request.user, session=session, **address.cleaned_data)
        request.session[_NEW] = {"name": str(made.intake), "url": made.url, "is_guest": False}
        return redirect("live:captions", session_id=session.pk)
    page = {
        "session": session,
        "captioner_form": given,
        "intake_form": address,
        "captioners": [
            (each, reading.language_name(each.language)) for each in reading.captioners(session)
        ],
        "intakes": [
            (each, reading.language_name(each.language)) for each in reading.intakes(session)
        ],
        "new": request.session.pop(_NEW, None) if request.method == "GET" else None,
        "refusal": access.taking_part_refused(session),
    }
    wrong = given.errors or address.errors
    return render(request, "live/captions.html", page, status=422 if wrong else 200)


def _give(request: PersonRequest, session_id: int, asked: dict[str, Any]) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    language = asked["language"]
    if asked["person"]:
        person = get_object_or_404(access.people_of(session), pk=asked["person"])
        try:
            services.give(by=request.user, session=session, person=person, language=language)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        said = _(
            "%(name)s can write captions: in the tab “Captions”, once they open the room anew."
        )
        messages.success(request, said % {"name": person})
    else:
        made = services.invite(
            by=request.user, session=session, name=asked["name"], language=language
        )
        request.session[_NEW] = {
            "name": str(made.link.person),
            "url": made.url,
            "is_guest": True,
        }
    return redirect("live:captions", session_id=session_id)


@login_required
@require_POST
def withdraw(request: PersonRequest, session_id: int, captioner_id: int) -> HttpResponse:
    captioner = access.get_captioner(request.user, session_id, captioner_id)
    services.withdraw(by=request.user, captioner=captioner)
    said = _("%(name)s cannot write captions any more.") % {"name": captioner.person}
    messages.success(request, said)
    return redirect("live:captions", session_id=session_id)


@login_required
@require_POST
def revoke(request: PersonRequest, session_id: int, intake_id: int) -> HttpResponse:
    intake = access.get_caption_intake(request.user, session_id, intake_id)
    services.revoke(by=request.user, intake=intake)
    messages.success(request, _("The address of %(name)s is closed.") % {"name": intake})
    return redirect("live:captions", session_id=session_id)


@login_required
@require_POST
def delete(request: PersonRequest, session_id: int) -> HttpResponse:
    """Delete the transcript for good."""
    session = access.get_session(request.user, session_id)
    services.delete(by=request.user, session=session)
    messages.success(request, _("The transcript is deleted."))
    return redirect("live:record", session_id=session_id)


# --- For caption services ----------------------------------------------------------------------


@csrf_exempt  # no browser sends this, and no cookie is read: the token in the address is the door
@never_cache
def intake(request: HttpRequest, token: str) -> HttpResponse:
    """Take a line, sent as Zoom's caption address takes it: text, with ``seq`` and ``lang``."""
    found = _intake_of(token)
    if request.method != "POST":
        answer = _say(405, _("Send each line by POST."))
        answer.headers["Allow"] = "POST"
        return answer
    if _is_too_fast(found):
        answer = _say(429, _("Too many lines in a minute. Send this one again later."))
        answer.headers["Retry-After"] = "10"
        return answer
    seq = request.GET.get("seq", "")
    if not re.fullmatch(r"[0-9]{1,18}", seq, re.ASCII):
        return _say(400, _("Say the line’s number as seq, a whole number: ?seq=1"))
    tag = request.GET.get("lang", "")
    language = captioning.language_of(tag)
    if tag and not language:
        return _say(400, _("The language in lang is no code as in en-US."))
    if request.content_type != "text/plain":
        return _say(415, _("Send the line itself, with Content-Type: text/plain."))
    try:
        text = _body(request)
    except UnicodeDecodeError:
        return _say(400, _("The line is not in UTF-8."))
    if text is None:
        return _say(413, _("A line may have at most %(most)d bytes.") % {"most": MOST_BYTES})
    try:
        services.take_in(intake=found, seq=int(seq), text=text, language=language)
    except Refused as refused:
        return _say(403, str(refused))
    except ValidationError as error:
        return _say(413, " ".join(error.messages))
    return _say(200, seq)


@never_cache
@require_GET
def intake_seq(request: HttpRequest, token: str) -> HttpResponse:
    """The number of the last line taken, so that a service that starts again can go on."""
    return _say(200, str(reading.last_sent(_intake_of(token))))


def _intake_of(token: str) -> CaptionIntake:
    found = reading.intake_of(services.hash_of(token))
    if found is None:
        raise Http404
    return found


def _body(request: HttpRequest) -> str | None:
    """What was sent; ``None`` when it is too long, of which no more is read than shows it."""
    body = request.read(MOST_BYTES + 1)
    return None if len(body) > MOST_BYTES else body.decode("utf-8-sig")


def _is_too_fast(intake: CaptionIntake) -> bool:
    key = f"captions:{intake.pk}"
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:
        return False  # it ran out between the two lines


def _say(status: int, words: str) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


# --- Afterwards --------------------------------------------------------------------------------


@login_required
@never_cache
@require_GET
def transcript(request: PersonRequest, session_id: int) -> HttpResponse:
    """What was said in a session, a language at a time, for whoever may enter its room."""
    session = access.get_session(request.user, session_id)
    written = reading.written_in(session)
    codes = [each.code for each in written]
    asked = request.GET.get("language", "")
    language = asked if asked in codes else next(iter(codes), "")
    lines = reading.transcript(session, language)
    number = request.GET.get("page")
    if line := request.GET.get("line", ""):
        number = str(_page_of(lines, line))
    shown = Paginator(lines, ON_A_PAGE).get_page(number)
    page = {
        "session": session,
        "written": written,
        "language": language,
        "language_name": reading.language_name(language),
        "lines": shown,
        "heard": captions_played.where_heard(shown),
        "marked": line,
        "may_delete": access.deleting_captions_refused(request.user, session) is None,
    }
    return render(request, "live/transcript.html", page)


@login_required
@never_cache
@require_GET
def written(request: PersonRequest, session_id: int, language: str, suffix: str) -> HttpResponse:
    """A transcript as WebVTT, SubRip or plain text."""
    session = access.get_session(request.user, session_id)
    lines = reading.as_lines(reading.transcript(session, language))
    if suffix not in WRITTEN_AS or not lines:
        raise Http404
    if suffix == "vtt":
        text = captioning.as_vtt(lines, title=session.title, language=language)
    elif suffix == "srt":
        text = captioning.as_srt(lines)
    else:
        text = captioning.as_text(lines, title=session.title)
    answer = HttpResponse(text, content_type=WRITTEN_AS[suffix])
    name = f"captions-{session.pk}-{language}.{suffix}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
@never_cache
@require_GET
def search(request: PersonRequest) -> HttpResponse:
    """Find what was said in the sessions that the reader may enter."""
    form = TranscriptSearchForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = reading.found(request.user, words) if captioning.folded(words) else None
    lines = (
        None
        if found is None
        else Paginator(found, FOUND_ON_A_PAGE).get_page(request.GET.get("page"))
    )
    page = {
        "form": form,
        "words": words,
        "lines": lines,
        "heard": captions_played.where_heard(lines or ()),
    }
    return render(request, "live/transcripts.html", page)


def _page_of(lines: Any, line: str) -> int:
    """The page on which a line stands; the first where there is no such line."""
    keys = [str(key) for key in lines.values_list("pk", flat=True)]
    return keys.index(line) // ON_A_PAGE + 1 if line in keys else 1
