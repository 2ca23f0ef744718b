"""Who may make, open, answer and show polls."""

from django.utils.translation import gettext as _

from talanoa.kernel.refusals import NotVisible
from talanoa.live.access.rooms import get_session, hosting_refused, taking_part_refused
from talanoa.live.models import (
    Poll,
)
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


def preparing_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not make polls for this session; ``None`` when they may."""
    return hosting_refused(person, session) or taking_part_refused(session)


def changing_refused(person: Person, poll: Poll) -> str | None:
    """A poll is changed, taken away or opened by hosts, until it has been opened."""
    if refused := preparing_refused(person, poll.session):
        return refused
    if poll.opened_at is not None:
        return _("This poll has been used already. Make a new one.")
    return None


def voting_refused(poll: Poll, *, has_voted: bool) -> str | None:
    """Why someone may not vote in this poll, which they have found in their room."""
    if has_voted:
        return _("You have voted in this poll already. A vote stands.")
    if poll.closed_at is not None:
        return _("This poll has closed. Your vote was not counted.")
    return None


def showing_refused(poll: Poll) -> str | None:
    """Why nobody may show this poll's results to everyone now; ``None`` when hosts may.

    A secret poll's wait for its end: whoever sees them move sees whose vote moved them.
    """
    if poll.opened_at is None:
        return _("Open the poll first.")
    if poll.is_secret and poll.closed_at is None:
        return _("The results of a secret poll can be shown once it is closed.")
    if poll.shown_at is not None:
        return _("The results are shown already.")
    return None


def get_poll(person: Person, session_id: int, poll_id: int) -> Poll:
    """The door to one poll, with its session, for those who host.

    Raises:
        NotVisible: no such poll in that session, or ``person`` does not host it.
    """
    session = get_session(person, session_id)
    poll = session.polls.filter(pk=poll_id).first()
    if poll is None or hosting_refused(person, session):
        raise NotVisible(poll_id)
    poll.session = session
    return poll
