"""The sessions of the demonstration: two held, here and in another tool, and one to try.

The past one is held act by act through the services the room uses, with the clock standing
where it would have stood, so that its record, attendance and certificates are what a real
hour leaves behind.
"""

import csv
import io
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.core.files.base import ContentFile

from talanoa.cases.models import Case, ClarifyingQuestion, Recommendation
from talanoa.cases.services import agreeing, following, noting, review, stepping, writing
from talanoa.cases.terms import ConsentTo, StepName
from talanoa.countries.models import Country
from talanoa.credentials import services as credentials
from talanoa.evaluation import services as evaluation
from talanoa.kernel import clock
from talanoa.live.models import Poll, Question
from talanoa.live.room.spans import Span
from talanoa.live.services import (
    attendance,
    calls,
    channels,
    floor,
    group_making,
    polls,
    presence,
    questions,
    records,
    reports,
    slides,
    speech,
    talk,
)
from talanoa.ops import demonstration_recording as recording
from talanoa.ops import demonstration_site as at_site
from talanoa.ops import demonstration_speech as said
from talanoa.people.models import Person
from talanoa.programmes.models import ChallengeArea, Cohort, CountryTeam
from talanoa.schedule import services as schedule
from talanoa.schedule.models import AgendaItem, LiveSession
from talanoa.schedule.services import ItemOfAgenda
from talanoa.schedule.terms import AgendaKind, SessionRoleName

SLIDES = Path(__file__).parent / "data" / "slides.typ"
STEPS_BEGIN = {
    StepName.RESTATING: 0,
    StepName.QUESTIONS: 2,
    StepName.PARTICIPANTS: 9,
    StepName.EXPERTS: 16,
    StepName.DONE: 21,
}
"""Minutes of the discussion at which the case is moved to each step, after its presentation."""


@dataclass(frozen=True)
class Cast:
    """The cohort, the people by their keys, and what ``example.json`` says of them."""

    cohort: Cohort
    people: dict[str, Person]
    example: dict[str, Any]


def prepare(session: LiveSession, cast: Cast, *, case: str, poll: str) -> None:
    """Give a session its agenda, speakers, slides, a poll and a case of the example team."""
    items = set_agenda(session, cast)
    for key, role in (
        ("presenter", SessionRoleName.PRESENTER),
        ("expert", SessionRoleName.SPEAKER),
    ):
        schedule.give_session_role(
            by=None, session=session, person=cast.people[key], role=role, is_confirmed=True
        )
    brought = bring_case(cast, case)
    review.accept(by=cast.people["coordinator"], case=brought, revision=brought.revision)
    place = next(item for item in items if item.kind == AgendaKind.CASE)
    review.schedule(by=cast.people["coordinator"], case=brought, item=place)
    deck = slides.upload(
        by=cast.people["facilitator"],
        session=session,
        title=cast.example["agenda"][1]["title"],
        file=ContentFile(typst.compile(SLIDES), name="slides.pdf"),
    )
    slides.make_pages(deck=deck)
    polls.prepare(
        by=cast.people["facilitator"],
        session=session,
        draft=polls.Draft(**cast.example["polls"][poll]),
    )
    ask_questions(session, cast, poll)


def interpret(session: LiveSession, cast: Cast) -> None:
    """Offer a session in French, too, by the example's interpreter."""
    facilitator = cast.people["facilitator"]
    french = channels.add_language(by=facilitator, session=session, language="fr")
    channels.name_interpreter(by=facilitator, channel=french, person=cast.people["interpreter"].pk)


def set_agenda(session: LiveSession, cast: Cast) -> list[AgendaItem]:
    """The agenda of the example, with its speakers."""
    items = [
        ItemOfAgenda(
            kind=item["kind"],
            title=item["title"],
            minutes=item["minutes"],
            speaker=cast.people.get(item.get("speaker", "")),
        )
        for item in cast.example["agenda"]
    ]
    return schedule.set_agenda(by=None, session=session, items=items)


def bring_case(cast: Cast, key: str) -> Case:
    """A case of the example team, submitted by its presenter."""
    words = cast.example["cases"][key]
    programme = cast.cohort.programme
    presenter = cast.people["presenter"]
    case = writing.begin(
        by=presenter,
        programme=programme,
        is_example=True,
        text=writing.CaseText(
            title=words["title"],
            situation=words["situation"],
            tried=words["tried"],
            obstacle=words["obstacle"],
            question=words["question"],
            team=CountryTeam.objects.get(programme=programme, name=cast.example["team"]["name"]),
            country=Country.objects.get(iso3=cast.example["team"]["country"]),
            challenge_area=ChallengeArea.objects.get(programme=programme, code=words["challenge"]),
            level=words["level"],
        ),
    )
    case = writing.submit(by=presenter, case=case)
    agreeing.agree(by=presenter, case=case, to=ConsentTo.LIBRARY)
    return case


def ask_questions(session: LiveSession, cast: Cast, which: str) -> None:
    """Questions that wait in the session's room from the start, with their votes."""
    for asked in cast.example["asked"][which]:
        entry = questions.ask(by=cast.people[asked["asker"]], session=session, text=asked["text"])
        for key in asked["votes"]:
            questions.vote(by=cast.people[key], session=session, question=entry.data["question"])


def bring_waiting_case(cast: Cast) -> None:
    """A case that waits on the coordinator's desk."""
    bring_case(cast, "waiting")


def hold(session: LiveSession, cast: Cast) -> None:
    """Hold a session of the past from its opening to its published record."""
    begins = session.starts_at
    with clock.standing_at(begins - timedelta(days=14)):
        prepare(session, cast, case="discussed", poll="past")
    with clock.standing_at(begins):
        floor.open_session(by=cast.people["facilitator"], session=session)
        session.refresh_from_db()
    _attend(session, cast, begins)
    with clock.standing_at(begins + timedelta(minutes=5)):
        at_site.share_a_screen(session, cast)
    said.caption(session, cast, begins)
    _run_agenda(session, cast, begins)
    speech.write(said.spoken(session, cast, begins))
    recording.record(
        session,
        coordinator=cast.people["coordinator"],
        facilitator=cast.people["facilitator"],
        agreed=[cast.people[key] for key in ("presenter", "expert", "participant-c")],
    )
    ends = session.ends_at
    with clock.standing_at(ends - timedelta(minutes=5)):
        wave = evaluation.open_wave(session)
    with clock.standing_at(ends):
        floor.close_session(by=cast.people["facilitator"], session=session)
        review.discuss_cases_of(session=LiveSession.objects.get(pk=session.pk))
    session.refresh_from_db()
    recording.make_ready(session)
    with clock.standing_at(ends + timedelta(minutes=6)):
        attendance.compute(session=session)
        for key, mark in cast.example["feedback"]:
            evaluation.answer(by=cast.people[key], wave=wave, answers=_answers(mark))
        credentials.issue_due(session=session)
        speech.sum_up(session=session)
        records.publish(by=cast.people["coordinator"], session=session)
        _answer_afterwards(session, cast)


def hold_elsewhere(begins: datetime, cast: Cast) -> LiveSession:
    """Hold a session whose sound was in Zoom, and count a report constructed for it.

    It names two people without their addresses, and a telephone that stays nobody's.
    """
    coordinator, facilitator = cast.people["coordinator"], cast.people["facilitator"]
    with clock.standing_at(begins - timedelta(days=14)):
        session = schedule.add_session(
            by=None,
            cohort=cast.cohort,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            **cast.example["elsewhere"],
        )
        set_agenda(session, cast)
        calls.set_call(by=coordinator, session=session, url="https://zoom.us/j/0000000000")
    ends = session.ends_at
    with clock.standing_at(begins):
        floor.open_session(by=facilitator, session=session)
    session.refresh_from_db()
    said.give_the_floor(session, cast, begins)
    with clock.standing_at(ends):
        floor.close_session(by=facilitator, session=session)
    session.refresh_from_db()
    with clock.standing_at(ends + timedelta(hours=1)):
        attendance.compute(session=session)
        report = reports.take_in(
            by=coordinator,
            session=session,
            data=_constructed_report(session, cast),
            file_name="constructed-zoom-report.csv",
            zone=ZoneInfo(session.time_zone),
        )
        reports.count(
            by=coordinator, report=report, reason="Example: a constructed report of Zoom."
        )
        credentials.issue_due(session=session)
        speech.sum_up(session=session)
    return session


def _constructed_report(session: LiveSession, cast: Cast) -> bytes:
    """As Zoom would write it: some without an address, one who came twice, one unknown."""
    zone = ZoneInfo(session.time_zone)

    def line(name: str, address: str, came: int, left: int) -> list[str]:
        moments = (session.starts_at + timedelta(minutes=minutes) for minutes in (came, left))
        written = [f"{at.astimezone(zone):%m/%d/%Y %I:%M:%S %p}" for at in moments]
        return [name, address, *written, str(left - came), "No"]

    nameless = {"expert", "participant-c"}
    lines = [
        line(person.name, "" if key in nameless else str(person.email), 0, 60)
        for key, person in cast.people.items()
        if key != "participant-e"
    ]
    late = cast.people["participant-e"]
    lines += [line(late.name, str(late.email), 5, 20), line(late.name, str(late.email), 30, 58)]
    lines.append(line("Galaxy A12", "", 2, 60))
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["Meeting ID", "Topic", "Start Time", "End Time", "Participants"])
    table.writerow(["000 0000 0000", "Constructed example", "", "", len(lines)])
    table.writerow([])
    heads = "Name (Original Name)", "User Email", "Join Time", "Leave Time"
    table.writerow([*heads, "Duration (Minutes)", "Guest"])
    table.writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _attend(session: LiveSession, cast: Cast, begins: datetime) -> None:
    """Everyone was there; one came late, one's line was cut for ten minutes."""
    ends = session.ends_at
    times = {key: [(begins, ends)] for key in cast.people}
    times["participant-e"] = [(begins + timedelta(minutes=20), ends)]
    times["participant-d"] = [
        (begins, begins + timedelta(minutes=30)),
        (begins + timedelta(minutes=40), ends),
    ]
    spans = [
        Span(session.pk, cast.people[key].pk, uuid.uuid4(), came, left, left)
        for key, stays in times.items()
        for came, left in stays
    ]
    presence.write_spans(spans, process="demonstration")


def _run_agenda(session: LiveSession, cast: Cast, begins: datetime) -> None:
    facilitator = cast.people["facilitator"]
    at = begins
    for item in session.agenda.order_by("position"):
        with clock.standing_at(at):
            floor.move_agenda(by=facilitator, session=session, item=item.pk)
        if item.kind == AgendaKind.DISCUSSION:
            _discuss(session, cast, at)
        at += timedelta(minutes=item.minutes)


def _discuss(session: LiveSession, cast: Cast, begins: datetime) -> None:
    """The case, step by step: restated, asked about, advised by participants, then by experts."""
    people, example = cast.people, cast.example
    case = Case.objects.get(session=session)
    for step, minutes in STEPS_BEGIN.items():
        with clock.standing_at(begins + timedelta(minutes=minutes)):
            stepping.step(by=people["facilitator"], session=session, case=case.pk, step=step)
            if step == StepName.RESTATING:
                talk.raise_hand(by=people["participant-c"], session=session)
            if step == StepName.QUESTIONS:
                floor.give_floor(by=people["facilitator"], session=session)
                _ask(session, case, cast)
            if step == StepName.DONE:
                _sort_questions(session, cast)
            if step == StepName.PARTICIPANTS:
                _ask_the_room(session, cast)
                for key, line in example["lines"]:
                    talk.say(by=people[key], session=session, text=line)
            for advised in example["recommendations"]:
                if advised["step"] == step:
                    _recommend(session, case, cast, advised)


def _ask(session: LiveSession, case: Case, cast: Cast) -> None:
    scribe = cast.people["scribe"]
    for asked in cast.example["questions"]:
        noting.ask(
            by=scribe,
            session=session,
            case=case.pk,
            text=asked["text"],
            asker=cast.people[asked["asker"]].pk,
        )
        question = ClarifyingQuestion.objects.filter(case=case).latest("pk")
        noting.answer(
            by=scribe, session=session, case=case.pk, question=question.pk, text=asked["answer"]
        )


def _recommend(session: LiveSession, case: Case, cast: Cast, advised: dict[str, Any]) -> None:
    noting.recommend(
        by=cast.people["scribe"],
        session=session,
        case=case.pk,
        text=advised["text"],
        author=cast.people[advised["author"]].pk,
    )
    following.assign(
        by=cast.people["coordinator"],
        recommendation=Recommendation.objects.filter(case=case).latest("pk"),
        owner=cast.people.get(advised["owner"] or ""),
        due_on=(clock.now() + timedelta(days=advised["days"])).date(),
    )


def _sort_questions(session: LiveSession, cast: Cast) -> None:
    """The first is taken up and answered aloud, the others are parked."""
    facilitator = cast.people["facilitator"]
    for asked in cast.example["asked"]["past"]:
        question = Question.objects.get(session=session, text=asked["text"])
        if asked["becomes"] == "answered aloud":
            questions.take_up(by=facilitator, session=session, question=question.pk)
            questions.answer_aloud(by=facilitator, session=session, question=question.pk)
        else:
            questions.park(by=facilitator, session=session, question=question.pk)


def _answer_afterwards(session: LiveSession, cast: Cast) -> None:
    for asked in cast.example["asked"]["past"]:
        if asked["becomes"] == "answered afterwards":
            question = Question.objects.get(session=session, text=asked["text"])
            questions.answer(
                by=cast.people["expert"],
                session=session,
                question=question.pk,
                text=asked["answer"],
            )


def prepare_groups(session: LiveSession, cast: Cast) -> None:
    """Have groups by language ready, to be opened in the room."""
    by = cast.people["facilitator"]
    group_making.make(by=by, session=session, **cast.example["groups"])


def _ask_the_room(session: LiveSession, cast: Cast) -> None:
    facilitator, poll = cast.people["facilitator"], Poll.objects.get(session=session)
    polls.open_poll(by=facilitator, session=session, poll=poll.pk)
    for key, choice in cast.example["votes"]:
        polls.vote(by=cast.people[key], session=session, poll=poll.pk, choices=[choice])
    polls.close_poll(by=facilitator, session=session, poll=poll.pk)
    polls.show(by=facilitator, session=session, poll=poll.pk)


def _answers(mark: int) -> dict[str, int | bool | str]:
    return {"relevance": mark, "learned": mark, "part": mark, "free-of-interests": True}
