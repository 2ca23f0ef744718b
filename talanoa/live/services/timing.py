"""The clock of the item in hand: minutes given, and taken back."""

from django.utils.translation import gettext as _

from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.models import Entry
from talanoa.live.terms import GIVEN_AT_ONCE, MOST_GIVEN, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def extend(
    *, by: Person, session: LiveSession, item: int, extra: int, client_id: str = ""
) -> Entry:
    """Let the agenda item in hand (an id) last ``extra`` minutes longer than planned, all in all.

    Two more or two fewer than it has now: a page names the sum, so that two presses, or two
    hosts at once, give two minutes once. Taking the item up again begins anew.

    Raises:
        Refused: for the reasons in ``access.leading_refused``; another item is in hand; or
            ``extra`` is not the next step up or down, or too much.
    """
    demand(access.leading_refused(by, session))
    room = log.lock(session)
    if room.current_item_id != item:
        raise Refused(_("The room is at another item now."))
    before = room.extra_minutes
    if abs(extra - before) != GIVEN_AT_ONCE or extra < 0:
        raise Refused(_("The clock was changed meanwhile. Look at it again first."))
    if extra > MOST_GIVEN:
        raise Refused(
            _("An item can be given %(most)d minutes more, not longer.") % {"most": MOST_GIVEN}
        )
    room.extra_minutes = extra
    room.save(update_fields=["extra_minutes"])
    return log.add(
        session=session,
        kind=Kind.AGENDA_EXTENDED,
        by=by,
        client_id=client_id,
        data={"item": item, "extra": extra, "before": before},
    )
