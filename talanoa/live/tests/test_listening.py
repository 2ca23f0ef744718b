"""Who hears which language, wishes for a slower pace, and the pages of interpretation."""

from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.live import interpretation
from talanoa.live.models import Entry, ListeningChoice
from talanoa.live.services import channels, floor
from talanoa.live.services import interpretation as acts
from tests.make import (
    a_part,
    a_person,
    a_role,
    a_session,
    an_interpreter,
    an_open_session,
    enrolled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


@pytest.fixture
def french(session, host):
    return channels.add_language(by=host, session=session, language="fr")


@pytest.fixture
def awa(host, french):
    return an_interpreter(french, "Awa Diop", by=host)


@pytest.fixture
def luc(host, french):
    return an_interpreter(french, "Luc Morel", by=host)


def kinds(session):
    return list(Entry.objects.filter(session=session).order_by("seq").values_list("kind", "data"))


# --- A slower pace ---------------------------------------------------------------------------


def test_a_wish_for_a_slower_pace_is_for_hosts_and_who_has_the_floor(session, host, awa):
    speaker, other = enrolled(session.cohort), enrolled(session.cohort)
    floor.give_floor(by=host, session=session, person=speaker.pk)

    acts.ask_slower(by=awa, session=session, language="fr")

    def told(person, hosting=False):
        shown = interpretation.channels(session)
        return interpretation.hearing(session, person, shown, hosting=hosting)["slower"]["entry"]

    assert told(host, hosting=True)
    assert told(speaker)
    assert told(other) is None
    with clock.standing_at(clock.now() + timedelta(minutes=3)):
        assert told(speaker) is None


def test_two_wishes_at_the_same_moment_are_one(session, awa, luc):
    first = acts.ask_slower(by=awa, session=session, language="fr")

    assert acts.ask_slower(by=luc, session=session, language="fr") == first


# --- Who hears what --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "chosen", "heard"),
    [
        ("fr", None, "fr"),
        ("en", None, ""),
        ("fr", "", ""),
        ("fr", "ar", "ar"),
        ("en", "fr", "fr"),
        ("en", "gone", ""),
        ("fr", "gone", "fr"),
    ],
)
def test_whose_channel_is_somebodys(session, host, french, own, chosen, heard):
    channels.add_language(by=host, session=session, language="ar")
    listener = enrolled(session.cohort, a_person(language=own))
    if chosen == "gone":
        ListeningChoice.objects.create(person=listener, cohort=session.cohort, language="ru")
    elif chosen is not None:
        acts.choose(by=listener, session=session, language=chosen)

    assert interpretation.language_of(session, listener) == heard


def test_an_interpreter_hears_the_floor_unless_they_choose(session, awa):
    awa.language = "fr"
    awa.save()
    assert interpretation.language_of(session, awa) == ""

    acts.choose(by=awa, session=session, language="fr")
    assert interpretation.language_of(session, awa) == "fr"


def test_a_choice_makes_no_entry_and_holds_for_the_cohort(session, host, french):
    listener = enrolled(session.cohort)
    before = kinds(session)
    for language in ("fr", "", "fr"):
        acts.choose(by=listener, session=session, language=language, client_id="x")
    later = a_session(session.cohort, starts_in=timedelta(days=30))
    assert interpretation.language_of(later, listener) == ""
    channels.add_language(by=host, session=later, language="fr")

    assert kinds(session) == before
    assert interpretation.language_of(later, listener) == "fr"


def test_a_language_nobody_interprets_into_cannot_be_chosen(session):
    with pytest.raises(Refused):
        acts.choose(by=enrolled(session.cohort), session=session, language="fr")
    with pytest.raises(Refused):
        acts.choose(by=enrolled(session.cohort), session=session, language="")


# --- The page --------------------------------------------------------------------------------


def page(session, rest=""):
    return f"/sessions/{session.pk}/interpretation/{rest}"


def test_a_host_sets_it_all_on_the_page(client, session, host):
    awa = a_part(session, "interpreter", a_person("Awa Diop"))
    client.force_login(host)

    assert client.post(page(session), {"language": "fr"}).status_code == 302
    assert client.post(page(session, "fr/name/"), {"person": awa.pk}).status_code == 302
    assert client.post(page(session, "level/"), {"beneath": "40"}).status_code == 302
    shown = client.get(page(session)).content.decode()
    assert "Awa Diop" in shown
    channel = session.channels.get()
    assert (channel.language, channel.beneath) == ("fr", 40)
    assert [each.person for each in channel.interpreters.all()] == [awa]

    assert client.post(page(session, f"fr/{awa.pk}/dismiss/")).status_code == 302
    assert not channel.interpreters.exists()
    assert client.post(page(session, "fr/remove/")).status_code == 302
    assert not session.channels.exists()


@pytest.mark.parametrize(
    ("rest", "data", "status"),
    [
        ("", {"language": "xx"}, 422),
        ("", {}, 422),
        ("level/", {"beneath": "7000"}, 422),
        ("fr/name/", {"person": "somebody"}, 302),
        ("fr/name/", {"person": "999999"}, 403),
        ("de/name/", {"person": "1"}, 404),
        ("de/remove/", {}, 404),
        ("fr/999999/dismiss/", {}, 302),
    ],
)
def test_what_makes_no_sense_is_answered_clearly(client, session, host, french, rest, data, status):
    client.force_login(host)

    assert client.post(page(session, rest), data).status_code == status
    assert [each.language for each in session.channels.all()] == ["fr"]


@pytest.mark.parametrize(("who", "status"), [("member", 403), ("stranger", 404)])
def test_the_page_is_for_hosts(client, session, french, who, status):
    person = enrolled(session.cohort) if who == "member" else a_person()
    client.force_login(person)

    assert client.get(page(session)).status_code == status
    assert client.post(page(session, "level/"), {"beneath": 10}).status_code == status


@pytest.mark.parametrize("languages", [["fr"], ["ar", "fr", "sw"]])
def test_the_page_asks_few_queries(client, session, host, languages, django_assert_num_queries):
    for language in languages:
        an_interpreter(channels.add_language(by=host, session=session, language=language), by=host)
    client.force_login(host)

    # One more for each language that is silent: who was last on the air there.
    with django_assert_num_queries(14 + len(languages)):
        client.get(page(session))


def test_the_room_shows_what_one_hears(client, session, french):
    listener = enrolled(session.cohort, a_person(language="fr"))
    client.force_login(listener)
    shown = client.get(f"/sessions/{session.pk}/room/", headers={"accept-language": "fr"})

    assert 'data-language="fr"' in shown.content.decode()
    assert shown.context["is_own_language"]


def test_an_interpreter_has_a_booth_and_others_have_none(client, session, awa):
    shown = {}
    for person in (awa, enrolled(session.cohort)):
        client.force_login(person)
        shown[person] = client.get(f"/sessions/{session.pk}/room/").content.decode()

    assert [html.count('id="booth-fr"') for html in shown.values()] == [1, 0]
