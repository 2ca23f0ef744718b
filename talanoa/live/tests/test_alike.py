"""What is the same for every viewer is drawn once, and never shows one viewer to another."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from talanoa.live import alike, queries
from talanoa.live.services import polls, questions, talk
from talanoa.live.tests.documents import same_each_time
from tests.make import (
    a_person,
    a_presence,
    a_question,
    a_role,
    an_open_poll,
    an_open_session,
    enrolled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def ana(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


@pytest.fixture
def ben(session):
    return enrolled(session.cohort, a_person("Ben Osei"))


def page_of(person, session, **headers):
    client = Client(headers=headers)
    client.force_login(person)
    return client.get(reverse("live:room", args=[session.pk])).content.decode()


def test_a_second_viewer_asks_only_for_their_own_part(
    client, session, ana, ben, django_assert_num_queries
):
    client.force_login(ben)
    page_of(ana, session)

    with django_assert_num_queries(14):
        client.get(reverse("live:room", args=[session.pk]))


def test_each_viewer_gets_the_page_they_would_get_alone(session, ana, ben):
    poll, question = an_open_poll(session), a_question(session)
    polls.vote(by=ana, session=session, poll=poll.pk, choices=(1,))
    questions.vote(by=ana, session=session, question=question.pk)
    talk.raise_hand(by=ana, session=session)
    talk.note(by=ana, session=session, text="I must leave early.")
    alone = {}
    for person in (ana, ben):
        alike.forget()
        alone[person] = same_each_time(page_of(person, session))
    alike.forget()

    together = {person: same_each_time(page_of(person, session)) for person in (ana, ben)}

    assert together == alone
    assert "I must leave early." in together[ana]
    assert "I must leave early." not in together[ben]


@pytest.mark.parametrize(
    ("act", "shows"),
    [
        (lambda s, p: talk.say(by=p, session=s, text="Tablets arrive."), "Tablets arrive."),
        (lambda s, p: talk.raise_hand(by=p, session=s), 'data-hands="1"'),
    ],
)
def test_what_the_log_says_is_on_the_next_page(session, ana, ben, act, shows):
    assert shows not in page_of(ben, session)

    act(session, ana)

    assert shows in page_of(ben, session)


def test_a_vote_which_is_not_in_the_log_is_on_the_next_page(session, ana, ben):
    poll, question = an_open_poll(session), a_question(session)
    before = page_of(ben, session)

    polls.vote(by=ana, session=session, poll=poll.pk, choices=(1,))
    voted = page_of(ben, session)
    questions.vote(by=ana, session=session, question=question.pk)
    supported = page_of(ben, session)
    questions.take_vote_back(by=ana, session=session, question=question.pk)
    taken_back = page_of(ben, session)

    assert [_turnout(page) for page in (before, voted)] == ["0 of", "1 of"]
    assert [_votes(page) for page in (before, supported, taken_back)] == ["0", "1", "0"]


def _turnout(page):
    return page.partition("data-turnout>")[2][:4]


def _votes(page):
    return page.partition('<b class="votes">')[2][:1]


def test_one_vote_given_for_another_is_told_apart(session, ana, ben):
    first, second = a_question(session), a_question(session)
    questions.vote(by=ana, session=session, question=first.pk)
    before = queries.mark_of(session.pk)

    questions.take_vote_back(by=ana, session=session, question=first.pk)
    questions.vote(by=ana, session=session, question=second.pk)

    assert queries.mark_of(session.pk) != before


def test_who_is_here_may_be_a_second_old_on_a_page_and_no_older(session, ana, ben, monkeypatch):
    page_of(ben, session)
    a_presence(session, ana)

    assert 'id="people-count">0<' in page_of(ben, session)

    moment = alike.monotonic() + alike.LIFE
    monkeypatch.setattr(alike, "monotonic", lambda: moment + 0.1)
    assert 'id="people-count">1<' in page_of(ben, session)


def test_a_name_is_text_where_people_are_listed(session, ben):
    a_presence(session, enrolled(session.cohort, a_person("<i>Ana</i>")))

    page = page_of(ben, session)

    assert "<b>&lt;i&gt;Ana&lt;/i&gt;</b>" in page
    assert "<i>Ana" not in page


def test_those_who_host_see_what_stands_now(session, ana):
    host = a_role(session.cohort.programme, "facilitator")
    page_of(host, session)

    a_presence(session, ana)

    assert 'id="people-count">1<' in page_of(host, session)


def test_what_only_hosts_have_is_not_kept_for_others(session, ana, ben):
    host = a_role(session.cohort.programme, "facilitator")
    a_question(session)

    page_of(host, session)
    page = page_of(ana, session)

    assert "act-question-take-up" not in page
    assert "data-host-part" not in page


def test_languages_are_kept_apart(session, ana, ben):
    page_of(ana, session)
    ben.language = "fr"
    ben.save()

    assert "Personne n" in page_of(ben, session) or "Aucune main" in page_of(ben, session)


def test_rooms_are_kept_apart(session, ana):
    other = an_open_session()
    ben = enrolled(other.cohort)
    talk.say(by=ana, session=session, text="Tablets arrive.")
    page_of(ana, session)

    assert "Tablets arrive." not in page_of(ben, other)


def test_no_more_is_kept_than_the_most(session, monkeypatch):
    monkeypatch.setattr(alike, "MOST", 2)
    mark = queries.mark_of(session.pk)

    kept = []
    for language in ("en", "fr", "ar"):
        with translation.override(language):
            kept.append(alike.of(session, mark, hosting=False))
    with translation.override("ar"):
        again = alike.of(session, mark, hosting=False)
    with translation.override("en"):
        forgotten = alike.of(session, mark, hosting=False)

    assert again is kept[2]
    assert forgotten is not kept[0]


def test_two_parts_may_not_have_one_name():
    with pytest.raises(ValueError, match="agenda"):
        alike.register("agenda", lambda session: {})


def test_a_line_that_was_drawn_before_says_what_it_says_now(session, ana, ben):
    entry = talk.say(by=ana, session=session, text="Is it <b>here</b>?")
    before = page_of(ben, session)
    ana.name = "Ana Vea"
    ana.save()
    alike.forget()
    named_anew = page_of(ben, session)
    with translation.override("fr"):
        in_french = page_of(ben, session, accept_language="fr")
    type(entry).objects.filter(pk=entry.pk).update(data={"text": ""})
    alike.forget()
    taken_back = page_of(ben, session)

    assert "Is it &lt;b&gt;here&lt;/b&gt;?" in before
    assert ("Ana Faleolo" in before, "Ana Vea" in named_anew) == (True, True)
    assert "Ana Faleolo" not in named_anew
    assert "Retirer" in in_french.split('id="chat-lines"')[1].split("</ol>")[0]
    assert "Is it" not in taken_back
