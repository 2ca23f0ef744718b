"""Keeping the chat: lines taken down, a pause, a slower pace."""

from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.models import Entry, Room
from talanoa.live.terms import SLOWEST_CHAT, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def take_down(*, by: Person, session: LiveSession, line: int, client_id: str = "") -> Entry:
    """Take down the line of that number: its words go, from every screen and from the log.

    Raises:
        Refused: ``by`` is no host, or there is no such line in the chat (any more).
    """
    demand(access.hosting_refused(by, session))
    taken = (Kind.SAID, Kind.GROUP_SAID, Kind.GROUPS_WORD)
    entry = Entry.objects.filter(session=session, kind__in=taken, seq=line).first()
    if entry is None or not entry.data["text"]:
        raise Refused(_("This line is not in the chat any more."))
    entry.data |= {"text": "", "taken_down": True}
    entry.save(update_fields=["data"])
    return log.add(
        session=session,
        kind=Kind.CHANGED,
        by=by,
        client_id=client_id,
        audience=entry.audience,
        audience_group=entry.audience_group,
        data={"line": line},
    )


@log.once
def pause_chat(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Let only hosts, and whoever has the floor, write in the chat.

    Raises:
        Refused: for the reasons in ``access.keeping_refused``.
    """
    return _keep(by=by, session=session, client_id=client_id, chat_paused_at=clock.now())


@log.once
def resume_chat(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Let everyone write again.

    Raises:
        Refused: as ``pause_chat``.
    """
    return _keep(by=by, session=session, client_id=client_id, chat_paused_at=None)


@log.once
def pace_chat(*, by: Person, session: LiveSession, seconds: int, client_id: str = "") -> Entry:
    """Let each person write one line in so many seconds; 0: as they like.

    Raises:
        Refused: as ``pause_chat``, or so many are too many.
    """
    if not 0 <= seconds <= SLOWEST_CHAT:
        most = {"most": SLOWEST_CHAT}
        raise Refused(_("The chat can be slowed down by at most %(most)d seconds.") % most)
    return _keep(by=by, session=session, client_id=client_id, chat_pace=seconds)


def _keep(*, by: Person, session: LiveSession, client_id: str, **state: object) -> Entry:
    demand(access.keeping_refused(by, session))
    Room.objects.filter(pk=log.room_of(session).pk).update(**state)
    return log.add(session=session, kind=Kind.CHAT_CHANGED, by=by, client_id=client_id, data={})
