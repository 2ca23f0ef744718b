"""Keeping the chat: lines taken down, a pause, a slower pace."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.live.models import Entry
from talanoa.live.services import floor, moderation, talk
from tests.make import a_person, a_role, an_open_session, closed, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


@pytest.fixture
def ana(session):
    return enrolled(session.cohort)


def test_a_line_is_taken_down_with_its_words(session, host, ana):
    line = talk.say(by=ana, session=session, text="Unkind").seq

    moderation.take_down(by=host, session=session, line=line)

    assert list(Entry.objects.order_by("seq").values_list("kind", "person", "data")) == [
        ("chat.said", ana.pk, {"text": "", "taken_down": True}),
        ("line.changed", host.pk, {"line": line}),
    ]
    with pytest.raises(Refused, match="not in the chat any more"):
        moderation.take_down(by=host, session=session, line=line)


def test_it_can_be_taken_down_after_the_end_as_well(session, host, ana):
    line = talk.say(by=ana, session=session, text="Unkind").seq

    moderation.take_down(by=host, session=closed(session), line=line)

    assert Entry.objects.get(seq=line).data["text"] == ""


def test_only_lines_of_this_chat_are_taken_down(session, host, ana):
    note = talk.note(by=ana, session=session, text="For you").seq
    elsewhere = an_open_session()
    other = talk.say(by=enrolled(elsewhere.cohort), session=elsewhere, text="There").seq
    for line in (note, other + 100, 0, -1):
        with pytest.raises(Refused, match="not in the chat"):
            moderation.take_down(by=host, session=session, line=line)


@pytest.mark.parametrize(
    "act",
    [
        moderation.pause_chat,
        moderation.resume_chat,
        lambda **by: moderation.pace_chat(**by, seconds=10),
        lambda **by: moderation.take_down(**by, line=1),
    ],
)
def test_only_hosts_keep_the_chat(session, ana, act):
    with pytest.raises(Refused, match="Only facilitators"):
        act(by=ana, session=session)


def test_a_paused_chat_is_for_hosts_and_whoever_has_the_floor(session, host, ana):
    other = enrolled(session.cohort)
    moderation.pause_chat(by=host, session=session)
    floor.give_floor(by=host, session=session, person=other.pk)

    talk.say(by=host, session=session, text="Listen")
    talk.say(by=other, session=session, text="Here is my link")
    talk.note(by=ana, session=session, text="My line is bad")
    with pytest.raises(Refused, match="The chat is paused"):
        talk.say(by=ana, session=session, text="And I?")

    moderation.resume_chat(by=host, session=session)
    talk.say(by=ana, session=session, text="And I?")
    assert Entry.objects.filter(kind="chat.said").count() == 3


def test_a_line_sent_again_after_the_pause_began_is_acknowledged(session, host, ana):
    line = talk.say(by=ana, session=session, text="Before", client_id="a")
    moderation.pause_chat(by=host, session=session)

    assert talk.say(by=ana, session=session, text="Before", client_id="a") == line


def test_a_slow_chat_takes_one_line_a_person_in_its_time(session, host, ana):
    other = enrolled(session.cohort)
    moderation.pace_chat(by=host, session=session, seconds=30)
    now = clock.now()

    def says(person, second) -> bool:
        with clock.standing_at(now + timedelta(seconds=second)):
            try:
                talk.say(by=person, session=session, text="x")
            except Refused as refused:
                assert "one message every 30 seconds" in str(refused)
                return False
            return True

    said = [says(ana, 1), says(other, 2), says(ana, 30), says(ana, 31), says(host, 32)]
    assert [*said, says(host, 33)] == [True, True, False, True, True, True]

    moderation.pace_chat(by=host, session=session, seconds=0)
    assert says(ana, 34)


@pytest.mark.parametrize("seconds", [-1, 601])
def test_a_chat_is_not_slowed_down_for_ever(session, host, seconds):
    with pytest.raises(Refused, match="at most 600"):
        moderation.pace_chat(by=host, session=session, seconds=seconds)


def test_an_open_chat_asks_no_more_than_before(session, host, ana, django_assert_num_queries):
    with pytest.raises(ValidationError):
        talk.say(by=ana, session=session, text="")
    with django_assert_num_queries(8):
        talk.say(by=ana, session=session, text="Good morning")


def test_the_pause_stands_on_the_page_and_a_form_is_told_why(client, session, host, ana):
    moderation.pause_chat(by=host, session=session)
    client.force_login(ana)
    url = f"/sessions/{session.pk}/room/"

    page = client.get(url).content.decode()
    answer = client.post(f"{url}chat.say/", {"text": "May I?"})

    assert "The chat is paused." in page
    assert answer.status_code == 403
    assert "May I?</textarea>" in answer.content.decode()
