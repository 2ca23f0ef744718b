"""The frames of the room's own acts, and what its entries change in the page."""

from dataclasses import dataclass

from talanoa.live.room.acts import register
from talanoa.live.services import floor, talk


@dataclass(frozen=True)
class Line:
    text: str


@dataclass(frozen=True)
class Someone:
    person: int


@dataclass(frozen=True)
class SomeoneOrNext:
    """Without a person: whoever raised their hand first."""

    person: int | None = None


@dataclass(frozen=True)
class Item:
    item: int


register("chat.say", fields=Line, service=talk.say)
register("note.send", fields=Line, service=talk.note)
register("hand.raise", service=talk.raise_hand)
register("hand.lower", service=talk.lower_hand)
register("hand.lower-for", fields=Someone, service=talk.lower_hand_of)
register("floor.give", fields=SomeoneOrNext, service=floor.give_floor)
register("floor.take", service=floor.take_floor)
register("agenda.move", fields=Item, service=floor.move_agenda)
register("session.open", service=floor.open_session)
register("session.close", service=floor.close_session)
register("person.mute", fields=Someone, service=floor.mute)
register("all.mute", service=floor.mute_all)
register("person.remove", fields=Someone, service=floor.remove)
register("person.admit", fields=Someone, service=floor.admit)
