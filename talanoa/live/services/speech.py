"""Who spoke when: written down, summed up without names, and forgotten in its time."""

import contextlib
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from talanoa.kernel import clock
from talanoa.live import talk_share
from talanoa.live.models import Speech, TalkSum
from talanoa.live.speech import Turn
from talanoa.live.terms import TALK_KEPT
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


def write(turns: Sequence[tuple[tuple[int, str], Turn]]) -> None:
    """Write turns, by session and language of the booth, as far as they are known now. One
    statement for many.

    When one cannot be written, since its person or session was deleted meanwhile, the others
    still are.
    """
    rows = [
        Speech(
            session_id=session_id,
            language=language,
            person_id=turn.person_id,
            began_at=turn.began_at,
            heard_until=turn.heard_until,
        )
        for (session_id, language), turn in turns
    ]
    try:
        _write(rows)
    except IntegrityError:
        for row in rows:
            with contextlib.suppress(IntegrityError):
                _write([row])


@transaction.atomic
def _write(rows: list[Speech]) -> None:
    Speech.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["session", "person", "language", "began_at"],
        update_fields=["heard_until"],
    )


@transaction.atomic
def sum_up(*, session: LiveSession) -> bool:
    """Keep how the talk of a session that has ended was shared, without a name; once.

    ``False`` before its end, and when it is kept already: turns may have gone since.
    """
    session = LiveSession.objects.select_related("cohort__programme").get(pk=session.pk)
    if session.status != Status.CLOSED or TalkSum.objects.filter(session=session).exists():
        return False
    talk = talk_share.shared(
        session, *talk_share.measured(session), talk_share.interpreting(session)
    )
    TalkSum.objects.create(
        session=session,
        sources=talk.sources,
        groups={
            part.name: [round(part.length.total_seconds(), 3), part.people] for part in talk.parts
        },
        countries=talk.countries,
        interpreted={
            one.language: round(one.length.total_seconds(), 3) for one in talk.interpreted
        },
    )
    return True


def forget_old() -> int:
    """Delete who spoke when of sessions that ended sixty days ago. Gives the number of turns."""
    over = LiveSession.objects.filter(closed_at__lte=clock.now() - TALK_KEPT)
    forgotten = 0
    for session in over.filter(speeches__isnull=False).distinct():
        with transaction.atomic():
            sum_up(session=session)
            forgotten += Speech.objects.filter(session=session).delete()[0]
    return forgotten


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Delete when somebody spoke. What their sessions come to without names is kept first."""
    theirs = Speech.objects.filter(person=person_id)
    for session in LiveSession.objects.filter(speeches__person=person_id).distinct():
        sum_up(session=session)
    theirs.delete()
