"""Cases and what comes of them."""

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from talanoa.cases import services as cases
from talanoa.cases.models import (
    Case,
    CaseAttachment,
    FollowUp,
    Letter,
    Recommendation,
    UrgentQuestion,
)
from talanoa.kernel import clock
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import CountryTeam, Programme
from talanoa.schedule import services as schedule
from talanoa.schedule.models import AgendaItem, LiveSession
from tests.make.hub import a_cohort, a_country, a_programme, a_role, enrolled
from tests.make.meeting import a_part, a_session


def a_place(where: Programme | LiveSession, **fields: Any) -> AgendaItem:
    """A place for a case in the agenda of a session, or of a new one in a programme."""
    session = where if isinstance(where, LiveSession) else a_session(where, **fields)
    item = schedule.ItemOfAgenda(kind="case", title="Case presentation", minutes=20)
    return schedule.set_agenda(by=None, session=session, items=[item])[0]


def a_case(
    programme: Programme | None = None,
    *,
    status: str = "draft",
    presenter: Person | None = None,
    team: CountryTeam | None = None,
    item: AgendaItem | None = None,
    kind: str = "",
    **text: Any,
) -> Case:
    """A complete case, brought as far as ``status`` says by those who bring it there."""
    programme = programme or a_programme()
    usual = {
        "title": "Morphine does not reach the outer islands",
        "situation": "One pharmacist serves four islands.",
        "tried": "A courier, for three months.",
        "obstacle": "The law asks for a doctor's signature on paper.",
        "question": "How did others let nurses prescribe?",
    }
    presenter = presenter or enrolled(programme)
    if team is not None:
        programmes.add_to_team(by=None, team=team, person=presenter)
    text = usual | {"team": team, "country": None if team else a_country()} | text
    written = cases.CaseText(**text)
    case = cases.begin(by=presenter, programme=programme, kind=kind, text=written)
    return brought_to(case, status, item=item)


def a_file(case: Case, *, by: Person | None = None, title: str = "Map") -> CaseAttachment:
    """A small picture beside a case."""
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(held, "PNG")
    file = ContentFile(held.getvalue())
    return cases.attach(by=by or case.presenter, case=case, title=title, file=file)


def brought_to(case: Case, status: str, *, item: AgendaItem | None = None) -> Case:
    """The case, taken from a draft to ``status`` by its presenter and a coordinator."""
    if status == "draft":
        return case
    if status == "withdrawn":
        return cases.withdraw(by=case.presenter, case=case, reason="We solved it.")
    case = cases.submit(by=case.presenter, case=case)
    if status == "submitted":
        return case
    coordinator = a_role(case.programme, "coordinator")
    if status == "returned":
        return cases.return_to_team(by=coordinator, case=case, reason="Give figures.")
    if case.kind == "clinical":
        cases.look(by=coordinator, case=case, revision=case.revision)
    case = cases.accept(by=coordinator, case=case, revision=case.revision)
    if status in ("scheduled", "discussed"):
        place = item or a_place(case.programme, starts_in=timedelta(minutes=10))
        case = cases.schedule(by=coordinator, case=case, item=place)
    if status == "discussed":
        closed(case.session)
        cases.discuss_cases_of(session=case.session)
        case.refresh_from_db()
    return case


def expired(case: Case) -> None:
    """The case, whose last day was yesterday."""
    over_at = clock.now() - timedelta(minutes=1)
    Case.objects.filter(pk=case.pk).update(
        expires_on=over_at.date() - timedelta(days=1), expires_at=over_at
    )


def at_step(case: Case, step: str, *, by: Person | None = None) -> Case:
    """The case, moved by a facilitator to a step of its protocol in the session that runs."""
    by = by or a_role(case.programme, "facilitator")
    assert case.session is not None
    cases.step(by=by, session=case.session, case=case.pk, step=step)
    return case


def a_recommendation(case: Case, text: str = "Let nurses prescribe.") -> Recommendation:
    """A recommendation the scribe wrote on a case whose session has begun."""
    scribe = a_part(case.session, "scribe")
    cases.recommend(by=scribe, session=case.session, case=case.pk, text=text)
    return case.recommendations.latest("pk")


def a_letter(
    case: Case | None = None, *, status: str = "draft", expert: Person | None = None
) -> Letter:
    """The letter on a discussed case with a recommendation, brought as far as ``status`` says."""
    case = case or a_case(status="discussed")
    if not case.recommendations.exists():
        a_recommendation(case)
    scribe = a_role(case.programme, "scribe")
    expert = expert or a_role(case.programme, "expert")
    letter = cases.begin_letter(by=scribe, case=case)
    if status != "draft":
        letter = cases.hand_over_letter(by=scribe, letter=letter, revision=letter.revision)
    if status == "sent":
        cases.sign_letter(by=expert, letter=letter, revision=letter.revision)
        letter.refresh_from_db()
    return letter


def an_asking(letter: Letter | None = None, *, weeks: int = 4) -> FollowUp:
    """What came of a sent letter, asked after so many weeks."""
    letter = letter or a_letter(status="sent")
    due_at = letter.follow_ups.get(weeks=weeks).due_at
    with clock.standing_at(due_at + timedelta(minutes=1)):
        asked = cases.ask_what_came_of(letter=letter)
    assert asked is not None
    return asked


def an_urgent_question(
    programme: Programme | None = None, *, by: Person | None = None, **fields: Any
) -> UrgentQuestion:
    """A question that cannot wait, of somebody enrolled in a programme with experts."""
    programme = programme or a_programme()
    if not programme.roles.filter(role="expert").exists():
        a_role(programme, "expert")
    fields = {"text": "May the dose be doubled?"} | fields
    return cases.ask_urgently(by=by or enrolled(programme), programme=programme, **fields)


def in_library(programme: Programme, *, states: Iterable[str] = (), **text: Any) -> Case:
    """A discussed case with a recommendation in each of these states, kept in the library."""
    # Each in a cohort of its own: one cohort has one session at a time.
    session = a_session(a_cohort(programme), starts_in=timedelta(minutes=10))
    case = a_case(programme, status="discussed", item=a_place(session), **text)
    for state in states:
        recommendation = a_recommendation(case)
        if state != "proposed":
            cases.say_what_came_of_it(
                by=case.presenter, recommendation=recommendation, state=state, note="As planned."
            )
    cases.agree(by=case.presenter, case=case, to="library")
    cases.keep_in_library(case.pk)
    return case


def closed(session: LiveSession) -> LiveSession:
    """The session, opened and closed again."""
    if session.opened_at is None:
        schedule.open_session(by=None, session=session)
    schedule.close_session(by=None, session=session)
    session.refresh_from_db()
    return session
