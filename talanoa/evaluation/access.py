"""Who is asked after a session, and who reads what they said."""

from django.utils.translation import gettext as _

from talanoa.evaluation.models import Wave
from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible
from talanoa.live import access as live
from talanoa.live.models import Attendance, Presence
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.schedule import access as schedule
from talanoa.schedule.models import LiveSession


def get_session(person: Person, session_id: int) -> LiveSession:
    """The door to a session's feedback: for those who may see the session, or came into its room.

    Raises:
        NotVisible: no such session, or not one this person may see.
    """
    try:
        return schedule.get_session(person, session_id)
    except NotVisible:
        # A guest sees the room and nothing else of the programme.
        return live.get_session(person, session_id)


def attended(person: Person, session: LiveSession) -> bool:
    """Whether someone was in the session. At most two queries.

    Until attendance has been computed, a sign of life in the room counts: the form opens
    before the hour is over.
    """
    if not person.is_authenticated:
        return False
    computed = Attendance.objects.filter(session=session, is_current=True)
    own = computed.filter(person=person.pk).first()
    if own is not None:
        return bool(own.attended)
    if computed.filter(final_at__isnull=False).exists():
        return False
    return Presence.objects.filter(session=session, person=person.pk).exists()


def answering_refused(person: Person, session: LiveSession, wave: Wave | None) -> str | None:
    """Why someone may not answer; ``None`` when they may. At most three queries.

    Having answered already is not among the reasons: a second answer does no harm.
    """
    if wave is None:
        return _("Feedback opens five minutes before the end of the session.")
    if clock.now() >= wave.closes_at:
        return _("Feedback on this session has closed.")
    if not attended(person, session):
        return _("Feedback is for those who were in the session.")
    return None


def reading_refused(person: Person, session: LiveSession) -> str | None:
    """Why someone may not read what was answered; ``None`` when they may."""
    return programmes.coordinates_refused(person, session.cohort.programme)
