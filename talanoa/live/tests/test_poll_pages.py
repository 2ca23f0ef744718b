"""The pages of polls: prepared, voted in by the plain form, and kept in the record."""

import csv
import io

import pytest
from django.urls import reverse

from talanoa.live import alike
from talanoa.live.models import Poll
from talanoa.live.services import polls
from talanoa.live.tests.polling import WHO, closed, vote
from talanoa.schedule import services as schedule
from tests.make import (
    a_person,
    a_poll,
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
    alike.forget()

    with django_assert_num_queries(38):
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
