"""The room page and its acts as plain forms, as someone without scripts uses them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from talanoa.live import alike
from talanoa.live.models import Entry, Hand
from talanoa.live.services import floor, talk
from talanoa.live.views import room as views
from talanoa.live.views.room import MODULES
from talanoa.schedule import services as schedule
from tests.make import a_deck, a_part, a_person, a_role, a_session, an_open_session, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def member(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


@pytest.fixture
def facilitator(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


def room(session):
    return reverse("live:room", args=[session.pk])


def act(session, name):
    return reverse("live:act", args=[session.pk, name])


def test_someone_enrolled_finds_the_room(client, session, member):
    client.force_login(member)

    page = client.get(room(session))

    assert page.status_code == 200
    assert session.title in page.content.decode()
    assert page.headers["Cache-Control"].split(", ")[0] == "max-age=0"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda s: enrolled(s.cohort), 200),
        (lambda s: a_role(s.cohort.programme, "coordinator"), 200),
        (lambda s: a_role(s.cohort.programme, "expert"), 200),
        (lambda s: a_part(s, "presenter"), 200),
        (lambda s: a_person(), 404),
        (lambda s: removed(s), 403),
    ],
    ids=["enrolled", "coordinator", "expert", "presenter", "stranger", "removed"],
)
def test_who_comes_in(client, session, who, status):
    client.force_login(who(session))

    assert client.get(room(session)).status_code == status


def removed(session):
    person = enrolled(session.cohort)
    facilitator = a_role(session.cohort.programme, "facilitator")
    floor.remove(by=facilitator, session=session, person=person.pk)
    return person


def test_nobody_signed_in_is_asked_to_sign_in(client, session):
    answer = client.get(room(session))

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/")


def test_a_session_that_does_not_exist_is_not_found(client, member):
    client.force_login(member)

    assert client.get("/sessions/999999/room/").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "room/", 405),
        ("get", "room/chat.say/", 405),
        ("post", "room/no.such-act/", 404),
        ("post", "slides/progress/", 405),
        ("post", "check/", 405),
        ("post", "record/", 405),
        ("get", "record/publish/", 405),
    ],
)
def test_wrong_methods_and_unknown_acts(client, session, member, method, path, status):
    client.force_login(member)

    answer = getattr(client, method)(f"/sessions/{session.pk}/{path}")

    assert answer.status_code == status


def test_a_line_sent_as_a_form_is_in_the_log_and_the_page_opens_at_the_chat(
    client, session, member
):
    client.force_login(member)

    answer = client.post(act(session, "chat.say"), {"text": "Good morning"})

    assert answer.headers["Location"] == room(session) + "#panel-chat"
    assert [(e.kind, e.data) for e in Entry.objects.filter(person=member)] == [
        ("chat.said", {"text": "Good morning"})
    ]


def test_a_form_sent_twice_is_stored_once(client, session, member):
    client.force_login(member)

    for _ in range(2):
        client.post(act(session, "chat.say"), {"text": "Good morning", "client_id": "one"})

    assert Entry.objects.filter(kind="chat.said").count() == 1


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [("", 422, "Write something first."), ("x" * 2001, 422, "at most 2000 characters")],
)
def test_a_line_that_cannot_be_sent_stays_in_the_form(
    client, session, member, text, status, sentence
):
    client.force_login(member)

    answer = client.post(act(session, "chat.say"), {"text": text})

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert text in answer.content.decode()
    assert not Entry.objects.filter(kind="chat.said").exists()


def test_what_is_refused_says_why_and_keeps_what_was_typed(client, session, member):
    schedule.close_session(by=None, session=session)
    client.force_login(member)

    answer = client.post(act(session, "chat.say"), {"text": "One more thing"})

    assert answer.status_code == 403
    assert "This session has ended." in answer.content.decode()
    assert "One more thing</textarea>" in answer.content.decode()


def test_a_hand_goes_up_and_down_without_scripts(client, session, member):
    client.force_login(member)

    client.post(act(session, "hand.raise"))
    up = Hand.objects.filter(person=member, lowered_at=None).count()
    client.post(act(session, "hand.lower"))
    down = Hand.objects.filter(person=member, lowered_at=None).count()

    assert (up, down) == (1, 0)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("agenda.move", lambda s, p: {"item": 1}),
        ("agenda.extend", lambda s, p: {"item": 1, "extra": 2}),
        ("floor.give", lambda s, p: {"person": p.pk}),
        ("person.mute", lambda s, p: {"person": p.pk}),
        ("all.mute", lambda s, p: {}),
        ("person.remove", lambda s, p: {"person": p.pk}),
        ("hand.lower-for", lambda s, p: {"person": p.pk}),
        ("session.close", lambda s, p: {}),
        ("slide.show", lambda s, p: {"deck": 1, "page": 1}),
        ("slide.clear", lambda s, p: {}),
        ("door.lock", lambda s, p: {}),
        ("door.unlock", lambda s, p: {}),
        ("door.wait", lambda s, p: {}),
        ("door.stop-waiting", lambda s, p: {}),
        ("door.let-in", lambda s, p: {"person": p.pk}),
        ("door.let-all-in", lambda s, p: {}),
        ("cohost.make", lambda s, p: {"person": p.pk}),
        ("cohost.end", lambda s, p: {"person": p.pk}),
        ("chat.take-down", lambda s, p: {"line": 1}),
        ("chat.pause", lambda s, p: {}),
        ("chat.resume", lambda s, p: {}),
        ("chat.pace", lambda s, p: {"seconds": 10}),
        ("poll.open", lambda s, p: {"poll": 1}),
        ("poll.close", lambda s, p: {"poll": 1}),
        ("poll.show", lambda s, p: {"poll": 1}),
        (
            "poll.ask",
            lambda s, p: {"question": "?", "kind": "words", "ballot": "secret"},
        ),
    ],
)
def test_what_only_hosts_may_do_is_refused_to_a_member(client, session, member, name, data):
    other = enrolled(session.cohort)
    client.force_login(member)

    assert client.post(act(session, name), data(session, other)).status_code == 403
    assert list(Entry.objects.filter(person=member)) == []


def test_the_host_has_the_buttons_and_a_member_has_forms_for_votes_and_channels(
    client, session, member, facilitator
):
    forms = {}
    for person in (member, facilitator):
        client.force_login(person)
        forms[person] = client.get(room(session)).content.decode().count('id="act-')

    assert forms == {member: 9, facilitator: 57}


def test_slides_are_turned_by_step_and_by_number(client, session):
    presenter = a_part(session, "presenter")
    deck = a_deck(session, pages=3, by=presenter)
    client.force_login(presenter)
    shown = []

    for fields in ({"page": 1}, {"page": 1, "step": 1}, {"page": 3, "step": -1}, {"page": 3}):
        client.post(act(session, "slide.show"), {"deck": deck.pk, **fields})
        session.room.refresh_from_db()
        shown.append(session.room.page)

    assert shown == [1, 2, 2, 3]


def test_a_slide_beyond_the_last_is_refused(client, session):
    presenter = a_part(session, "presenter")
    deck = a_deck(session, by=presenter)
    client.force_login(presenter)

    answer = client.post(act(session, "slide.show"), {"deck": deck.pk, "page": 2})

    assert answer.status_code == 403
    assert "There is no such slide." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("person.mute", {"person": 10**30}),
        ("agenda.move", {"item": 10**30}),
        ("agenda.extend", {"item": 1, "extra": 10**30}),
        ("slide.show", {"deck": 10**30, "page": 1}),
        ("slide.show", {"deck": 1, "page": 10**30}),
    ],
)
def test_a_number_no_database_can_hold_is_a_mistake_in_the_form(
    client, session, facilitator, name, data
):
    client.force_login(facilitator)

    assert client.post(act(session, name), data).status_code == 422


def test_before_the_session_opens_people_wait_and_write(client):
    session = a_session(starts_in=timedelta(minutes=5))
    client.force_login(enrolled(session.cohort))

    page = client.get(room(session)).content.decode()
    said = client.post(act(session, "chat.say"), {"text": "I am early"})

    assert "The session is not open yet" in page
    assert said.status_code == 302


def test_a_picture_is_served_at_the_door_and_kept_by_the_browser(client, session, member):
    page = a_deck(session).pages.get()
    address = reverse("live:picture", args=[session.pk, page.pk, "medium"])
    client.force_login(member)

    answer = client.get(address)

    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    client.force_login(a_person())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["pictures/999/medium/", "slides/999/1/"])
def test_pictures_and_slides_that_do_not_exist_are_not_found(client, session, member, path):
    client.force_login(member)

    assert client.get(f"/sessions/{session.pk}/{path}").status_code == 404


def test_a_size_that_does_not_exist_is_not_found(client, session, member):
    page = a_deck(session).pages.get()
    client.force_login(member)

    assert client.get(f"/sessions/{session.pk}/pictures/{page.pk}/giant/").status_code == 404


def test_whoever_leafs_alone_gets_one_page(client, session, member):
    deck = a_deck(session, pages=2)
    client.force_login(member)

    answer = client.get(reverse("live:slide", args=[session.pk, deck.pk, 2])).content.decode()

    assert answer.count("<figure") == 1
    assert "Slide 2 of 2" in answer


@pytest.mark.parametrize("count", [1, 3])
def test_the_room_asks_as_many_queries_for_three_as_for_one(
    client, session, member, django_assert_num_queries, count
):
    for _ in range(count):
        person = enrolled(session.cohort)
        talk.say(by=person, session=session, text="Good morning from the coast.")
        talk.raise_hand(by=person, session=session)
    client.force_login(member)
    client.get(room(session))
    alike.forget()

    with django_assert_num_queries(37):
        page = client.get(room(session)).content.decode()

    assert page.count("Good morning from the coast.") == count


def test_the_page_asks_at_once_for_every_module_its_script_imports():
    folder = Path(views.__file__).parent.parent / "static"

    assert set(imported(folder, "live/room.js")) - {"live/room.js"} == set(MODULES)


def imported(folder, name, seen=()):
    """A module and all it imports, however deep."""
    found = {name, *seen}
    for path in re.findall(r'from "\./(\w+\.js)"', (folder / name).read_text()):
        if f"live/{path}" not in found:
            found |= imported(folder, f"live/{path}", found)
    return found
