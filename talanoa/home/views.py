from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import (
    redirect,
    render,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from talanoa.assessment.queries import (
    assessments,
    plans,
)
from talanoa.cases.queries import urgent_with_nobody
from talanoa.countries.access import get_country
from talanoa.home import (
    access,
    queries,
    services,
)
from talanoa.home.country import parts
from talanoa.home.country.beginning import steps
from talanoa.home.forms import WriteForm
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.people.doors import account_required
from talanoa.people.types import PersonRequest
from talanoa.programmes.queries import applications_in_hand, own_teams, shown_to


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
        "teams": own_teams(request.user),
        "applications": applications_in_hand(request.user),
        "feedback": queries.own_feedback(request.user),
        "recommendations": queries.own_recommendations(request.user),
        "actions": plans.own_actions(request.user),
        "cases": queries.own_cases(request.user),
        "assessments": assessments.own_assessments(request.user),
        "reviews": assessments.reviews_waiting(request.user),
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
        "questions": urgent_with_nobody(request.user),
        "upcoming": queries.upcoming(request.user),
        "held": queries.held(request.user),
    }
    return render(request, "home/desk.html", page)


@require_safe
def country(request: HttpRequest, iso3: str) -> HttpResponse:
    found = get_country(iso3)
    shown = parts(found, request.user, request.GET)
    names = [each.part.name for each in shown]
    page = {
        "country": found,
        "parts": shown,
        "steps": steps(found, request.user, names),
        "is_bare": names == ["figures"],
    }
    return render(request, "home/country/page.html", page)


@account_required
@require_http_methods(["GET", "POST"])
def write(request: PersonRequest, person_id: int) -> HttpResponse:
    """To somebody who is willing to talk, or who wrote and waits for an answer."""
    person = access.get_correspondent(request.user, person_id)
    form = WriteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.write(by=request.user, person=person, **form.cleaned_data)
        except Refused as refused:
            # What was typed stays before them, under the reason why it is not sent now.
            form.add_error(None, str(refused))
            page = {"person": person, "form": form, "refusal": None}
            return render(request, "home/write.html", page, status=409)
        sent = _("Your message to %(name)s is on its way. An answer comes to you by mail.")
        messages.success(request, sent % {"name": person})
        return redirect("home:my_day")
    page = {
        "person": person,
        "form": form,
        "refusal": access.writing_refused(request.user, person),
    }
    return render(request, "home/write.html", page, status=422 if form.errors else 200)
