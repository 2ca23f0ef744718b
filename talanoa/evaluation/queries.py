"""Reads of feedback. None of them can tell who said what."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.evaluation import results
from talanoa.evaluation.models import (
    Answered,
    Instrument,
    Item,
    Response,
    Wave,
    in_own_language,
)
from talanoa.evaluation.terms import OPENS_BEFORE_END
from talanoa.kernel import clock
from talanoa.live.models import Attendance, Presence
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


def wave_of(session: LiveSession) -> Wave | None:
    """The feedback on a session, with its instrument; ``None`` until it opens. One query."""
    return Wave.objects.select_related("instrument").filter(session=session).first()


def items_of(instrument: Instrument) -> list[Item]:
    """In the order in which they are asked. One query."""
    return list(instrument.items.order_by("position", "pk"))


def attendees(session: LiveSession) -> set[int]:
    """Keys of those who were in the session, as ``access.attended`` counts. At most two queries."""
    computed = Attendance.objects.filter(session=session, is_current=True)
    rows = list(computed.values_list("person_id", "attended", "final_at"))
    found = {person for person, length, _final in rows if length}
    if not any(final for *_rest, final in rows):
        computed_for = {person for person, *_rest in rows}
        signs = Presence.objects.filter(session=session).values_list("person_id", flat=True)
        found |= set(signs) - computed_for
    return found


def has_answered(person: Person, session: LiveSession) -> bool:
    """One query."""
    return Answered.objects.filter(wave__session=session, person=person.pk).exists()


def who_answered(session: LiveSession) -> set[int]:
    """Keys of those who have answered. One query."""
    return set(Answered.objects.filter(wave__session=session).values_list("person_id", flat=True))


def counts(session: LiveSession) -> tuple[int, int]:
    """How many have answered, of how many who were asked. Three queries at most.

    Whoever answered counts as asked, even where a correction has since taken away all of
    their attendance: an answer cannot be found again to be taken out.
    """
    answered = who_answered(session)
    return len(answered), len(answered | attendees(session))


def unanswered(wave: Wave) -> QuerySet[Person]:
    """Those with an address who attended and have not answered, by key."""
    asked = attendees(wave.session) - who_answered(wave.session)
    return Person.objects.filter(
        pk__in=asked, email__isnull=False, erased_at=None, is_active=True
    ).order_by("pk")


def results_of(wave: Wave) -> results.Results:
    """What was answered, as far as the smallness of the group lets it be shown. Two queries."""
    answers = list(
        Response.objects.filter(wave=wave).order_by("pk").values_list("answers", flat=True)
    )
    questions = [
        results.Question(
            code=item.code,
            kind=item.kind,
            words=str(item),
            lowest=in_own_language(item.lowest),
            highest=in_own_language(item.highest),
            yes=_("Yes"),
            no=_("No"),
        )
        for item in items_of(wave.instrument)
    ]
    return results.summarise(questions, answers)


def sessions_to_ask() -> QuerySet[LiveSession]:
    """Sessions under way whose last five minutes have come and whose feedback is not open."""
    return LiveSession.objects.filter(
        opened_at__isnull=False,
        closed_at=None,
        cancelled_at=None,
        feedback=None,
        ends_at__lte=clock.now() + OPENS_BEFORE_END,
    ).order_by("ends_at", "pk")
