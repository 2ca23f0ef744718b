"""The agenda as it ran. Pure: no database."""

from datetime import UTC, datetime, timedelta

from talanoa.live.running import Planned, Ran, as_it_ran

START = datetime(2026, 12, 1, 14, tzinfo=UTC)


def at(minutes):
    return START + timedelta(minutes=minutes)


def planned(item_id, title, minutes):
    return Planned(item_id=item_id, title=title, length=timedelta(minutes=minutes))


AGENDA = [planned(1, "Welcome", 5), planned(2, "Case", 15), planned(3, "Closing", 5)]


def test_each_item_lasts_until_the_next_is_taken_up_and_the_last_until_the_end():
    ran = as_it_ran(AGENDA, [(1, at(0)), (2, at(4)), (3, at(24))], closed_at=at(30))

    assert [(each.title, each.began_at, each.took, each.over) for each in ran] == [
        ("Welcome", at(0), timedelta(minutes=4), timedelta(0)),
        ("Case", at(4), timedelta(minutes=20), timedelta(minutes=5)),
        ("Closing", at(24), timedelta(minutes=6), timedelta(minutes=1)),
    ]


def test_an_item_taken_up_twice_stands_twice_and_one_never_taken_up_stands_last():
    ran = as_it_ran(AGENDA, [(1, at(0)), (3, at(5)), (1, at(10))], closed_at=at(12))

    assert [(each.title, each.took) for each in ran] == [
        ("Welcome", timedelta(minutes=5)),
        ("Closing", timedelta(minutes=5)),
        ("Welcome", timedelta(minutes=2)),
        ("Case", timedelta(0)),
    ]
    assert ran[-1].began_at is None


def test_an_item_taken_off_the_agenda_later_is_left_out_and_still_ends_the_one_before():
    ran = as_it_ran(AGENDA[:1], [(1, at(0)), (9, at(5))], closed_at=at(30))

    assert ran == [
        Ran(
            item_id=1,
            title="Welcome",
            kind="",
            planned=timedelta(minutes=5),
            began_at=at(0),
            took=timedelta(minutes=5),
        )
    ]


def test_moves_after_the_end_count_for_nothing():
    ran = as_it_ran(AGENDA[:1], [(1, at(0)), (1, at(31))], closed_at=at(30))

    assert [each.took for each in ran] == [timedelta(minutes=30)]
