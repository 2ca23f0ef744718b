"""Interpreters speak for others: their time is counted apart, and told to hosts and themselves."""

import pytest

from talanoa.live import talk_share, talk_shown
from talanoa.live.services import channels, guests, speech
from talanoa.live.tests.talking import Hour, parts
from tests.make import a_person, a_role, attendance

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour():
    return Hour()


def test_interpreters_are_in_no_share_and_counted_apart(hour):
    programme = hour.session.cohort.programme
    interpreter = a_role(programme, "interpreter", a_person("Lea Interpreter"))
    channel = channels.add_language(by=hour.facilitator, session=hour.session, language="fr")
    channels.name_interpreter(by=hour.facilitator, channel=channel, person=hour.member.pk)
    hour.said(hour.facilitator, 0, 30)
    hour.said(hour.member, 30, 60)
    hour.said(interpreter, 60, 80)
    hour.said(interpreter, 0, 40, language="fr")
    hour.said(hour.member, 35, 45, language="fr")
    hour.close(1800)

    before = talk_share.talk_of(hour.session)
    speech.sum_up(session=hour.session)
    summed = talk_share.talk_of(hour.session)

    assert before == summed
    assert parts(summed) == {
        "facilitation": (30, 1, 50),
        "experts": (0, 0, 0),
        "team": (0, 0, 0),
        "participants": (30, 1, 50),
    }
    assert [(one.language, one.length.total_seconds()) for one in summed.interpreted] == [
        ("", 20),
        ("fr", 50),
    ]
    assert (summed.heard, summed.countries) == (2, ["WSN"])


def test_a_guest_who_interprets_is_no_participant(hour):
    guest = guests.invite(by=hour.facilitator, session=hour.session, name="Gia").link.person
    channel = channels.add_language(by=hour.facilitator, session=hour.session, language="fr")
    before = talk_share.group_of(hour.session, [guest.pk])
    channels.name_interpreter(by=hour.facilitator, channel=channel, person=guest.pk)

    assert before == {guest.pk: "participants"}
    assert talk_share.group_of(hour.session, [guest.pk]) == {guest.pk: "interpreters"}


def test_hosts_read_how_long_each_interpreted_and_others_of_themselves_alone(hour, client):
    interpreter = a_role(hour.session.cohort.programme, "interpreter", a_person("Lea Inter"))
    hour.said(hour.member, 0, 10)
    hour.said(interpreter, 0, 65, language="fr")
    hour.said(interpreter, 70, 75)
    hour.close(1800)
    attendance(hour.session, hour.member)

    pages = {}
    for who in (hour.facilitator, interpreter, hour.member):
        client.force_login(who)
        pages[who] = client.get(f"/sessions/{hour.session.pk}/record/").content.decode()
    client.force_login(hour.facilitator)
    table = client.get(f"/sessions/{hour.session.pk}/talk.csv").content.decode()
    shown = talk_shown.in_record(hour.session, hour.facilitator)

    assert [(one.card.name, one.percent) for one in shown["spoke"]] == [
        ("Ana Faleolo", 100),
        ("Lea Inter", None),
    ]
    assert "Interpreted into French: 1:05 minutes" in pages[hour.facilitator]
    assert "Interpreters on the floor: 0:05 minutes" in pages[hour.facilitator]
    assert "You interpreted into French for 1:05 minutes." in pages[interpreter]
    assert "1:05" not in pages[hour.member]
    assert "Interpreter,Lea Inter,French,,,65,,,Booth" in table


def test_a_booth_alone_is_shown_where_nobody_spoke_on_the_floor(hour):
    interpreter = a_role(hour.session.cohort.programme, "interpreter", a_person("Lea Inter"))
    hour.said(interpreter, 0, 65, language="fr")
    hour.close(1800)

    shown = talk_shown.in_record(hour.session, hour.facilitator)

    assert shown["interpreted"] == [{"language": "French", "time": "1:05"}]
    assert [one.words for one in shown["interpreters"]] == ["1:05"]
