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
from talanoa.live.models.doors import Arrival
from talanoa.live.models.polls import (
    Poll,
    Vote,
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
from talanoa.live.models.speech import Speech, TalkSum

__all__ = [
    "Arrival",
    "Attendance",
    "AttendanceReport",
    "Call",
    "Entry",
    "GuestLink",
    "Hand",
    "Outage",
    "Poll",
    "Presence",
    "Removal",
    "ReportLine",
    "Room",
    "RoomProcess",
    "SlideDeck",
    "SlidePage",
    "Speech",
    "Stay",
    "TalkSum",
    "Vote",
]
