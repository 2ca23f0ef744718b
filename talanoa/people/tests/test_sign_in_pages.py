import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from talanoa.notices.models import Message
from talanoa.people import services
from talanoa.people.models import Person, SignInLink
from talanoa.people.tests.mailed import asked_for_a_link, code_in, newest_mail
from talanoa.people.tests.signing_in import signed_in
from tests import servers
from tests.make import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counts_begin_anew")]

PASSWORD = "four plain words here"


def test_a_person_signs_in_by_a_mailed_link(client):
    person = a_person(email="ana@example.org")
    path = asked_for_a_link(client, "ana@example.org", next_path="/programmes/")

    answer = client.post(path)

    assert (answer.status_code, answer.url) == (302, "/programmes/")
    assert signed_in(client) == person.pk


def test_somebody_new_is_welcomed_first_and_then_goes_on(client):
    path = asked_for_a_link(client, "new@example.org", next_path="/programmes/")

    welcome = client.post(path).url

    assert welcome == "/welcome/?next=%2Fprogrammes%2F"
    filled = {
        "name": "Malia",
        "language": "en",
        "time_zone": "Pacific/Apia",
        "next": "/programmes/",
    }
    assert client.post(welcome, filled).url == "/programmes/"
    assert Person.objects.get().email == "new@example.org"


@pytest.mark.parametrize("opener", ["get", "head", "options"])
def test_opening_a_link_uses_nothing_up(client, opener):
    path = asked_for_a_link(client, "ana@example.org")

    for _ in range(3):
        getattr(client, opener)(path)

    assert SignInLink.objects.get().used_at is None
    assert Person.objects.count() == signed_in(client) == 0


def test_the_page_of_a_link_has_one_button_and_is_not_kept(client):
    path = asked_for_a_link(client, "ana@example.org")

    page = client.get(path)

    assert page.status_code == 200
    assert page.content.decode().count("Sign in on this device</button>") == 1
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


def test_a_link_works_on_another_device_than_the_one_that_asked(client, client_of_another):
    person = a_person(email="ana@example.org")
    path = asked_for_a_link(client, "ana@example.org")

    client_of_another.post(path)

    assert (signed_in(client), signed_in(client_of_another)) == (0, person.pk)


def test_a_replayed_link_says_that_it_was_used(client, client_of_another):
    a_person(email="ana@example.org")
    path = asked_for_a_link(client, "ana@example.org")
    client.post(path)

    for answer in (client_of_another.get(path), client_of_another.post(path)):
        assert answer.status_code == 410
        assert "This link has been used." in answer.content.decode()
    assert signed_in(client_of_another) == 0


def test_the_same_link_open_in_two_tabs_signs_in_once(client):
    person = a_person(email="ana@example.org")
    path = asked_for_a_link(client, "ana@example.org")
    assert [client.get(path).status_code for _tab in range(2)] == [200, 200]

    answers = [client.post(path).status_code for _tab in range(2)]

    assert answers == [302, 410]
    assert signed_in(client) == person.pk


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("spoil", ["cut", "flipped", "invented"])
def test_a_tampered_link_signs_nobody_in(client, method, spoil):
    a_person(email="ana@example.org")
    path = asked_for_a_link(client, "ana@example.org")
    secret = path.split("/")[3]
    tampered = {
        "cut": secret[:-1],
        "flipped": secret.swapcase(),
        "invented": "A" * 43,
    }[spoil]

    answer = getattr(client, method)(f"/sign-in/link/{tampered}/")

    assert answer.status_code == 410
    assert signed_in(client) == 0


def test_an_expired_link_offers_a_new_one(client, monkeypatch):
    path = asked_for_a_link(client, "ana@example.org")
    ends = SignInLink.objects.get().expires_at
    monkeypatch.setattr("talanoa.kernel.clock.now", lambda: ends + timedelta(seconds=1))

    answer = client.post(path)

    assert answer.status_code == 410
    assert "This link is too old." in answer.content.decode()
    assert 'href="/sign-in/"' in answer.content.decode()


def test_the_answer_tells_nothing_about_an_address(client, django_assert_max_num_queries):
    a_person(email="known@example.org")
    a_person(email="closed@example.org", is_active=False)
    answers = []
    for address in ("known@example.org", "closed@example.org", "unknown@example.org"):
        client.logout()
        answer = client.post("/sign-in/", {"email": address})
        page = client.get(answer.url).content.decode().replace(address, "ADDRESS")
        answers.append((answer.status_code, answer.url, strip_tokens(page)))

    assert answers[0] == answers[1] == answers[2]


def strip_tokens(page):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


@pytest.mark.parametrize(
    ("next_path", "leads_to"),
    [
        ("/programmes/?page=2", "/programmes/?page=2"),
        ("https://evil.example/", "/my-day/"),
        ("//evil.example/", "/my-day/"),
        ("/\\evil.example/", "/my-day/"),
        ("javascript:alert(1)", "/my-day/"),
        ("programmes/", "/my-day/"),
        ("/" + "x" * 600, "/my-day/"),
        ("http://localhost:8000/programmes/", "/my-day/"),
        ("", "/my-day/"),
    ],
)
@pytest.mark.parametrize("way", ["link", "password"])
def test_signing_in_leads_only_within_the_site(client, way, next_path, leads_to):
    a_person(email="ana@example.org", password=PASSWORD)
    if way == "link":
        answer = client.post(asked_for_a_link(client, "ana@example.org", next_path=next_path))
    else:
        typed = {"login": "ana@example.org", "password": PASSWORD, "next": next_path}
        answer = client.post("/sign-in/password/", typed)

    assert answer.url == leads_to


@pytest.mark.parametrize("typed", ["", "ana", "ana@", "ana@example.org\r\nBcc: x@example.org"])
def test_what_is_no_address_comes_back_as_it_was_typed(client, typed):
    answer = client.post("/sign-in/", {"email": typed})

    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode()
    assert Message.objects.count() == 0


def test_signing_in_goes_on_slowed_when_redis_stops_in_the_middle(client, settings):
    backend = "talanoa.kernel.caches.RedisOrMemoryCache"
    with servers.redis() as address:
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": address}}
        path = asked_for_a_link(client, "ana@example.org")

    signed_in_by = client.post(path)
    client.post("/sign-out/")
    statuses = [
        client.post("/sign-in/", {"email": "ben@example.org"}).status_code for _ in range(4)
    ]

    assert (signed_in_by.status_code, statuses) == (302, [302, 302, 302, 429])


def test_an_address_is_mailed_three_times_a_minute_at_most(client):
    statuses = [
        client.post("/sign-in/", {"email": "ana@example.org"}).status_code for _ in range(4)
    ]

    assert statuses == [302, 302, 302, 429]
    assert Message.objects.count() == 3
    assert client.post("/sign-in/", {"email": "ben@example.org"}).status_code == 302


def test_the_code_signs_in_the_browser_that_asked_for_it(client, client_of_another):
    person = a_person(email="ana@example.org")
    asked_for_a_link(client, "ana@example.org", next_path="/programmes/")
    code = code_in(newest_mail("ana@example.org"))

    elsewhere = client_of_another.post("/sign-in/sent/", {"code": code})
    here = client.post("/sign-in/sent/", {"code": code})

    assert (elsewhere.url, signed_in(client_of_another)) == ("/sign-in/", 0)
    assert (here.url, signed_in(client)) == ("/programmes/", person.pk)


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ("", 422, "Write the code"),
        ("12", 422, "The code has 8 digits."),
        ("0000 0000", 422, "This is not the code"),
    ],
)
def test_a_wrong_code_is_told_apart(client, typed, status, says):
    asked_for_a_link(client, "ana@example.org")
    SignInLink.objects.update(code_hash="x" * 64)

    answer = client.post("/sign-in/sent/", {"code": typed})

    assert answer.status_code == status
    assert says in answer.content.decode()


def test_too_many_wrong_codes_end_the_code_and_not_the_link(client):
    person = a_person(email="ana@example.org")
    path = asked_for_a_link(client, "ana@example.org")
    SignInLink.objects.update(code_hash="x" * 64)

    statuses = [client.post("/sign-in/sent/", {"code": "12345678"}).status_code for _ in range(6)]

    assert statuses == [422] * 5 + [403]
    client.post(path)
    assert signed_in(client) == person.pk


def test_a_guest_comes_in_by_a_link_and_goes_where_it_leads(client):
    guest = services.make_guest(name="Malia")
    url = services.make_sign_in_link(person=guest, next_path="/sessions/7/check/")

    page = client.get(url).content.decode()

    assert "You sign in as <strong>Malia</strong>." in page
    assert client.post(url).url == "/sessions/7/check/"
    assert signed_in(client) == guest.pk


def test_an_address_is_mailed_ten_times_an_hour_at_most(client, monkeypatch):
    begun = time.time()
    statuses = []
    for minute in range(12):
        monkeypatch.setattr(time, "time", lambda minute=minute: begun + minute * 61)
        statuses.append(client.post("/sign-in/", {"email": "ana@example.org"}).status_code)

    assert statuses == [302] * 10 + [429] * 2


def test_a_demonstration_link_signs_in_with_one_click_once(client, client_of_another, settings):
    settings.DEMONSTRATION = True
    person = a_person()
    url = services.make_sign_in_link(person=person, next_path="/desk/", is_demonstration=True)

    first, second = client.get(url), client_of_another.get(url)

    assert (first.status_code, first.url, second.status_code) == (302, "/desk/", 410)
    assert (signed_in(client), signed_in(client_of_another)) == (person.pk, 0)


def test_a_demonstration_link_is_dead_behind_a_proxy(client, settings):
    settings.DEMONSTRATION = settings.BEHIND_PROXY = True
    url = services.make_sign_in_link(person=a_person(), is_demonstration=True)

    assert client.get(url).status_code == 410
    assert signed_in(client) == 0


def test_signing_out_takes_a_press_of_a_button(client):
    person = a_person()
    client.force_login(person)

    assert client.get("/sign-out/").status_code == 200
    assert signed_in(client) == person.pk
    assert client.post("/sign-out/").url == "/"
    assert (signed_in(client), Session.objects.count()) == (0, 0)


def test_who_is_signed_in_goes_on(client):
    client.force_login(a_person())

    assert client.get("/sign-in/?next=/programmes/").url == "/programmes/"
    assert client.get("/sign-in/password/?next=/programmes/").url == "/programmes/"


def test_signing_up_is_signing_in(client):
    assert client.get("/sign-up/?next=/programmes/").url == "/sign-in/?next=%2Fprogrammes%2F"


def test_the_page_of_the_mail_belongs_to_who_asked(client):
    assert client.get("/sign-in/sent/").url == "/sign-in/"


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/sent/", "/sign-in/link/x/", "/sign-out/"])
def test_other_methods_are_refused(client, path):
    assert client.delete(path).status_code == 405


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/password/", "/sign-in/forgotten/"])
def test_pages_of_signing_in_ask_the_database_nothing(client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("links", [1, 3])
def test_a_link_page_costs_one_query_however_many_links_there_are(
    client, client_of_another, links, django_assert_num_queries
):
    for _ in range(links):
        path = asked_for_a_link(client, "ana@example.org")

    with django_assert_num_queries(1):
        client_of_another.get(path)


def test_a_form_from_another_site_signs_nobody_in(client):
    from django.test import Client

    path = asked_for_a_link(client, "ana@example.org")
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(path).status_code == 403
    assert SignInLink.objects.get().used_at is None
