"""How a case comes to lose its place: in a session, or among those in reserve."""

from talanoa.cases.models import Case
from talanoa.kernel import events
from talanoa.people.models import Person


def leave(case: Case, *, by: Person | None) -> None:
    """Take a locked case out of a session that has not discussed it, and out of the reserve."""
    if case.reserve_rank is not None:
        case.reserve_rank = None
        case.save(update_fields=["reserve_rank"])
    if case.session_id is not None and case.discussed_at is None:
        free(case, by=by)


def free(case: Case, *, by: Person | None) -> None:
    """Let a locked case that has a place in a session wait for another."""
    session_id = case.session_id
    case.session = None
    case.agenda_item = None
    case.save(update_fields=["session", "agenda_item"])
    events.record("cases.unscheduled", by=by, subject=case, session=session_id)
