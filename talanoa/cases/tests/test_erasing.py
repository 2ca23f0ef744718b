"""Somebody is erased: cases and recommendations stay without a name, questions as they choose."""

import pytest

from talanoa.cases import queries, services
from talanoa.cases.models import Case, CaseStep
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.live.durations import SHOWN_AFTER
from talanoa.live.models import Entry
from talanoa.people.services import erase, export_of
from talanoa.programmes.models import TeamMember
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession
from talanoa.schedule.tests.jobs import run_jobs
from tests import make

pytestmark = pytest.mark.django_db

TAKEN_BACK = "Words taken back by their author"


class Room:
    """An open session with a case, on which two people asked and advised, and its scribe."""

    def __init__(self):
        self.case = make.a_case(status="scheduled", title="Outer islands")
        self.session = self.case.session
        schedule.open_session(by=None, session=self.session)
        self.session.refresh_from_db()
        self.scribe = make.a_part(self.session, "scribe", make.a_person("Litia Koroi"))
        self.ana, self.ben = (
            make.a_part(self.session, "expert", make.a_person(name))
            for name in ("Sela Taufa", "Ben Osei")
        )
        # Everything may be written, in any order.
        CaseStep.objects.create(case=self.case, session=self.session, step="done")
        wrote = {"by": self.scribe, "session": self.session, "case": self.case.pk}
        for person in (self.ana, self.ben):
            services.ask(**wrote, text=f"Asked by {person.pk}", asker=person.pk)
            services.recommend(**wrote, text=f"Advised by {person.pk}", author=person.pk)

    def texts(self):
        return [
            list(rows.order_by("pk").values_list("text", flat=True))
            for rows in (self.case.clarifying_questions, self.case.recommendations)
        ]

    def question_of(self, person):
        return self.case.clarifying_questions.get(asker=person)


def erased(person, *, words):
    erase(by=person, person=person, words=words)
    return run_jobs(of="cases")


@pytest.mark.parametrize("words", [True, False])
def test_a_question_goes_on_request_and_a_recommendation_stays(words):
    room = Room()

    erased(room.ana, words=words)

    asked, advised = f"Asked by {room.ana.pk}", f"Advised by {room.ana.pk}"
    assert room.texts() == [
        ["" if words else asked, f"Asked by {room.ben.pk}"],
        [advised, f"Advised by {room.ben.pk}"],
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", TAKEN_BACK), ("fr", "Propos retirés par la personne qui les a écrits")],
)
def test_pages_show_a_sentence_for_the_question_and_no_name(client, language, sentence):
    room = Room()
    make.closed(room.session)
    erased(room.ana, words=True)
    client.force_login(room.ben)
    client.cookies["talanoa_language"] = language
    type(room.ben).objects.filter(pk=room.ben.pk).update(language=language)

    case, in_room, record = (
        client.get(path).content.decode()
        for path in (
            f"/cases/{room.case.pk}/",
            f"/sessions/{room.session.pk}/room/",
            f"/sessions/{room.session.pk}/record/",
        )
    )

    for page in (case, in_room, record):
        assert (page.count(sentence), "Sela" in page) == (1, False)


def test_an_open_room_draws_what_they_asked_and_advised_anew():
    room = Room()
    before = Entry.objects.filter(session=room.session).count()

    erased(room.ana, words=True)

    told = Entry.objects.filter(session=room.session).order_by("seq")[before:]
    assert [(entry.kind, entry.data) for entry in told] == [
        (
            "case.question-changed",
            {"case": room.case.pk, "question": room.question_of(room.ana).pk},
        ),
        (
            "case.recommendation-changed",
            {
                "case": room.case.pk,
                "recommendation": room.case.recommendations.get(author=room.ana).pk,
            },
        ),
    ]


def test_a_room_that_ended_a_day_ago_is_told_nothing():
    room = Room()
    long_ago = clock.now() - SHOWN_AFTER
    LiveSession.objects.update(opened_at=long_ago, closed_at=long_ago)
    before = Entry.objects.count()

    erased(room.ana, words=True)

    assert (Entry.objects.count(), room.question_of(room.ana).text) == (before, "")


def test_erasing_twice_does_nothing_more():
    room = Room()
    make.a_case(room.case.programme, presenter=make.enrolled(room.case.programme, room.ana))
    erased(room.ana, words=True)
    before = [Entry.objects.count(), Event.objects.count()]

    services.forget_person(person=room.ana, words=True)

    assert [Entry.objects.count(), Event.objects.count()] == before


def test_an_answer_to_a_question_taken_back_can_still_be_corrected():
    room = Room()
    erased(room.ana, words=True)
    question = room.question_of(room.ana)

    services.answer(
        by=room.scribe,
        session=room.session,
        case=room.case.pk,
        question=question.pk,
        text="The doctor.",
    )

    question.refresh_from_db()
    assert (question.text, question.answer) == ("", "The doctor.")


def test_what_is_still_to_be_done_waits_for_another_owner():
    room = Room()
    to_do, done = room.case.recommendations.order_by("pk")
    for recommendation, state in ((to_do, "accepted"), (done, "done")):
        recommendation.owner, recommendation.state = room.ana, state
        recommendation.save()

    erased(room.ana, words=False)

    owners = room.case.recommendations.order_by("pk").values_list("owner", flat=True)
    assert list(owners) == [None, room.ana.pk]
    events = Event.objects.filter(kind="cases.recommendation_assigned")
    assert list(events.values_list("actor", "subject_id", "data")) == [
        (None, to_do.pk, {"owner": None, "due_on": None})
    ]


@pytest.mark.parametrize(
    ("status", "members", "title"),
    [
        ("draft", None, ""),
        ("draft", 1, ""),
        ("draft", 2, "Outer islands"),
        ("submitted", None, "Outer islands"),
        ("returned", None, "Outer islands"),
    ],
)
@pytest.mark.parametrize("words", [True, False])
def test_only_a_draft_that_nobody_else_can_see_goes(status, members, title, words):
    programme = make.a_programme()
    person = make.enrolled(programme)
    team = make.a_team(programme) if members else None
    for member in [person, make.a_person()][: members or 0]:
        TeamMember.objects.create(team=team, person=member)
    make.a_case(programme, status=status, presenter=person, team=team, title="Outer islands")

    erased(person, words=words)

    assert list(Case.objects.values_list("title", flat=True)) == [title]


def test_the_scribe_can_name_somebody_erased_no_more():
    room = Room()

    erased(room.ana, words=False)

    assert room.ana.pk not in dict(queries.people_of(room.session))


def test_the_export_holds_ones_own_words_and_nobody_elses():
    room = Room()
    mine = make.a_case(
        room.case.programme, presenter=make.enrolled(room.case.programme, room.ana), title="Mine"
    )
    question = room.question_of(room.ana)
    [given] = room.case.recommendations.filter(author=room.ana)
    [owned] = room.case.recommendations.filter(author=room.ben)
    owned.owner = room.ana
    owned.save()
    services.say_what_came_of_it(
        by=room.ana, recommendation=owned, state="adapted", note="By radio."
    )
    moved = owned.changes.get()

    kept = export_of(room.ana)["cases"]

    assert kept == {
        "presented": [
            {
                "title": "Mine",
                "situation": mine.situation,
                "tried": mine.tried,
                "obstacle": mine.obstacle,
                "question": mine.question,
                "answers": {},
                "begun_at": mine.begun_at,
                "changed_at": mine.changed_at,
                "submitted_at": None,
                "discussed_at": None,
                "withdrawn_at": None,
            }
        ],
        "presented_before": [],
        "changed": [],
        "written_with": [],
        "versions": [],
        "files": [],
        "consents": [],
        "kept_in_cases": [],
        "asked_of_teams": [],
        "answered_for_teams": [],
        "asked": [{"case__title": "Outer islands", "at": question.at, "text": question.text}],
        "recommended": [{"case__title": "Outer islands", "at": given.at, "text": given.text}],
        "owned": [
            {
                "case__title": "Outer islands",
                "text": owned.text,
                "due_on": None,
                "state": "adapted",
            }
        ],
        "said_what_came_of_it": [
            {
                "recommendation": owned.pk,
                "at": moved.at,
                "before": "proposed",
                "after": "adapted",
                "note": "By radio.",
                "follow_up__weeks": None,
            }
        ],
        "letters_prepared": [],
        "letters_signed": [],
        "letters_acknowledged": [],
        "letters_objected_to": [],
        "asked_urgently": [],
        "answered_urgently": [],
        "questions_routed": [],
        "noted": [],
    }


def test_a_scribe_takes_along_what_the_room_said_and_not_what_someone_did():
    room = Room()
    services.recommend(
        by=room.scribe, session=room.session, case=room.case.pk, text="Said by the room"
    )

    kept = export_of(room.scribe)["cases"]["noted"]

    assert [row["text"] for row in kept] == ["", "", "", "", "Said by the room"]
