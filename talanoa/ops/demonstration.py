"""The demonstration: a whole programme on real public data, with invented people in it.

What is real (aims, areas, countries, resources) is loaded from files that carry their
sources. Who speaks is invented, belongs to example countries (XA to XE), and is marked so.
"""

import json
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from talanoa.assessment.services import medicines
from talanoa.countries import services as countries
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.library import services as library
from talanoa.ops import (
    demonstration_assessments,
    demonstration_frameworks,
    demonstration_medicines,
    demonstration_plan,
    demonstration_teams,
)
from talanoa.ops import demonstration_cases as cases
from talanoa.ops import demonstration_figures as open_figures
from talanoa.ops import demonstration_guard as guard
from talanoa.ops import demonstration_hour as hour
from talanoa.ops import demonstration_letters as letters
from talanoa.ops import demonstration_library as examples
from talanoa.people import services as accounts
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import Cohort, Hub, Programme
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession

DATA = Path(__file__).parent / "data"
NOT_SHIPPED = Path(__file__).parents[2] / "demo"
"""Files whose terms do not let them come with the package; there in a checkout only."""

PRACTICE_BEGINS_IN = timedelta(minutes=10)


def is_loaded() -> bool:
    return Hub.objects.filter(slug=_example()["hub"]["slug"]).exists()


def load(*, say: Callable[[str], None]) -> None:
    """Load everything. What was loaded before an interruption is brought up to date.

    The hub is made last but one step before its hour, so that ``is_loaded`` is true only
    of a demonstration whose reference data stand.
    """
    example = _example()
    _load_reference_data(example, say=say)
    say("Making the hub, its programme and its people")
    people = {one["key"]: _person(one) for one in example["people"]}
    cohort = _programme(example, people)
    open_figures.offer_talks(people, example)
    administrator = _person(example["framework"]["administrator"])
    programmes.name_administrator(by=None, hub=cohort.programme.hub, person=administrator)
    demonstration_frameworks.propose(example["framework"], by=administrator)
    demonstration_medicines.say(
        example["medicines"],
        country=Country.objects.get(iso3=example["team"]["country"]),
        by=people[example["team"]["members"][0]],
    )
    say("Holding last month's session, and one in another tool")
    last_month = _series(example, cohort, people)
    cast = hour.Cast(cohort=cohort, people=people, example=example)
    hour.hold(last_month, cast)
    hour.hold_elsewhere(last_month.starts_at - timedelta(days=7), cast)
    guard.begin_draft(cast)
    examples.hold_with_cases(last_month.starts_at, cast)
    hour.bring_waiting_case(cast)
    cases.show(cast)
    letters.write(last_month, cast)
    say("Assessing example countries")
    demonstration_assessments.make(programme=cohort.programme, people=people)
    demonstration_plan.plan(last_month, cast)
    keep_practice()


def keep_practice() -> None:
    """Have a session that can be opened now, unless one stands ready or is being held."""
    example = _example()
    cohort = Cohort.objects.get(programme__hub__slug=example["hub"]["slug"])
    now = clock.now()
    ready = LiveSession.objects.filter(
        cohort=cohort, series=None, cancelled_at=None, closed_at=None, ends_at__gt=now
    )
    if ready.exists():
        return
    people = {
        one["key"]: Person.objects.get(email=_address(one["key"])) for one in example["people"]
    }
    starts_at = now.replace(second=0, microsecond=0) + PRACTICE_BEGINS_IN
    session = schedule.add_session(
        by=None,
        cohort=cohort,
        title=example["practice"]["title"],
        summary=example["practice"]["summary"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
    )
    cast = hour.Cast(cohort=cohort, people=people, example=example)
    hour.prepare(session, cast, case="practice", poll="prepared")
    hour.prepare_groups(session, cast)
    hour.interpret(session, cast)


def people() -> list[tuple[str, Person]]:
    """Those for whom sign-in links are printed: what they are, and who."""
    example = _example()
    shown = [(one["what"], one["key"]) for one in example["people"] if "what" in one]
    shown.append(("administrator", example["framework"]["administrator"]["key"]))
    return [(what, Person.objects.get(email=_address(key))) for what, key in shown]


def _load_reference_data(example: dict[str, Any], *, say: Callable[[str], None]) -> None:
    say(f"Loading {countries.load_list()} countries")
    countries.load(records=example["countries"], is_example=True)
    open_figures.load(NOT_SHIPPED / "atlas.json", say=say)
    library.load_themes(records=_themes()["library_themes"])
    say(f"Loading {library.load_seed()} resources")
    say(f"Loading {len(demonstration_frameworks.load(NOT_SHIPPED))} indicator frameworks")
    list_of_medicines = NOT_SHIPPED / "essential_medicines.json"
    if not list_of_medicines.exists():
        say("WHO's indicators and medicines do not come with the package: their terms forbid it")
        return
    say(f"Loading {medicines.load_medicines(record=_read(list_of_medicines))} medicines")


def _person(one: dict[str, Any]) -> Person:
    address = _address(one["key"])
    person = Person.objects.filter(email=address).first()
    if person is None:
        person = accounts.join(address=address, name=one["name"], is_example=True)
    return accounts.choose(
        by=person, name=one["name"], language=one["language"], time_zone=one["zone"]
    )


def _programme(example: dict[str, Any], people: dict[str, Person]) -> Cohort:
    """The programme of ``themes.json``, published, with everyone's role and enrolment."""
    facts = _themes()["programme"]
    hub = programmes.make_hub(by=None, is_demonstration=True, **example["hub"])
    programme = programmes.open_programme(
        by=None,
        hub=hub,
        name=facts["name"].partition(" (")[0],
        slug="palliative-care-echo",
        aim=_sentence(facts["aim"]),
        description=(
            f"Led by the {facts['lead']}. Launched on {facts['launched']}. "
            f"{_sentence(facts['format'])}"
        ),
        audience=_sentence(facts["audience"]).rstrip("."),
        is_demonstration=True,
        is_verified=facts["verified"],
        source=facts["source"],
    )
    _areas(programme)
    cohort = programmes.make_cohort(by=None, programme=programme, name=example["cohort"])
    programmes.publish(by=None, programme=programme)
    programmes.name_administrator(by=None, hub=hub, person=people["coordinator"])
    for one in example["people"]:
        person = people[one["key"]]
        if "role" in one:
            programmes.give_role(by=None, programme=programme, person=person, role=one["role"])
        else:
            country = Country.objects.get(iso3=one["country"])
            programmes.enrol(by=person, cohort=cohort, person=person, country=country)
    demonstration_teams.form_teams(programme, people, example)
    return cohort


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _areas(programme: Programme) -> None:
    themes = _themes()
    focus = {
        one["id"]: programmes.add_focus_area(by=None, programme=programme, **_area(one))
        for one in themes["focus_areas"]
    }
    for one in themes["challenge_areas"]:
        programmes.add_challenge_area(
            by=None,
            programme=programme,
            focus_areas=[focus[code] for code in one["focus_areas"]],
            **_area(one),
        )


def _area(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "code": one["id"],
        "sub_topics": one["sub_topics"],
        "source": one["source"],
        "is_verified": one["verified"],
    }


def _series(example: dict[str, Any], cohort: Cohort, people: dict[str, Person]) -> LiveSession:
    """Plan a session a month, from the last one that lies behind us; gives that one."""
    wanted = example["series"]
    now = clock.now()
    two_months_ago = (now - timedelta(days=45)).date().replace(day=1)
    # Planned on a day when all of it lay ahead, as a coordinator would have.
    with clock.standing_at(now - timedelta(days=80)):
        series = schedule.start_series(
            by=None,
            cohort=cohort,
            title=wanted["title"],
            week=wanted["week"],
            weekday=wanted["weekday"],
            local_time=time.fromisoformat(wanted["time"]),
            time_zone=example["hub"]["time_zone"],
            minutes=wanted["minutes"],
            count=wanted["count"],
            first_on=two_months_ago,
        )
    sessions = list(series.live_sessions.order_by("starts_at"))
    past = [session for session in sessions if session.ends_at < now - timedelta(hours=1)]
    for session in past[:-1]:
        schedule.cancel_session(by=None, session=session, reason="Before the demonstration began.")
    coming = next(session for session in sessions if session.starts_at > now)
    hour.set_agenda(coming, hour.Cast(cohort=cohort, people=people, example=example))
    return past[-1]


def _address(key: str) -> str:
    return f"{key}@example.org"


def _example() -> dict[str, Any]:
    return _read(DATA / "example.json")


def _themes() -> dict[str, Any]:
    return _read(DATA / "themes.json")


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
