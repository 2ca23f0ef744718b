"""What the schedule does when somebody is erased."""

from django.db import transaction
from django.db.models import F

from talanoa.schedule.models import AgendaItem, CalendarFeed, LiveSession, SessionRole
from talanoa.schedule.services.parts import take_part


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Shut their feed, and end their parts in sessions that are not over. Safe to run twice.

    What they did in past sessions stays, without their name.
    """
    CalendarFeed.objects.filter(person_id=person_id).delete()
    for part in SessionRole.objects.filter(person_id=person_id, session__closed_at=None):
        take_part(by=None, part=part)
    spoken = AgendaItem.objects.filter(speaker_id=person_id, session__closed_at=None)
    sessions = list(spoken.values_list("session_id", flat=True))
    # Whoever has the agenda open in a form would put the speaker back.
    LiveSession.objects.filter(pk__in=sessions).update(version=F("version") + 1)
    AgendaItem.objects.filter(speaker_id=person_id, session__in=sessions).update(speaker=None)
