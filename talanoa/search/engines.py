"""The two engines, as expressions of Django: does a document match, and how well.

SQLite keeps an FTS5 table ``search_index`` beside the documents, PostgreSQL a column ``vector``.
"""

from typing import Any

from django.db import models
from django.db.models import Aggregate, F, Func

from talanoa.search import asking
from talanoa.search.asking import Term

Compiled = tuple[str, tuple[Any, ...]]


class Holds(Func):
    """Whether a document holds all of the terms, or any of them."""

    output_field = models.BooleanField()

    def __init__(self, terms: tuple[Term, ...], *, every: bool = True) -> None:
        super().__init__(F("pk"))
        self.terms, self.every = terms, every

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Compiled:
        query = asking.for_postgres(self.terms, joined="&" if self.every else "|")
        return f"{_vector(self, compiler)} @@ %s::tsquery", (query,)

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Compiled:
        query = asking.for_sqlite(self.terms, joined="AND" if self.every else "OR")
        row, values = compiler.compile(self.source_expressions[0])
        found = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
        return f"{row} IN ({found})", (*values, query)


class Likeness(Func):
    """How well a document answers all of the terms; more is better."""

    output_field = models.FloatField()

    def __init__(self, terms: tuple[Term, ...]) -> None:
        super().__init__(F("pk"))
        self.terms = terms

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Compiled:
        query = asking.for_postgres(self.terms, joined="&")
        # 1: a long text is not better for being long.
        return f"ts_rank({_vector(self, compiler)}, %s::tsquery, 1)", (query,)

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Compiled:
        query = asking.for_sqlite(self.terms, joined="AND")
        row, values = compiler.compile(self.source_expressions[0])
        found = "SELECT -rank FROM search_index WHERE search_index MATCH %s AND rowid"
        return f"({found} = {row})", (query, *values)


class Listed(Aggregate):
    """Whole numbers as one text with spaces between: ten times as fast as a row for each."""

    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Compiled:
        return self.as_sql(compiler, connection, template="string_agg(%(expressions)s::text, ' ')")

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Compiled:
        return self.as_sql(compiler, connection, template="group_concat(%(expressions)s, ' ')")


def _vector(expression: Func, compiler: Any) -> str:
    """The column beside the key, by the name this query gives the table."""
    key, _values = compiler.compile(expression.source_expressions[0])
    return f'{key.rpartition(".")[0]}."vector"'
