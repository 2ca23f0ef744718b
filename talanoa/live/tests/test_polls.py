"""Polls: who may do what, that counts equal votes, and that a secret ballot stays secret."""

import csv
import io
import json
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.live import ballots, queries
from talanoa.live import polls as reading
from talanoa.live.models import Entry, Poll, Presence, Vote
from talanoa.live.services import floor, polls
from talanoa.people import exports
from talanoa.people import services as accounts
from talanoa.schedule import services as schedule
from tests.make import (
    a_part,
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
def host(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


@pytest.fixture
def member(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


def vote(poll, by, *choices, words=(), client_id=""):
    return polls.vote(
        by=by,
        session=poll.session,
        poll=poll.pk,
        choices=list(choices),
        words=words,
        client_id=client_id,
    )


def closed(poll, host):
    polls.close_poll(by=host, session=poll.session, poll=poll.pk)
    poll.refresh_from_db()
    return poll


def bars(poll) -> dict[str, int] | None:
    results = reading.results(Poll.objects.get(pk=poll.pk))
    return results and {bar.label: bar.number for bar in results.bars}


# --- Who may do what -----------------------------------------------------------------------------

WHO = {
    "facilitator": lambda s: a_role(s.cohort.programme, "facilitator"),
    "coordinator": lambda s: a_role(s.cohort.programme, "coordinator"),
    "presenter": lambda s: a_part(s, "presenter"),
    "scribe": lambda s: a_part(s, "scribe"),
    "member": lambda s: enrolled(s.cohort),
}
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

    # Each word stands in the one row that counts them all, in the order of the alphabet.
    assert rows_with == {("Poll", word): 1 for word in given}
    assert list(Poll.objects.get().counts) == given
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

    kept = exports.gather(member)["polls"]

    assert [(one["ballot"], one["chosen"]) for one in kept] == [
        ("open", ["The law"]),
        ("secret", None),
        ("open", ["1 – no"]),
    ]


def test_whoever_is_erased_leaves_a_count_without_a_name(session, host, member):
    poll = an_open_poll(session, by=host, ballot="open")
    vote(poll, member, 2, client_id="mine")

    accounts.erase(by=member, person=member)

    results = reading.results(Poll.objects.get())
    assert list(Vote.objects.values_list("person", "client_id", "answers")) == [(None, "", [2])]
    assert [names for _, names in results.named] == [["someone whose account was erased"]]


# --- Pages ---------------------------------------------------------------------------------------

FORM = {"question": "Agreed?", "kind": "single", "options": "Yes\nNo", "ballot": "secret"}


def page_of(session):
    return reverse("live:polls", args=[session.pk])


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("coordinator", 200),
        ("presenter", 403),
        ("member", 403),
        ("stranger", 404),
    ],
)
def test_who_sees_the_polls_to_come(client, session, host, who, status):
    poll = a_poll(session, by=host)
    person = a_person() if who == "stranger" else WHO[who](session)
    client.force_login(person)

    for path in (page_of(session), reverse("live:polls_csv", args=[session.pk])):
        assert client.get(path).status_code == status
    edit = reverse("live:poll", args=[session.pk, poll.pk])
    assert client.get(edit).status_code == (200 if status == 200 else 404)


def test_a_poll_is_prepared_changed_and_deleted(client, session, host):
    client.force_login(host)
    client.post(page_of(session), FORM)
    poll = Poll.objects.get()
    edit = reverse("live:poll", args=[session.pk, poll.pk])

    filled = client.get(edit).content.decode()
    client.post(edit, FORM | {"question": "Do you agree?", "options": "Yes\nNo\nNot yet"})
    poll.refresh_from_db()
    client.post(reverse("live:delete_poll", args=[session.pk, poll.pk]))

    assert "Yes\nNo</textarea>" in filled
    assert (poll.question, poll.options) == ("Do you agree?", ["Yes", "No", "Not yet"])
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"question": ""}, "Write the question first."),
        ({"question": "x" * 301}, "at most 300 characters"),
        ({"options": "One"}, "Give two to 10 options"),
        ({"options": "\n".join("abcdefghijk")}, "Give two to 10 options"),
        ({"options": "Yes\n yes "}, "Two options are the same."),
        ({"options": "x" * 101 + "\ny"}, "at most 100 characters"),
        ({"options": ""}, "Write the options"),
        ({"options": "x\n" * 30_000}, "Give two to 10 options"),
        ({"kind": "scale"}, "This field is required."),
        ({"kind": "scale", "lowest": "x" * 41, "highest": "y"}, "at most 40 characters"),
        ({"kind": "essay"}, "Select a valid choice"),
        ({"ballot": "half"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_a_poll_is_said_and_kept(client, session, host, fields, sentence):
    client.force_login(host)

    for path in (page_of(session), reverse("live:act", args=[session.pk, "poll.ask"])):
        answer = client.post(path, FORM | fields)

        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert fields.get("question", FORM["question"]) in answer.content.decode()
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("put", "polls/", 405),
        ("post", "polls.csv", 405),
        ("get", "polls/{poll}/delete/", 405),
        ("put", "polls/{poll}/", 405),
        ("get", "polls/999999/", 404),
        ("post", "polls/999999/delete/", 404),
        ("get", "polls/{foreign}/", 404),
        ("get", "polls/99999999999999999999/", 404),
    ],
)
def test_wrong_methods_and_numbers(client, session, host, method, path, status):
    ids = {"poll": a_poll(session, by=host).pk, "foreign": a_poll(an_open_session()).pk}
    client.force_login(host)

    answer = getattr(client, method)(f"/sessions/{session.pk}/{path.format(**ids)}")

    assert answer.status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    client, session, host, django_assert_num_queries, count
):
    for _ in range(count):
        a_poll(session, by=host)
    client.force_login(host)
    client.get(page_of(session))

    with django_assert_num_queries(10):
        page = client.get(page_of(session)).content.decode()

    assert page.count('<th scope="row"><bdi>What keeps') == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_room_asks_as_many_queries_for_three_votes_as_for_one(
    client, session, host, member, django_assert_num_queries, count
):
    poll = an_open_poll(session, by=host, ballot="open")
    polls.show(by=host, session=session, poll=poll.pk)
    for _ in range(count):
        vote(poll, enrolled(session.cohort), 1)
    client.force_login(member)
    address = reverse("live:room", args=[session.pk])
    client.get(address)

    with django_assert_num_queries(23):
        page = client.get(address).content.decode()

    assert f">{count}</b>" in page


def test_a_vote_by_the_plain_form_is_counted_and_the_page_says_so(client, session, host, member):
    poll = an_open_poll(session, by=host, kind="multiple")
    client.force_login(member)
    act = reverse("live:act", args=[session.pk, "poll.vote"])

    before = client.get(reverse("live:room", args=[session.pk])).content.decode()
    answer = client.post(act, {"poll": poll.pk, "choices": ["1", "3"], "client_id": "once"})
    client.post(act, {"poll": poll.pk, "choices": ["1", "3"], "client_id": "once"})
    after = client.get(reverse("live:room", args=[session.pk])).content.decode()

    assert answer.headers["Location"].endswith("/room/#panel-poll")
    assert (Poll.objects.get().voted, Poll.objects.get().counts) == (1, {"1": 1, "3": 1})
    assert ['data-vote="in"' in page for page in (before, after)] == [False, True]
    assert "1 of 1 has voted." in after


def test_an_empty_vote_by_the_plain_form_says_what_is_missing(client, session, host, member):
    poll = an_open_poll(session, by=host)
    client.force_login(member)

    answer = client.post(reverse("live:act", args=[session.pk, "poll.vote"]), {"poll": poll.pk})

    assert (answer.status_code, "Choose an answer first." in answer.content.decode()) == (403, True)


def test_a_member_finds_nothing_of_what_is_prepared_or_not_shown(client, session, host, member):
    poll = an_open_poll(session, by=host, ballot="open")
    vote(poll, host, 1)
    closed(poll, host)
    a_poll(session, by=host, question="What will be asked later?")
    pages = {}
    for person in (member, host):
        client.force_login(person)
        pages[person] = client.get(reverse("live:room", args=[session.pk])).content.decode()

    for words in ("What will be asked later?", 'class="bars"', "Ask something now"):
        assert (words in pages[member], words in pages[host]) == (False, True)


# --- The record ----------------------------------------------------------------------------------


def a_session_with_polls(session, host):
    """One secret and shown, one open and not shown."""
    for fields in ({"question": "Shown?"}, {"question": "Not shown?", "ballot": "open"}):
        poll = an_open_poll(session, by=host, **fields)
        for _ in range(3):
            vote(poll, enrolled(session.cohort), 2)
        closed(poll, host)
        if fields["question"] == "Shown?":
            polls.show(by=host, session=session, poll=poll.pk)
    schedule.close_session(by=None, session=session)


@pytest.mark.parametrize(
    ("who", "seen"), [("host", [True, True]), ("member", [True, False]), ("public", [False, False])]
)
def test_the_record_keeps_what_everyone_saw_and_hosts_find_all(
    client, session, host, member, who, seen
):
    a_session_with_polls(session, host)
    client.force_login(host)
    client.post(reverse("live:publish_record", args=[session.pk]))
    client.logout()
    if who != "public":
        client.force_login({"host": host, "member": member}[who])

    page = client.get(reverse("live:record", args=[session.pk])).content.decode()

    assert [words in page for words in (">Shown?<", ">Not shown?<")] == seen
    assert ("3 of 3 voted." in page) is (who != "public")


def test_the_table_has_every_answer_and_no_formula(client, session, host):
    poll = an_open_poll(
        session, by=host, question="=1+1", ballot="open", options="+one\n-two", kind="single"
    )
    vote(poll, enrolled(session.cohort, a_person("@Ana")), 1)
    closed(poll, host)
    client.force_login(host)

    text = client.get(reverse("live:polls_csv", args=[session.pk])).content.decode()

    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert len(head) == len(rows[0]) == 10
    assert [[row[0], *row[5:]] for row in rows] == [
        ["'=1+1", "1", "1", "'+one", "1", "'@Ana"],
        ["'=1+1", "1", "1", "'-two", "0", ""],
    ]
