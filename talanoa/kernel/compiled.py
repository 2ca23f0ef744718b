"""Queries asked so often that writing their SQL would cost more than asking them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Value = int | str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands among the parameters."""

    name: str


@dataclass(frozen=True, slots=True)
class _Written:
    sql: str
    parameters: tuple[Any, ...]
    kinds: dict[str, type[Value]]


class Compiled:
    """A query whose SQL Django writes once for each kind of database, and then only asks.

    ``build`` is called with a stand-in for each value and returns the query. It must hand the
    stand-ins on as they are, and read nothing else that changes. Django takes some half a
    millisecond to write a query of two tables, and a twentieth of one to ask it
    (``bench/RESULTS.md``, room_fanout)::

        tied = Compiled(lambda person: Enrolment.objects.filter(person=person).values_list("pk"))
        tied(person=1)  # [(7,)]
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._written: dict[str, _Written] = {}

    def __call__(self, **values: Value) -> list[tuple[Any, ...]]:
        """The rows, as the database gives them: what is true may be 1. One query.

        Raises:
            TypeError: a value is of another kind than when first asked, or neither a whole
                number nor text.
        """
        kinds = {name: type(value) for name, value in values.items()}
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = self._write(kinds)
        if kinds != written.kinds:
            raise TypeError(f"Asked with {kinds}; the query was written for {written.kinds}.")
        given = [values[each.name] if type(each) is _Place else each for each in written.parameters]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, given)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _write(self, kinds: dict[str, type[Value]]) -> _Written:
        stand_ins = {
            name: _stand_in(place, kind) for place, (name, kind) in enumerate(kinds.items())
        }
        names = {value: name for name, value in stand_ins.items()}
        sql, parameters = self._build(**stand_ins).query.sql_with_params()
        placed = (
            _Place(names[each]) if isinstance(each, Value) and each in names else each
            for each in parameters
        )
        return _Written(sql, tuple(placed), kinds)


def _stand_in(place: int, kind: type[Value]) -> Value:
    """A value of a kind that no query holds by itself."""
    if kind is int:
        return 2**62 + place
    if kind is str:
        return f"\ue000{place}"
    raise TypeError(f"A compiled query is asked by whole numbers and text, not by {kind}.")
