"""Several people at one device: said by whose device it is, vouched for by hosts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import Refused
from talanoa.live import access, queries
from talanoa.live.models import LearningSite, Room, SharedScreen, SiteMember
from talanoa.live.screen_forms import ScreenForm
from talanoa.live.services import screens as services
from talanoa.people.models import Person
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession
from talanoa.ui.answers import show_on, typed


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def screen(request: PersonRequest, session_id: int) -> HttpResponse:
    """Who sits at my device, by name or by number."""
    session = access.get_session(request.user, session_id)
    room = Room.objects.filter(session=session).first()
    refusal = access.sharing_refused(session, room)
    sites = services.own_sites(request.user, session)
    own = SharedScreen.objects.filter(session=session, person=request.user).first()
    form = ScreenForm(
        typed(request),
        sites=sites,
        offered=queries.told_apart(_offered(session, own, sites)),
        initial=_initial(own, sites),
    )
    if request.method == "POST" and not refusal and form.is_valid():
        values = form.cleaned_data
        try:
            services.put_right(
                by=request.user,
                session=session,
                site=next((one for one in sites if one.pk == values.get("site")), None),
                people=values.get("people", []),
                addresses=values["addresses"],
                others=values["others"],
            )
        except ValidationError as error:
            show_on(form, error)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. You can put it right until attendance is final."))
            return redirect("live:screen", session_id=session.pk)
    page = {
        "session": session,
        "form": form,
        "refusal": refusal,
        "waiting": own.named.filter(vouched_at=None).count() if own else 0,
    }
    status = 403 if refusal and request.method == "POST" else 422 if form.errors else 200
    return render(request, "live/screen.html", page, status=status)


@login_required
@require_POST
def vouch(request: PersonRequest, session_id: int, at_screen_id: int) -> HttpResponse:
    named = access.get_at_screen(request.user, session_id, at_screen_id)
    services.vouch(by=request.user, at_screen=named)
    messages.success(request, _("%(name)s counts now.") % {"name": named.person})
    return redirect("live:attendance", session_id=session_id)


@login_required
@require_POST
def take_off(request: PersonRequest, session_id: int, at_screen_id: int) -> HttpResponse:
    named = access.get_at_screen(request.user, session_id, at_screen_id)
    services.take_off(by=request.user, at_screen=named)
    messages.success(request, _("%(name)s does not count at that device.") % {"name": named.person})
    return redirect("live:attendance", session_id=session_id)


def _offered(
    session: LiveSession, own: SharedScreen | None, sites: list[LearningSite]
) -> list[Person]:
    """Whom the page lists to be ticked: the usual people of the sites, and those named already."""
    wanted = set(SiteMember.objects.filter(site__in=sites).values_list("person", flat=True))
    if own is not None:
        wanted |= set(own.named.values_list("person", flat=True))
    return [person for person in access.people_of(session) if person.pk in wanted] if wanted else []


def _initial(own: SharedScreen | None, sites: list[LearningSite]) -> dict[str, object]:
    if own is None:
        return {"site": sites[0].pk if len(sites) == 1 else None}
    return {
        "site": own.site_id,
        "people": list(own.named.values_list("person", flat=True)),
        "others": own.others,
    }
