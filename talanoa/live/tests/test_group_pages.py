"""The page on which hosts make groups, and groups in the room without a script."""

import pytest

from talanoa.live import alike
from talanoa.live import groups as reading
from talanoa.live.models import Group, GroupPlace, GroupRound
from talanoa.live.services import floor, grouping
from talanoa.live.tests.grouped import (
    said,
    with_a_private_note,
    with_open_groups,
    with_people_here,
    with_prepared_groups,
    with_work_done,
)
from talanoa.live.tests.room_states import Room
from tests.make import a_person, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return Room()


def page(room) -> str:
    return f"/sessions/{room.session.pk}/groups/"


def act(client, room, name, **fields):
    return client.post(f"/sessions/{room.session.pk}/room/{name}/", fields)


def shown(client, room, who) -> str:
    client.force_login(who)
    return client.get(f"/sessions/{room.session.pk}/room/").content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("facilitator", 200), ("member", 403), ("presenter", 403), (None, 404)]
)
def test_who_makes_groups(client, room, who, status):
    client.force_login(getattr(room, who) if who else a_person())

    assert client.get(page(room)).status_code == status
    fields = {"way": "lot", "groups": 2, "minutes": 5, "latecomers": "placed"}
    made = client.post(page(room) + "groups.make/", fields)
    assert made.status_code == (302 if status == 200 else status)


def test_groups_are_made_moved_and_opened_by_forms(client, room):
    with_people_here(room)
    client.force_login(room.facilitator)
    fields = {"way": "lot", "groups": 2, "minutes": 7, "task": "Agree", "latecomers": "placed"}

    client.post(page(room) + "groups.make/", fields)
    _first, second = Group.objects.all()
    client.post(page(room) + "group.move/", {"person": room.member.pk, "group": second.pk})
    answer = client.post(page(room) + "groups.open/", {})

    assert answer.headers["Location"] == f"/sessions/{room.session.pk}/room/"
    assert GroupPlace.objects.get(person=room.member).group == second
    assert (GroupRound.objects.get().minutes, GroupRound.objects.get().is_open) == (7, True)


@pytest.mark.parametrize(
    ("name", "fields", "status", "words"),
    [
        ("groups.make", {"way": "lot", "minutes": 500}, 422, "less than or equal to 120"),
        ("groups.make", {"way": "height", "minutes": 5}, 422, "not one of the available"),
        ("groups.make", {}, 422, "required"),
        ("group.move", {}, 422, "Choose whom you move"),
        ("group.move", {"person": 999999}, 403, "No groups are prepared"),
        ("groups.open", {}, 403, "No groups are prepared"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(client, room, name, fields, status, words):
    client.force_login(room.facilitator)

    answer = client.post(page(room) + f"{name}/", fields)

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_an_act_of_another_subject_is_not_found_there(client, room):
    client.force_login(room.facilitator)

    assert client.post(page(room) + "chat.say/", {"text": "Hello"}).status_code == 404


def test_in_a_group_a_page_without_a_script_does_all(client, room):
    with_open_groups(room)
    group = room.groups[0].pk
    client.force_login(room.member)

    act(client, room, "group.say", **{"group": group, f"text-{group}": "By a form"})
    act(client, room, "group.note", **{"group": group, f"text-{group}": "A point"})
    html = shown(client, room, room.other)

    assert "By a form" in html
    assert "A point" in html
    assert "By a form" not in shown(client, room, room.presenter)
    assert "By a form" in shown(client, room, room.facilitator)


def test_a_member_sees_one_group_a_host_all_and_whoever_is_in_plenary_none(client, room):
    with_work_done(room)
    GroupRound.objects.update(latecomers="plenary")
    outside = enrolled(room.session.cohort)

    counted = {
        who: shown(client, room, person).count('class="group"')
        for who, person in (
            ("member", room.member),
            ("presenter", room.presenter),
            ("host", room.facilitator),
            ("outside", outside),
        )
    }

    assert counted == {"member": 1, "presenter": 1, "host": 2, "outside": 0}


def test_a_latecomer_without_a_script_is_placed_when_the_room_opens(client, room):
    with_open_groups(room)
    late = enrolled(room.session.cohort, a_person("Yara Late"))

    assert 'class="group"' in shown(client, room, late)
    assert GroupPlace.objects.get(person=late).group == room.groups[1]


def test_a_host_answers_a_note_by_a_form(client, room):
    with_a_private_note(room)
    client.force_login(room.facilitator)

    fields = {"line": room.note, f"text-{room.note}": "Dear Ben"}
    answer = act(client, room, "note.answer", **fields)

    assert answer.headers["Location"].endswith("#panel-chat")
    assert "Dear Ben" in shown(client, room, room.other)
    assert "Dear Ben" not in shown(client, room, room.member)


@pytest.mark.parametrize("count", [1, 3])
def test_the_room_asks_as_many_queries_for_three_lines_as_for_one(
    client, room, django_assert_num_queries, count
):
    with_open_groups(room)
    for _ in range(count):
        said(room, room.other, room.groups[0])
    client.force_login(room.member)
    url = f"/sessions/{room.session.pk}/room/"
    client.get(url)
    alike.forget()

    with django_assert_num_queries(43):
        client.get(url)


def test_prepared_groups_move_nobody(client, room):
    with_prepared_groups(room)

    assert 'class="group"' not in shown(client, room, room.member)
    grouping.open_groups(by=room.facilitator, session=room.session)
    assert 'class="group"' in shown(client, room, room.member)


def test_the_record_has_the_notes_for_participants_and_nothing_of_the_chat(room, client):
    with_work_done(room)
    floor.close_session(by=room.facilitator, session=room.session)
    client.force_login(room.member)

    page = client.get(f"/sessions/{room.session.pk}/record/").content.decode()

    assert "Train &lt;nurses&gt; first" in page
    assert "Elsewhere too" in page
    assert "Among us" not in page
    assert reading.in_record(room.session, None) is None
