"""The code that a session shows, and the pages by which whoever sees it checks in."""

from datetime import datetime

import segno
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible, Refused, demand
from talanoa.kernel.tries import Tries
from talanoa.live import access, codes
from talanoa.live.durations import CODE_COUNTS, SEEN_CODE_KEPT
from talanoa.live.models import Stay
from talanoa.live.screen_forms import CodeForm
from talanoa.live.services import check_ins
from talanoa.live.terms import StayKind
from talanoa.people.models import Person
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession

SEEN = "live.code_seen"
"""In the visitor's own session: whose code was opened, and when, until they have signed in."""

WINDOW = 10 * 60
BY_PERSON = Tries(kind="code-by-person", most=10, seconds=WINDOW)
BY_ADDRESS = Tries(kind="code-by-address", most=100, seconds=WINDOW)
"""Wrong codes in ten minutes; a whole site may sit behind one address."""


@login_required
@never_cache
@require_GET
def code(request: PersonRequest, session_id: int) -> HttpResponse:
    """The code, large, for a projector; with ``?part`` what the page's script asks for anew."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    template = "live/_code.html" if "part" in request.GET else "live/code.html"
    return render(request, template, {"session": session, **shown(session)})


def shown(session: LiveSession) -> dict[str, object]:
    """What ``live/_code.html`` needs. One query."""
    try:
        now = check_ins.code_now(session)
    except Refused as refused:
        return {"code": "", "code_refusal": str(refused)}
    path = reverse("live:check_in")
    checked_in = Stay.objects.filter(session=session, kind=StayKind.CODE, withdrawn_at=None)
    return {
        "code": f"{now[:3]} {now[3:]}",
        "code_address": (settings.SITE_URL + path).partition("://")[2].rstrip("/"),
        "code_qr": _qr(settings.SITE_URL + reverse("live:check_in_by_code", args=[now])),
        "checked_in": checked_in.count(),
        "code_minutes": int(codes.STEP.total_seconds() // 60),
        "code_refusal": "",
    }


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def check_in(request: PersonRequest) -> HttpResponse:
    """A field for the code that somebody sees or hears."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _too_many(request):
            return render(request, "429.html", status=429)
        try:
            session = check_ins.session_of(form.cleaned_data["code"], person=request.user)
            return _noted(request, request.user, session)
        except check_ins.WrongCode as wrong:
            _count(request)
            form.add_error("code", str(wrong))
        except Refused as refused:
            form.add_error("code", str(refused))
    status = 422 if form.errors else 200
    return render(request, "live/check_in.html", {"form": form, "session": None}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def check_in_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The address in the picture: a name and one button. Whoever must sign in comes back here."""
    person = request.user if isinstance(request.user, Person) else None
    if _too_many(request):
        return render(request, "429.html", status=429)
    try:
        session, at = _seen_or_shown(request, code, person)
        if person is None:
            request.session[SEEN] = {"session": session.pk, "code": code, "at": at.isoformat()}
            return redirect_to_login(reverse("live:check_in_by_code", args=[code]))
        if request.method == "POST":
            return _noted(request, person, session, at=at)
    except check_ins.WrongCode as wrong:
        _count(request)
        page = {"form": CodeForm(), "session": None, "problem": str(wrong)}
        return render(request, "live/check_in.html", page, status=404)
    return render(request, "live/check_in.html", {"form": None, "session": session})


@login_required
@never_cache
@require_GET
def checked_in(request: PersonRequest, session_id: int) -> HttpResponse:
    """What is noted of one's own coming, and what to do so that the hour counts."""
    session = access.get_session(request.user, session_id)
    stay = Stay.objects.filter(
        session=session, person=request.user, kind=StayKind.CODE, withdrawn_at=None
    ).first()
    page = {
        "session": session,
        "stay": stay,
        "is_once": stay is not None and stay.ended_at - stay.began_at <= CODE_COUNTS,
        "last_at": stay.ended_at - CODE_COUNTS if stay else None,
    }
    return render(request, "live/checked_in.html", page)


def _seen_or_shown(
    request: HttpRequest, code: str, person: Person | None
) -> tuple[LiveSession, datetime]:
    """Whose code this is, and since when this browser has seen it.

    Raises:
        WrongCode: nobody's, or of no session that ``person`` may enter.
    """
    seen = request.session.get(SEEN)
    if person is not None and seen and seen["code"] == code:
        at = parse_datetime(seen["at"])
        own = access.sessions_open_to(person).select_related("cohort__programme__hub")
        session = own.filter(pk=seen["session"]).first()
        if session and at and clock.now() - at <= SEEN_CODE_KEPT:
            return session, at
    return check_ins.session_of(code, person=person), clock.now()


def _noted(
    request: HttpRequest, person: Person, session: LiveSession, *, at: datetime | None = None
) -> HttpResponse:
    try:
        check_ins.check_in(by=person, session=session, at=at)
    except access.Held:
        return redirect("live:room", session.pk)
    except NotVisible as error:
        raise check_ins.WrongCode(_("No session of yours shows this code now.")) from error
    request.session.pop(SEEN, None)
    return redirect("live:checked_in", session.pk)


def _too_many(request: HttpRequest) -> bool:
    if BY_ADDRESS.too_many(_address(request)):
        return True
    return request.user.is_authenticated and BY_PERSON.too_many(request.user.pk)


def _count(request: HttpRequest) -> None:
    BY_ADDRESS.count(_address(request))
    if request.user.is_authenticated:
        BY_PERSON.count(request.user.pk)


def _address(request: HttpRequest) -> str:
    address: str = get_adapter(request).get_client_ip(request)
    return address


def _qr(address: str) -> SafeString:
    """Dark on white whatever the colours of the page, so that every camera reads it."""
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(border=3, dark="#000", light="#fff", omitsize=True)
    return mark_safe(svg)  # noqa: S308 - drawn here, from an address of ours
