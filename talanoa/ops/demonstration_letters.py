"""The letters of the demonstration: one sent and asked after, one that waits for a signature.

And a question that could not wait, with its expert.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from talanoa.cases import services as cases
from talanoa.cases.models import Case, Recommendation
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.ops.demonstration_hour import Cast
from talanoa.programmes.models import ChallengeArea, CountryTeam
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession
from talanoa.schedule.services import ItemOfAgenda
from talanoa.schedule.terms import AgendaKind

WORDS = Path(__file__).parent / "data" / "letters.json"


def write(held: LiveSession, cast: Cast) -> None:
    """All of them; ``held`` is last month's session, whose case was discussed in the room."""
    words = json.loads(WORDS.read_text(encoding="utf-8"))
    _send_and_ask(cast, words)
    _let_one_wait(held, cast, words["waiting"])
    cases.ask_urgently(
        by=cast.people["presenter"],
        programme=cast.cohort.programme,
        text=words["urgent"],
        client_id="demonstration",
    )


def _send_and_ask(cast: Cast, words: dict[str, Any]) -> None:
    """A case of a session in a meeting elsewhere, written down by hand, sent, and asked after."""
    people, presenter = cast.people, cast.people["presenter"]
    begins = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(
        days=words["days_ago"]
    )
    with clock.standing_at(begins - timedelta(days=14)):
        session = schedule.add_session(
            by=None,
            cohort=cast.cohort,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            **words["session"],
        )
        line = ItemOfAgenda(kind=AgendaKind.CASE, title=words["case"]["title"], minutes=30)
        [place] = schedule.set_agenda(by=None, session=session, items=[line])
        case = _bring(cast, words["case"])
        case = cases.accept(by=people["coordinator"], case=case, revision=case.revision)
        case = cases.schedule(by=people["coordinator"], case=case, item=place)
    with clock.standing_at(begins + timedelta(hours=2)):
        schedule.note_held(by=people["coordinator"], session=session)
        session.refresh_from_db()
        cases.discuss_cases_of(session=session)
        for advised in words["recommendations"]:
            _note(session, case, cast, advised)
    with clock.standing_at(begins + timedelta(days=1)):
        letter = cases.begin_letter(by=people["scribe"], case=case)
        letter = cases.write_letter(
            by=people["scribe"],
            letter=letter,
            revision=letter.revision,
            opening=words["opening"],
            lines=_lines(case, [advised["strength"] for advised in words["recommendations"]]),
        )
        letter = cases.hand_over_letter(
            by=people["scribe"], letter=letter, revision=letter.revision
        )
    with clock.standing_at(begins + timedelta(days=2)):
        sent = cases.sign_letter(by=people["expert"], letter=letter, revision=letter.revision)
    with clock.standing_at(begins + timedelta(days=3)):
        cases.acknowledge_letter(by=presenter, sent=sent)
    asked_at = letter.follow_ups.get(weeks=4).due_at
    with clock.standing_at(asked_at + timedelta(minutes=5)):
        asked = cases.ask_what_came_of(letter=letter)
    if asked is not None:
        with clock.standing_at(asked_at + timedelta(days=1)):
            first = case.recommendations.earliest("pk")
            said = cases.Answer(recommendation=first.pk, state="adopted", note=words["adopted"])
            cases.answer_follow_up(by=people["leader-a"], follow_up=asked, answers=[said])


def _let_one_wait(held: LiveSession, cast: Cast, words: dict[str, Any]) -> None:
    case = Case.objects.get(session=held)
    scribe = cast.people["scribe"]
    letter = cases.begin_letter(by=scribe, case=case)
    letter = cases.write_letter(
        by=scribe,
        letter=letter,
        revision=letter.revision,
        opening=words["opening"],
        lines=_lines(case, [words["strength"]] * case.recommendations.count()),
    )
    cases.hand_over_letter(by=scribe, letter=letter, revision=letter.revision)


def _bring(cast: Cast, words: dict[str, str]) -> Case:
    programme, presenter = cast.cohort.programme, cast.people["presenter"]
    case = cases.begin(
        by=presenter,
        programme=programme,
        is_example=True,
        text=cases.CaseText(
            title=words["title"],
            situation=words["situation"],
            tried=words["tried"],
            obstacle=words["obstacle"],
            question=words["question"],
            team=CountryTeam.objects.get(programme=programme),
            country=Country.objects.get(iso3=cast.example["team"]["country"]),
            challenge_area=ChallengeArea.objects.get(programme=programme, code=words["challenge"]),
            level=words["level"],
        ),
    )
    return cases.submit(by=presenter, case=case)


def _note(session: LiveSession, case: Case, cast: Cast, advised: dict[str, Any]) -> None:
    """What the scribe writes down by hand, whose it is, and what it rests on."""
    scribe, coordinator = cast.people["scribe"], cast.people["coordinator"]
    entry = cases.recommend(
        by=scribe,
        session=session,
        case=case.pk,
        text=advised["text"],
        author=cast.people[advised["author"]].pk if advised["author"] == "expert" else None,
    )
    given = Recommendation.objects.get(pk=entry.data["recommendation"])
    cases.describe(
        by=scribe,
        recommendation=given,
        focus_area=None,
        challenge_area=given.challenge_area,
        strength=advised["strength"],
        evidence=advised["evidence"],
        evidence_url=advised["url"],
        evidence_year=advised["year"],
    )
    days = advised["due_in"]
    owner = cast.people[advised["owner"]] if advised["owner"] else None
    if owner is not None or days is not None:
        due_on = None if days is None else (clock.now() + timedelta(days=days)).date()
        cases.assign(by=coordinator, recommendation=given, owner=owner, due_on=due_on)


def _lines(case: Case, strengths: list[str]) -> list[cases.Line]:
    given = case.recommendations.order_by("pk")
    return [
        cases.Line(key=one.pk, text=one.words, place=place, strength=strength)
        for place, (one, strength) in enumerate(zip(given, strengths, strict=True), start=1)
    ]
