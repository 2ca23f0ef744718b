"""The agenda as it ran, from the moments at which it was moved. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An item of the agenda as it was planned."""

    item_id: int
    title: str
    length: timedelta
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """One stretch of time in which an item was in hand; an item taken up twice has two."""

    item_id: int
    title: str
    kind: str
    planned: timedelta
    began_at: datetime | None
    """``None``: it was planned and never taken up."""
    took: timedelta

    @property
    def over(self) -> timedelta:
        """How much longer than planned; nothing where it was shorter."""
        return max(self.took - self.planned, timedelta(0))


def as_it_ran(
    planned: Sequence[Planned],
    moves: Iterable[tuple[int, datetime]],
    *,
    closed_at: datetime,
) -> list[Ran]:
    """What was in hand from when to when, in order, then what was never taken up.

    Args:
        moves: (item's id, moment) in the order in which they were made. Moves to items that
            are not on the agenda any more end the one before, and are left out; so are those
            after ``closed_at``.
        closed_at: The end of the session, and with it of the last item.
    """
    by_id = {item.item_id: item for item in planned}
    begun = [(item_id, at) for item_id, at in moves if at < closed_at]
    ends = [at for _item_id, at in begun[1:]] + [closed_at]
    ran = [
        Ran(
            item_id=item_id,
            title=by_id[item_id].title,
            kind=by_id[item_id].kind,
            planned=by_id[item_id].length,
            began_at=at,
            took=max(end - at, timedelta(0)),
        )
        for (item_id, at), end in zip(begun, ends, strict=False)
        if item_id in by_id
    ]
    taken_up = {item_id for item_id, _at in begun}
    missed = [item for item in planned if item.item_id not in taken_up]
    return ran + [
        Ran(
            item_id=item.item_id,
            title=item.title,
            kind=item.kind,
            planned=item.length,
            began_at=None,
            took=timedelta(0),
        )
        for item in missed
    ]
