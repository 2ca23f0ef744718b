"""What is said in the demonstration's past session: turns, the floor, captions."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from talanoa.kernel import clock
from talanoa.live.services import caption_desk, captions, floor
from talanoa.live.speech import Turn
from talanoa.schedule.models import LiveSession

if TYPE_CHECKING:
    from talanoa.ops.demonstration_hour import Cast


def spoken(
    session: LiveSession, cast: "Cast", begins: datetime
) -> list[tuple[tuple[int, str], Turn]]:
    """Who spoke from which minute to which, as the room's sound would have heard it."""
    return [
        (
            (session.pk, ""),
            Turn(
                cast.people[key].pk,
                begins + timedelta(minutes=began),
                begins + timedelta(minutes=until),
            ),
        )
        for key, began, until in cast.example["speech"]
    ]


def give_the_floor(session: LiveSession, cast: "Cast", begins: datetime) -> None:
    facilitator = cast.people["facilitator"]
    for key, began, until in cast.example["floor"]:
        with clock.standing_at(begins + timedelta(minutes=began)):
            floor.give_floor(by=facilitator, session=session, person=cast.people[key].pk)
        with clock.standing_at(begins + timedelta(minutes=until)):
            floor.take_floor(by=facilitator, session=session)


def caption(session: LiveSession, cast: "Cast", begins: datetime) -> None:
    """A few lines in two languages, written by the scribe."""
    facilitator, scribe = cast.people["facilitator"], cast.people["scribe"]
    for language in sorted({language for language, *_ in cast.example["captions"]}):
        with clock.standing_at(begins):
            caption_desk.give(by=facilitator, session=session, person=scribe, language=language)
    for language, minutes, speaker, text in cast.example["captions"]:
        with clock.standing_at(begins + timedelta(minutes=minutes)):
            captions.write(
                by=scribe,
                session=session,
                text=text,
                language=language,
                speaker=cast.people[speaker].pk,
            )
