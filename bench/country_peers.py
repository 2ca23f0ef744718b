"""Which countries look like one, among 194, by ten years of eighteen series.

Half of the series are answers, half numbers; a tenth of the figures say that nobody knows. Measured
is the list of the eight most alike, as the page of a comparison asks for it; the floor is a bare
cursor that reads the same rows.

Takes about a minute, most of it for making the figures.
"""

import os
import random
import statistics
import time
from collections.abc import Callable

from bench import report as reporting
from bench.scratch import scratch

SERIES, YEARS, RUNS = 18, 10, 15
BOUND = 5.0


def main() -> int:
    parsed = reporting.arguments(__doc__ or "").parse_args()
    report = reporting.Report("country_peers", BOUND, "bare-sql-same-rows", record=parsed.record)
    with scratch() as made:
        os.environ.update(made.environment)
        import django

        django.setup(set_prefix=False)
        ratio = _measured(report)
    return report.finish(ratio)


def _measured(report: reporting.Report) -> float:
    from django.db import connection

    from talanoa.countries import queries

    _make()
    countries = queries.by_name()
    last = queries._last_figures().values_list("series_id", "country_id", "value", "category")
    sql, parameters = last.query.sql_with_params()

    def bare() -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return len(cursor.fetchall())

    rows = bare()
    figures, floors = [], []
    for run in range(RUNS):
        country = countries[run * 7 % len(countries)]
        figures.append(_seconds(lambda one=country: queries.peers_alike(one, countries)))  # type: ignore[misc]
        floors.append(_seconds(bare))
    figure, floor = statistics.median(figures), statistics.median(floors)
    report.figure(
        f"{len(countries)} countries, {SERIES} series, {YEARS} years, {rows} last figures: "
        f"{figure * 1000:.0f} ms (bare query {floor * 1000:.0f} ms)"
    )
    return figure / floor


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _make() -> None:
    from talanoa.countries import services
    from talanoa.countries.models import Country, Figure, Series

    services.load_list()
    draw = random.Random(31)
    countries = list(Country.objects.all())
    for number in range(SERIES):
        kind = "answer" if number % 2 else "number"
        series = Series.objects.create(
            code=f"series-{number}", titles={"en": "A series"}, kind=kind, publisher="A bench"
        )
        Figure.objects.bulk_create(
            Figure(
                series=series,
                country=country,
                year=2010 + year,
                source="A bench",
                **_said(kind, draw),
            )
            for country in countries
            for year in range(YEARS)
        )


def _said(kind: str, draw: random.Random) -> dict[str, object]:
    if draw.random() < 0.1:
        return {"category": "dont-know"}
    if kind == "answer":
        return {"category": draw.choice(("yes", "no"))}
    return {"value": round(draw.lognormvariate(0, 2), 2)}


if __name__ == "__main__":
    raise SystemExit(main())
