"""What a room does when somebody is erased: it frees their seat, and their words may go."""

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from talanoa.live import log, queries
from talanoa.live.models import Entry, GuestLink, Hand, PhonePin
from talanoa.live.services import floor, guests
from talanoa.live.terms import WRITTEN, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

KEPT = ("group", "line")
"""What stays of a line whose words go: where it stands."""
AT_ONCE = 50
"""Lines in one job, so that no room waits long and no job is lost whole."""


def free_seats(*, person: Person) -> None:
    """Lower their hands, take their floor, shut their door as a guest and by phone.

    Safe to run twice.
    """
    raised = Hand.objects.filter(session=OuterRef("pk"), person=person, lowered_at=None)
    seats = LiveSession.objects.filter(Exists(raised) | Q(room__floor=person))
    for session in seats.order_by("pk"):
        with transaction.atomic():
            log.lock(session)
            floor.take_from_stage(by=person, session=session, person=person.pk)
    PhonePin.objects.filter(person=person).delete()
    for link in GuestLink.objects.select_related("session").filter(person=person):
        guests.shut(by=person, link=link)


def forget_hands(*, person: Person) -> None:
    """Take back what they wrote of what their hands were about. Safe to run twice."""
    Hand.objects.filter(person=person).exclude(about="").update(about="")


def forget_lines(*, person: Person, words: bool, after: int = 0) -> int | None:
    """Take the name off one batch of the lines ``person`` wrote, and the words if they want it.

    The name goes by itself; but a room that may be on a screen is told to draw the line
    anew. The lines keep their numbers. Safe to run twice.

    Args:
        after: key of the last line of the batch before.

    Returns:
        The key of the last line of this batch; ``None`` when there are no more.
    """
    written = Entry.objects.filter(person=person, kind__in=WRITTEN, pk__gt=after)
    whole = written.select_related("session", "audience_person", "audience_group")
    lines = list(whole.order_by("pk")[:AT_ONCE])
    for session, those in groupby(lines, key=lambda line: line.session):
        _forget_in(session, list(those), person=person, words=words)
    return lines[-1].pk if len(lines) == AT_ONCE else None


@transaction.atomic
def _forget_in(
    session: LiveSession, lines: Sequence[Entry], *, person: Person, words: bool
) -> None:
    log.lock(session)
    if words:
        for line in lines:
            line.data = {name: line.data[name] for name in KEPT if name in line.data} | {"text": ""}
        Entry.objects.bulk_update(lines, ["data"])
    if not queries.may_be_on_screen(session):
        return
    for line in lines:
        log.add(
            session=session,
            kind=Kind.CHANGED,
            by=person,
            client_id=f"erased-{line.seq}",
            audience=line.audience,
            audience_person=line.audience_person,
            audience_group=line.audience_group,
            data={"line": line.seq},
        )
