"""Who may write in the chat now, and who may keep it."""

from datetime import timedelta

from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.live.access.groups import in_a_group
from talanoa.live.access.rooms import hosting_refused, is_host, taking_part_refused
from talanoa.live.models import Entry, Room
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


def keeping_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not pause the chat, slow it down or take lines down."""
    return hosting_refused(person, session) or taking_part_refused(session)


def saying_refused(person: Person, session: LiveSession, room: Room) -> str | None:
    """Why ``person`` may write no line now: the chat may be paused or slowed down.

    Hosts and whoever has the floor may write all the same. One query more where it is slowed
    down, three more where it is either; one while groups are open.
    """
    if refused := taking_part_refused(session):
        return refused
    if room.group_round_id and in_a_group(person, session):
        return _("You are in a group. Write in your group’s chat, or to the facilitators only.")
    if not (room.chat_paused_at or room.chat_pace) or room.floor_id == person.pk:
        return None
    if is_host(person, session):
        return None
    if room.chat_paused_at:
        return _("The chat is paused. You can still write to the facilitators.")
    return _too_soon(person, session, room, Kind.SAID)


def writing_to_hosts_refused(person: Person, session: LiveSession, room: Room) -> str | None:
    """Why ``person`` may write no private note now. A pause of the chat is no reason; its pace is.

    Two queries more where the chat is slowed down.
    """
    if refused := taking_part_refused(session):
        return refused
    if not room.chat_pace or is_host(person, session):
        return None
    return _too_soon(person, session, room, Kind.NOTED)


def _too_soon(person: Person, session: LiveSession, room: Room, kind: str) -> str | None:
    since = clock.now() - timedelta(seconds=room.chat_pace)
    written = Entry.objects.filter(session=session, person=person, kind=kind, at__gt=since)
    if not written.exists():
        return None
    return _(
        "The chat is slowed down: one message every %(seconds)d seconds. Send this again shortly."
    ) % {"seconds": room.chat_pace}
