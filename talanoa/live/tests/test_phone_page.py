"""The dial-in page and its PINs: whose they are, what they open, and when."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.live import phone_desk as desk
from talanoa.live import phones as reading
from talanoa.live import queries
from talanoa.live.models import GuestLink, PhonePin
from talanoa.live.phone.phone_settings import PhoneSettings
from talanoa.live.services import callers, calls, doors, floor, guests, phones
from talanoa.live.services.callers import Turned
from talanoa.schedule import services as schedule
from tests.make import a_country, a_person, a_presence, a_role, a_session, an_open_session, enrolled

pytestmark = pytest.mark.django_db

PHONE = PhoneSettings(
    trunk=("192.0.2.7",), numbers=("TON:+676-000-0000:local", "FJI:+679-000-0000:free")
)


@pytest.fixture(autouse=True)
def _phone(settings):
    settings.PHONE = PHONE
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def member(session):
    return enrolled(session.cohort, a_person("Yara Late"))


def page_of(session, name="phone"):
    return reverse(f"live:{name}", args=[session.pk])


def who_calls(digits, caller="6760000042"):
    admitted = callers.admit(digits=digits, caller=caller)
    return admitted.person if admitted else None


@pytest.mark.parametrize("name", ["phone", "give_pin", "open_line", "close_line"])
def test_without_a_trunk_there_is_no_such_page(client, session, host, settings, name):
    settings.PHONE = PhoneSettings()
    client.force_login(host)
    method = client.get if name == "phone" else client.post
    assert method(page_of(session, name)).status_code == 404


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        (lambda s: a_role(s.cohort.programme, "facilitator"), (200, 302, 302)),
        (lambda s: enrolled(s.cohort), (200, 302, 403)),
        (lambda s: a_person(), (404, 404, 404)),
    ],
    ids=["facilitator", "member", "stranger"],
)
def test_who_may_see_the_page_and_make_pins(client, session, who, statuses):
    client.force_login(who(session))
    assert (
        client.get(page_of(session)).status_code,
        client.post(page_of(session, "give_pin")).status_code,
        client.post(page_of(session, "open_line")).status_code,
    ) == statuses


def test_the_page_has_numbers_and_the_readers_own_pin_alone(client, session, host, member):
    a_country("TO", name="Tonga", iso3="TON")
    phones.give_pin(by=host, session=session)
    callers_pin = phones.open_line(by=host, session=session)
    client.force_login(member)
    client.post(page_of(session, "give_pin"))

    page = client.get(page_of(session)).content.decode()

    pin = PhonePin.objects.get(person=member)
    shown = {each.digits for each in PhonePin.objects.all() if _grouped(each.digits) in page}
    assert shown == {pin.digits}
    assert 'href="tel:+6760000000"' in page
    assert ">Tonga<" in page
    assert ">FJI<" in page  # a country that is not in the table is told by its code
    client.force_login(host)
    assert _grouped(callers_pin.digits) in client.get(page_of(session)).content.decode()


def _grouped(digits):
    return "\N{NO-BREAK SPACE}".join((digits[:3], digits[3:6], digits[6:]))


def test_a_pin_is_one_persons_way_into_one_session(session, member):
    pin = phones.give_pin(by=member, session=session)
    admitted = callers.admit(digits=pin.digits, caller="6760000042")
    assert (admitted.person, admitted.session) == (member, session)
    assert who_calls("000000000" if pin.digits != "000000000" else "000000001") is None
    assert who_calls("") is None

    renewed = phones.give_pin(by=member, session=session)

    assert who_calls(pin.digits) is None or renewed.digits == pin.digits
    assert who_calls(renewed.digits) == member


@pytest.mark.parametrize(
    ("caller", "most"), [("6760000042", desk.OF_ONE.most), ("", desk.OF_WITHHELD.most)]
)
def test_guessing_is_bounded_for_each_and_counted_where_every_process_sees_it(
    session, member, caller, most
):
    digits = phones.give_pin(by=member, session=session).digits
    for _ in range(most):
        assert desk.admit("", caller) is None

    assert desk.is_guessing(caller)
    with pytest.raises(Turned, match="too-many"):
        desk.admit(digits, caller)
    assert not desk.is_guessing("6760000077")
    cache.clear()
    assert desk.admit(digits, caller).person == member


def test_guessing_is_bounded_for_all_together():
    for number in range(desk.OF_ALL.most):
        desk.admit("", str(number))
    assert desk.is_guessing("somebody new")


@pytest.mark.parametrize(
    ("bind", "host"),
    [
        ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1"),
        ("::1", "[::1]"), ("10.0.0.5", "10.0.0.5"),
    ],
)  # fmt: skip
def test_the_phone_finds_the_room_wherever_that_listens(settings, bind, host):
    settings.BIND, settings.ROOM_PORT = bind, 8001
    assert desk.room_url(7, language="fr") == f"ws://{host}:8001/sessions/7/socket?lang=fr"


def test_a_caller_is_signed_in_for_the_call_alone(session, member):
    pin = phones.give_pin(by=member, session=session)
    cookie = callers.admit(digits=pin.digits, caller="").cookie
    assert SessionStore(cookie)["_auth_user_id"] == str(member.pk)
    callers.sign_out(cookie=cookie)
    assert not Session.objects.exists()


def test_only_our_phone_can_say_that_somebody_calls():
    shown = reading.pass_for("a-cookie")
    assert reading.is_of_phone(shown, "a-cookie")
    for forged in ("", "a-cookie", f"{shown}x", reading.pass_for("another")):
        assert not reading.is_of_phone(forged, "a-cookie")


def test_unnamed_callers_are_guests_by_their_last_digits(session, host):
    pin = phones.open_line(by=host, session=session)

    first, again = who_calls(pin.digits), who_calls(pin.digits)
    other, withheld = who_calls(pin.digits, "6760000077"), who_calls(pin.digits, "")

    assert first == again
    assert [str(each) for each in (first, other, withheld)] == [
        "Caller ···42", "Caller ···77", "Caller, number withheld",
    ]  # fmt: skip
    assert first.is_guest
    assert who_calls(pin.digits, "") != withheld
    # Nothing stands there from which the number could be read.
    assert not [link for link in GuestLink.objects.all() if "6760000" in link.secret_hash]


def test_a_session_pin_taken_back_opens_nothing(session, host):
    pin = phones.open_line(by=host, session=session)
    assert phones.close_line(by=host, session=session)
    assert not phones.close_line(by=host, session=session)
    assert who_calls(pin.digits) is None


def test_who_was_sent_out_or_whose_link_was_withdrawn_cannot_call_back(session, host, member):
    pin = phones.give_pin(by=member, session=session)
    floor.remove(by=host, session=session, person=member.pk)
    line = phones.open_line(by=host, session=session)
    guest = who_calls(line.digits)
    guests.withdraw(by=host, link=guest.guest_link)
    for digits in (pin.digits, line.digits):
        with pytest.raises(Turned, match="out"):
            callers.admit(digits=digits, caller="6760000042")


def test_at_a_held_door_callers_wait(session, host, member):
    pin = phones.give_pin(by=member, session=session)
    doors.have_wait(by=host, session=session)
    assert who_calls(pin.digits) == member


def test_a_session_that_has_not_begun_is_too_early_until_half_an_hour_before(monkeypatch):
    session = a_session(starts_in=timedelta(hours=2))
    member = enrolled(session.cohort)
    pin = phones.give_pin(by=member, session=session)
    with pytest.raises(Turned, match="early"):
        who_calls(pin.digits)
    later = clock.now() + timedelta(minutes=91)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert who_calls(pin.digits) == member


def test_pins_end_with_the_session(session, host, member):
    pin = phones.give_pin(by=member, session=session)
    floor.close_session(by=host, session=session)
    assert who_calls(pin.digits) is None
    session.refresh_from_db()
    with pytest.raises(Refused):
        phones.give_pin(by=member, session=session)


def test_who_calls_is_marked_in_the_list(client, session, host, member):
    presence = a_presence(session, member)
    presence.by_phone = True
    presence.save()
    assert queries.calling(session, [member.pk, host.pk]) == {member.pk}
    client.force_login(host)
    page = client.get(reverse("live:room", args=[session.pk])).content.decode()
    assert page.count('class="by-phone"') == 1


def test_a_session_elsewhere_is_not_called(session, host, member):
    pin = phones.give_pin(by=member, session=session)
    calls.set_call(by=host, session=session, url="https://zoom.us/j/1")
    with pytest.raises(Turned, match="elsewhere"):
        who_calls(pin.digits)


def test_cancelled_is_over():
    planned = a_session(starts_in=timedelta(minutes=10))
    pin = phones.give_pin(by=enrolled(planned.cohort), session=planned)
    schedule.cancel_session(by=None, session=planned)
    with pytest.raises(Turned, match="ended"):
        who_calls(pin.digits)
