"""Three more sessions of the past, each with a case and what came of it, so that the library of
cases has something to find, in three languages. All of it is invented and marked as such.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from talanoa.cases import services as cases
from talanoa.cases.models import Case
from talanoa.cases.terms import ConsentTo
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.library.models import Resource
from talanoa.live.services import floor
from talanoa.ops.demonstration_hour import SLIDES, Cast
from talanoa.people.models import Person
from talanoa.programmes.models import ChallengeArea, CountryTeam
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession
from talanoa.schedule.services import ItemOfAgenda
from talanoa.schedule.terms import AgendaKind, SessionRoleName

CASES = SLIDES.with_name("library_cases.json")
A_MOVE = timedelta(days=3)
"""How long after the one before something was said of a recommendation."""


def hold_with_cases(before: datetime, cast: Cast) -> None:
    """Hold the sessions some time ``before`` another, and follow what was advised in them."""
    for words in told():
        _follow(_held(_begins(before, words), cast, words), cast, words)
    for case in Case.objects.filter(discussed_at__isnull=False).order_by("pk"):
        cases.keep_in_library(case.pk)


def told() -> list[dict[str, Any]]:
    """The cases and what came of them, as they are written down."""
    cases: list[dict[str, Any]] = json.loads(CASES.read_text(encoding="utf-8"))
    return cases


def _begins(before: datetime, words: dict[str, Any]) -> datetime:
    """Some weeks before; or in autumn some years ago, after that year's assessment."""
    if "weeks_before" in words:
        return before - timedelta(weeks=words["weeks_before"])
    year = clock.now().year - words["years_before"]
    return before.replace(year=year, month=9, day=17)


def _held(begins: datetime, cast: Cast, words: dict[str, Any]) -> Case:
    people = cast.people
    with clock.standing_at(begins - timedelta(days=14)):
        session = schedule.add_session(
            by=None,
            cohort=cast.cohort,
            title=words["session"],
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
        )
        item = ItemOfAgenda(kind=AgendaKind.CASE, title=words["session"], minutes=20)
        (place,) = schedule.set_agenda(by=None, session=session, items=[item])
        schedule.give_session_role(
            by=None,
            session=session,
            person=people["expert"],
            role=SessionRoleName.EXPERT,
            is_confirmed=True,
        )
        case = _brought(cast, words)
        case = cases.accept(by=people["coordinator"], case=case, revision=case.revision)
        case = cases.schedule(by=people["coordinator"], case=case, item=place)
    with clock.standing_at(begins):
        floor.open_session(by=people["facilitator"], session=session)
    with clock.standing_at(begins + timedelta(hours=1)):
        session = LiveSession.objects.get(pk=session.pk)
        floor.close_session(by=people["facilitator"], session=session)
        cases.discuss_cases_of(session=LiveSession.objects.get(pk=session.pk))
    return Case.objects.select_related("session").get(pk=case.pk)


def _brought(cast: Cast, words: dict[str, Any]) -> Case:
    programme = cast.cohort.programme
    presenter = cast.people[words["presenter"]]
    case = cases.begin(
        by=presenter,
        programme=programme,
        kind=words.get("kind", ""),
        is_example=True,
        text=cases.CaseText(
            title=words["title"],
            situation=words["situation"],
            tried=words["tried"],
            obstacle=words["obstacle"],
            question=words["question"],
            team=_team_of(presenter) if words.get("as_team") else None,
            country=Country.objects.get(iso3=words["country"]),
            challenge_area=ChallengeArea.objects.get(programme=programme, code=words["challenge"]),
            level=words["level"],
        ),
    )
    case = cases.submit(by=presenter, case=case)
    cases.agree(by=presenter, case=case, to=ConsentTo.LIBRARY)
    return case


def _team_of(presenter: Person) -> CountryTeam | None:
    return CountryTeam.objects.filter(members__person=presenter).first()


def _follow(case: Case, cast: Cast, words: dict[str, Any]) -> None:
    session = case.session
    if session is None:
        return
    for advised in words["advice"]:
        with clock.standing_at(session.ends_at + timedelta(minutes=5)):
            cases.recommend(
                by=cast.people["scribe"],
                session=session,
                case=case.pk,
                text=advised["text"],
                author=_present(cast, advised["by"]),
            )
        recommendation = case.recommendations.latest("pk")
        for resource in Resource.objects.filter(code__in=advised.get("resources", [])):
            cases.draw_on(
                by=cast.people["scribe"], recommendation=recommendation, resource=resource
            )
        for number, (state, note) in enumerate(advised["moves"], start=1):
            with clock.standing_at(session.ends_at + number * A_MOVE):
                cases.say_what_came_of_it(
                    by=cast.people[words["presenter"]],
                    recommendation=recommendation,
                    state=state,
                    note=note,
                )


def _present(cast: Cast, key: str) -> int | None:
    """Only those who work for the programme were in the room by name; others spoke as the room."""
    return cast.people[key].pk if key == "expert" else None
