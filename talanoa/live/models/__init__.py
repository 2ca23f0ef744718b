"""The tables of the live room, by subject."""

from talanoa.live.models.attendance import (
    Attendance,
    AttendanceReport,
    Outage,
    Presence,
    ReportLine,
    RoomProcess,
    Stay,
)
from talanoa.live.models.captions import (
    Caption,
    CaptionChoice,
    Captioner,
    CaptionIntake,
)
from talanoa.live.models.doors import Arrival
from talanoa.live.models.drafts import CaptionDraft, DraftLine
from talanoa.live.models.groups import (
    Group,
    GroupPlace,
    GroupPoint,
    GroupRound,
)
from talanoa.live.models.interpretation import (
    InterpretationChannel,
    Interpreter,
    ListeningChoice,
)
from talanoa.live.models.nodes import (
    SoundNode,
    SoundPlace,
)
from talanoa.live.models.phones import PhonePin
from talanoa.live.models.pictures import Picture
from talanoa.live.models.polls import (
    Poll,
    Vote,
)
from talanoa.live.models.questions import (
    AnonymousAsking,
    Question,
    QuestionVote,
)
from talanoa.live.models.recordings import (
    CatchUp,
    RecordedVoice,
    Recording,
    RecordingConsent,
    RecordingPolicy,
    RecordingSegment,
)
from talanoa.live.models.rooms import (
    Call,
    Entry,
    GuestLink,
    Hand,
    Removal,
    Room,
    SlideDeck,
    SlidePage,
)
from talanoa.live.models.sites import (
    AtScreen,
    LearningSite,
    SharedScreen,
    SiteMember,
)
from talanoa.live.models.speech import Speech, TalkSum

__all__ = [
    "AnonymousAsking",
    "Arrival",
    "AtScreen",
    "Attendance",
    "AttendanceReport",
    "Call",
    "Caption",
    "CaptionChoice",
    "CaptionDraft",
    "CaptionIntake",
    "Captioner",
    "CatchUp",
    "DraftLine",
    "Entry",
    "Group",
    "GroupPlace",
    "GroupPoint",
    "GroupRound",
    "GuestLink",
    "Hand",
    "InterpretationChannel",
    "Interpreter",
    "LearningSite",
    "ListeningChoice",
    "Outage",
    "PhonePin",
    "Picture",
    "Poll",
    "Presence",
    "Question",
    "QuestionVote",
    "RecordedVoice",
    "Recording",
    "RecordingConsent",
    "RecordingPolicy",
    "RecordingSegment",
    "Removal",
    "ReportLine",
    "Room",
    "RoomProcess",
    "SharedScreen",
    "SiteMember",
    "SlideDeck",
    "SlidePage",
    "SoundNode",
    "SoundPlace",
    "Speech",
    "Stay",
    "TalkSum",
    "Vote",
]
