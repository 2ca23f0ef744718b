"""Who presents in a session, when it becomes somebody else."""

from django.db import transaction

from talanoa.kernel import events
from talanoa.people.models import Person
from talanoa.schedule.models import AgendaItem, LiveSession
from talanoa.schedule.services.parts import give_part, take_part
from talanoa.schedule.terms import SessionRoleName, Status


@transaction.atomic
def change_presenter(
    *,
    by: Person,
    session: LiveSession,
    item: AgendaItem | None,
    was: Person,
    becomes: Person,
    presents_more: bool,
) -> None:
    """Let ``becomes`` do what ``was`` had to do for what they presented. Safe to run twice.

    An item that names ``was`` as its speaker names ``becomes``; whoever had the part of presenter
    gives it up, and the other is asked. What names nobody, or somebody else, stays as it is.
    Nothing changes in a session that is over or cancelled. Who may decide it is known to the room
    that knows what is presented: it has asked.

    Args:
        presents_more: ``was`` presents something else in this session too, and keeps the part.
    """
    session = LiveSession.objects.select_for_update(no_key=True).get(pk=session.pk)
    if session.status in (Status.CLOSED, Status.CANCELLED):
        return
    spoken = AgendaItem.objects.filter(speaker=was)
    if item is not None and spoken.filter(pk=item.pk).update(speaker=becomes):
        # Whoever has the agenda open in a form would put the speaker back.
        session.version += 1
        session.save(update_fields=["version"])
        events.record("schedule.agenda_set", by=by, subject=session)
    part = session.roles.filter(person=was, role=SessionRoleName.PRESENTER).first()
    if part is None:
        return
    if part.declined_at is None and not presents_more:
        take_part(by=by, part=part)
    give_part(by=by, session=session, person=becomes, role=SessionRoleName.PRESENTER)
