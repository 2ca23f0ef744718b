"""Ranking the gaps of every country and placing each among its peers, beside the bare rows.

194 countries answered 18 indicators in each of 10 years. Measured is what the table of every
answer behind the shared gaps asks of ``queries/standings.py``, by the same calls
(``assessment/views/shared.py``): what a visitor may see, all that was answered, the gaps of each of
the 1,940 assessments ranked, and every answer placed among those of the countries of its region in
the same year: value, median of the peers, rank. The pages ask for a part of it: each country's two
latest assessments, or one indicator. The floor is one SQL statement that fetches the same rows,
without Django. The two are asked for in turns; R is the median of the turns' ratios. What comes
out is checked against sums made another way.

Takes about a minute, most of it for making the rows.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench import report as reporting
from bench.scratch import Scratch, scratch

BOUND = 5
TURNS = 15
COUNTRIES, INDICATORS, YEARS = 194, 18, 10
REGIONS = 6

FLOOR = """
SELECT a.assessment_id, s.country_id, s.year, i.code, a.value, a.impact, a.feasibility, a.priority
FROM assessment_answer a
JOIN assessment_assessment s ON s.id = a.assessment_id
JOIN assessment_indicator i ON i.id = a.indicator_id
WHERE s.version_id = %s AND s.withdrawn_at IS NULL AND s.reviewed_at IS NOT NULL
AND (a.is_unknown OR a.value IS NOT NULL)
"""


def main() -> None:
    asked = _arguments()
    report = reporting.Report(
        name="country_gaps", bound=BOUND, floor="bare-sql-of-the-rows", record=asked.record
    )
    settings = {"TALANOA_DATABASE_URL": asked.database} if asked.database else {}
    with scratch(**settings) as place:
        _started(place)
        countries, years, turns = (12, 2, 2) if asked.small else (COUNTRIES, YEARS, TURNS)
        version, region_of = _made(countries, years)
        clock = time.perf_counter if asked.database else time.thread_time
        _demand_right(version, region_of)
        pairs = [
            (
                _timed(clock, lambda: _ours(version, region_of)),
                _timed(clock, lambda: _bare(version)),
            )
            for _ in range(turns)
        ]
        rows = len(_bare(version))
    ours, floor = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
    ratio = statistics.median(mine / bare for mine, bare in pairs)
    report.figure(f"{rows} answers of {countries} countries in {years} years")
    report.figure(f"ranked and placed in {ours:.0f} ms, the rows alone in {floor:.0f} ms")
    raise SystemExit(report.finish(ratio))


def _arguments() -> argparse.Namespace:
    parser = reporting.arguments("Measure the ranking of gaps and the comparison of peers.")
    parser.add_argument("--database", default="", help="An empty database: postgres://…")
    parser.add_argument("--small", action="store_true", help="Only see that the bench runs.")
    return parser.parse_args()


def _started(place: Scratch) -> None:
    os.environ.update(place.environment)
    os.environ["TALANOA_LOG_LEVEL"] = "WARNING"
    import django

    django.setup(set_prefix=False)


def _made(countries: int, years: int) -> tuple[Any, dict[int, int]]:
    """Reviewed and published assessments; a tenth of the answers unknown, a twentieth left out."""
    from talanoa.assessment.models import Answer, Assessment, Framework, FrameworkVersion, Level
    from talanoa.countries.models import Country
    from talanoa.kernel import clock as product_clock
    from talanoa.programmes.models import CountryTeam
    from tests import make

    lot, now = random.Random(1), product_clock.now()
    programme = make.a_programme()
    framework = Framework.objects.create(code="bench", title="Bench")
    version = FrameworkVersion.objects.create(
        framework=framework, number=1, title="Bench", languages=["en"], published_at=now
    )
    dimension = version.dimensions.create(code="all", number=1, title="All")
    indicators = [
        version.indicators.create(
            dimension=dimension,
            code=f"I{number:02}",
            number=number,
            title=f"Indicator {number}",
            kind="share" if number % 6 == 0 else "levels",
            unit="percent" if number % 6 == 0 else "",
        )
        for number in range(1, INDICATORS + 1)
    ]
    Level.objects.bulk_create(
        Level(indicator=each, value=value, label=f"Step {value}")
        for each in indicators
        if each.kind == "levels"
        for value in (1, 2, 3, 4)
    )
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = [one + other for one in letters for other in letters][:countries]
    made = Country.objects.bulk_create(
        Country(iso2=code, iso3=f"{code}Z", names={"en": code}) for code in codes
    )
    teams = CountryTeam.objects.bulk_create(
        CountryTeam(programme=programme, country=country, name=country.iso3) for country in made
    )
    assessments = Assessment.objects.bulk_create(
        Assessment(
            version=version,
            team=team,
            country=team.country,
            year=2017 + year,
            visibility="published",
            submitted_at=now,
            reviewed_at=now,
        )
        for team in teams
        for year in range(years)
    )
    marks = (None, 1, 2, 3)
    answers = []
    for assessment in assessments:
        for indicator in indicators:
            drawn = lot.random()
            if drawn < 0.05:
                continue
            unknown = drawn < 0.15
            value = lot.randint(0, 1000) / 10 if indicator.kind == "share" else lot.randint(1, 4)
            answers.append(
                Answer(
                    assessment=assessment,
                    indicator=indicator,
                    value=None if unknown else value,
                    is_unknown=unknown,
                    impact=lot.choice(marks),
                    feasibility=lot.choice(marks),
                    priority=lot.choice(marks),
                )
            )
    Answer.objects.bulk_create(answers, batch_size=2000)
    return version, {country.pk: place % REGIONS for place, country in enumerate(made)}


def _ours(version: Any, region_of: dict[int, int]) -> tuple[Any, Any]:
    from django.contrib.auth.models import AnonymousUser

    from talanoa.assessment.queries import assessments, standings

    shown = standings.counted(AnonymousUser(), [version.framework_id])
    keys = standings.keys_of(shown)
    answers = standings.answers_of(assessments.scales_of(version), keys)
    return (
        standings.standings(answers),
        standings.places(answers, lambda key: region_of[key.country]),
    )


def _bare(version: Any) -> list[Any]:
    from django.db import connection

    connection.ensure_connection()
    cursor = connection.connection.cursor()
    mark = "?" if connection.vendor == "sqlite" else "%s"
    cursor.execute(FLOOR.replace("%s", mark), [version.pk])
    rows: list[Any] = cursor.fetchall()
    cursor.close()
    return rows


def _demand_right(version: Any, region_of: dict[int, int]) -> None:
    """What is measured is true: each answer is ranked, and one country's medians are right."""
    ranked, placed = _ours(version, region_of)
    rows = _bare(version)
    of_all = sum(
        len(each.gaps) + len(each.closed) + len(each.unknown) + len(each.unmeasured)
        for each in ranked.values()
    )
    if of_all != len(rows):
        raise AssertionError(f"{of_all} answers stand somewhere, of {len(rows)}.")
    key = next(iter(placed))
    for code, place in placed[key].items():
        others = [
            value
            for _, country, year, its, value, *_ in rows
            if its == code
            and value is not None
            and year == key.year
            and country != key.country
            and region_of[country] == region_of[key.country]
        ]
        if place.median != statistics.median(others):
            raise AssertionError(f"The median of {code} is not {place.median}.")


def _timed(clock: Callable[[], float], run: Callable[[], object]) -> float:
    began = clock()
    run()
    return clock() - began


if __name__ == "__main__":
    main()
