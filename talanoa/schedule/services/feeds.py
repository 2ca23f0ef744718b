"""The secret address of each person's calendar feed."""

import secrets

from django.db import transaction

from talanoa.kernel import clock, events
from talanoa.people.models import Person
from talanoa.schedule.models import CalendarFeed


@transaction.atomic
def feed_of(person: Person) -> CalendarFeed:
    """The person's feed, made when first asked for."""
    feed, _is_new = CalendarFeed.objects.get_or_create(
        person=person, defaults={"secret": _new_secret()}
    )
    return feed


@transaction.atomic
def renew_feed(*, by: Person) -> CalendarFeed:
    """Give the feed a new address; the old one answers no more."""
    feed, is_new = CalendarFeed.objects.get_or_create(person=by, defaults={"secret": _new_secret()})
    if not is_new:
        feed.secret, feed.made_at = _new_secret(), clock.now()
        feed.save(update_fields=["secret", "made_at"])
    events.record("schedule.feed_renewed", by=by, subject=feed)
    return feed


def _new_secret() -> str:
    return secrets.token_urlsafe(24)
