"""Who was heard, as what, from where; and how much of the hour was lesson."""

from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.live import talk_share, talk_shown
from talanoa.live.models import Entry, Presence, Speech, TalkSum
from talanoa.live.services import calls, floor, speech
from talanoa.live.speech import Turn
from talanoa.live.talk_share import Part
from talanoa.live.terms import TALK_KEPT
from talanoa.live.tests.talking import Hour, parts
from talanoa.people.services import erase
from talanoa.programmes import services as programmes
from talanoa.schedule import services as schedule
from talanoa.schedule.services import ItemOfAgenda
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import (
    a_role,
    attendance,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour():
    return Hour()


def test_each_speaks_as_what_they_do_in_this_hour(hour):
    everyone = [
        hour.facilitator,
        hour.expert,
        hour.scribe,
        hour.presenter,
        hour.team_mate,
        hour.member,
    ]

    found = talk_share.group_of(hour.session, [person.pk for person in everyone])

    assert [found[person.pk] for person in everyone] == [
        "facilitation",
        "experts",
        "facilitation",
        "team",
        "team",
        "participants",
    ]


def test_who_leads_the_item_of_the_case_presents_it(hour):
    item = ItemOfAgenda(kind="case", title="The case", minutes=10, speaker=hour.member)
    schedule.set_agenda(by=None, session=hour.session, items=[item])

    assert talk_share.group_of(hour.session, [hour.member.pk]) == {hour.member.pk: "team"}


def test_talk_is_shared_among_groups_and_a_cough_makes_nobody_heard(hour):
    hour.said(hour.facilitator, 0, 60)
    hour.said(hour.expert, 60, 90)
    hour.said(hour.presenter, 100, 160)
    hour.said(hour.team_mate, 160, 190)
    hour.said(hour.member, 200, 217)
    hour.said(hour.quiet, 300, 303)
    with hour.at(1800):
        talk = talk_share.talk_of(hour.session)

    assert talk.sources == ["sound"]
    assert parts(talk) == {
        "facilitation": (60, 1, 30),
        "experts": (30, 1, 15),
        "team": (90, 2, 45),
        "participants": (20, 1, 10),
    }
    assert (talk.heard, talk.countries) == (5, ["TON", "WSN"])


def test_nothing_is_shown_where_nothing_was_measured(hour):
    with hour.at(60):
        talk = talk_share.talk_of(hour.session)
        shown = talk_shown.panel(hour.session)
    hour.close(120)

    assert (talk.sources, talk.heard, shown["talk"], shown["didactic"]) == ([], 0, None, None)
    assert talk_shown.in_record(hour.session, hour.facilitator) is None


def test_the_panel_names_the_countries_that_are_here_and_not_heard(hour):
    hour.said(hour.member, 10, 40)
    since = hour.began + timedelta(seconds=1)
    for someone in (hour.member, hour.quiet, hour.facilitator):
        Presence.objects.create(
            session=hour.session, person=someone, began_at=since, last_sign_at=since
        )
    early = hour.began - timedelta(minutes=5)
    Presence.objects.create(
        session=hour.session, person=hour.team_mate, began_at=early, last_sign_at=early
    )
    with hour.at(60):
        shown = talk_shown.panel(hour.session)

    assert (shown["talk"].heard, shown["present"]) == (1, 3)
    assert (shown["countries_present"], shown["silent"]) == (2, ["Fiji"])


def test_lessons_are_measured_against_the_hour_as_it_ran_and_as_it_was_planned(hour):
    lesson, case = hour.agenda(("didactic", 10), ("case", 30))
    with hour.at(0):
        floor.move_agenda(by=hour.facilitator, session=hour.session, item=lesson.pk)
    with hour.at(900):
        floor.move_agenda(by=hour.facilitator, session=hour.session, item=case.pk)
    hour.close(1500)

    found = talk_share.didactic_of(hour.session)

    assert (found.took, found.percent, found.planned_percent) == (timedelta(minutes=15), 60, 25)


def test_with_a_call_elsewhere_the_floor_tells_and_says_so(hour):
    calls.set_call(by=hour.facilitator, session=hour.session, url="https://zoom.us/j/1")
    Entry.objects.filter(kind="call.set").update(at=hour.began)
    for person, seconds in ((hour.member, 60), (hour.expert, 100)):
        with hour.at(seconds):
            floor.give_floor(by=hour.facilitator, session=hour.session, person=person.pk)
    with hour.at(130):
        floor.take_floor(by=hour.facilitator, session=hour.session)
    hour.close(1800)

    shown = talk_shown.in_record(hour.session, hour.facilitator)

    assert {one.card.name: one.words for one in shown["spoke"]} == {
        "Ana Faleolo": "0:40",
        "Eli Expert": "0:30",
    }
    assert shown["talk"].sources == ["floor"]
    assert (shown["present"], shown["countries_present"]) == (None, None)
    assert "Measured from the floor" in shown["sources"][0]


def test_a_call_set_in_mid_hour_has_both_sources_and_counts_nothing_twice(hour):
    hour.said(hour.member, 0, 50)
    with hour.at(20):
        floor.give_floor(by=hour.facilitator, session=hour.session, person=hour.member.pk)
    with hour.at(100):
        calls.set_call(by=hour.facilitator, session=hour.session, url="https://zoom.us/j/1")
    with hour.at(130):
        floor.take_floor(by=hour.facilitator, session=hour.session)
    hour.close(1800)

    sources, lengths = talk_share.measured(hour.session)

    assert (sources, lengths) == (["sound", "floor"], {hour.member.pk: timedelta(seconds=80)})


def test_the_floor_tells_nothing_where_the_sound_was_here(hour):
    with hour.at(20):
        floor.give_floor(by=hour.facilitator, session=hour.session, person=hour.member.pk)
    hour.close(1800)

    assert talk_share.measured(hour.session) == ([], {})


def part(name: str, people: int) -> Part:
    return Part(name=name, label=name, length=timedelta(10), people=people, percent=25)


GROUPS = ("facilitation", "experts", "team", "participants")


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ((3, 4, 3, 9), [*GROUPS]),
        ((3, 0, 3, 9), [*GROUPS]),
        ((1, 2, 1, 9), ["hub", "countries"]),
        ((0, 0, 1, 9), ["hub", "countries"]),
        ((1, 1, 1, 9), []),
        ((2, 1, 1, 1), []),
    ],
)
def test_others_see_no_share_that_is_one_persons(people, shown):
    given = [part(name, count) for name, count in zip(GROUPS, people, strict=True)]

    assert [each.name for each in talk_shown.coarsened(given)] == shown


def test_two_sides_are_the_sum_of_their_groups(hour):
    given = [part(name, count) for name, count in zip(GROUPS, (1, 2, 1, 9), strict=True)]

    assert [(each.people, each.percent) for each in talk_shown.coarsened(given)] == [
        (3, 50),
        (10, 50),
    ]


def test_the_record_tells_hosts_of_everyone_and_others_of_themselves(hour):
    hour.said(hour.member, 0, 65)
    hour.said(hour.expert, 70, 100)
    hour.close(1800)
    attendance(hour.session, hour.member)

    def told(person):
        found = talk_shown.in_record(hour.session, person)
        names = [one.card.name for one in found["spoke"]]
        return names, found["own"], [part.name for part in found["parts"]]

    assert told(hour.facilitator) == (["Ana Faleolo", "Eli Expert"], "", [*GROUPS])
    assert told(hour.member) == ([], "1:05", [])
    assert told(hour.quiet) == ([], "", [])
    assert told(None) == ([], "", [])


def test_five_minutes_after_the_end_the_sums_are_kept_without_names(hour):
    hour.said(hour.member, 0, 60)
    hour.said(hour.presenter, 60, 80)
    hour.close(1800)
    run_jobs(of="live")

    kept = TalkSum.objects.get()

    assert kept.sources == ["sound"]
    assert kept.groups == {
        "facilitation": [0, 0],
        "experts": [0, 0],
        "team": [20, 1],
        "participants": [60, 1],
    }
    assert kept.countries == ["TON", "WSN"]
    assert not speech.sum_up(session=hour.session)


def test_a_role_taken_away_afterwards_changes_no_sum(hour):
    hour.said(hour.expert, 0, 60)
    hour.close(1800)
    speech.sum_up(session=hour.session)
    before = talk_share.talk_of(hour.session)
    programme = hour.session.cohort.programme
    role = programme.roles.get(person=hour.expert)
    programmes.take_role(by=a_role(programme, "coordinator"), role=role)

    assert talk_share.talk_of(hour.session) == before


def test_after_sixty_days_who_spoke_when_is_gone_and_the_sums_stay(hour):
    hour.said(hour.member, 0, 60)
    hour.close(1800)
    with clock.standing_at(hour.session.closed_at + TALK_KEPT - timedelta(hours=1)):
        early = speech.forget_old()
    with clock.standing_at(hour.session.closed_at + TALK_KEPT):
        forgotten = speech.forget_old()
        shown = talk_shown.in_record(hour.session, hour.facilitator)

    assert (early, forgotten, Speech.objects.count()) == (0, 1, 0)
    assert (shown["talk"].heard, shown["spoke"], shown["is_kept"]) == (1, [], False)


def test_whoever_is_erased_takes_their_turns_along_and_the_sums_stay(hour):
    hour.said(hour.member, 0, 60)
    hour.said(hour.presenter, 60, 80)
    hour.close(1800)
    speech.sum_up(session=hour.session)
    erase(by=hour.member, person=hour.member, words=False)
    run_jobs(of="live")

    assert list(Speech.objects.values_list("person", flat=True)) == [hour.presenter.pk]
    assert talk_share.talk_of(hour.session).heard == 2


def test_a_turn_of_somebody_who_is_no_more_does_not_stop_the_others(hour, transactional_db):
    began, until = hour.began, hour.began + timedelta(seconds=9)
    turns = [((hour.session.pk, ""), Turn(who, began, until)) for who in (987_654, hour.member.pk)]

    speech.write(turns)

    assert list(Speech.objects.values_list("person", flat=True)) == [hour.member.pk]


def test_a_turn_is_written_into_its_row_as_it_goes_on(hour, django_assert_num_queries):
    began = hour.began
    told = [
        ((hour.session.pk, ""), Turn(who.pk, began, began + timedelta(seconds=9)))
        for who in (hour.member, hour.expert)
    ]
    speech.write([(session, Turn(each.person_id, began, began)) for session, each in told])
    with django_assert_num_queries(3):
        speech.write(told)

    assert [row.heard_until - row.began_at for row in Speech.objects.all()] == [
        timedelta(seconds=9)
    ] * 2
