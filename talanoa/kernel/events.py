"""Record what happened, once, and let the rooms above hear of it.

A service records an event in the transaction that makes it true. There are two
sorts of listener, and each may do one thing only:

``within(kind)``  is called in that transaction and may enqueue jobs and mail;
``after(kind)``   is called once the transaction has committed and may publish to
                  live rooms.

Listeners stand in each room's ``listeners.py``, which is imported at start-up.
"""

from collections import defaultdict
from collections.abc import Callable

from django.db import models, transaction

from talanoa.kernel.models import Event

Listener = Callable[[Event], None]

_within: defaultdict[str, list[Listener]] = defaultdict(list)
_after: defaultdict[str, list[Listener]] = defaultdict(list)


def within(kind: str) -> Callable[[Listener], Listener]:
    return _registering(_within[kind])


def after(kind: str) -> Callable[[Listener], Listener]:
    return _registering(_after[kind])


def record(kind: str, *, by: models.Model | None, subject: models.Model, **data: object) -> Event:
    """Write an event and wake its listeners.

    Raises:
        RuntimeError: outside a transaction, where the event could outlive the
            change it describes.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"Record {kind} inside the transaction that makes it true.")
    event = Event.objects.create(
        kind=kind, actor_id=by.pk if by else None, subject_id=subject.pk, data=data
    )
    for listener in _within[kind]:
        listener(event)
    for listener in _after[kind]:
        # One listener that fails must not keep the others from hearing.
        transaction.on_commit(_calling(listener, event), robust=True)
    return event


def _calling(listener: Listener, event: Event) -> Callable[[], None]:
    # Not a ``partial``: when it fails, Django logs the ``__qualname__`` a partial lacks.
    def call() -> None:
        listener(event)

    return call


def _registering(listeners: list[Listener]) -> Callable[[Listener], Listener]:
    def add(listener: Listener) -> Listener:
        listeners.append(listener)
        return listener

    return add
