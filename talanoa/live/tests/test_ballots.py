"""Counts equal votes, a secret ballot stays secret, and whoever goes is forgotten."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from talanoa.kernel import clock
from talanoa.live import ballots
from talanoa.live import polls as reading
from talanoa.live.models import Poll, Presence, Vote
from talanoa.live.services import polls
from talanoa.live.tests.polling import bars, closed, vote
from talanoa.people import exports
from talanoa.people import services as accounts
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import (
    a_person,
    an_open_poll,
    an_open_session,
    enrolled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def member(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


# --- Counting ------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=5, unique=True), max_size=60))
def test_counts_equal_votes(votes):
    counts: dict[str, int] = {}
    for answers in votes:
        counts = ballots.added(counts, answers)

    bars = ballots.of_options(counts, list("abcde"), voted=len(votes))

    assert [bar.number for bar in bars] == [
        sum(number in answers for answers in votes) for number in range(1, 6)
    ]
    assert list(counts) == sorted(counts)


@given(st.lists(st.lists(st.text(max_size=6), max_size=3), max_size=30))
def test_counted_words_equal_words(votes):
    cleaned = [ballots.cleaned(words) for words in votes]
    counts: dict[str, int] = {}
    for words in cleaned:
        counts = ballots.added(counts, words)

    bars = ballots.of_words(counts, voted=len(votes))

    expected = Counter(ballots.fold(word) for words in cleaned for word in words)
    assert {bar.key: bar.number for bar in bars} == expected
    assert all(len({ballots.fold(word) for word in words}) == len(words) for words in cleaned)
    json.dumps(counts)


def test_words_are_folded_and_shown_as_most_spelt_them(session, host):
    poll = an_open_poll(session, by=host, kind="words")
    for words in (["Étude", " PEUR "], ["étude"], ["étude", "etude"], ["peur", "الخَوف"], ["الخوف"]):
        vote(poll, enrolled(session.cohort), words=words)

    assert bars(closed(poll, host)) == {"étude": 3, "PEUR": 2, "الخوف": 2}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "'; DROP", "\u202eabc", "{{ x }}"])
def test_hostile_words_are_words(client, session, host, member, text):
    poll = an_open_poll(session, by=host, kind="words", ballot="open")
    vote(poll, member, words=[text])
    polls.show(by=host, session=session, poll=poll.pk)
    client.force_login(member)

    page = client.get(reverse("live:room", args=[session.pk])).content.decode()

    assert bars(poll) == {text: 1}
    assert "<script>alert" not in page


# --- Secrecy -------------------------------------------------------------------------------------


def test_nothing_stored_tells_whose_vote_is_whose(session, host):
    people = [enrolled(session.cohort) for _ in range(4)]
    poll = an_open_poll(session, by=host, kind="words")
    given = ["aardvark", "beeswax", "cinnabar", "dandelion"]
    for person, word in zip(people, reversed(given), strict=True):
        vote(poll, person, words=[word], client_id=f"id-{person.pk}")
    closed(poll, host)

    rows_with = Counter()
    for model in apps.get_models():
        for row in model._default_manager.values():
            rows_with.update(
                (model.__name__, word) for word in given if word in json.dumps(row, default=str)
            )

    # Each word stands in the one row that counts them all, in an order of its own making:
    # that of the alphabet, or the database's.
    assert rows_with == {("Poll", word): 1 for word in given}
    assert Poll.objects.get().counts == dict.fromkeys(given, 1)
    assert set(Vote.objects.values_list("answers", flat=True)) == {None}


@pytest.mark.parametrize(("count", "seen"), [(0, False), (2, False), (3, True)])
def test_a_secret_poll_of_fewer_than_three_shows_nothing(client, session, host, count, seen):
    poll = an_open_poll(session, by=host)
    for _ in range(count):
        vote(poll, enrolled(session.cohort), 1)
    during = bars(poll)
    polls.show(by=host, session=session, poll=closed(poll, host).pk)
    client.force_login(host)
    pages = [client.get(reverse(f"live:{name}", args=[session.pk])) for name in ("room", "polls")]

    assert (during, bars(poll) is not None) == (None, seen)
    assert ("Fewer than three voted" in pages[0].content.decode()) is not seen
    table = client.get(reverse("live:polls_csv", args=[session.pk])).content.decode()
    assert ("Withheld" in table) is not seen


def test_an_open_ballot_names_who_chose_what(session, host, member):
    poll = an_open_poll(session, by=host, kind="multiple", ballot="open")
    vote(poll, member, 1, 3)

    results = reading.results(Poll.objects.get())

    assert [(bar.label, names) for bar, names in results.named] == [
        ("The law", ["Ana Faleolo"]),
        ("Fear", ["Ana Faleolo"]),
    ]


# --- Present, export, erasure --------------------------------------------------------------------


def test_who_could_have_voted_is_who_was_there_while_it_was_open(session, host, member):
    now = clock.now()
    poll = an_open_poll(session, by=host)

    def was_here(began, ended, sign=None):
        Presence.objects.create(
            session=session,
            person=enrolled(session.cohort),
            began_at=now + timedelta(minutes=began),
            last_sign_at=now + timedelta(minutes=sign if sign is not None else ended),
            ended_at=None if ended is None else now + timedelta(minutes=ended),
        )

    was_here(-30, -10)  # left before
    was_here(-30, None, sign=-5)  # fell silent before
    was_here(-30, None, sign=0)  # is here
    was_here(-30, 1)  # left after it was opened
    vote(poll, member, 1)  # by the plain form, unnoticed

    assert closed(poll, host).present == 3


def test_a_person_takes_their_open_votes_along_and_of_secret_ones_that_they_voted(session, host):
    member = enrolled(session.cohort)
    for fields in (
        {"ballot": "open", "kind": "multiple"},
        {"ballot": "secret"},
        {"ballot": "open", "kind": "scale", "lowest": "no", "highest": "yes"},
    ):
        poll = an_open_poll(session, by=host, **fields)
        vote(poll, member, 1)
        closed(poll, host)

    kept = exports.gather(member)["live"]["votes"]

    assert [(one["ballot"], one["chosen"]) for one in kept] == [
        ("open", ["The law"]),
        ("secret", None),
        ("open", ["1 – no"]),
    ]


def test_whoever_is_erased_leaves_a_count_without_a_name(session, host, member):
    poll = an_open_poll(session, by=host, ballot="open")
    vote(poll, member, 2, client_id="mine")

    accounts.erase(by=member, person=member)
    run_jobs(of="live")

    results = reading.results(Poll.objects.get())
    assert list(Vote.objects.values_list("person", "client_id", "answers")) == [(None, "", [2])]
    assert [names for _, names in results.named] == [["someone whose account was erased"]]
