from django.db import models
from django.utils.translation import gettext_lazy as _

from talanoa.programmes.terms import RoleName
from talanoa.schedule.terms import SessionRoleName


class Audience(models.TextChoices):
    """For whom an entry of the room's log is; others receive its bare number."""

    EVERYONE = "everyone", _("Everyone")
    HOSTS = "hosts", _("Facilitators and coordinators")
    PERSON = "person", _("One person")


class Kind:
    """The kinds of entry that this room writes; higher rooms write kinds of their own."""

    SAID = "chat.said"
    NOTED = "note.sent"
    HAND_RAISED = "hand.raised"
    HAND_LOWERED = "hand.lowered"
    FLOOR_GIVEN = "floor.given"
    FLOOR_TAKEN = "floor.taken"
    AGENDA_MOVED = "agenda.moved"
    OPENED = "session.opened"
    CLOSED = "session.closed"
    SLIDE_SHOWN = "slide.shown"
    MUTED = "person.muted"
    ALL_MUTED = "all.muted"
    REMOVED = "person.removed"
    ADMITTED = "person.admitted"
    GUEST_WITHDRAWN = "guest.withdrawn"
    CHANGED = "line.changed"


WRITTEN = (Kind.SAID, Kind.NOTED)
"""The kinds that hold somebody's own words; emptied, they are words taken back."""

HOST_ROLES = frozenset({RoleName.COORDINATOR, RoleName.FACILITATOR})
"""Those of ``schedule.access.is_host``, for when a whole room is asked about at once."""

PRESENTING_ROLES = frozenset({*HOST_ROLES, SessionRoleName.PRESENTER, SessionRoleName.SPEAKER})
"""Those who bring slides and turn them for the room."""

LONGEST_LINE = 2000
"""Characters in one line of chat or one note."""

LISTED_UP_TO = 200
"""In a room of more people only those with a role are listed by name; the rest are counted."""
