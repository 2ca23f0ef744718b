"""The only code that writes the index."""

from collections.abc import Callable, Iterable

from django.db import transaction

from talanoa.kernel import clock
from talanoa.search import normal, sources
from talanoa.search.models import Document

TITLE_COUNTS = 3
"""How many times a title stands among the words: what it says weighs more than a text beside it."""
A_STEP = 100
"""Things kept anew between two lines of progress."""


@transaction.atomic
def put(*, kind: str, key: int, title: str, texts: Iterable[str]) -> bool:
    """Let a thing be found by its title and texts. Safe to run twice.

    Returns:
        Whether anything had to be written.
    """
    words = normal.normalised([*[title] * TITLE_COUNTS, *texts])
    known = Document.objects.select_for_update().filter(kind=kind, key=key)
    if known.filter(words=words).exists():
        return False
    Document.objects.update_or_create(
        kind=kind, key=key, defaults={"words": words, "changed_at": clock.now()}
    )
    return True


@transaction.atomic
def remove(*, kind: str, key: int) -> bool:
    """Let a thing be found no more. Safe to run twice; says whether it was there."""
    count, _ = Document.objects.filter(kind=kind, key=key).delete()
    return count > 0


def rebuild(*, say: Callable[[str], None]) -> int:
    """Keep everything anew, each thing by itself, and drop what is gone.

    The product may run meanwhile: each thing is read and written in one transaction of its
    room's own, as when something happens to it. Safe to stop, and to run twice.

    Returns:
        How many things were looked at.
    """
    return sum(_rebuild(source, say=say) for source in sources.all_of_them())


def _rebuild(source: sources.Source, *, say: Callable[[str], None]) -> int:
    indexed = Document.objects.filter(kind=source.kind).values_list("key", flat=True)
    keys = sorted({*source.keys(), *indexed})
    for number, key in enumerate(keys, start=1):
        source.keep(key)
        if number % A_STEP == 0 and number < len(keys):
            say(f"{source.kind}: {number} of {len(keys)}")
    say(f"{source.kind}: {len(keys)} of {len(keys)}")
    return len(keys)
