"""The page on which hosts set a session's languages and name their interpreters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import demand
from talanoa.live import access, queries
from talanoa.live import interpretation as reading
from talanoa.live.forms import PersonForm
from talanoa.live.interpretation_forms import BeneathForm, NewLanguageForm
from talanoa.live.media.janus_settings import BENEATH
from talanoa.live.services import channels as services
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession
from talanoa.ui.answers import show_on, typed


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def interpretation(request: PersonRequest, session_id: int) -> HttpResponse:
    """The session's languages with their interpreters, and a form for another language."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    known = reading.beneath(session.pk)
    form = NewLanguageForm(typed(request), but=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_language(by=request.user, session=session, **form.cleaned_data)
        except ValidationError as error:
            show_on(form, error)
        else:
            return redirect("live:interpretation", session_id=session.pk)
    return _page(request, session, form=form, level=_level(known))


@login_required
@require_POST
def set_beneath(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    level = BeneathForm(request.POST)
    if not level.is_valid():
        known = reading.beneath(session.pk)
        return _page(request, session, form=NewLanguageForm(but=known), level=level)
    services.set_beneath(by=request.user, session=session, percent=level.cleaned_data["beneath"])
    messages.success(request, _("The level is set, also for those who are listening now."))
    return redirect("live:interpretation", session_id=session.pk)


@login_required
@require_POST
def copy(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    number = services.copy_to_coming(by=request.user, session=session)
    messages.success(
        request,
        ngettext(
            "One session has the same languages now.",
            "%(number)d sessions have the same languages now.",
            number,
        )
        % {"number": number},
    )
    return redirect("live:interpretation", session_id=session.pk)


@login_required
@require_POST
def remove(request: PersonRequest, session_id: int, language: str) -> HttpResponse:
    channel = access.get_channel(request.user, session_id, language)
    services.remove_language(by=request.user, channel=channel)
    return redirect("live:interpretation", session_id=session_id)


@login_required
@require_POST
def name(request: PersonRequest, session_id: int, language: str) -> HttpResponse:
    channel = access.get_channel(request.user, session_id, language)
    form = PersonForm(request.POST)
    if form.is_valid():
        person = form.cleaned_data["person"]
        services.name_interpreter(by=request.user, channel=channel, person=person)
    else:
        messages.error(request, _("Choose who interprets."))
    return redirect("live:interpretation", session_id=session_id)


@login_required
@require_POST
def dismiss(request: PersonRequest, session_id: int, language: str, person_id: int) -> HttpResponse:
    channel = access.get_channel(request.user, session_id, language)
    services.dismiss_interpreter(by=request.user, channel=channel, person=person_id)
    return redirect("live:interpretation", session_id=session_id)


def _level(known: dict[str, int]) -> BeneathForm:
    return BeneathForm(initial={"beneath": next(iter(known.values()), BENEATH)})


def _page(
    request: PersonRequest, session: LiveSession, *, form: NewLanguageForm, level: BeneathForm
) -> HttpResponse:
    page = {
        **reading.booths(session),
        "form": form,
        "level": level,
        "people": _people(session),
        "coming": services.coming(session).count(),
        "refusal": access.interpretation_refused(request.user, session),
    }
    status = 422 if form.errors or level.errors else 200
    return render(request, "live/interpretation.html", page, status=status)


def _people(session: LiveSession) -> list[tuple[str, list[tuple[int, str]]]]:
    """Whom to choose among: first those whose part it is."""
    roles = access.role_holders(session)
    everyone = queries.told_apart(access.people_of(session))
    first = [each for each in everyone if "interpreter" in roles.get(each[0], ())]
    others = [each for each in everyone if each not in first]
    groups = ((_("Interpreters"), first), (_("Everyone who may come"), others))
    return [(label, people) for label, people in groups if people]
