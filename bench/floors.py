"""The floor of each page: a bare view with the page's queries and one plain template.

A floor is reached as its page is: through the same handler and middleware, by the same
signed-in person. The view makes the queries its page makes, in their order. ``Recording``
keeps how the page builds each queryset (``filter``, ``annotate``, slices, ...) and how it asks
it; the floor makes the same calls anew, so that queries are built, compiled and sent and rows
become objects as they do for the page. Subqueries and conditions given to those calls are
kept as made, not made again, which leaves the floor a little lower than a view written by hand.

Then it renders one plain template: a table with a row for each row that came, and in each at
most six cells, the first values of the row's own columns that are no keys. It has no header,
navigation, translation, link or form, and what a page reads out of related rows it leaves.

``bench.pages`` sees to it that page and floor send the same statements.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path, resolve

Query = Callable[[], list[Any]]

BUILDING = (
    *("all", "none", "filter", "exclude", "annotate", "alias", "order_by", "reverse", "distinct"),
    *("select_related", "prefetch_related", "select_for_update", "only", "defer", "using"),
    *("values", "values_list", "union", "intersection", "difference"),
    *("__getitem__", "__and__", "__or__"),
)
"""The calls by which a queryset is built from another one."""
ASKING = (
    *("_fetch_all", "get", "first", "last", "earliest", "latest", "in_bulk"),
    *("exists", "count", "aggregate"),
)
"""The calls by which a queryset is evaluated."""

TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Floor</title></head>
<body><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table></body></html>"""

CELLS = 6
"""As many as the widest table of these pages has columns."""

queries_of: dict[str, list[Query]] = {}
"""The queries of each page by its address, filled by ``recorded``."""


@dataclass
class Recording:
    """The queries made inside ``running``, in their order, as calls that make them again."""

    queries: list[Query] = field(default_factory=list)
    _inside: bool = False

    @contextmanager
    def running(self) -> Iterator[None]:
        with ExitStack() as stack:
            for name in BUILDING:
                stack.enter_context(patch.object(QuerySet, name, self._building(name)))
            for name in ASKING:
                stack.enter_context(patch.object(QuerySet, name, self._asking(name)))
            stack.enter_context(connection.execute_wrapper(self._keep_statement))
            yield

    def _building(self, name: str) -> Callable[..., Any]:
        """``QuerySet``'s method of that name; what it gives remembers how it was built."""
        method = getattr(QuerySet, name)
        one_row = self._asking(name)

        def build(queryset: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
            if name == "__getitem__" and isinstance(args[0], int):
                return one_row(queryset, *args)
            built = self._once(method, queryset, *args, **kwargs)
            if not self._inside and isinstance(built, QuerySet) and built is not queryset:
                before = _built_by(queryset)
                built.__dict__["built_by"] = lambda: method(before(), *args, **kwargs)
            return built

        return build

    def _asking(self, name: str) -> Callable[..., Any]:
        """``QuerySet``'s method of that name, which first keeps what it is about to ask.

        Queries made on behalf of another one, as prefetches are, come again with that one.
        """
        method = getattr(QuerySet, name)

        def ask(queryset: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
            if not self._inside and queryset._result_cache is None:
                build = _built_by(queryset)
                if name == "_fetch_all":
                    self.queries.append(lambda: list(build()))
                else:
                    self.queries.append(lambda: _as_rows(method(build(), *args, **kwargs)))
            return self._once(method, queryset, *args, **kwargs)

        return ask

    def _once(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call ``method`` without keeping what it calls in turn."""
        before, self._inside = self._inside, True
        try:
            return method(*args, **kwargs)
        finally:
            self._inside = before

    def _keep_statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Keep a statement that no queryset sends."""
        if not self._inside:
            self.queries.append(partial(_rows_of, sql, params))
        return execute(sql, params, many, context)


def _built_by(queryset: QuerySet[Any]) -> Callable[[], QuerySet[Any]]:
    """A call that builds the queryset anew; one of unknown descent is copied."""
    if build := queryset.__dict__.get("built_by"):
        return build  # type: ignore[no-any-return]
    copy: Callable[[], QuerySet[Any]] = queryset._chain  # type: ignore[attr-defined]
    return copy()._chain  # type: ignore[attr-defined, no-any-return]


def _as_rows(answer: Any) -> list[Any]:
    """What a queryset answered in another form than rows."""
    if isinstance(answer, Model):
        return [answer]
    return [] if answer is None else [(answer,)]


def _rows_of(sql: str, params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def recorded(request: HttpRequest, address: str) -> HttpResponse:
    """The page at ``address``; its queries are kept for its floor."""
    view, args, kwargs = resolve(f"/{address}")
    recording = Recording()
    with recording.running():
        response: HttpResponse = view(request, *args, **kwargs)
    queries_of[address] = recording.queries
    return response


def floor(_request: HttpRequest, address: str) -> HttpResponse:
    """The floor of the page at ``address``."""
    rows = [_cells(row) for query in queries_of[address] for row in query()]
    return HttpResponse(_template().render({"rows": rows}))


def _cells(row: Any) -> list[Any]:
    """A row's first few values; of an object, those of its own columns that are no keys."""
    if isinstance(row, Model):
        row = {name: value for name, value in row.__dict__.items() if not _is_key(name)}
    if isinstance(row, dict):
        row = tuple(row.values())
    return list(row)[:CELLS] if isinstance(row, tuple) else [row]


def _is_key(name: str) -> bool:
    return name == "id" or name.startswith("_") or name.endswith("_id")


_compiled: list[Any] = []


def _template() -> Any:
    if not _compiled:
        _compiled.append(engines["django"].from_string(TEMPLATE))
    return _compiled[0]


@contextmanager
def statements() -> Iterator[Counter[str]]:
    """Every statement sent inside the block, however it was sent, and how often."""
    sent: Counter[str] = Counter()

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent[sql] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield sent


urlpatterns = [
    path("bench/recorded/<path:address>", recorded),
    path("bench/floor/<path:address>", floor),
    path("bench/floor/", floor, {"address": ""}),
    path("bench/recorded/", recorded, {"address": ""}),
    path("", include("talanoa.config.urls")),
]
