from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talanoa.home import queries
from talanoa.kernel.refusals import NotVisible
from talanoa.people.types import PersonRequest
from talanoa.programmes.queries import shown_to


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    page = {
        "programmes": shown_to(request.user)[:6],
        "sessions": queries.public_sessions(),
    }
    return render(request, "home/front.html", page)


@login_required
@require_safe
def my_day(request: PersonRequest) -> HttpResponse:
    page = {
        "sessions": list(queries.own_sessions(request.user)),
        "feedback": queries.own_feedback(request.user),
        "recommendations": queries.own_recommendations(request.user),
        "cases": queries.own_cases(request.user),
        "certificates": queries.own_certificates(request.user),
        "waiting": queries.waiting_for(request.user),
    }
    return render(request, "home/my_day.html", page)


@login_required
@require_safe
def desk(request: PersonRequest) -> HttpResponse:
    programmes = list(queries.programmes(request.user))
    if not programmes:
        raise NotVisible("desk")
    page = {
        "programmes": programmes,
        "upcoming": queries.upcoming(request.user),
        "held": queries.held(request.user),
    }
    return render(request, "home/desk.html", page)
