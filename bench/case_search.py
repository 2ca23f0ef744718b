"""How long the library of cases takes to search: 50,000 cases, counted by twelve facets.

A PostgreSQL of the bench's own is filled with cases of forty programmes and all countries, each of
some three hundred words in English, Arabic or Chinese. Two people search: an administrator of the
hub, who sees all of it, and somebody enrolled in one programme. What is measured is
``queries.library`` whole, with what a page names of its hits and the names of what is counted;
twenty values of the facets are chosen in turn. Beside each stands the bare query: how many
documents hold these words, asked of PostgreSQL with nothing around it.

The process is settled as one that answers pages is, before its first search. R is the worst 95th
percentile over 50 ms, also of the searches each of which comes after something happened to a case.
What a process works out once (see ``talanoa.cases.queries.shelf`` and ``seen``) stands apart: the
first search in it, and the first of somebody. Takes about five minutes, most of
them to fill the database. ``--database URL`` takes an empty PostgreSQL in place of its own.
"""

import argparse
import contextlib
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bench import report as reporting
from bench.scratch import scratch
from tests import servers

BOUND_MS = 50.0
CASES = 50_000
PROGRAMMES = 40
TIMES = 30
"""How often each search is made."""
AT_ONCE = 2_000
VOWELS, CONSONANTS = "aeiou", "bcdfglmnprstv"
COMMON = {"morphine": 0.5, "nurse": 0.3, "budget": 0.2, "islands": 0.05, "ketamine": 0.0005}
"""How many of the cases hold a word."""
ARABIC = "المورفين لا يصل إلى المراكز الصحية في الجزر البعيدة والقانون لا يسمح للممرضات بوصفه"
CHINESE = "缓和医疗服务尚未到达偏远岛屿，护士不能开具吗啡处方，家属需要走一天的路。"


@dataclass(frozen=True)
class Search:
    """Somebody's search, as it would stand in an address."""

    name: str
    words: str
    chosen: tuple[dict[str, str], ...] = ({},)
    """The choices, taken in turn."""


def main() -> None:
    asked = _arguments()
    report = reporting.Report(
        name="case_search", bound=1.0, floor="50 ms at PostgreSQL", record=asked.record
    )
    cases, times = (500, 2) if asked.small else (CASES, TIMES)
    with _database(asked.database) as address, scratch(TALANOA_DATABASE_URL=address) as place:
        os.environ.update(place.environment)
        os.environ["TALANOA_LOG_LEVEL"] = "WARNING"
        import django

        django.setup(set_prefix=False)
        from talanoa.ops import pages

        readers = _made(cases)
        pages.keep_for_good()
        worst = 0.0
        for reader, person in readers.items():
            _measure_first(report, reader, person)
            worst = max(worst, _measure_after_an_event(report, reader, person, times))
            for search in _searches():
                worst = max(worst, _measure(report, reader, person, search, times))
        _close()
    raise SystemExit(report.finish(worst / BOUND_MS))


def _arguments() -> argparse.Namespace:
    parser = reporting.arguments("Measure the search of 50,000 cases.")
    parser.add_argument("--database", default="", help="An empty database: postgres://…")
    parser.add_argument("--small", action="store_true", help="Only see that the bench runs.")
    return parser.parse_args()


@contextlib.contextmanager
def _database(address: str) -> Iterator[str]:
    if address:
        yield address
        return
    with servers.postgres() as own:
        yield own


def _searches() -> list[Search]:
    return [
        Search("common word", "morphine"),
        Search("rare word", "ketamine"),
        Search("two words", "nurse budget"),
        Search("phrase without a word", '"nurse budget" -ketamine'),
        Search("Arabic", "المورفين"),
        Search("Chinese", "医疗"),
        Search("no words", ""),
        Search("no words, 20 values", "", _twenty()),
        Search("common word, 20 values", "morphine", _twenty()),
    ]


def _twenty() -> tuple[dict[str, str], ...]:
    """Twenty values, of all the facets."""
    return tuple(
        {name: value}
        for name, values in {
            "country": ("KEN", "FJI", "JOR"),
            "region": ("AFRO", "WPRO"),
            "income": ("low", "high"),
            "focus": ("programme-7:focus-0", "programme-7:focus-1"),
            "area": ("programme-7:area-0", "programme-7:area-3"),
            "level": ("district",),
            "language": ("ar", "zh"),
            "outcome": ("done", "nothing-yet"),
            "year": ("2024",),
            "programme": ("programme-7",),
            "follow_up": ("yes", "no"),
        }.items()
        for value in values
    )


def _measure(
    report: reporting.Report, reader: str, person: Any, search: Search, times: int
) -> float:
    from talanoa.search import asking

    asked = asking.read(search.words)
    bare = _bare(asked)
    count = max(_whole(person, asked, chosen) for chosen in search.chosen)
    ours, floor = [], []
    for number in range(max(times, len(search.chosen))):
        chosen = search.chosen[number % len(search.chosen)]
        ours.append(_milliseconds(partial(_whole, person, asked, chosen)))
        floor.append(_milliseconds(bare))
    p95 = statistics.quantiles(ours, n=20)[-1]
    report.figure(
        f"{reader}, {search.name}: {statistics.median(ours):.1f} ms, p95 {p95:.1f}, "
        f"least {min(ours):.1f} (bare {statistics.median(floor):.1f}, "
        f"ratio {statistics.median(ours) / statistics.median(floor):.1f}), {count} cases"
    )
    return p95


def _whole(person: Any, asked: Any, chosen: dict[str, str]) -> int:
    """All that a page shows of a search; how many cases answer."""
    from talanoa.cases import facets, queries

    found = queries.library(person, queries.Wanted(asked=asked, chosen=chosen))
    queries.in_order(found)
    facets.shown(found, chosen)
    return found.count


def _measure_first(report: reporting.Report, reader: str, person: Any) -> None:
    """What the first search of a process costs, and the first of this person in it."""
    from talanoa.cases.queries import seen, shelf
    from talanoa.search import asking

    nothing = asking.read("")
    for name, forget in (("in a process", shelf.forget), ("of theirs", seen.forget)):
        times = []
        for _ in range(5):
            forget()
            times.append(_milliseconds(partial(_whole, person, nothing, {})))
        report.figure(f"{reader}, first search {name}: {statistics.median(times):.0f} ms")


def _measure_after_an_event(
    report: reporting.Report, reader: str, person: Any, times: int
) -> float:
    """What a search costs when something happened to a case since the last."""
    from django.db import transaction

    from talanoa.cases.models import Case
    from talanoa.kernel import events
    from talanoa.search import asking

    nothing, taken = asking.read(""), []
    for case in Case.objects.order_by("pk")[:times]:
        with transaction.atomic():
            events.record("cases.recounted", by=None, subject=case)
        taken.append(_milliseconds(partial(_whole, person, nothing, {})))
    p95 = statistics.quantiles(taken, n=20)[-1]
    report.figure(
        f"{reader}, search after an event: {statistics.median(taken):.1f} ms, p95 {p95:.1f}"
    )
    return p95


def _bare(asked: Any) -> Callable[[], int]:
    """The count of what holds the words, by SQL alone."""
    from django.db import connection

    from talanoa.search import asking

    sql, values = "SELECT count(*) FROM search_document WHERE kind = 'case'", []
    for terms, how in ((asked.needed, "vector @@ %s::tsquery"), (asked.without, "NOT {0}")):
        if terms:
            sql += f" AND {how.format('vector @@ %s::tsquery')}"
            values.append(asking.for_postgres(terms, joined="&" if how[0] == "v" else "|"))

    def ask() -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.fetchone()[0])

    return ask


def _milliseconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def _made(cases: int) -> dict[str, Any]:
    """Fill the database; the people who search, by what they are."""
    from django.db import connection

    from talanoa.cases.models import Case, Consent, LibraryEntry, Recommendation
    from talanoa.cases.terms import ConsentTo, SystemLevel
    from talanoa.countries import services as countries
    from talanoa.countries.models import Country
    from talanoa.kernel import clock
    from talanoa.people.models import Person
    from talanoa.programmes import services as programmes
    from talanoa.schedule.models import LiveSession
    from talanoa.search import asking, normal
    from talanoa.search.models import Document

    chance = random.Random(4)
    countries.load_list()
    everywhere = list(Country.objects.order_by("pk"))
    administrator, participant, presenter = Person.objects.bulk_create(
        Person(email=f"{name}@example.org", name=name, password="!")
        for name in ("administrator", "participant", "presenter")
    )
    hub = programmes.make_hub(
        by=None, name="Hub", slug="hub", place="Geneva", time_zone="Europe/Zurich"
    )
    programmes.name_administrator(by=None, hub=hub, person=administrator)
    sessions, areas = [], {}
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    for number in range(PROGRAMMES):
        programme = programmes.open_programme(
            by=None, hub=hub, name=f"Programme {number}", slug=f"programme-{number}", aim="Care."
        )
        cohort = programmes.make_cohort(by=None, programme=programme, name="First")
        programmes.publish(by=None, programme=programme)
        focus = [
            programmes.add_focus_area(
                by=None, programme=programme, name=f"Focus {each}", code=f"focus-{each}"
            )
            for each in range(4)
        ]
        areas[programme.pk] = [
            programmes.add_challenge_area(
                by=None,
                programme=programme,
                name=f"Area {each}",
                code=f"area-{each}",
                focus_areas=[focus[each % 4]],
            )
            for each in range(13)
        ]
        if number == 7:
            programmes.enrol(by=None, cohort=cohort, person=participant)
        sessions += [
            LiveSession(
                cohort=cohort,
                title=f"Session {each}",
                starts_at=now - timedelta(weeks=4 * each + 1),
                ends_at=now - timedelta(weeks=4 * each + 1, hours=-1),
                time_zone="Europe/Zurich",
                opened_at=now - timedelta(weeks=4 * each + 1),
                closed_at=now - timedelta(weeks=4 * each + 1, hours=-1),
            )
            for each in range(100)
        ]
    sessions = LiveSession.objects.bulk_create(sessions)
    vocabulary = _vocabulary(chance)
    weights = [1 / (place + 10) for place in range(len(vocabulary))]
    states = ["proposed", "accepted", "adopted", "done", "not-adopted"]
    outcomes = ["nothing-yet", "accepted", "adopted", "done", "not-adopted"]
    for first in range(0, cases, AT_ONCE):
        texts = [_text(chance, vocabulary, weights) for _ in range(min(AT_ONCE, cases - first))]
        rows = []
        for _language, text in texts:
            session = chance.choice(sessions)
            programme_id = session.cohort.programme_id
            quarter = len(text) // 4
            rows.append(
                Case(
                    programme_id=programme_id,
                    presenter=presenter,
                    country=chance.choice(everywhere),
                    challenge_area=chance.choice(areas[programme_id]),
                    level=chance.choice(SystemLevel.values),
                    title=text[:60].strip() or "Case",
                    situation=text[:quarter],
                    tried=text[quarter : 2 * quarter],
                    obstacle=text[2 * quarter : 3 * quarter],
                    question=text[3 * quarter :][:500],
                    session=session,
                    submitted_at=now,
                    accepted_at=now,
                    discussed_at=session.closed_at,
                )
            )
        made = Case.objects.bulk_create(rows)
        Consent.objects.bulk_create(
            Consent(case=case, person=presenter, to=ConsentTo.LIBRARY, revision=1) for case in made
        )
        picked = [chance.randrange(5) for _ in made]
        Recommendation.objects.bulk_create(
            Recommendation(case=case, text="Let nurses prescribe.", state=states[pick])
            for case, pick in zip(made, picked, strict=True)
            for _ in range(3)
        )
        LibraryEntry.objects.bulk_create(
            _entry(case, language, outcomes[pick])
            for case, pick, (language, _) in zip(made, picked, texts, strict=True)
        )
        Document.objects.bulk_create(
            Document(kind="case", key=case.pk, words=normal.normalised([case.title, text]))
            for case, (_, text) in zip(made, texts, strict=True)
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    if (seen := _whole(administrator, asking.read(""), {})) != cases:
        raise SystemExit(f"The administrator sees {seen} of {cases} cases.")
    return {"all": administrator, "one programme": participant}


def _entry(case: Any, language: str, outcome: str) -> Any:
    """As the product would keep it, without reading the case again."""
    from talanoa.cases.models import LibraryEntry

    counted_by = {
        "kind": case.kind,
        "level": case.level,
        "language": language,
        "outcome": outcome,
        "has_follow_up": outcome != "nothing-yet",
        "year": case.session.starts_at.year,
    }
    return LibraryEntry(
        case=case,
        programme_id=case.programme_id,
        country_id=case.country_id,
        challenge_area_id=case.challenge_area_id,
        held_on=case.session.starts_at.date(),
        **counted_by,
    )


def _vocabulary(chance: random.Random) -> list[str]:
    return [
        "".join(
            chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randint(2, 4))
        )
        for _ in range(8_000)
    ]


def _text(chance: random.Random, vocabulary: list[str], weights: list[float]) -> tuple[str, str]:
    """A language and some three hundred words; one case in twenty is Arabic, one Chinese."""
    draw = chance.random()
    if draw < 0.05:
        return "ar", " ".join([ARABIC] * 15)
    if draw < 0.1:
        return "zh", CHINESE * 8
    words = chance.choices(vocabulary, weights, k=300)
    words += [word for word, share in COMMON.items() if chance.random() < share]
    chance.shuffle(words)
    return "en", " ".join(words)


def _close() -> None:
    """Let go of the database, which is taken away."""
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main()
