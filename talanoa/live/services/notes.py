"""Private notes to the hosts: marked as read, and answered to their writer alone."""

from django.utils.translation import gettext as _

from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.models import Entry
from talanoa.live.services import talk
from talanoa.live.terms import Audience, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def read(*, by: Person, session: LiveSession, line: int, client_id: str = "") -> Entry:
    """Tell the writer of a note, by its number, that a host has read it.

    Raises:
        Refused: ``by`` is no host, or there is no such note.
    """
    demand(access.hosting_refused(by, session))
    note = _note(session, line)
    _mark_read(note)
    return _say(Kind.NOTE_READ, note, by=by, client_id=client_id, data={"line": line})


@log.once
def answer(*, by: Person, session: LiveSession, line: int, text: str, client_id: str = "") -> Entry:
    """Answer a note, by its number: hosts and its writer read that, and nobody else.

    Raises:
        Refused: ``by`` is no host, there is no such note, or its writer is erased.
        ValidationError: ``text`` is blank or longer than 2000 characters.
    """
    demand(access.hosting_refused(by, session) or access.taking_part_refused(session))
    note = _note(session, line)
    if note.person is None or note.person.erased_at is not None:
        raise Refused(_("Whoever wrote this has left; nobody would read the answer."))
    said = {"line": line, "text": talk.line(text)}
    if not note.data.get("read"):
        _mark_read(note)
        _say(Kind.NOTE_READ, note, by=by, data={"line": line})
    return _say(Kind.NOTE_ANSWERED, note, by=by, client_id=client_id, data=said)


def _note(session: LiveSession, line: int) -> Entry:
    log.room_of(session)
    notes = Entry.objects.filter(session=session, kind=Kind.NOTED, seq=line)
    note = notes.select_related("person").first()
    if note is None:
        raise Refused(_("This note is not there any more."))
    note.session = session
    return note


def _mark_read(note: Entry) -> None:
    note.data |= {"read": True}
    note.save(update_fields=["data"])


def _say(
    kind: str, note: Entry, *, by: Person, data: dict[str, object], client_id: str = ""
) -> Entry:
    """For the hosts, and for whoever wrote the note."""
    return log.add(
        session=note.session,
        kind=kind,
        by=by,
        client_id=client_id,
        data=data,
        audience=Audience.HOSTS,
        audience_person=note.person,
    )
