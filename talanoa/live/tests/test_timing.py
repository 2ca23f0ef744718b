"""Two minutes more for the item in hand, and back; what that does to the rest."""

from datetime import timedelta

import pytest
from django.utils import translation

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.live import scene
from talanoa.live.models import Entry, Room
from talanoa.live.services import floor, timing
from talanoa.schedule import services as schedule
from talanoa.schedule.services import ItemOfAgenda

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(session, host):
    lines = [
        ItemOfAgenda(kind="didactic", title="Lesson", minutes=10),
        ItemOfAgenda(kind="case", title="Case", minutes=30),
        ItemOfAgenda(kind="closing", title="Closing", minutes=20),
    ]
    items = schedule.set_agenda(by=None, session=session, items=lines)
    with clock.standing_at(session.starts_at):
        floor.move_agenda(by=host, session=session, item=items[0].pk)
    return items


def extra(session) -> int:
    return Room.objects.get(session=session).extra_minutes


def test_two_minutes_are_given_and_taken_back(session, host, items):
    item = items[0].pk
    timing.extend(by=host, session=session, item=item, extra=2)
    timing.extend(by=host, session=session, item=item, extra=4)
    timing.extend(by=host, session=session, item=item, extra=2)

    assert extra(session) == 2
    assert list(Entry.objects.filter(kind="agenda.extended").values_list("data", flat=True)) == [
        {"item": item, "extra": 2, "before": 0},
        {"item": item, "extra": 4, "before": 2},
        {"item": item, "extra": 2, "before": 4},
    ]


def test_the_end_of_the_hour_and_all_that_follows_move(session, host, items):
    before = scene.agenda(session)
    timing.extend(by=host, session=session, item=items[0].pk, extra=2)
    after = scene.agenda(session)

    def starts(agenda):
        begins = [row.get("at") for row in agenda["items"]]
        return [at and (at - session.starts_at) / timedelta(minutes=1) for at in begins]

    assert (starts(before), before["late"], before["allowed"]) == ([None, 10, 40], 0, 10)
    assert (starts(after), after["late"], after["allowed"]) == ([None, 12, 42], 2, 12)
    assert after["will_end_at"] == session.ends_at + timedelta(minutes=2)


def test_two_hosts_who_press_at_once_give_two_minutes_once(session, host, items):
    timing.extend(by=host, session=session, item=items[0].pk, extra=2, client_id="one")

    with pytest.raises(Refused, match="changed meanwhile"):
        timing.extend(by=host, session=session, item=items[0].pk, extra=2, client_id="two")
    timing.extend(by=host, session=session, item=items[0].pk, extra=2, client_id="one")
    assert (extra(session), Entry.objects.filter(kind="agenda.extended").count()) == (2, 1)


@pytest.mark.parametrize("wrong", [0, 1, 3, -2, 62, 2**40])
def test_only_the_next_step_up_or_down_is_taken(session, host, items, wrong):
    with pytest.raises(Refused):
        timing.extend(by=host, session=session, item=items[0].pk, extra=wrong)

    assert extra(session) == 0


def test_an_item_is_given_an_hour_at_most(session, host, items):
    Room.objects.filter(session=session).update(extra_minutes=60)

    with pytest.raises(Refused, match="60 minutes more"):
        timing.extend(by=host, session=session, item=items[0].pk, extra=62)


def test_an_item_that_is_not_in_hand_is_given_nothing(session, host, items):
    with pytest.raises(Refused, match="another item"):
        timing.extend(by=host, session=session, item=items[1].pk, extra=2)


def test_taking_up_an_item_begins_with_its_planned_minutes(session, host, items):
    timing.extend(by=host, session=session, item=items[0].pk, extra=2)
    for item in (items[1], items[0]):
        floor.move_agenda(by=host, session=session, item=item.pk)
        assert extra(session) == 0


def test_only_hosts_give_minutes_and_only_while_the_session_runs(session, host, ana, items):
    with pytest.raises(Refused, match="Only facilitators"):
        timing.extend(by=ana, session=session, item=items[0].pk, extra=2)
    floor.close_session(by=host, session=session)
    session.refresh_from_db()
    with pytest.raises(Refused, match="has ended"):
        timing.extend(by=host, session=session, item=items[0].pk, extra=2)


def test_without_a_script_the_form_comes_back_to_where_it_stood(client, session, host, items):
    client.force_login(host)
    form = {"item": items[0].pk, "extra": 2}

    at_room = client.post(f"/sessions/{session.pk}/room/agenda.extend/", form)
    at_run = client.post(
        f"/sessions/{session.pk}/room/agenda.extend/?back=run", form | {"extra": 4}
    )

    assert at_room["Location"].endswith("/room/#panel-agenda")
    assert at_run["Location"] == f"/sessions/{session.pk}/run/"
    assert extra(session) == 4


def test_the_room_says_in_words_what_the_clock_is(client, session, ana, host, items):
    timing.extend(by=host, session=session, item=items[0].pk, extra=2)
    client.force_login(ana)
    with translation.override("en"):
        page = client.get(f"/sessions/{session.pk}/room/").content.decode()

    assert 'data-minutes="12">12 minutes planned' in page
    assert "The hour ends at" in page
    assert "<bdi data-late>+2 min</bdi>" in page
