"""The case beside the slides: the panel, its frames, and the session record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from talanoa.cases import acts, queries, services
from talanoa.cases.terms import StepName
from talanoa.live import alike, fragments
from talanoa.live import queries as live
from talanoa.live.room import acts as room_acts
from talanoa.live.room.protocol import Frame, ProtocolError
from talanoa.live.services import floor
from talanoa.live.tests import documents
from talanoa.people.models import Person
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession
from tests import make

pytestmark = pytest.mark.django_db


class Room:
    """An open session with two cases on its agenda, a talk between them, and a scribe."""

    def __init__(self):
        programme = make.a_programme()
        self.session = make.a_session(programme, starts_in=timedelta(minutes=10))
        agenda = [("case", "First case"), ("discussion", "Discussion"), ("case", "Second case")]
        self.items = schedule.set_agenda(
            by=None,
            session=self.session,
            items=[
                schedule.ItemOfAgenda(kind=kind, title=title, minutes=10) for kind, title in agenda
            ],
        )
        self.first = make.a_case(
            programme, status="scheduled", item=self.items[0], title="Outer islands"
        )
        self.second = make.a_case(
            programme, status="scheduled", item=self.items[2], title="Hill villages"
        )
        schedule.open_session(by=None, session=self.session)
        self.session.refresh_from_db()
        self.scribe = make.a_part(self.session, "scribe", make.a_person("Litia Koroi"))
        self.facilitator = make.a_role(programme, "facilitator")
        self.member = make.enrolled(programme)

    def move(self, item):
        floor.move_agenda(by=self.facilitator, session=self.session, item=item.pk)

    def step(self, step):
        make.at_step(self.first, step, by=self.facilitator)

    def ask(self, text="Who signs?", **more):
        self.step("questions")
        asked = {"by": self.scribe, "session": self.session, "case": self.first.pk, "text": text}
        services.ask(**(asked | more))
        return self.first.clarifying_questions.latest("pk")


def nothing(room):
    pass


def answered(room):
    question = room.first.clarifying_questions.get()
    services.answer(
        by=room.scribe,
        session=room.session,
        case=room.first.pk,
        question=question.pk,
        text="A doctor.\n<b>Always.</b>",
    )


def recommended(room):
    author = make.a_part(room.session, "expert", make.a_person("Dr Sefo"))
    room.step("experts")
    services.recommend(
        by=room.scribe,
        session=room.session,
        case=room.first.pk,
        text="Let nurses prescribe.",
        author=author.pk,
    )


def asked_out_of_turn(room):
    services.ask(
        by=room.facilitator,
        session=room.session,
        case=room.first.pk,
        text="Who signs?",
        out_of_turn=True,
    )


def taken_up(room):
    room.move(room.items[0])


def closed(room):
    floor.close_session(by=room.facilitator, session=room.session)


def the_other_stepped(room):
    make.at_step(room.second, "questions", by=room.facilitator)


CHANGES = {
    "a question": (nothing, Room.ask),
    "a second question": (Room.ask, Room.ask),
    "an answer": (Room.ask, answered),
    "a recommendation": (nothing, recommended),
    "the next item keeps the case": (Room.ask, lambda room: room.move(room.items[1])),
    "the second case": (Room.ask, lambda room: room.move(room.items[2])),
    "the first case is taken up": (nothing, taken_up),
    **{
        f"to {step}": (taken_up, lambda room, step=step: room.step(step))
        for step in StepName
        if step != "presentation"
    },
    "back to the presentation": (Room.ask, lambda room: room.step("presentation")),
    "a step of the other case": (Room.ask, the_other_stepped),
    "out of turn": (taken_up, asked_out_of_turn),
    "the answer to what came out of turn": (asked_out_of_turn, answered),
    "the end of the session": (Room.ask, closed),
    "the end of a session without steps": (nothing, closed),
}


@pytest.mark.parametrize("who", ["member", "scribe", "facilitator"])
@pytest.mark.parametrize("change", CHANGES)
def test_page_before_and_frames_make_the_page_fetched_after(client, change, who):
    before, act = CHANGES[change]
    room = Room()
    before(room)
    client.force_login(getattr(room, who))
    page = panel(client, room)
    seen = live.last_seq(room.session.pk)

    act(room)

    receive(page, room, after=seen)
    assert case_part(page) == case_part(panel(client, room))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_step_comes_in_the_language_of_the_page(client, language):
    room = Room()
    taken_up(room)
    client.cookies["talanoa_language"] = language
    Person.objects.update(language=language)
    client.force_login(room.member)
    page = panel(client, room)
    seen = live.last_seq(room.session.pk)

    room.step("questions")

    receive(page, room, after=seen, language=language)
    assert case_part(page) == case_part(panel(client, room))


def test_frames_that_come_again_or_late_show_where_the_case_stands_now(client):
    room = Room()
    client.force_login(room.member)
    page = panel(client, room)
    for step in ("restating", "questions", "participants"):
        room.step(step)

    for after in (2, 0, 1):
        receive(page, room, after=after)

    assert case_part(page) == case_part(panel(client, room))


def receive(page, room, *, after, language="en"):
    """What someone whose page showed entry ``after`` receives, applied to the page."""
    session = LiveSession.objects.select_related("cohort__programme__hub").get(pk=room.session.pk)
    for entry in live.entries_after(session, after, most=10):
        for patch in fragments.patches(entry, language=language):
            documents.apply(page, patch)


def panel(client, room):
    page = client.get(reverse("live:room", args=[room.session.pk])).content.decode()
    return documents.parse(documents.same_each_time(page))


def case_part(page):
    return page.find("case-in-hand").written()


@pytest.mark.parametrize(("who", "writes"), [("member", False), ("scribe", True)])
def test_only_who_may_write_finds_the_forms(client, who, writes):
    room = Room()
    client.force_login(getattr(room, who))

    assert (panel(client, room).find("act-case-recommend") is not None) is writes


def test_the_case_in_hand_follows_the_agenda():
    room = Room()
    seen = [queries.case_in_hand(room.session)]
    for item in room.items:
        room.move(item)
        seen.append(queries.case_in_hand(room.session))

    assert seen == [room.first, room.first, room.first, room.second]


def test_a_session_without_a_case_has_no_panel():
    session = make.an_open_session()

    same = alike.of(session, live.mark_of(session.pk), hosting=False)

    assert acts.panel(session, make.enrolled(session.cohort), same) is None


def test_a_withdrawn_case_leaves_the_room():
    room = Room()
    services.withdraw(by=room.first.presenter, case=room.first, reason="A name was in it.")

    assert queries.case_in_hand(room.session) == room.second


def test_frames_do_what_the_forms_do():
    room = Room()
    data = {"case": room.first.pk, "text": "Who signs?", "asker": room.member.pk}
    refused = {"case": room.first.pk, "text": " "}

    room.step("questions")
    with pytest.raises(room_acts.Refused, match="Choose someone who is part"):
        room_acts.carry_out(Frame("case.ask", "q1", data), by=room.scribe, session=room.session)
    with pytest.raises(room_acts.Refused):
        room_acts.carry_out(
            Frame("case.recommend", "r1", refused), by=room.scribe, session=room.session
        )
    entry = room_acts.carry_out(
        Frame("case.ask", "q2", data | {"asker": 0}), by=room.scribe, session=room.session
    )

    assert entry.data == {
        "case": room.first.pk,
        "question": room.first.clarifying_questions.get().pk,
    }


def test_frames_move_the_case_and_take_what_is_out_of_turn():
    room = Room()
    step = {"case": room.first.pk, "step": "questions"}
    data = {"case": room.first.pk, "text": "Train nurses.", "out_of_turn": True}

    def act(name, client_id, data, by):
        frame = Frame(name, client_id, data)
        return room_acts.carry_out(frame, by=by, session=room.session)

    moved = act("case.step", "s1", step, room.facilitator)
    entry = act("case.recommend", "r1", data, room.facilitator)

    assert act("case.step", "s1", step, room.facilitator) == moved
    assert act("case.recommend", "r1", data, room.facilitator) == entry
    assert entry.data["out_of_turn"] == "questions"
    for name, client_id, sent in (
        ("case.step", "s2", {"case": room.first.pk}),
        ("case.recommend", "r2", data),
    ):
        with pytest.raises(room_acts.Refused, match="Only facilitators and coordinators"):
            act(name, client_id, sent, room.scribe)
    for sent in ({"step": "questions"}, step | {"step": 3}, data | {"out_of_turn": "on"}):
        with pytest.raises(ProtocolError):
            act("case.step" if "step" in sent else "case.recommend", "x1", sent, room.facilitator)


def test_a_form_sent_from_the_room_leads_back_to_it(client):
    room = Room()
    room.step("questions")
    client.force_login(room.scribe)

    page = client.post(
        reverse("cases:ask", args=[room.first.pk]) + "?in=room",
        {"text": "Who signs?", "client_id": "q1"},
    )

    assert page.headers["Location"] == f"/sessions/{room.session.pk}/room/#panel-case"
    assert room.first.clarifying_questions.count() == 1


def test_the_record_shows_each_case_to_participants_and_none_to_the_public():
    room = Room()
    room.ask()

    shown = acts.in_record(room.session, room.member)

    assert [each["case"] for each in shown["cases"]] == [room.first, room.second]
    assert [len(each["questions"]) for each in shown["cases"]] == [1, 0]
    assert acts.in_record(room.session, None) is None


def test_the_record_page_draws_them(client):
    room = Room()
    room.ask()
    make.closed(room.session)
    client.force_login(room.member)

    page = client.get(reverse("live:record", args=[room.session.pk])).content.decode()

    assert "Case: Outer islands" in page
    assert "Who signs?" in page
