"""Calendar files over HTTP: a person's feed, and the page that tells its address."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talanoa.kernel.refusals import NotVisible
from talanoa.people.types import PersonRequest
from talanoa.schedule import calendar, queries, services


@login_required
@require_safe
def my_calendar(request: PersonRequest) -> HttpResponse:
    feed = services.feed_of(request.user)
    address = settings.SITE_URL + reverse("schedule:feed", args=[feed.secret])
    page = {
        "address": address,
        "subscribe_address": "webcal://" + address.partition("://")[2],
        "sessions": queries.in_feed_of(request.user),
    }
    return render(request, "schedule/my_calendar.html", page)


@login_required
@require_POST
def renew(request: PersonRequest) -> HttpResponse:
    services.renew_feed(by=request.user)
    messages.success(
        request, _("Your calendar has a new address. Nobody can read it at the old one any more.")
    )
    return redirect("schedule:my_calendar")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program reads, every hour or so; the secret is the only key."""
    found = queries.feed_by_secret(secret)
    if found is None or not found.person.is_active:
        raise NotVisible(secret)
    sessions = list(queries.in_feed_of(found.person))
    offered = dict(settings.LANGUAGES)
    language = found.person.language if found.person.language in offered else None
    with translation.override(language or settings.LANGUAGE_CODE):
        text = calendar.feed(sessions, name=_("Talanoa sessions"))
    return calendar_response(
        request, text, changed_at=queries.feed_changed_at(found, sessions), name="talanoa.ics"
    )


def calendar_response(
    request: HttpRequest, text: str, *, changed_at: datetime, name: str
) -> HttpResponse:
    """A calendar file that a program fetches again only when it has changed."""
    content = text.encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "ETag": etag,
            "Last-Modified": http_date(changed_at.timestamp()),
            "Cache-Control": "private, no-cache",
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Robots-Tag": "noindex",
        },
    )
    answer = get_conditional_response(
        request, etag=etag, last_modified=int(changed_at.timestamp()), response=response
    )
    return answer if isinstance(answer, HttpResponse) else response
