"""What a session still lacks before it can be held. Pure: no database, no Django."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Lack(StrEnum):
    """One thing missing; the words for it stand in ``home/templates/home/_lack.html``."""

    FACILITATOR = "facilitator"
    SCRIBE = "scribe"
    AGENDA = "agenda"
    AGENDA_TOO_LONG = "agenda-too-long"
    CASE = "case"
    PRESENTER = "presenter"
    CONFIRMATION = "confirmation"
    SLIDES = "slides"
    PEOPLE = "people"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What stands ready for one session; counts, and lengths in minutes."""

    minutes: int
    agenda_minutes: int
    agenda_items: int
    case_items: int
    cases: int
    facilitators: int
    scribes: int
    presenters: int
    unconfirmed: int
    decks: int
    enrolled: int


def lacks(plan: Plan) -> Iterator[Lack]:
    """What is missing, most pressing first.

    A session whose agenda has no case needs no case and no presenter.
    """
    if not plan.facilitators:
        yield Lack.FACILITATOR
    if not plan.agenda_items:
        yield Lack.AGENDA
    elif plan.agenda_minutes > plan.minutes:
        yield Lack.AGENDA_TOO_LONG
    if plan.cases < plan.case_items:
        yield Lack.CASE
    if plan.case_items and not plan.presenters:
        yield Lack.PRESENTER
    if plan.unconfirmed:
        yield Lack.CONFIRMATION
    if not plan.scribes:
        yield Lack.SCRIBE
    if not plan.decks:
        yield Lack.SLIDES
    if not plan.enrolled:
        yield Lack.PEOPLE
