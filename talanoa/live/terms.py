from datetime import timedelta
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from talanoa.live import calls
from talanoa.programmes.terms import RoleName
from talanoa.schedule.terms import SessionRoleName


class Audience(models.TextChoices):
    """For whom an entry of the room's log is; others receive its bare number.

    One for hosts may name a person beside them: whose private note it is about.
    """

    EVERYONE = "everyone", _("Everyone")
    HOSTS = "hosts", _("Facilitators and coordinators")
    PERSON = "person", _("One person")
    GROUP = "group", _("One group and the hosts")


class Kind:
    """The kinds of entry that this room writes; higher rooms write kinds of their own."""

    SAID = "chat.said"
    NOTED = "note.sent"
    HAND_RAISED = "hand.raised"
    HAND_LOWERED = "hand.lowered"
    FLOOR_GIVEN = "floor.given"
    FLOOR_TAKEN = "floor.taken"
    AGENDA_MOVED = "agenda.moved"
    AGENDA_EXTENDED = "agenda.extended"
    OPENED = "session.opened"
    CLOSED = "session.closed"
    SLIDE_SHOWN = "slide.shown"
    MUTED = "person.muted"
    ALL_MUTED = "all.muted"
    REMOVED = "person.removed"
    ADMITTED = "person.admitted"
    GUEST_WITHDRAWN = "guest.withdrawn"
    CHANGED = "line.changed"
    POLL_OPENED = "poll.opened"
    POLL_CLOSED = "poll.closed"
    POLL_SHOWN = "poll.shown"
    POLL_LISTED = "poll.listed"
    CALL_SET = "call.set"
    CAPTIONS_BEGUN = "captions.begun"
    CAPTIONS_TAKEN = "captions.taken"
    HAND_READ = "hand.read"
    HANDS_ORDERED = "hands.ordered"
    QUESTION_ASKED = "question.asked"
    QUESTION_TAKEN_UP = "question.taken-up"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_PARKED = "question.parked"
    QUESTION_SET_ASIDE = "question.set-aside"
    QUESTION_PUT_BACK = "question.put-back"
    QUESTION_CHANGED = "question.changed"
    QUESTION_LISTED = "question.listed"
    CHANNELS_SET = "channels.set"
    ON_AIR = "channel.on-air"
    OFF_AIR = "channel.off-air"
    HANDING = "channel.handing"
    SLOWER = "channel.slower"
    RECORDING_SET = "recording.set"
    RECORDING_STARTED = "recording.started"
    RECORDING_PAUSED = "recording.paused"
    RECORDING_STOPPED = "recording.stopped"
    RECORDING_ANSWERED = "recording.answered"
    DOOR_CHANGED = "door.changed"
    DOOR_ARRIVED = "door.arrived"
    LET_IN = "door.let-in"
    COHOST_MADE = "cohost.made"
    COHOST_ENDED = "cohost.ended"
    HOSTING_CHANGED = "hosting.changed"
    CHAT_CHANGED = "chat.changed"
    NOTE_READ = "note.read"
    NOTE_ANSWERED = "note.answered"
    GROUPS_LISTED = "groups.listed"
    GROUPS_OPENED = "groups.opened"
    GROUPS_EXTENDED = "groups.extended"
    GROUPS_CALLED = "groups.called"
    GROUPS_CLOSED = "groups.closed"
    GROUPS_CHANGED = "groups.changed"
    GROUPS_WORD = "groups.word"
    GROUP_OPENED = "group.opened"
    GROUP_PLACED = "group.placed"
    GROUP_CHANGED = "group.changed"
    GROUP_SAID = "group.said"
    GROUP_NOTED = "group.noted"
    GROUP_VISITED = "group.visited"
    SCREEN_CHANGED = "screen.changed"
    PICTURE_BEGUN = "picture.begun"
    PICTURE_ENDED = "picture.ended"


class Tool(models.TextChoices):
    """Other tools in which people may hear each other. Their names are the same everywhere."""

    ZOOM = calls.ZOOM, "Zoom"
    TEAMS = calls.TEAMS, "Microsoft Teams"
    MEET = calls.MEET, "Google Meet"
    JITSI = calls.JITSI, "Jitsi Meet"
    BIG_BLUE_BUTTON = calls.BIG_BLUE_BUTTON, "BigBlueButton"
    OTHER = calls.OTHER, _("Another tool")


class OffAir(StrEnum):
    """Why an interpreter is off the air."""

    STOPPED = "stopped"
    LOST = "lost"
    MUTED = "muted"
    GONE = "gone"
    """They have left, were sent out, or do not interpret here any more."""


class StayKind(models.TextChoices):
    """How it is known that someone was there, where the room did not see it."""

    REPORT = "report", _("Participants’ report")
    HAND = "hand", _("Added by hand")
    CODE = "code", _("Check-in code")


class HandsOrder(models.TextChoices):
    """In which order the room lists raised hands."""

    RAISED = "raised", _("As they were raised")
    UNHEARD = "unheard", _("Those not yet heard first")


class Reaction(models.TextChoices):
    """What somebody can show without a word. A small set, so that it stays a sign."""

    APPLAUSE = "applause", _("Applause")
    THANKS = "thanks", _("Thanks")
    AGREE = "agree", _("I agree")
    SLOWER = "slower", _("Slower, please")


class PollKind(models.TextChoices):
    """How a poll is answered."""

    SINGLE = "single", _("One answer")
    MULTIPLE = "multiple", _("Several answers")
    SCALE = "scale", _("Scale from 1 to 5")
    WORDS = "words", _("Own words")


class BallotKind(models.TextChoices):
    """Whether anyone, the database included, knows who gave which vote of a poll."""

    SECRET = "secret", _("Secret ballot")
    OPEN = "open", _("Open ballot")


class TalkGroup(models.TextChoices):
    """As what somebody speaks in a session."""

    FACILITATION = "facilitation", _("Facilitators and coordinators")
    EXPERTS = "experts", _("Experts and speakers")
    TEAM = "team", _("Presenter and country team")
    PARTICIPANTS = "participants", _("Participants")
    INTERPRETERS = "interpreters", _("Interpreters")
    """Who speaks for others: no group of the share."""


class TalkSource(models.TextChoices):
    """How it is known who spoke."""

    SOUND = "sound", _("Sound of the room")
    FLOOR = "floor", _("Floor given by the hosts")


class NodeStatus(models.TextChoices):
    """How a Janus that carries sound is found."""

    WELL = "well", _("It answers")
    RESTING = "resting", _("It answers again, and is given no session for a minute")
    SILENT = "silent", _("It does not answer")


class RecordingStatus(models.TextChoices):
    """Where a session's recording stands, read from its moments."""

    OFF = "off", _("Not recorded")
    PLANNED = "planned", _("To be recorded")
    RUNNING = "running", _("Recording")
    PAUSED = "paused", _("Recording paused")
    BEING_MADE = "being-made", _("Being made ready")
    FAILED = "failed", _("Could not be made")
    READY = "ready", _("Ready")
    DELETED = "deleted", _("Deleted")


class CatchUpKind(models.TextChoices):
    """How someone caught up with a session."""

    SOUND = "sound", _("Played")
    FILE = "file", _("Taken along")


CHATTED = (Kind.SAID, Kind.NOTED, Kind.NOTE_ANSWERED)
"""The kinds that stand in the chat of the whole room."""

WRITTEN = (*CHATTED, Kind.GROUP_SAID, Kind.GROUPS_WORD)
"""The kinds that hold somebody's own words; emptied, they are words taken back."""

LEADING_ROLES = frozenset({RoleName.COORDINATOR, RoleName.FACILITATOR})
"""Those of ``schedule.access.leads``."""

HOST_ROLES = frozenset({*LEADING_ROLES, SessionRoleName.COHOST})
"""Those of ``schedule.access.is_host``, for when a whole room is asked about at once."""

PRESENTING_ROLES = frozenset({*HOST_ROLES, SessionRoleName.PRESENTER, SessionRoleName.SPEAKER})
"""Those who bring slides and turn them for the room."""

ANSWERING_ROLES = frozenset(
    {*HOST_ROLES, RoleName.EXPERT, SessionRoleName.PRESENTER, SessionRoleName.SPEAKER}
)
"""Those who answer questions in writing, in the hour and after it."""

SLOWEST_CHAT = 600
"""Seconds between two lines of one person, at most, in a chat that is slowed down."""
CHAT_PACES = (10, 30, 60)
"""What the page offers of these."""

LONGEST_LINE = 2000
"""Characters in one line of chat or one note."""

LINES_KEPT = timedelta(days=30)
"""How long a report that nobody counts keeps the names and addresses in it."""

MOST_BESIDE = 200
"""People at one device besides whose it is: those named, and those counted, each."""

TALK_KEPT = timedelta(days=60)
"""How long after a session it is kept who spoke when: until two monthly sessions were compared."""

HEARD_FROM = timedelta(seconds=5)
"""Whoever spoke for less, coughed or was tried for sound, is not counted as heard."""

FEWEST_HEARD = 3
"""Speakers below which others than hosts do not see a group's share: it would be one person's."""

GIVEN_AT_ONCE = 2
MOST_GIVEN = 60
"""Minutes by which a press makes an item longer, and all that one item can be given."""

LISTED_UP_TO = 200
"""In a room of more people only those with a role are listed by name; the rest are counted."""

MOST_OPTIONS = 10
LONGEST_OPTION = 100
LONGEST_END = 40
"""Characters of the words at either end of a scale."""

MOST_WORDS = 3
LONGEST_WORD = 30
"""Words one person may give in a poll that asks for words, and the characters of each."""

FEWEST_SECRET = 3
"""Votes below which a secret poll shows no result: it would tell who voted how."""

MOST_CHANNELS = 8
"""Languages of one session; the floor is encoded and mixed anew for each."""

NAMED_UP_TO = 50
"""Votes up to which the room shows who chose what in an open poll; the record shows all."""

LONGEST_QUESTION = 500
LONGEST_ANSWER = 4000
MOST_QUESTIONS = 10
MOST_ANONYMOUS = 3
"""Questions one person may ask in a session, and how many of them without a name."""

LONGEST_NOTE = 160
"""Characters of what a hand is about."""

KEPT_DAYS = 90
SHORTEST_KEPT_DAYS = 7
LONGEST_KEPT_DAYS = 730
"""Days a recording is kept: unless the programme says otherwise, at least, at most."""
