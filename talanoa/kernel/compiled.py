"""What is asked so often that Django's work would cost more than the database's."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Model, QuerySet

Value = int | str
Object = TypeVar("Object", bound=Model)


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

        None where the same was asked before, ``asking_once``.

        Raises:
            TypeError: a value is of another kind than when first asked, or neither a whole
                number nor text.
        """
        heard = _heard.get()
        if heard is None or not heard.holds():
            return self.ask(**values)
        key = self, tuple(values.items())
        if key not in heard.rows:
            heard.rows[key] = self.ask(**values)
        return list(heard.rows[key])

    def ask(self, **values: Value) -> list[tuple[Any, ...]]:
        """The rows as they are now, whatever was heard before. One query.

        Raises:
            TypeError: as above.
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


class _Heard:
    """What was asked for one answer, and what the database said."""

    def __init__(self) -> None:
        self.rows: dict[tuple[Compiled, tuple[tuple[str, Value], ...]], list[tuple[Any, ...]]] = {}
        self._depth = _depth()

    def holds(self) -> bool:
        """Whether it may be told again: not within a transaction that began since."""
        return _depth() == self._depth

    def watch(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Stands before every statement of the connection, whoever makes it."""
        # PostgreSQL has a union's parts in brackets.
        if not sql.lstrip("(").startswith("SELECT"):
            self.rows.clear()
        return execute(sql, *rest)


_heard: ContextVar[_Heard | None] = ContextVar("heard", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Let each ``Compiled`` be asked the same but once, as long as one answer is being made.

    A page asks a person's roles for each thing they might do. What was heard is told again only
    while nothing can have come of it: whatever is written, by any hand, makes all be asked anew,
    and so does a service, which reads in its own transaction, under lock, what is true then.
    """
    heard = _Heard()
    token = _heard.set(heard)
    try:
        with connection.execute_wrapper(heard.watch):
            yield
    finally:
        _heard.reset(token)


def _depth() -> tuple[bool, int]:
    return connection.in_atomic_block, len(connection.savepoint_ids)


class Kept(Generic[Object]):
    """Objects that are made anew only when their rows read otherwise than the last time.

    Django takes ten times as long to make an object, with what it belongs to, as the database
    takes to read it. So what was read is compared with what was read when the object was made;
    nothing is ever out of date. Each call gives a copy that belongs to the caller::

        sessions = Kept(lambda session: LiveSession.objects.filter(pk=session))
        sessions.get(session=1)
    """

    def __init__(self, build: Callable[..., QuerySet[Object]], *, most: int = 500) -> None:
        """``most`` objects are kept; when there would be more, all are forgotten."""
        self._build = build
        self._read = Compiled(build)
        self._most = most
        self._kept: dict[tuple[Value, ...], tuple[list[tuple[Any, ...]], bytes]] = {}

    def get(self, **values: Value) -> Object | None:
        """The object, or ``None``. One query while nothing has changed, else three.

        Raises:
            TypeError: as ``Compiled``.
            MultipleObjectsReturned: the query does not name one object.
        """
        key = tuple(values.values())
        rows = self._read.ask(**values)
        read, made = self._kept.get(key, ([], b""))
        if rows and rows == read:
            # Written by ourselves, a moment ago, and never left this process.
            return cast("Object", pickle.loads(made))  # noqa: S301
        return self._make(key, values, rows)

    def _make(
        self, key: tuple[Value, ...], values: dict[str, Value], rows: list[tuple[Any, ...]]
    ) -> Object | None:
        try:
            made = self._build(**values).get()
        except ObjectDoesNotExist:
            return None
        # Changed between the two readings, it is not kept: it might bear the wrong row.
        if self._read.ask(**values) == rows:
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[key] = rows, pickle.dumps(made)
        return made


def _stand_in(place: int, kind: type[Value]) -> Value:
    """A value of a kind that no query holds by itself."""
    if kind is int:
        return 2**62 + place
    if kind is str:
        return f"\ue000{place}"
    raise TypeError(f"A compiled query is asked by whole numbers and text, not by {kind}.")
