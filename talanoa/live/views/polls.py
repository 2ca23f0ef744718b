"""Polls of a session, prepared by hosts: list, new, change, delete; and their results."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talanoa.kernel.refusals import demand
from talanoa.live import access
from talanoa.live import polls as reading
from talanoa.live.forms import PreparedPollForm
from talanoa.live.models import Poll
from talanoa.live.services import polls as services
from talanoa.people.types import PersonRequest
from talanoa.ui.sheets import sheet


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def polls(request: PersonRequest, session_id: int) -> HttpResponse:
    """The session's polls, and a form to prepare another."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    form = PreparedPollForm(request.POST or None, session=session)
    if request.method == "POST" and form.is_valid():
        services.prepare(by=request.user, session=session, draft=form.draft())
        messages.success(request, _("The poll is prepared. You open it in the room."))
        return redirect("live:polls", session_id=session.pk)
    page = {
        "session": session,
        "form": form,
        "polls": session.polls.order_by("made_at", "pk"),
        "refusal": access.taking_part_refused(session),
    }
    return render(request, "live/polls.html", page, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def poll(request: PersonRequest, session_id: int, poll_id: int) -> HttpResponse:
    """Change a poll that has not been used."""
    found = access.get_poll(request.user, session_id, poll_id)
    refusal = access.changing_refused(request.user, found)
    written = PreparedPollForm.written(found)
    form = PreparedPollForm(request.POST or None, initial=written, session=found.session)
    if request.method == "POST" and form.is_valid():
        services.change(by=request.user, poll=found, draft=form.draft())
        messages.success(request, _("The poll is changed."))
        return redirect("live:polls", session_id=session_id)
    page = {"session": found.session, "poll": found, "form": form, "refusal": refusal}
    return render(request, "live/poll_edit.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def delete(request: PersonRequest, session_id: int, poll_id: int) -> HttpResponse:
    found = access.get_poll(request.user, session_id, poll_id)
    services.delete(by=request.user, poll=found)
    messages.success(request, _("The poll is deleted."))
    return redirect("live:polls", session_id=session_id)


@login_required
@never_cache
@require_GET
def polls_csv(request: PersonRequest, session_id: int) -> HttpResponse:
    """Every answer of every poll that was held, for a spreadsheet. Moments are in UTC."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    head = [
        _("Question"),
        _("Kind"),
        _("Ballot"),
        _("Opened (UTC)"),
        _("Closed (UTC)"),
        _("Present"),
        _("Voted"),
        _("Answer"),
        _("Votes"),
        _("Names"),
    ]
    held = session.polls.filter(closed_at__isnull=False).order_by("opened_at", "pk")
    return sheet(f"polls-{session.pk}.csv", head, (row for one in held for row in _rows(one)))


def _rows(poll: Poll) -> list[list[Any]]:
    """A row for each answer; one row that says so where the result is withheld."""
    about = [
        poll.question,
        poll.get_kind_display(),
        poll.get_ballot_display(),
        f"{poll.opened_at:%Y-%m-%d %H:%M:%S}",
        f"{poll.closed_at:%Y-%m-%d %H:%M:%S}",
        poll.present,
        poll.voted,
    ]
    results = reading.results(poll, named_up_to=None, most=None)
    if results is None:
        return [[*about, _("Withheld: fewer than three voted."), "", ""]]
    return [
        [
            *about,
            bar.label,
            bar.number,
            "; ".join(results.names.get(bar.key, [])),
        ]
        for bar in results.bars
    ]
