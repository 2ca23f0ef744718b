"""What is done to sessions and series."""

from talanoa.schedule.services.erasing import forget_person
from talanoa.schedule.services.feeds import feed_of, renew_feed
from talanoa.schedule.services.hour import (
    begin_reminding,
    close_forgotten,
    close_session,
    note_held,
    open_session,
)
from talanoa.schedule.services.parts import (
    ask_to_take_part,
    confirm_session_role,
    decline_session_role,
    end_cohost,
    give_session_role,
    make_cohost,
    take_session_role,
)
from talanoa.schedule.services.presenting import change_presenter
from talanoa.schedule.services.series import change_series, end_series, start_series
from talanoa.schedule.services.sessions import (
    ItemOfAgenda,
    add_session,
    cancel_session,
    change_session,
    move_session,
    set_agenda,
)

__all__ = [
    "ItemOfAgenda",
    "add_session",
    "ask_to_take_part",
    "begin_reminding",
    "cancel_session",
    "change_presenter",
    "change_series",
    "change_session",
    "close_forgotten",
    "close_session",
    "confirm_session_role",
    "decline_session_role",
    "end_cohost",
    "end_series",
    "feed_of",
    "forget_person",
    "give_session_role",
    "make_cohost",
    "move_session",
    "note_held",
    "open_session",
    "renew_feed",
    "set_agenda",
    "start_series",
    "take_session_role",
]
