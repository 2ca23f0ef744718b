"""The run of show: what stands on it, for whom, and at what price."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from talanoa.kernel import clock
from talanoa.live import run_of_show
from talanoa.live.models import Poll, SlideDeck
from talanoa.live.services import floor, polls, timing
from talanoa.schedule import services as schedule
from talanoa.schedule.models import SessionRole
from talanoa.schedule.services import ItemOfAgenda
from tests.make import a_case, a_part, a_person, a_place, a_poll, a_session, at_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(session):
    return a_part(session, "expert", a_person("Eli Expert"))


@pytest.fixture
def items(session, expert):
    lines = [
        ItemOfAgenda(kind="welcome", title="Welcome", minutes=5),
        ItemOfAgenda(kind="didactic", title="Doses", minutes=15, speaker=expert),
        ItemOfAgenda(kind="case", title="The case", minutes=30),
        ItemOfAgenda(kind="closing", title="Closing", minutes=15),
    ]
    return schedule.set_agenda(by=None, session=session, items=lines)


def rows(session) -> dict:
    return {row.item.title: row for row in run_of_show.show(session, None)["rows"]}


def missing(session) -> dict[str, list[str]]:
    return {title: [note.text for note in row.missing] for title, row in rows(session).items()}


def a_deck_of(session, *, title="Slides", by=None, **fields):
    fields = {"ready_at": clock.now()} | fields
    file = ContentFile(b"%PDF-", name="slides.pdf")
    return SlideDeck.objects.create(
        session=session, title=title, uploaded_by=by, file=file, **fields
    )


def minutes(session, at) -> float | None:
    return at and (at - session.starts_at) / timedelta(minutes=1)


def test_each_item_has_its_planned_start_and_then_its_real_one(session, host, items):
    before = rows(session)
    with clock.standing_at(session.starts_at + timedelta(minutes=2)):
        floor.move_agenda(by=host, session=session, item=items[0].pk)
    with clock.standing_at(session.starts_at + timedelta(minutes=9)):
        floor.move_agenda(by=host, session=session, item=items[1].pk)
        timing.extend(by=host, session=session, item=items[1].pk, extra=2)
    with clock.standing_at(session.starts_at + timedelta(minutes=12)):
        after = rows(session)

    assert [minutes(session, row.planned_at) for row in before.values()] == [0, 5, 20, 50]
    assert {row.began_at for row in before.values()} == {None}
    assert [
        (row.state, minutes(session, row.began_at), row.took, minutes(session, row.at))
        for row in after.values()
    ] == [
        ("done", 2, timedelta(minutes=7), None),
        ("current", 9, timedelta(minutes=3), None),
        ("ahead", None, timedelta(0), 26),
        ("ahead", None, timedelta(0), 56),
    ]


def test_an_item_taken_up_twice_began_first_and_took_both(session, host, items):
    for minute, item in ((0, 0), (3, 1), (5, 0), (9, 2)):
        with clock.standing_at(session.starts_at + timedelta(minutes=minute)):
            floor.move_agenda(by=host, session=session, item=items[item].pk)
    with clock.standing_at(session.starts_at + timedelta(minutes=10)):
        welcome = rows(session)["Welcome"]

    assert (minutes(session, welcome.began_at), welcome.took) == (0, timedelta(minutes=7))


def test_what_is_missing_is_said(session, items, expert):
    assert missing(session) == {
        "Welcome": [],
        "Doses": ["Eli Expert has not answered yet", "No slides yet"],
        "The case": ["Nobody leads it yet", "No slides yet", "No case is scheduled here yet"],
        "Closing": [],
    }


def test_whoever_declined_is_named_and_whoever_agreed_is_not(session, items, expert):
    asked = SessionRole.objects.filter(person=expert)
    asked.update(declined_at=clock.now())
    declined = missing(session)["Doses"][0]
    asked.update(declined_at=None, confirmed_at=clock.now())

    assert (declined, missing(session)["Doses"]) == ("Eli Expert has declined", ["No slides yet"])


def test_slides_belong_to_the_item_of_their_title_or_of_who_brought_them(session, items, expert):
    a_deck_of(session, title="the CASE", by=expert)
    a_deck_of(session, title="Opioids", by=expert)
    a_deck_of(session, title="Broken", by=expert, ready_at=None, failed_at=clock.now())

    def said(title):
        return [note.text for note in rows(session)[title].notes if "lides" in note.text]

    assert said("The case") == ["Slides: the CASE"]
    assert said("Doses") == ["Slides: Opioids", "Slides could not be read: Broken"]


def test_slides_that_may_be_for_any_item_leave_none_without(session, items):
    a_deck_of(session, title="Handout")

    assert ["No slides yet" in said for said in missing(session).values()] == [False] * 4


def test_a_poll_stands_at_the_item_it_is_for(client, session, host, items):
    client.force_login(host)
    form = {"question": "Which dose?", "kind": "single", "ballot": "open", "options": "5\n10"}
    client.post(f"/sessions/{session.pk}/polls/", form | {"item": items[1].pk})
    poll = Poll.objects.get()
    prepared = [note.text for note in rows(session)["Doses"].ready]
    polls.open_poll(by=host, session=session, poll=poll.pk)
    opened = [note.text for note in rows(session)["Doses"].ready]
    schedule.set_agenda(by=None, session=session, items=[])

    assert (prepared, opened) == (
        ["Poll: Which dose? (prepared)"],
        ["Poll: Which dose? (open now)"],
    )
    assert [poll.question for poll, _state in run_of_show.show(session, None)["polls"]] == [
        "Which dose?"
    ]


def test_a_poll_is_for_no_item_of_another_session(client, session, host, items):
    foreign = a_place(a_session())
    client.force_login(host)
    form = {"question": "Which dose?", "kind": "single", "ballot": "open", "options": "5\n10"}
    answer = client.post(f"/sessions/{session.pk}/polls/", form | {"item": foreign.pk})

    assert (answer.status_code, Poll.objects.count()) == (422, 0)


def test_the_item_of_a_poll_can_be_changed(client, session, host, items):
    poll = a_poll(session, by=host, item=items[0].pk)
    client.force_login(host)
    address = f"/sessions/{session.pk}/polls/{poll.pk}/"
    chosen = f'<option value="{items[0].pk}" selected>'
    form = {"question": "Which?", "kind": "single", "ballot": "open", "options": "5\n10"}
    page = client.get(address).content.decode()
    client.post(address, form | {"item": ""})
    poll.refresh_from_db()

    assert (chosen in page, poll.item_id) == (True, None)


def test_the_case_of_an_item_is_named_with_the_step_it_stands_at():
    session = a_session(starts_in=timedelta(minutes=10))
    case = a_case(session.cohort.programme, status="scheduled", item=a_place(session))
    before = [note.text for note in rows(session)["Case presentation"].ready]
    schedule.open_session(by=None, session=session)
    at_step(case, "questions")
    session.refresh_from_db()
    after = [note.text for note in rows(session)["Case presentation"].ready]

    assert before == [f"Case: {case.title}"]
    assert after == [f"Case: {case.title} (Clarifying questions)"]


def test_the_page_says_that_the_agenda_is_longer_than_the_session(client, session, host, items):
    a_poll(session, by=host)
    client.force_login(host)
    page = client.get(f"/sessions/{session.pk}/run/").content.decode()

    assert "The agenda is 5 minutes longer than the session." in page
    assert "What keeps morphine from your patients?" in page


def test_an_empty_agenda_says_what_to_do(client, session, host):
    client.force_login(host)
    page = client.get(f"/sessions/{session.pk}/run/").content.decode()

    assert "The agenda is not written yet" in page
    assert f'href="/sessions/{session.pk}/agenda/"' in page


def test_the_part_that_moves_is_that_of_the_page(client, session, host, items):
    floor.move_agenda(by=host, session=session, item=items[1].pk)
    client.force_login(host)
    part = client.get(f"/sessions/{session.pk}/run/?part").content.decode().strip()
    page = client.get(f"/sessions/{session.pk}/run/").content.decode()

    assert part.startswith('<section id="run-of-show"')
    assert part in page


def test_after_the_hour_the_page_stands_still(client, session, host, items):
    floor.move_agenda(by=host, session=session, item=items[1].pk)
    floor.close_session(by=host, session=session)
    client.force_login(host)
    page = client.get(f"/sessions/{session.pk}/run/").content.decode()

    assert "run.js" not in page
    assert "data-began" not in page
    assert page.count("not taken up") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    client, session, host, expert, django_assert_num_queries, count
):
    line = ItemOfAgenda(kind="didactic", title="Doses", minutes=5, speaker=expert)
    items = schedule.set_agenda(by=None, session=session, items=[line] * count)
    for item in items:
        floor.move_agenda(by=host, session=session, item=item.pk)
        a_deck_of(session, by=expert)
        a_poll(session, by=host)
    client.force_login(host)
    client.get(f"/sessions/{session.pk}/run/")

    with django_assert_num_queries(20):
        page = client.get(f"/sessions/{session.pk}/run/").content.decode()

    assert page.count('<th scope="row">') == count
