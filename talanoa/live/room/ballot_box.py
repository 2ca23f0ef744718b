"""Votes that come at once, counted together.

When a poll opens, everyone votes within seconds. One by one each would cost the door and the
poll a handful of queries, six milliseconds in all; a hundred together cost little more than one.
Whoever votes alone waits for nobody.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import override

from talanoa.kernel.refusals import NotVisible
from talanoa.live import access
from talanoa.live.models import Entry
from talanoa.live.room import acts, door
from talanoa.live.room.database import Database
from talanoa.live.room.protocol import Frame
from talanoa.live.services import polls
from talanoa.live.services.polls import Ballot
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

if TYPE_CHECKING:
    from talanoa.live.room.connection import Connection

VOTE = "poll.vote"
TOGETHER = 100
"""Votes in one transaction: more would keep others from the database for too long."""


@dataclass(frozen=True, slots=True)
class Cast:
    """A vote as it came: who gave it by which sign-in, and in which language they read."""

    pledge: door.Pledge
    person: Person
    language: str
    client_id: str
    fields: dict[str, Any]


class BallotBox:
    """The votes that wait, by session."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: defaultdict[int, list[tuple[Cast, asyncio.Future[int]]]] = defaultdict(list)
        self._counting: dict[int, asyncio.Task[None]] = {}

    async def put(self, connection: "Connection", frame: Frame) -> int:
        """Have a vote counted; answers with the number that acknowledges it.

        Raises:
            ProtocolError, SignedOut, NotVisible, Refused: as with any act.
        """
        cast = Cast(
            pledge=connection.pledge,
            person=connection.person,
            language=connection.language,
            client_id=frame.client_id,
            fields=acts.fields_of_frame(frame),
        )
        session_id = connection.channel.session_id
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting[session_id].append((cast, future))
        if session_id not in self._counting:
            self._counting[session_id] = asyncio.create_task(self._count(session_id))
        return await future

    async def _count(self, session_id: int) -> None:
        try:
            while waiting := self._waiting.pop(session_id, []):
                if left := waiting[TOGETHER:]:
                    self._waiting[session_id] = left
                await self._count_some(session_id, waiting[:TOGETHER])
        finally:
            del self._counting[session_id]

    async def _count_some(
        self, session_id: int, some: list[tuple[Cast, asyncio.Future[int]]]
    ) -> None:
        try:
            outcomes = await self._database.write(counted, session_id, [cast for cast, _ in some])
        except Exception as error:
            outcomes = [error] * len(some)
        for (_, future), outcome in zip(some, outcomes, strict=True):
            if future.done():
                continue  # whoever voted has gone; their vote is counted all the same
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)


def counted(session_id: int, cast: Sequence[Cast]) -> list[int | Exception]:
    """The number that acknowledges each vote, or why it was not counted.

    The door is asked again for all of them at once. For the database's threads.
    """
    session = LiveSession.objects.select_related("cohort__programme__hub").get(pk=session_id)
    signed_in = door.still_signed_in([one.pledge for one in cast])
    let_in = access.let_in(session, {one.person.pk for one in cast})
    outcomes: dict[int, int | Exception] = {}
    by_language: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(cast):
        if one.pledge.cookie not in signed_in:
            outcomes[place] = door.SignedOut()
        elif one.person.pk not in let_in:
            outcomes[place] = NotVisible(session_id)
        else:
            by_language[one.language].append(place)
    for language, places in by_language.items():
        with override(language):
            ballots = [_ballot(cast[place]) for place in places]
            answers = polls.vote_together(session=session, cast=ballots)
        outcomes.update(zip(places, map(_outcome, answers), strict=True))
    return [outcomes[place] for place in range(len(cast))]


def _ballot(cast: Cast) -> Ballot:
    return Ballot(by=cast.person, client_id=cast.client_id, **cast.fields)


def _outcome(answer: polls.Outcome) -> int | Exception:
    if isinstance(answer, Entry):
        return answer.seq
    return acts.refused(answer) if isinstance(answer, ValidationError) else answer
