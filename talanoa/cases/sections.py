"""Parts of a case's page that higher rooms draw (see ``ui.sections``), and their links beside a
case in the live room."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise

from talanoa.cases.models import Case
from talanoa.ui.sections import Sections

page: Sections[Case] = Sections()


class Link(NamedTuple):
    label: str | Promise
    url: str


_in_room: list[Callable[[Case], Link | None]] = []


def link_in_room(link_of: Callable[[Case], Link | None]) -> None:
    """Have a link stand beside each case in hand; ``None``: not beside this one.

    The same for all in the room, guests among them, and asked for again with each frame that
    brings the case: it may cost a light query, and tell no more than that there is something.
    """
    _in_room.append(link_of)


def links_in_room(case: Case) -> list[Link]:
    links = (link_of(case) for link_of in _in_room)
    return [link for link in links if link is not None]
