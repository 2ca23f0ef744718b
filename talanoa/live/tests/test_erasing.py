"""Somebody is erased: seats are freed, lines stay without their name, words go on request."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.live import queries, tasks
from talanoa.live.durations import SHOWN_AFTER
from talanoa.live.models import Entry, GuestLink, Hand, Room
from talanoa.live.services import erasing, floor, guests, polls, talk
from talanoa.people import services as people
from talanoa.people.services import erase
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import (
    a_cohort,
    a_person,
    an_open_poll,
    an_open_session,
    attendance,
    closed,
    enrolled,
)

pytestmark = pytest.mark.django_db

TAKEN_BACK = "Words taken back by their author"


@pytest.fixture
def session():
    return an_open_session()


def erased(person, *, words, by=None):
    DBTaskResult.objects.all().delete()  # those of what came before
    erase(by=by or person, person=person, words=words)
    return run_jobs(of="live")


def texts():
    lines = Entry.objects.filter(kind__in=["chat.said", "note.sent"]).order_by("pk")
    return list(lines.values_list("seq", "data"))


def page_of(session, name="live:room"):
    return reverse(name, args=[session.pk])


def test_words_are_blanked_and_lines_keep_their_numbers(session, ana, ben):
    talk.say(by=ana, session=session, text="Mine")
    talk.say(by=ben, session=session, text="His")
    talk.note(by=ana, session=session, text="My note")

    erased(ana, words=True)

    assert texts() == [(1, {"text": ""}), (2, {"text": "His"}), (3, {"text": ""})]


def test_words_stay_without_a_name_unless_they_are_taken_back(client, session, ana, host):
    talk.say(by=ana, session=session, text="Mine")

    erased(ana, words=False)

    client.force_login(host)
    page = client.get(page_of(session)).content.decode()
    assert texts() == [(1, {"text": "Mine"})]
    assert ["Mine" in page, "Someone without a name" in page, "Ana" in page] == [True, True, False]


@pytest.mark.parametrize("name", ["live:room", "live:record"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", TAKEN_BACK), ("fr", "Propos retirés par la personne qui les a écrits")],
)
def test_each_page_that_shows_a_line_says_that_it_was_taken_back(
    client, session, ana, host, name, language, sentence
):
    talk.say(by=ana, session=session, text="Mine")
    if name == "live:record":
        closed(session)
    erased(ana, words=True)
    client.force_login(host)
    client.cookies["talanoa_language"] = language
    type(host).objects.filter(pk=host.pk).update(language=language)

    page = client.get(page_of(session, name)).content.decode()

    assert (page.count(sentence), "Mine" in page) == (1, False)


def test_an_open_room_is_told_of_each_line_and_only_those_it_is_for(session, ana):
    talk.say(by=ana, session=session, text="Mine")
    talk.note(by=ana, session=session, text="My note")

    erased(ana, words=True)

    changed = Entry.objects.filter(kind="line.changed").order_by("seq")
    assert list(changed.values_list("seq", "data", "audience")) == [
        (3, {"line": 1}, "everyone"),
        (4, {"line": 2}, "hosts"),
    ]


@pytest.mark.parametrize(("long_ago", "told"), [(False, 1), (True, 0)])
def test_a_room_that_ended_a_day_ago_is_told_nothing(session, ana, long_ago, told):
    talk.say(by=ana, session=session, text="Mine")
    closed(session)
    if long_ago:
        session.closed_at = clock.now() - SHOWN_AFTER
        session.opened_at = session.closed_at
        session.save()

    erased(ana, words=True)

    assert texts() == [(1, {"text": ""})]
    assert Entry.objects.filter(kind="line.changed").count() == told


def test_hands_go_down_the_floor_is_free_and_the_counts_stay(session, ana, host):
    floor.give_floor(by=host, session=session, person=ana.pk)
    talk.raise_hand(by=ana, session=session)
    attendance(session, ana)

    erased(ana, words=False)

    assert Room.objects.get().floor is None
    assert Hand.objects.filter(person=ana, lowered_at__isnull=False).count() == 1
    assert list(Entry.objects.order_by("seq").values_list("kind", flat=True)) == [
        "floor.given",
        "hand.raised",
        "hand.lowered",
        "floor.taken",
    ]
    assert [str(row.person) for row in queries.attended(session)] == ["Someone without a name"]


def test_erasing_twice_does_nothing_more(session, ana):
    talk.say(by=ana, session=session, text="Mine")
    talk.raise_hand(by=ana, session=session)
    erased(ana, words=True)
    before = list(Entry.objects.order_by("pk").values())

    erasing.free_seats(person=ana)
    erasing.forget_lines(person=ana, words=True)

    assert list(Entry.objects.order_by("pk").values()) == before


def test_somebody_who_is_not_erased_is_not_forgotten(session, ana):
    talk.say(by=ana, session=session, text="Mine")

    tasks.forget_person.call(ana.pk, True)

    assert texts() == [(1, {"text": "Mine"})]


def test_thousands_of_lines_are_seen_to_batch_by_batch(session, ana, ben):
    session.closed_at = clock.now() - SHOWN_AFTER
    session.opened_at = session.closed_at
    session.save()
    Entry.objects.bulk_create(
        Entry(
            session=session,
            seq=number,
            kind="chat.said",
            person=ben if number % 10 == 0 else ana,
            data={"text": f"Line {number}"},
        )
        for number in range(1, 2_001)
    )

    ran = erased(ana, words=True)

    assert ran == ["forget_person"] * 37
    assert Entry.objects.filter(person=ana, data={"text": ""}).count() == 1_800
    assert Entry.objects.filter(person=ben, data={"text": ""}).count() == 0


def test_the_lines_of_many_rooms_are_seen_to(ana):
    cohort = a_cohort()
    enrolled(cohort, ana)
    rooms = [an_open_session(a_cohort()) for _ in range(3)]
    for number in range(6):
        talk.say(by=ana, session=rooms[number % 3], text="Mine")

    erased(ana, words=True)

    changed = Entry.objects.filter(kind="line.changed").values_list("session", "data__line")
    assert sorted(changed) == [(room.pk, seq) for room in rooms for seq in (1, 2)]


def test_a_guest_is_out_and_nameless(client, session, host):
    made = guests.invite(by=host, session=session, name="Hina Guest")
    guest = made.link.person
    talk.say(by=guest, session=session, text="From a guest")

    erased(guest, words=True, by=a_person(is_superuser=True))

    guest.refresh_from_db()
    assert (guest.name, texts()) == ("", [(1, {"text": ""})])
    assert GuestLink.objects.get().withdrawn_at is not None
    assert Event.objects.filter(kind="live.guest_withdrawn").count() == 1
    assert client.get(made.url.partition("8000")[2]).status_code == 403


def test_the_export_holds_ones_own_lines_and_nobody_elses(session, ana, ben, host):
    talk.say(by=ana, session=session, text="Mine")
    talk.say(by=ben, session=session, text="His")
    talk.note(by=ana, session=session, text="My note")
    talk.raise_hand(by=ana, session=session)
    floor.mute(by=host, session=session, person=ana.pk)
    made = attendance(session, ana)
    entries = {entry.kind: entry for entry in Entry.objects.exclude(person=ben)}

    kept = people.export_of(ana)["live"]

    title = session.title
    assert kept == {
        "lines": [
            {"session__title": title, "kind": kind, "at": entries[kind].at, "text": text}
            for kind, text in (("chat.said", "Mine"), ("note.sent", "My note"))
        ],
        "acts": [{"session__title": title, "kind": "hand.raised", "at": entries["hand.raised"].at}],
        "told": [
            {"session__title": title, "kind": "person.muted", "at": entries["person.muted"].at}
        ],
        "floor": [],
        "group_places": [],
        "group_points": [],
        "group_rapporteur": [],
        "groups_made": [],
        "phone_pins": [],
        "pictures": [],
        "polls": [],
        "votes": [],
        "captions_written": [],
        "captions_said": [],
        "captioning": [],
        "captions_read": [],
        "questions": [],
        "answers": [],
        "question_votes": [],
        "anonymous_questions": [],
        "hands": [
            {
                "session__title": title,
                "about": "",
                "is_written": False,
                "raised_at": Hand.objects.get().raised_at,
                "called_at": None,
                "lowered_at": None,
            }
        ],
        "presences": [],
        "attendances": [
            {
                "session__title": title,
                "revision": 1,
                "is_current": True,
                "attended": made.attended,
                "intervals": [],
                "reason": "",
                "final_at": made.final_at,
            }
        ],
        "stays": [],
        "reports_waiting": [],
        "on_air": [],
        "asked_to_take_over": [],
        "interprets": [],
        "hears": [],
        "recording_answers": [],
        "recorded": [],
        "sites_hosted": [],
        "usual_sites": [],
        "shared_screens": [],
        "at_screens": [],
        "vouched_for_at_screens": [],
        "caught_up": [],
        "arrivals": [],
        "removals": [],
        "guest_links": [],
        "slides": [],
        "speech": [],
    }


def test_the_export_of_a_guest_has_no_secret(session, host):
    made = guests.invite(by=host, session=session, name="Hina Guest", address="h@example.org")

    kept = str(people.export_of(made.link.person))

    secret = made.url.rstrip("/").rpartition("/")[2]
    assert [text in kept for text in (secret, made.link.secret_hash)] == [False, False]


def test_votes_stay_counted_and_are_nobodys(session, ana, host):
    poll = an_open_poll(session, by=host, ballot="open")
    polls.vote(by=ana, session=session, poll=poll.pk, choices=[2])
    kept = people.export_of(ana)["live"]["votes"]

    erased(ana, words=False)

    poll.refresh_from_db()
    assert [(each["question"], each["chosen"]) for each in kept] == [
        ("What keeps morphine from your patients?", ["The supply"])
    ]
    assert (poll.voted, poll.counts) == (1, {"2": 1})
    assert list(poll.votes.values_list("person", flat=True)) == [None]
