"""Guests: made and withdrawn by hosts; let in by a link, one button and nothing else."""

import re

import pytest
from django.urls import reverse

from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live import access
from talanoa.live.models import GuestLink
from talanoa.live.services import guests
from talanoa.notices.models import Message
from talanoa.people.services import erase
from talanoa.schedule import services as schedule
from tests.make import a_person, a_role, a_session, an_open_session, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def facilitator(session):
    return a_role(session.cohort.programme, "facilitator")


def page_of(session):
    return reverse("live:guests", args=[session.pk])


def path_of(made):
    return made.url.removeprefix("http://localhost:8000")


def a_guest(session, by, name="Hina Guest"):
    return guests.invite(by=by, session=session, name=name)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda s: a_role(s.cohort.programme, "facilitator"), 200),
        (lambda s: a_role(s.cohort.programme, "coordinator"), 200),
        (lambda s: enrolled(s.cohort), 403),
        (lambda s: a_person(), 404),
    ],
    ids=["facilitator", "coordinator", "member", "stranger"],
)
def test_who_may_invite_guests(client, session, who, status):
    client.force_login(who(session))

    assert client.get(page_of(session)).status_code == status


def test_a_link_is_shown_once_and_lets_its_guest_in(client, session, facilitator):
    client.force_login(facilitator)
    first = client.post(page_of(session), {"name": "Hina Guest", "language": "en"}, follow=True)
    again = client.get(page_of(session)).content.decode()
    url = re.search(r'value="(http[^"]*/guest/[^"]+)"', first.content.decode())[1]
    client.logout()

    shown = client.get(url)
    signed_in = "_auth_user_id" in client.session
    let_in = client.post(url)

    assert "/guest/" not in again
    assert (shown.status_code, signed_in) == (200, False)
    assert "Welcome, Hina Guest" in shown.content.decode()
    assert let_in.headers["Location"] == f"/sessions/{session.pk}/check/"
    assert client.get(f"/sessions/{session.pk}/room/").status_code == 200


def test_a_guest_sees_no_other_session_and_none_of_the_hosts_pages(client, session, facilitator):
    other = a_session(session.cohort)
    client.post(path_of(a_guest(session, facilitator)))

    seen = {
        path: client.get(f"/sessions/{number}/{path}").status_code
        for number, path in [
            (other.pk, "room/"),
            (other.pk, "check/"),
            (session.pk, "guests/"),
            (session.pk, "attendance/"),
            (session.pk, "slides/"),
        ]
    }

    assert seen == {
        "room/": 404,
        "check/": 404,
        "guests/": 403,
        "attendance/": 403,
        "slides/": 403,
    }


def test_the_secret_is_not_in_the_database(session, facilitator):
    made = a_guest(session, facilitator)
    secret = path_of(made).split("/")[2]

    assert secret not in str(GuestLink.objects.values().get())


def test_a_link_with_an_address_is_mailed_in_the_language_chosen(client, session, facilitator):
    client.force_login(facilitator)

    client.post(page_of(session), {"name": "Hina", "address": "h@example.org", "language": "fr"})

    message = Message.objects.get()
    assert (message.address, message.language, message.holds_secret) == (
        "h@example.org",
        "fr",
        True,
    )
    assert re.findall(r"http://localhost:8000/guest/\S+", message.text) != []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "language": "en"}, "This field is required."),
        ({"name": "Hina", "address": "nobody", "language": "en"}, "valid email"),
        ({"name": "x" * 121, "language": "en"}, "at most 120 characters"),
    ],
    ids=["no name", "no address", "too long"],
)
def test_what_cannot_be_a_guest_is_said_and_kept(client, session, facilitator, fields, sentence):
    client.force_login(facilitator)

    answer = client.post(page_of(session), fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert fields["name"] in answer.content.decode()
    assert not GuestLink.objects.exists()


def test_a_withdrawn_link_closes_the_door_at_once(client, session, facilitator):
    made = a_guest(session, facilitator)
    client.post(path_of(made))

    guests.withdraw(by=facilitator, link=made.link)

    assert client.get(f"/sessions/{session.pk}/room/").status_code == 404
    assert client.get(path_of(made)).status_code == 403
    with pytest.raises(NotVisible):
        access.get_session(made.link.person, session.pk)


def test_a_new_link_ends_the_old_one_and_opens_a_withdrawn_door(client, session, facilitator):
    made = a_guest(session, facilitator)
    guests.withdraw(by=facilitator, link=made.link)

    renewed = guests.renew(by=facilitator, link=made.link)

    assert client.get(path_of(made)).status_code == 404
    assert client.post(path_of(renewed)).status_code == 302


def test_withdrawing_twice_is_said_to_be_nothing_new(session, facilitator):
    link = a_guest(session, facilitator).link

    assert [guests.withdraw(by=facilitator, link=link) for _ in range(2)] == [True, False]


def test_nobody_is_invited_to_what_is_over(session, facilitator):
    schedule.close_session(by=None, session=session)
    session.refresh_from_db()

    with pytest.raises(Refused, match=r"This session has ended\."):
        a_guest(session, facilitator)


def test_a_made_up_secret_is_not_found(client):
    assert client.get("/guest/not-a-secret/").status_code == 404
    assert client.post("/guest/not-a-secret/").status_code == 404


def test_whoever_is_signed_in_is_told_before_they_are_signed_out(client, session, facilitator):
    made = a_guest(session, facilitator)
    client.force_login(a_person("Ana Faleolo"))

    page = client.get(path_of(made)).content.decode()

    assert "This device is signed in as Ana Faleolo." in page


def test_a_guest_who_was_erased_gets_no_new_link(session, facilitator):
    made = guests.invite(by=facilitator, session=session, name="Hina Guest")
    erase(by=a_person(is_superuser=True), person=made.link.person)
    made.link.refresh_from_db()

    with pytest.raises(Refused, match="This guest has been erased"):
        guests.renew(by=facilitator, link=made.link)


@pytest.mark.parametrize("action", ["renew", "withdraw"])
def test_a_member_finds_no_guest_to_act_upon(client, session, facilitator, action):
    link = a_guest(session, facilitator).link
    client.force_login(enrolled(session.cohort))

    answer = client.post(reverse(f"live:{action}_guest", args=[session.pk, link.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    client, session, facilitator, django_assert_num_queries, count
):
    for _ in range(count):
        a_guest(session, facilitator)
    client.force_login(facilitator)
    client.get(page_of(session))

    with django_assert_num_queries(9):
        page = client.get(page_of(session)).content.decode()

    assert page.count('<th scope="row">Hina Guest</th>') == count
