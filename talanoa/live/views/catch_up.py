"""Catching up with a session: the page, its sound a stretch at a time, and all of it to take."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from talanoa.live import access, catch_up, recorded
from talanoa.live.recordings import ranges
from talanoa.live.recordings.pieces import FileAsIs, Whole
from talanoa.live.services import recordings as services
from talanoa.live.terms import RecordingStatus
from talanoa.people.types import PersonRequest

AT_ONCE = 1024 * 1024
"""Bytes of sound in one answer: who listens to a minute is not sent an hour."""


@login_required
@never_cache
@require_GET
def page(request: PersonRequest, session_id: int) -> HttpResponse:
    """The recording with all that belongs to it, or why there is none."""
    session = access.get_session(request.user, session_id)
    recording = recorded.of_session(session)
    is_ready = recording.status == RecordingStatus.READY
    shown = {
        "session": session,
        "recording": recording,
        "hosting": access.is_host(request.user, session),
        "spoken": is_ready and recorded.has_spoken(request.user, recording),
        **(catch_up.on_the_page(recording, reader=request.user) if is_ready else {}),
    }
    return render(request, "live/catch_up.html", shown)


@login_required
@never_cache
@require_GET
def captions(request: PersonRequest, session_id: int, language: str) -> HttpResponse:
    """The captions of one language, for the player, once they are wanted."""
    recording = access.get_recording(request.user, session_id)
    track = catch_up.captions_of(recording, language)
    if track is None:
        raise Http404
    return render(request, "live/_caught_lines.html", {"track": track})


@login_required
@require_safe
def sound(request: PersonRequest, session_id: int) -> HttpResponseBase:
    """The sound, at most a megabyte an answer; that somebody plays it is counted once."""
    recording = access.get_recording(request.user, session_id)
    path = recorded.path_of(recording.sound)
    if not path.exists():
        raise Http404
    if request.method == "GET":
        services.note_played(by=request.user, recording=recording)
    whole = Whole([FileAsIs(path.open, recording.sound_bytes)])
    return _answer(
        request, whole, "audio/webm", tag=f"{recording.version}-{whole.size}", most=AT_ONCE
    )


@login_required
@require_safe
def take_along(request: PersonRequest, session_id: int) -> HttpResponseBase:
    """Everything in one page, as a download that can go on where it broke off; each is noted."""
    recording = access.get_recording(request.user, session_id)
    if not recorded.path_of(recording.sound).exists():
        raise Http404
    whole = catch_up.page_to_take(recording, reader=request.user)
    answer = _answer(
        request, whole, "text/html; charset=utf-8", tag=f"{recording.version}-{whole.tag}"
    )
    if request.method == "GET" and answer.status_code != 416:
        goes_on = not answer.headers.get("Content-Range", "bytes 0-").startswith("bytes 0-")
        services.note_taken(by=request.user, recording=recording, goes_on=goes_on)
    day = recording.session.starts_at
    name = f"{slugify(recording.session.title)[:60] or 'session'}-{day:%Y-%m-%d}.html"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _answer(
    request: PersonRequest, whole: Whole, content_type: str, *, tag: str, most: int | None = None
) -> HttpResponseBase:
    """What of ``whole`` is asked for; a range of an older version is answered with all of this."""
    etag = f'"{tag}"'
    header = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        header = ""
    try:
        wanted = ranges.asked(header, whole.size)
    except ranges.NoSuchRange:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{whole.size}"})
    first, last = wanted or (0, whole.size - 1)
    if wanted and most:
        last = min(last, first + most - 1)
    body: Iterator[bytes] = iter(()) if request.method == "HEAD" else whole.read(first, last + 1)
    answer = StreamingHttpResponse(body, content_type=content_type, status=206 if wanted else 200)
    answer.headers["Content-Length"] = str(last + 1 - first)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    # Compressed already; said so, no middleware tries again.
    answer.headers["Content-Encoding"] = "identity"
    if wanted:
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{whole.size}"
    return answer
