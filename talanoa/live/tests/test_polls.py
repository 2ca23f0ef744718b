"""Polls: who may do what, one after another, and each vote once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from talanoa.kernel.refusals import Refused
from talanoa.live import polls as reading
from talanoa.live import queries
from talanoa.live.models import Entry, Poll, Vote
from talanoa.live.services import floor, polls
from talanoa.live.tests.polling import WHO, closed, vote
from talanoa.schedule import services as schedule
from tests.make import (
    a_person,
    a_poll,
    a_role,
    a_session,
    an_open_poll,
    an_open_session,
    enrolled,
)
from tests.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def member(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


# --- Who may do what -----------------------------------------------------------------------------

HOSTS = {"facilitator", "coordinator"}
NEW = {"question": "Agreed?", "kind": "words", "ballot": "secret"}


def asked(session, host, who):
    polls.ask(by=who, session=session, **NEW)


def prepared(session, host, who):
    polls.prepare(by=who, session=session, draft=polls.Draft(**NEW))


def changed(session, host, who):
    polls.change(by=who, poll=a_poll(session, by=host), draft=polls.Draft(**NEW))


def deleted(session, host, who):
    polls.delete(by=who, poll=a_poll(session, by=host))


def opened(session, host, who):
    polls.open_poll(by=who, session=session, poll=a_poll(session, by=host).pk)


def ended(session, host, who):
    polls.close_poll(by=who, session=session, poll=an_open_poll(session, by=host).pk)


def shown(session, host, who):
    poll = closed(an_open_poll(session, by=host), host)
    polls.show(by=who, session=session, poll=poll.pk)


def voted(session, host, who):
    vote(an_open_poll(session, by=host), who, 1)


ACTS = {
    asked: HOSTS,
    prepared: HOSTS,
    changed: HOSTS,
    deleted: HOSTS,
    opened: HOSTS,
    ended: HOSTS,
    shown: HOSTS,
    voted: set(WHO),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_who_may_do_what(session, host, act, who):
    person = WHO[who](session)

    if who in ACTS[act]:
        act(session, host, person)
    else:
        with pytest.raises(Refused, match="Only facilitators"):
            act(session, host, person)


@pytest.mark.parametrize("act", [asked, opened], ids=lambda act: act.__name__)
def test_a_poll_is_put_to_a_room_that_is_open(act):
    lobby = a_session(starts_in=timedelta(minutes=5))
    host = a_role(lobby.cohort.programme, "facilitator")

    with pytest.raises(Refused, match="Open the session first"):
        act(lobby, host, host)


def test_a_poll_can_be_prepared_days_before_and_not_after_the_end(session, host):
    a_poll(a_session(session.cohort), by=host)
    schedule.close_session(by=None, session=session)
    session.refresh_from_db()

    with pytest.raises(Refused, match="has ended"):
        a_poll(session, by=host)


# --- One after another ---------------------------------------------------------------------------


def test_one_poll_is_open_at_a_time(session, host):
    first, second = an_open_poll(session, by=host), a_poll(session, by=host)

    for act in (
        lambda: polls.open_poll(by=host, session=session, poll=second.pk),
        lambda: asked(session, host, host),
    ):
        with pytest.raises(Refused, match="Another poll is open"):
            act()
    closed(first, host)
    polls.open_poll(by=host, session=session, poll=second.pk)

    assert reading.scene(session)["poll"] == second


@pytest.mark.parametrize("act", ["open", "change", "delete"])
def test_what_was_used_is_neither_changed_nor_used_again(session, host, act):
    poll = closed(an_open_poll(session, by=host), host)
    acts = {
        "open": lambda: polls.open_poll(by=host, session=session, poll=poll.pk),
        "change": lambda: polls.change(by=host, poll=poll, draft=polls.Draft(**NEW)),
        "delete": lambda: polls.delete(by=host, poll=poll),
    }

    with pytest.raises(Refused, match="used already"):
        acts[act]()


def test_what_was_used_meanwhile_is_found_out(session, host):
    stale = a_poll(session, by=host)
    polls.open_poll(by=host, session=session, poll=stale.pk)

    with pytest.raises(Refused, match="used already"):
        polls.delete(by=host, poll=stale)


def test_a_poll_is_closed_and_shown_once(session, host):
    poll = closed(an_open_poll(session, by=host), host)
    polls.show(by=host, session=session, poll=poll.pk)

    with pytest.raises(Refused, match="not open"):
        polls.close_poll(by=host, session=session, poll=poll.pk)
    with pytest.raises(Refused, match="shown already"):
        polls.show(by=host, session=session, poll=poll.pk)


def test_results_of_a_secret_poll_wait_for_its_end_and_those_of_an_open_one_need_not(session, host):
    secret = an_open_poll(session, by=host)
    with pytest.raises(Refused, match="once it is closed"):
        polls.show(by=host, session=session, poll=secret.pk)
    closed(secret, host)

    poll = an_open_poll(session, by=host, ballot="open")
    polls.show(by=host, session=session, poll=poll.pk)

    assert Poll.objects.get(pk=poll.pk).shown_at is not None


@pytest.mark.parametrize("act", [polls.open_poll, polls.close_poll, polls.show])
def test_another_sessions_poll_is_not_there(session, host, act):
    foreign = an_open_poll(an_open_session())

    with pytest.raises(Refused, match="no such poll"):
        act(by=host, session=session, poll=foreign.pk)


@pytest.mark.parametrize("how", ["by a host", "by the clock"])
def test_the_end_of_the_session_closes_what_is_open(session, host, member, how):
    poll = an_open_poll(session, by=host)
    vote(poll, member, 1)

    if how == "by a host":
        floor.close_session(by=host, session=session)
    else:
        schedule.close_session(by=None, session=session)
        floor.note_closed(session=session)

    poll.refresh_from_db()
    kinds = list(Entry.objects.order_by("seq").values_list("kind", flat=True))
    assert (poll.voted, poll.is_open, kinds[-2:]) == (1, False, ["poll.closed", "session.closed"])


# --- Voting --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "choices", "words"),
    [
        ({"kind": "single"}, [], []),
        ({"kind": "single"}, [1, 2], []),
        ({"kind": "single"}, [4], []),
        ({"kind": "single"}, [0], []),
        ({"kind": "single"}, [-1], []),
        ({"kind": "single"}, [2**62], []),
        ({"kind": "single"}, [], ["The law"]),
        ({"kind": "multiple"}, [], []),
        ({"kind": "multiple"}, [1, 4], []),
        ({"kind": "scale", "lowest": "no", "highest": "yes"}, [6], []),
        ({"kind": "scale", "lowest": "no", "highest": "yes"}, [1, 2], []),
        ({"kind": "words"}, [1], []),
        ({"kind": "words"}, [], ["", " ", "\u0301"]),
        ({"kind": "words"}, [], ["a", "b", "c", "d"]),
        ({"kind": "words"}, [], ["x" * 31]),
    ],
)
def test_what_is_no_vote_is_not_counted(session, host, member, fields, choices, words):
    poll = an_open_poll(session, by=host, **fields)

    with pytest.raises(ValidationError):
        vote(poll, member, *choices, words=words)
    assert (Poll.objects.get().voted, Vote.objects.count()) == (0, 0)


def test_a_vote_stands(session, host, member):
    for ballot in ("secret", "open"):
        poll = an_open_poll(session, by=host, ballot=ballot)
        vote(poll, member, 1, client_id="one")
        with pytest.raises(Refused, match="A vote stands"):
            vote(poll, member, 2, client_id="two")
        with pytest.raises(Refused, match="A vote stands"):
            vote(poll, member, 1)
        closed(poll, host)

        assert (poll.voted, poll.counts) == (1, {"1": 1})


def test_the_same_frame_is_one_vote_however_late_it_comes_again(session, host, member):
    poll = an_open_poll(session, by=host)
    first = vote(poll, member, 1, client_id="one")
    closed(poll, host)

    assert vote(poll, member, 1, client_id="one") == first == poll.opening
    assert (poll.voted, poll.counts) == (1, {"1": 1})


def test_a_vote_after_the_end_is_not_counted_and_its_sender_is_told(session, host, member):
    poll = closed(an_open_poll(session, by=host), host)

    with pytest.raises(Refused, match="Your vote was not counted"):
        vote(poll, member, 1)


def test_nobody_votes_in_what_is_prepared_or_elsewhere(session, host, member):
    foreign = an_open_poll(an_open_session())
    for poll in (a_poll(session, by=host).pk, foreign.pk, 2**62):
        with pytest.raises(Refused, match="no such poll"):
            polls.vote(by=member, session=session, poll=poll, choices=[1])


def test_a_vote_is_no_entry_and_does_not_touch_the_room(session, host, member):
    poll = an_open_poll(session, by=host)
    before = list(Entry.objects.values_list("seq", "kind"))

    vote(poll, member, 1)

    assert list(Entry.objects.values_list("seq", "kind")) == before
    assert queries.last_seq(session.pk) == before[-1][0]


@pytest.mark.parametrize("count", [1, 30])
def test_many_are_counted_as_cheaply_as_one(session, host, django_assert_num_queries, count):
    poll = an_open_poll(session, by=host)
    cast = [
        polls.Ballot(by=enrolled(session.cohort), poll=poll.pk, choices=[1]) for _ in range(count)
    ]

    with django_assert_num_queries(6):
        outcomes = polls.vote_together(session=session, cast=cast)

    assert (len(outcomes), Poll.objects.get().counts) == (count, {"1": count})


def test_each_of_many_is_answered_for_themselves(session, host, member):
    other = enrolled(session.cohort)
    poll = an_open_poll(session, by=host)
    cast = [
        polls.Ballot(by=member, poll=poll.pk, choices=[1], client_id="a"),
        polls.Ballot(by=other, poll=poll.pk, choices=[9]),
        polls.Ballot(by=member, poll=poll.pk, choices=[2], client_id="b"),
        polls.Ballot(by=member, poll=poll.pk, choices=[1], client_id="a"),
        polls.Ballot(by=other, poll=2**40, choices=[1]),
    ]

    outcomes = polls.vote_together(session=session, cast=cast)

    assert [type(outcome) for outcome in outcomes] == [
        Entry,
        ValidationError,
        Refused,
        Entry,
        Refused,
    ]
    assert Poll.objects.get().counts == {"1": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
def test_two_tabs_at_once_are_one_vote_and_many_people_at_once_are_all_counted():
    session = an_open_session()
    poll = an_open_poll(session)
    people = [enrolled(session.cohort) for _ in range(6)]
    acts = [
        lambda who=who, choice=choice: vote(poll, who, choice)
        for who in people
        for choice in (1, 2)
    ]

    answers = at_once(*acts)

    counted = [answer for answer in answers if isinstance(answer, Entry)]
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    poll.refresh_from_db()
    assert (len(counted), len(refused), poll.voted) == (6, 6, 6)
    assert sum(poll.counts.values()) == poll.votes.count() == 6
