"""The jobs of this room."""

from django_tasks import task

from talanoa.live.models import SlideDeck
from talanoa.live.services import slides


@task()
def make_pages(deck_id: int) -> bool:
    """Make the pages of an uploaded deck. Safe to run twice."""
    deck = SlideDeck.objects.filter(pk=deck_id).first()
    return deck is not None and slides.make_pages(deck=deck)
