"""The session record: published and taken back."""

from django.db import transaction

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.live import access
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@transaction.atomic
def publish(*, by: Person, session: LiveSession) -> bool:
    """Let everyone read the record, without the names; says whether that is new.

    Raises:
        Refused: for the reasons in ``access.publishing_refused``.
    """
    demand(access.publishing_refused(by, session))
    unpublished = LiveSession.objects.filter(pk=session.pk, record_published_at=None)
    if not unpublished.update(record_published_at=clock.now()):
        return False
    events.record("live.record_published", by=by, subject=session)
    return True


@transaction.atomic
def take_back(*, by: Person, session: LiveSession) -> bool:
    """Let only the programme's people read the record again; says whether that is new.

    Raises:
        Refused: for the reasons in ``access.publishing_refused``.
    """
    demand(access.publishing_refused(by, session))
    published = LiveSession.objects.filter(pk=session.pk, record_published_at__isnull=False)
    if not published.update(record_published_at=None):
        return False
    events.record("live.record_taken_back", by=by, subject=session)
    return True
