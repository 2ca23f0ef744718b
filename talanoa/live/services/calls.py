"""The call: where people hear each other when it is not here, but in Zoom, Teams or the like."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.calls import tool_of
from talanoa.live.models import Call
from talanoa.live.picture_terms import PictureEnd
from talanoa.live.services import pictures
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


@transaction.atomic
def set_call(*, by: Person, session: LiveSession, url: str, tool: str = "", note: str = "") -> Call:
    """Say where the session's call is. Who is in the room sees it at once; our sound ends.

    Args:
        tool: one of ``terms.Tool``; empty: the one whose address it is.
        note: what the tool may ask for: a meeting number, a passcode.

    Raises:
        Refused: for the reasons in ``access.calling_refused``.
        ValidationError: it is no https address, names a person, or something is too long.
    """
    demand(access.calling_refused(by, session))
    log.lock(session)
    call = Call.objects.filter(session=session).first() or Call(session=session)
    before = (call.url, call.tool, call.note)
    call.url, call.note = url.strip(), " ".join(note.split())
    call.clean_fields(exclude=["tool", "session", "by"])
    if "@" in urlsplit(call.url).netloc:
        # What stands before the @ is no host, and is mostly there to be taken for one.
        raise ValidationError({"url": _("Copy the address of the meeting as the tool gives it.")})
    call.tool = tool or tool_of(call.url)
    if before == (call.url, call.tool, call.note):
        return call
    call.by, call.at = by, clock.now()
    call.full_clean()
    call.save()
    events.record("live.call_set", by=by, subject=session, tool=call.tool)
    pictures.take(by=by, session=session, why=PictureEnd.STOPPED)
    log.add(session=session, kind=Kind.CALL_SET, by=by, data={"tool": call.tool})
    return call


@transaction.atomic
def remove_call(*, by: Person, session: LiveSession) -> bool:
    """Hold the session's sound here again; ``False`` when it was.

    Raises:
        Refused: for the reasons in ``access.calling_refused``, or people are in the call now.
    """
    demand(access.calling_refused(by, session))
    if session.status == Status.OPEN:
        raise Refused(_("People hear each other there now. Give another address instead."))
    log.lock(session)
    gone, _rows = Call.objects.filter(session=session).delete()
    if gone:
        events.record("live.call_removed", by=by, subject=session)
    return bool(gone)
