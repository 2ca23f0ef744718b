"""Languages, interpreters, who is on the air, who hears what: by services, access and pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.live import access, interpretation
from talanoa.live.models import Entry, InterpretationChannel
from talanoa.live.services import channels, floor
from talanoa.live.services import interpretation as acts
from tests.make import (
    a_part,
    a_person,
    a_role,
    a_session,
    an_interpreter,
    an_open_session,
    closed,
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


def start(person, session, language="fr", **more):
    return acts.start(by=person, session=session, language=language, **more)


def on_air(session, language="fr"):
    return session.channels.get(language=language).on_air


def kinds(session):
    return list(Entry.objects.filter(session=session).order_by("seq").values_list("kind", "data"))


# --- What hosts set --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "may"),
    [("facilitator", True), ("coordinator", True), ("expert", False), ("interpreter", False)],
)
def test_hosts_set_languages(session, who, may):
    person = a_role(session.cohort.programme, who)

    assert (access.interpretation_refused(person, session) is None) is may
    if may:
        channels.add_language(by=person, session=session, language="sw")
    else:
        with pytest.raises(Refused):
            channels.add_language(by=person, session=session, language="sw")
    assert [each.language for each in session.channels.all()] == (["sw"] if may else [])


def test_a_language_is_added_once_and_the_room_is_told(session, host, french):
    again = channels.add_language(by=host, session=session, language="fr")

    assert again == french
    assert kinds(session) == [("channels.set", {})]


@pytest.mark.parametrize("language", ["", "xx", "fr-FR", "fr\x00", "f" * 500])
def test_only_languages_there_are(session, host, language):
    with pytest.raises(ValidationError):
        channels.add_language(by=host, session=session, language=language)


def test_a_session_has_at_most_eight_languages(session, host):
    for language in ("ar", "bn", "es", "fa", "fr", "hi", "pt", "ru"):
        channels.add_language(by=host, session=session, language=language)

    with pytest.raises(ValidationError, match="at most 8"):
        channels.add_language(by=host, session=session, language="sw")


def test_the_level_holds_for_every_language_of_a_session(session, host, french):
    channels.set_beneath(by=host, session=session, percent=40)
    channels.add_language(by=host, session=session, language="ar")

    assert interpretation.beneath(session.pk) == {"ar": 40, "fr": 40}
    with pytest.raises(ValidationError):
        channels.set_beneath(by=host, session=session, percent=101)


def test_only_who_may_come_can_interpret(session, host, french):
    with pytest.raises(Refused, match="not in the session"):
        channels.name_interpreter(by=host, channel=french, person=a_person().pk)


def test_a_session_that_has_ended_keeps_its_languages(session, host, french):
    closed(session)
    french.session.refresh_from_db()

    with pytest.raises(Refused, match="has ended"):
        channels.remove_language(by=host, channel=french)


def test_the_same_is_set_for_sessions_to_come(session, host, french, awa):
    cohort = session.cohort
    later = a_session(cohort, starts_in=timedelta(days=30))
    own = a_session(cohort, starts_in=timedelta(days=60))
    channels.add_language(by=host, session=own, language="ar")
    member = enrolled(cohort)
    channels.name_interpreter(by=host, channel=french, person=member.pk)

    assert channels.copy_to_coming(by=host, session=session) == 1

    copy = later.channels.get()
    # Awa has a part in the first session alone, so the door of the later one is shut to her.
    assert [each.person for each in copy.interpreters.all()] == [member]
    assert [each.language for each in own.channels.all()] == ["ar"]


# --- On the air ------------------------------------------------------------------------------


def test_an_interpreter_goes_on_the_air_and_off_it(session, awa):
    start(awa, session)
    assert on_air(session) == awa

    acts.stop(by=awa, session=session, language="fr")
    assert on_air(session) is None
    assert kinds(session)[-2:] == [
        ("channel.on-air", {"language": "fr", "person": awa.pk}),
        ("channel.off-air", {"language": "fr", "person": awa.pk, "why": "stopped"}),
    ]


def test_whoever_is_not_named_does_not_interpret(session, host, french):
    part = a_part(session, "interpreter")
    for person in (part, host, enrolled(session.cohort)):
        with pytest.raises(Refused, match="You do not interpret into this language"):
            start(person, session)


def test_a_language_that_is_not_interpreted_into_is_refused(session, awa):
    for language in ("ar", "", "x" * 4000):
        with pytest.raises(Refused, match="not interpreted into that language"):
            start(awa, session, language)


def test_nobody_is_put_off_the_air_by_another_without_a_handover(session, awa, luc):
    start(awa, session)

    with pytest.raises(Refused, match="Awa Diop is on the air. Ask for a handover first"):
        start(luc, session)
    assert on_air(session) == awa


def test_a_handover_leaves_no_moment_with_nobody_on_the_air(session, awa, luc):
    start(awa, session)
    acts.hand_over(by=luc, session=session, language="fr")
    assert session.channels.get().asked_by == luc
    acts.hand_over(by=awa, session=session, language="fr")
    assert on_air(session) == awa

    start(luc, session)

    channel = session.channels.get()
    assert (channel.on_air, channel.offered_at, channel.asked_by) == (luc, None, None)
    assert [kind for kind, _ in kinds(session)][-4:] == [
        "channel.on-air",
        "channel.handing",
        "channel.handing",
        "channel.on-air",
    ]


def test_whoever_is_dismissed_is_not_ready_to_take_over(session, host, french, awa, luc):
    start(awa, session)
    acts.hand_over(by=luc, session=session, language="fr")

    channels.dismiss_interpreter(by=host, channel=french, person=luc.pk)

    assert session.channels.get().asked_by is None
    assert on_air(session) == awa


def test_nobody_hands_over_what_nobody_has(session, awa):
    with pytest.raises(Refused, match="Nobody is on the air"):
        acts.hand_over(by=awa, session=session, language="fr")
    with pytest.raises(Refused, match="You are not on the air"):
        acts.stop(by=awa, session=session, language="fr")


def test_one_person_is_on_the_air_in_one_language(session, host, awa):
    arabic = channels.add_language(by=host, session=session, language="ar")
    channels.name_interpreter(by=host, channel=arabic, person=awa.pk)
    start(awa, session)

    with pytest.raises(Refused, match="on the air in another language"):
        start(awa, session, "ar")


def test_a_frame_sent_twice_is_one_act(session, awa):
    first = start(awa, session, client_id="one")
    assert start(awa, session, client_id="one") == first
    assert [kind for kind, _ in kinds(session)].count("channel.on-air") == 1


@pytest.mark.parametrize("what", ["mute", "remove", "dismiss", "remove_language", "close"])
def test_whatever_hosts_do_reaches_the_channel(session, host, awa, french, what):
    start(awa, session)
    {
        "mute": lambda: floor.mute(by=host, session=session, person=awa.pk),
        "remove": lambda: floor.remove(by=host, session=session, person=awa.pk),
        "dismiss": lambda: channels.dismiss_interpreter(by=host, channel=french, person=awa.pk),
        "remove_language": lambda: channels.remove_language(by=host, channel=french),
        "close": lambda: floor.close_session(by=host, session=session),
    }[what]()

    assert not InterpretationChannel.objects.filter(on_air=awa).exists()


def test_muting_everyone_leaves_interpreters_on_the_air(session, host, awa):
    start(awa, session)
    floor.mute_all(by=host, session=session)

    assert on_air(session) == awa


def test_whom_nobody_hears_any_more_is_off_the_air(session, awa):
    start(awa, session)
    assert acts.drop_unheard([session.pk]) == 0
    with clock.standing_at(clock.now() + timedelta(seconds=11)):
        assert acts.keep_heard([(session.pk, "fr", awa.pk)]) == []
    with clock.standing_at(clock.now() + timedelta(seconds=20)):
        assert acts.drop_unheard([session.pk]) == 0
    with clock.standing_at(clock.now() + timedelta(seconds=24)):
        assert acts.drop_unheard([session.pk]) == 1

    (booth,) = interpretation.booths(session)["booths"]
    assert (booth.on_air, booth.was_lost, booth.last_off) == (None, True, awa)


def test_a_voice_that_is_not_the_one_on_the_air_keeps_nobody_there(session, awa, luc):
    start(awa, session)
    with clock.standing_at(clock.now() + timedelta(seconds=20)):
        assert acts.keep_heard([(session.pk, "fr", luc.pk)]) == [(session.pk, "fr", luc.pk)]
        assert acts.drop_unheard([session.pk]) == 1


def test_a_new_room_process_has_nobodys_voice(session, awa):
    start(awa, session)

    assert acts.drop_all() == 1
    assert on_air(session) is None


@pytest.mark.parametrize(
    ("who", "speaks", "refused"),
    [
        ("on the air", True, None),
        ("off the air", True, "Go on the air first."),
        ("off the air", False, None),
        ("member", False, "You do not interpret into this language here."),
    ],
)
def test_who_has_a_seat_in_a_booth_and_who_is_heard_from_it(
    session, awa, luc, who, speaks, refused
):
    start(awa, session)
    person = {"on the air": awa, "off the air": luc}.get(who) or enrolled(session.cohort)

    assert access.booth_refused(person, session, "fr", speaks=speaks) == refused
