"""Opening and closing, the agenda, the floor, muting, removing: what hosts do."""

from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, hand_queue, log
from talanoa.live.models import Arrival, Entry, Hand, Removal
from talanoa.live.picture_terms import PictureEnd
from talanoa.live.services import (
    doors,
    grouping,
    interpretation,
    phones,
    pictures,
    polls,
    questions,
    recordings,
)
from talanoa.live.terms import Audience, HandsOrder, Kind, OffAir
from talanoa.people.models import Person
from talanoa.schedule import services as schedule
from talanoa.schedule.models import AgendaItem, LiveSession


@log.once
def open_session(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Begin the session: from now on attendance counts.

    Raises:
        Refused: as ``schedule.services.open_session``.
    """
    schedule.open_session(by=by, session=session)
    return _said_once(session=session, kind=Kind.OPENED, by=by, client_id=client_id)


@log.once
def close_session(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """End the session: attendance is final five minutes later.

    Raises:
        Refused: as ``schedule.services.close_session``.
    """
    schedule.close_session(by=by, session=session)
    grouping.close(by=by, session=session)
    polls.close_with_session(by=by, session=session)
    questions.close_with_session(by=by, session=session)
    interpretation.close_with_session(by=by, session=session)
    pictures.take(by=by, session=session, why=PictureEnd.STOPPED)
    recordings.stop_with_session(by=by, session=session)
    phones.close_with_session(session=session)
    return _said_once(session=session, kind=Kind.CLOSED, by=by, client_id=client_id)


@transaction.atomic
def note_opened(*, session: LiveSession) -> Entry:
    """Write into the log that the session was opened otherwise. Safe to run twice."""
    return _said_once(session=session, kind=Kind.OPENED, by=None, client_id="")


@transaction.atomic
def note_closed(*, session: LiveSession) -> Entry:
    """Write into the log that the session was closed otherwise. Safe to run twice."""
    grouping.close(by=None, session=session)
    polls.close_with_session(by=None, session=session)
    questions.close_with_session(by=None, session=session)
    interpretation.close_with_session(by=None, session=session)
    pictures.take(by=None, session=session, why=PictureEnd.STOPPED)
    recordings.stop_with_session(by=None, session=session)
    phones.close_with_session(session=session)
    return _said_once(session=session, kind=Kind.CLOSED, by=None, client_id="")


@log.once
def move_agenda(*, by: Person, session: LiveSession, item: int, client_id: str = "") -> Entry:
    """Take up the agenda item ``item`` (an id); its clock starts.

    Raises:
        Refused: for the reasons in ``access.leading_refused``, or it is not on this agenda.
    """
    demand(access.leading_refused(by, session))
    if not AgendaItem.objects.filter(session=session, pk=item).exists():
        raise Refused(_("This item is not on the agenda any more."))
    room = log.lock(session)
    room.current_item_id = item
    room.item_began_at = clock.now()
    room.extra_minutes = 0
    room.save(update_fields=["current_item", "item_began_at", "extra_minutes"])
    pictures.take_from_others(by=by, session=session)
    return log.add(
        session=session, kind=Kind.AGENDA_MOVED, by=by, client_id=client_id, data={"item": item}
    )


@log.once
def give_floor(
    *, by: Person, session: LiveSession, person: int | None = None, client_id: str = ""
) -> Entry:
    """Let ``person`` (an id) speak now; nobody named: whose hand stands first in the room's order.

    Their hand goes down. Without a name written hands are passed over: their owners cannot speak.

    Raises:
        Refused: for the reasons in ``access.leading_refused``; no hand is up and nobody
            named; or the person may not be in this room.
    """
    demand(access.leading_refused(by, session))
    room = log.lock(session)
    hand = None
    if person is None:
        up = [each.hand for each in hand_queue.waiting(session, room.hands_order)]
        hand = next((each for each in up if not each.is_written), None)
        if hand is None:
            raise Refused(_("No hand is raised."))
        person = hand.person_id
    elif person not in access.let_in(session, [person]):
        raise Refused(_("This person is not in the session."))
    else:
        hand = Hand.objects.filter(session=session, person=person, lowered_at=None).first()
    if hand is not None:
        hand.called_at = hand.lowered_at = clock.now()
        hand.save(update_fields=["called_at", "lowered_at"])
    room.floor_id = person
    room.save(update_fields=["floor"])
    pictures.take_from_others(by=by, session=session)
    return log.add(
        session=session,
        kind=Kind.FLOOR_GIVEN,
        by=by,
        client_id=client_id,
        data={"person": person, "hand": hand.pk if hand else None},
    )


@log.once
def order_hands(*, by: Person, session: LiveSession, order: str, client_id: str = "") -> Entry:
    """List raised hands from now on as ``HandsOrder`` says.

    Raises:
        Refused: for the reasons in ``access.ordering_refused``, or there is no such order.
    """
    demand(access.ordering_refused(by, session))
    if order not in HandsOrder.values:
        raise Refused(_("There is no such order."))
    room = log.lock(session)
    room.hands_order = order
    room.save(update_fields=["hands_order"])
    return log.add(
        session=session,
        kind=Kind.HANDS_ORDERED,
        by=by,
        client_id=client_id,
        data={"order": order},
    )


@log.once
def read_hand(*, by: Person, session: LiveSession, person: int, client_id: str = "") -> Entry:
    """Say that the written hand of ``person`` (an id) has been read out: it is down and heard.

    Raises:
        Refused: for the reasons in ``access.leading_refused``, or no written hand of theirs is up.
    """
    demand(access.leading_refused(by, session))
    hand = Hand.objects.filter(session=session, person=person, lowered_at=None).first()
    if hand is None or not hand.is_written:
        raise Refused(_("This hand is not raised."))
    hand.called_at = hand.lowered_at = clock.now()
    hand.save(update_fields=["called_at", "lowered_at"])
    return log.add(
        session=session,
        kind=Kind.HAND_READ,
        by=by,
        client_id=client_id,
        data={"hand": hand.pk, "person": person},
    )


@log.once
def take_floor(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Take the floor back, by a host or by whoever has it.

    Raises:
        Refused: for the reasons in ``access.yielding_refused``, or nobody has the floor.
    """
    room = log.lock(session)
    demand(access.yielding_refused(by, session, room))
    if room.floor_id is None:
        raise Refused(_("Nobody has the floor."))
    person, room.floor_id = room.floor_id, None
    room.save(update_fields=["floor"])
    pictures.take_from_others(by=by, session=session)
    return log.add(
        session=session,
        kind=Kind.FLOOR_TAKEN,
        by=by,
        client_id=client_id,
        data={"person": person},
    )


@log.once
def mute(*, by: Person, session: LiveSession, person: int, client_id: str = "") -> Entry:
    """Mute ``person`` (an id) at once, also as an interpreter; they may unmute themselves again.

    Raises:
        Refused: ``by`` is no host, or there is no such person here.
    """
    demand(access.hosting_refused(by, session))
    interpretation.take_off_air(by=by, session=session, person=person, why=OffAir.MUTED)
    return log.add(
        session=session,
        kind=Kind.MUTED,
        by=by,
        client_id=client_id,
        data={"person": person},
        audience=Audience.PERSON,
        audience_person=_someone_here(session, person),
    )


@log.once
def mute_all(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Mute everyone on the floor at once but ``by``; they may unmute themselves again.

    Interpreters go on: they are not heard on the floor, and those who need them would
    otherwise not hear what is said next.

    Raises:
        Refused: ``by`` is no host.
    """
    demand(access.hosting_refused(by, session))
    return log.add(session=session, kind=Kind.ALL_MUTED, by=by, client_id=client_id, data={})


@log.once
def remove(*, by: Person, session: LiveSession, person: int, client_id: str = "") -> Entry:
    """Send ``person`` (an id) out, or away from the door: sockets and sound end at once, and
    the door is closed.

    Raises:
        Refused: for the reasons in ``access.removing_refused``, or nobody of that id is here.
    """
    demand(access.hosting_refused(by, session))
    someone = _someone_here(session, person, or_at_door=True)
    demand(access.removing_refused(by, session, someone))
    removal = Removal.objects.create(session=session, person=someone, by=by)
    Arrival.objects.filter(session=session, person=someone, let_in_at=None).delete()
    take_from_stage(by=by, session=session, person=person)
    events.record("live.removed", by=by, subject=removal)
    return log.add(
        session=session,
        kind=Kind.REMOVED,
        by=by,
        client_id=client_id,
        data={"person": person},
        audience=Audience.HOSTS,
    )


@log.once
def admit(*, by: Person, session: LiveSession, person: int, client_id: str = "") -> Entry:
    """Let ``person`` (an id) in again after a removal.

    Raises:
        Refused: ``by`` is no host, or the person was not removed.
    """
    demand(access.hosting_refused(by, session))
    removals = Removal.objects.filter(session=session, person=person, ended_at=None)
    removal = removals.first()
    if removal is None:
        raise Refused(_("This person has not been removed."))
    removal.ended_at = clock.now()
    removal.save(update_fields=["ended_at"])
    doors.remember([person], by=by, session=session)
    events.record("live.admitted", by=by, subject=removal)
    return log.add(
        session=session,
        kind=Kind.ADMITTED,
        by=by,
        client_id=client_id,
        data={"person": person},
        audience=Audience.HOSTS,
    )


def take_from_stage(*, by: Person, session: LiveSession, person: int) -> None:
    """Lower the hand of someone who goes, end their pictures, take their floor, and take them off
    the air; everyone sees that.
    """
    interpretation.take_off_air(by=by, session=session, person=person, why=OffAir.GONE)
    pictures.take(by=by, session=session, person=person, why=PictureEnd.OVER)
    hand = Hand.objects.filter(session=session, person=person, lowered_at=None).first()
    if hand is not None:
        hand.lowered_at = clock.now()
        hand.save(update_fields=["lowered_at"])
        data = {"hand": hand.pk, "person": person}
        log.add(session=session, kind=Kind.HAND_LOWERED, by=by, data=data)
    room = log.lock(session)
    if room.floor_id == person:
        room.floor_id = None
        room.save(update_fields=["floor"])
        log.add(session=session, kind=Kind.FLOOR_TAKEN, by=by, data={"person": person})


def _said_once(*, session: LiveSession, kind: str, by: Person | None, client_id: str) -> Entry:
    """The entry that says it, made unless the log has it: it happens once in a session."""
    log.lock(session)
    said = Entry.objects.filter(session=session, kind=kind).first()
    return said or log.add(session=session, kind=kind, by=by, client_id=client_id, data={})


def _someone_here(session: LiveSession, person: int, *, or_at_door: bool = False) -> Person:
    is_here = person in access.let_in(session, [person])
    if not is_here and not (or_at_door and person in access.kept_waiting(session, [person])):
        raise Refused(_("This person is not in the session."))
    return Person.objects.get(pk=person)
