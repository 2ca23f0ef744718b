"""Plain makers for tests: each makes one thing, by the services wherever one exists.

Import what a test needs: ``from tests.make import a_person``. Each room's makers stand
together, lowest room first.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from talanoa.cases import services as cases
from talanoa.cases.models import Case, Recommendation
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.live.models import (
    Attendance,
    CaptionIntake,
    InterpretationChannel,
    Poll,
    Presence,
    Question,
    SlideDeck,
)
from talanoa.live.services import caption_desk, channels, polls, questions, slides
from talanoa.live.tests import pdfs
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import Cohort, CountryTeam, Hub, Programme
from talanoa.schedule import services as schedule
from talanoa.schedule.models import AgendaItem, LiveSession, Series

_numbers = count(1)


# --- people ------------------------------------------------------------------------------------


def a_person(name: str = "Ana Faleolo", *, password: str | None = None, **fields: Any) -> Person:
    """Someone with an account who has been welcomed; the address is unique unless given."""
    number = next(_numbers)
    fields = {"email": f"person{number}@example.org", "chosen_at": clock.now()} | fields
    return Person.objects.create_user(name=name, password=password, **fields)


# --- programmes --------------------------------------------------------------------------------


def a_country(iso2: str = "TO", *, name: str = "Tonga", **fields: Any) -> Country:
    """A country; the same one when it is asked for again."""
    fields = {"iso3": f"{iso2}N", "names": {"en": name}} | fields
    country, _is_new = Country.objects.get_or_create(iso2=iso2, defaults=fields)
    return country


def a_hub(*, administrator: Person | None = None, **fields: Any) -> Hub:
    """A hub in Geneva."""
    number = next(_numbers)
    usual = {"name": f"Hub {number}", "slug": f"hub-{number}", "place": "Geneva"}
    hub = programmes.make_hub(by=None, **(usual | {"time_zone": "Europe/Zurich"} | fields))
    if administrator is not None:
        programmes.name_administrator(by=None, hub=hub, person=administrator)
    return hub


def a_programme(*, is_published: bool = True, **fields: Any) -> Programme:
    """A programme without cohorts, published unless said otherwise."""
    number = next(_numbers)
    usual = {"name": f"Programme {number}", "aim": "Nobody dies in pain."}
    hub = fields.pop("hub", None) or a_hub()
    programme = programmes.open_programme(by=None, hub=hub, **(usual | fields))
    if is_published:
        programmes.publish(by=None, programme=programme)
        programme.refresh_from_db()
    return programme


def a_cohort(programme: Programme | None = None, **fields: Any) -> Cohort:
    """A cohort with places for everyone."""
    fields = {"name": f"Cohort {next(_numbers)}"} | fields
    return programmes.make_cohort(by=None, programme=programme or a_programme(), **fields)


def enrolled(where: Programme | Cohort, person: Person | None = None, **fields: Any) -> Person:
    """Someone enrolled in a cohort, or in a programme's first one."""
    person = person or a_person()
    if isinstance(where, Programme):
        where = where.cohorts.first() or a_cohort(where)
    programmes.enrol(by=None, cohort=where, person=person, **fields)
    return person


def a_role(programme: Programme, role: str, person: Person | None = None) -> Person:
    """Someone with a role in a programme."""
    person = person or a_person()
    programmes.give_role(by=None, programme=programme, person=person, role=role)
    return person


def a_team(programme: Programme, *, country: Country | None = None, name: str = "") -> CountryTeam:
    """A country team without members."""
    return programmes.make_team(
        by=None,
        programme=programme,
        country=country or a_country(),
        name=name or f"Team {next(_numbers)}",
    )


# --- schedule ----------------------------------------------------------------------------------


def a_session(
    where: Programme | Cohort | None = None,
    *,
    starts_in: timedelta = timedelta(days=7),
    **fields: Any,
) -> LiveSession:
    """A session of an hour, a week from now, in a cohort or in a programme's first one."""
    if where is None or isinstance(where, Programme):
        programme = where or a_programme()
        where = programme.cohorts.first() or a_cohort(programme)
    starts_at = clock.now().replace(second=0, microsecond=0) + starts_in
    usual = {
        "title": "Morphine for all who need it",
        "starts_at": starts_at,
        "ends_at": fields.get("starts_at", starts_at) + timedelta(hours=1),
    }
    return schedule.add_session(by=None, cohort=where, **(usual | fields))


def a_series(cohort: Cohort | None = None, **fields: Any) -> Series:
    """The first Tuesday of twelve months from January 2027, 14:00 Geneva time."""
    usual = {
        "title": "Monthly session",
        "week": 1,
        "weekday": 1,
        "local_time": time(14),
        "time_zone": "Europe/Zurich",
        "first_on": date(2027, 1, 1),
    }
    return schedule.start_series(by=None, cohort=cohort or a_cohort(), **(usual | fields))


def an_open_session(where: Programme | Cohort | None = None, **fields: Any) -> LiveSession:
    """A session that starts in ten minutes and whose doors are open."""
    session = a_session(where, **({"starts_in": timedelta(minutes=10)} | fields))
    schedule.open_session(by=None, session=session)
    session.refresh_from_db()
    return session


def a_part(session: LiveSession, role: str, person: Person | None = None, **fields: Any) -> Person:
    """Someone with a role in one session."""
    person = person or a_person()
    schedule.give_session_role(by=None, session=session, person=person, role=role, **fields)
    return person


# --- cases -------------------------------------------------------------------------------------


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
    case = cases.begin(by=presenter, programme=programme, text=cases.CaseText(**text))
    return brought_to(case, status, item=item)


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
    case = cases.accept(by=coordinator, case=case, revision=case.revision)
    if status in ("scheduled", "discussed"):
        place = item or a_place(case.programme, starts_in=timedelta(minutes=10))
        case = cases.schedule(by=coordinator, case=case, item=place)
    if status == "discussed":
        closed(case.session)
        cases.discuss_cases_of(session=case.session)
        case.refresh_from_db()
    return case


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
    cases.keep_in_library(case.pk)
    return case


def closed(session: LiveSession) -> LiveSession:
    """The session, opened and closed again."""
    if session.opened_at is None:
        schedule.open_session(by=None, session=session)
    schedule.close_session(by=None, session=session)
    session.refresh_from_db()
    return session


# --- live ----------------------------------------------------------------------------------


def a_deck(session: LiveSession, *, pages: int = 1, by: Person | None = None) -> SlideDeck:
    """Slides that have been made into pages, by a presenter of the session."""
    deck = slides.upload(
        by=by or a_part(session, "presenter"),
        session=session,
        title="Morphine in the districts",
        file=ContentFile(pdfs.a_pdf(pages=pages), name="slides.pdf"),
    )
    slides.make_pages(deck=deck)
    deck.refresh_from_db()
    return deck


def a_poll(session: LiveSession, *, by: Person | None = None, **fields: Any) -> Poll:
    """A poll with one answer among three, secret, prepared by a facilitator of the session."""
    usual = {
        "question": "What keeps morphine from your patients?",
        "kind": "single",
        "ballot": "secret",
        "options": "The law\nThe supply\nFear",
    }
    by = by or a_role(session.cohort.programme, "facilitator")
    return polls.prepare(by=by, session=session, draft=polls.Draft(**(usual | fields)))


def an_open_poll(session: LiveSession, *, by: Person | None = None, **fields: Any) -> Poll:
    """The same, put to the room."""
    by = by or a_role(session.cohort.programme, "facilitator")
    poll = a_poll(session, by=by, **fields)
    polls.open_poll(by=by, session=session, poll=poll.pk)
    poll.refresh_from_db()
    return poll


def a_captioner(
    session: LiveSession, person: Person | None = None, *, language: str = "en"
) -> Person:
    """Somebody enrolled to whom a facilitator has given the captions of a language."""
    person = person or enrolled(session.cohort)
    by = a_role(session.cohort.programme, "facilitator")
    caption_desk.give(by=by, session=session, person=person, language=language)
    return person


def an_intake(session: LiveSession, *, is_machine: bool = False) -> CaptionIntake:
    """An address for a caption service that writes English."""
    by = a_role(session.cohort.programme, "facilitator")
    made = caption_desk.open_intake(
        by=by, session=session, name="Service", language="en", is_machine=is_machine
    )
    made.intake.url = made.url  # type: ignore[attr-defined]
    return made.intake


def a_question(
    session: LiveSession, *, by: Person | None = None, text: str = "Who may prescribe it?"
) -> Question:
    """A question that waits, asked with their name by somebody enrolled."""
    entry = questions.ask(by=by or enrolled(session.cohort), session=session, text=text)
    return Question.objects.get(pk=entry.data["question"])


def an_interpreter(channel: InterpretationChannel, name: str = "Awa Diop", *, by: Person) -> Person:
    """Someone with a part in a session who interprets into one of its languages."""
    person = a_part(channel.session, "interpreter", a_person(name))
    channels.name_interpreter(by=by, channel=channel, person=person.pk)
    return person


# --- evaluation and credentials ----------------------------------------------------------------


def a_presence(session: LiveSession, person: Person, *, ago: timedelta = timedelta(0)) -> Presence:
    """A span of presence whose last sign of life was so long ago."""
    at = clock.now() - ago
    return Presence.objects.create(session=session, person=person, began_at=at, last_sign_at=at)


def attendance(
    session: LiveSession, person: Person, length: timedelta = timedelta(hours=1), **fields: Any
) -> Attendance:
    """Someone's final attendance; a second one is a correction of the first."""
    earlier = Attendance.objects.filter(session=session, person=person)
    revision = earlier.count() + 1
    earlier.update(is_current=False)
    fields = {"final_at": clock.now()} | fields
    return Attendance.objects.create(
        session=session, person=person, attended=length, revision=revision, **fields
    )
