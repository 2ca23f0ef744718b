"""Who was heard, as a table."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from talanoa.kernel.refusals import demand
from talanoa.live import access, record, talk_shown
from talanoa.people.types import PersonRequest
from talanoa.schedule.models import LiveSession
from talanoa.ui.sheets import sheet


@login_required
@never_cache
@require_GET
def talk_csv(request: PersonRequest, session_id: int) -> HttpResponse:
    """Groups, everyone who spoke while that is kept, and the agenda as it ran; in seconds."""
    session = access.get_session(request.user, session_id)
    demand(access.hosting_refused(request.user, session))
    head = [
        _("Of"),
        _("Name"),
        _("Speaks as"),
        _("Country"),
        _("Planned (seconds)"),
        _("Seconds"),
        _("Share (%)"),
        _("People heard"),
        _("Source"),
    ]
    return sheet(f"talk-{session.pk}.csv", head, _rows(session))


def _rows(session: LiveSession) -> Iterator[list[Any]]:
    shown = talk_shown.for_hosts(session)
    source = "; ".join(talk_shown.source_names(shown.talk.sources))
    if shown.talk.sources:
        for part in shown.talk.parts:
            seconds = round(part.length.total_seconds())
            yield [_("Group"), "", part.label, "", "", seconds, part.percent, part.people, source]
    for one in shown.spoke:
        yield [
            _("Person"),
            one.card.name,
            one.group,
            one.card.country,
            "",
            round(one.length.total_seconds()),
            "" if one.percent is None else one.percent,
            "",
            source,
        ]
    for each in shown.interpreters:
        seconds = round(each.length.total_seconds())
        name, country = each.card.name, each.card.country
        yield [_("Interpreter"), name, each.language, country, "", seconds, "", "", _("Booth")]
    for item in record.agenda(session):
        planned, took = (round(each.total_seconds()) for each in (item.planned, item.took))
        ran = took if item.began_at else ""
        yield [_("Agenda item"), item.title, "", "", planned, ran, "", "", _("Agenda")]
