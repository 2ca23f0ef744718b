import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from talanoa.people.second_step import Adapter
from talanoa.people.tests.mailed import asked_for_a_link, newest_mail
from tests.make import a_person

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _counts_begin_anew():
    cache.clear()


def code_now(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(**fields):
    person = a_person(email="ana@example.org", **fields)
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def signed_in(client):
    return int(client.session.get("_auth_user_id", 0))


def test_after_the_link_the_code_of_the_app_is_asked_for(client):
    person = with_app()
    step = client.post(asked_for_a_link(client, "ana@example.org", next_path="/desk/")).url
    assert (step, signed_in(client)) == ("/sign-in/second-step/", 0)

    wrong = client.post(step, {"code": "000000"})
    right = client.post(step, {"code": code_now()})

    assert (wrong.status_code, right.url) == (200, "/desk/")
    assert signed_in(client) == person.pk


def test_a_recovery_code_helps_once(client):
    person = with_app()
    [code, *_] = (
        Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    )
    for outcome in (person.pk, 0):
        client.logout()
        step = client.post(asked_for_a_link(client, "ana@example.org")).url
        client.post(step, {"code": code})
        assert signed_in(client) == outcome


def test_codes_are_not_guessed_more_than_five_times(client):
    with_app()
    step = client.post(asked_for_a_link(client, "ana@example.org")).url
    for _ in range(5):
        client.post(step, {"code": "000000"})

    client.post(step, {"code": code_now()})

    assert signed_in(client) == 0


def test_a_passkey_alone_puts_no_second_step_behind_the_link(client):
    person = a_person(email="ana@example.org")
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Laptop"})

    client.post(asked_for_a_link(client, "ana@example.org"))

    assert signed_in(client) == person.pk


def test_an_app_is_added_with_its_code_and_brings_recovery_codes(
    client, django_capture_on_commit_callbacks
):
    person = a_person(email="ana@example.org")
    client.force_login(person)
    page = client.get("/account/app/")
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()

    wrong = client.post("/account/app/", {"code": "000000"})
    with django_capture_on_commit_callbacks(execute=True):
        right = client.post("/account/app/", {"code": code_now(secret)})

    assert (wrong.status_code, right.url) == (200, "/account/recovery-codes/")
    kinds = Authenticator.objects.filter(user=person).values_list("type", flat=True)
    assert sorted(kinds) == ["recovery_codes", "totp"]
    assert "authenticator app is now asked for" in newest_mail("ana@example.org").text


def test_the_secret_of_an_app_is_unreadable_in_the_database(settings):
    person = with_app()
    kept = str(list(Authenticator.objects.filter(user=person).values_list("data", flat=True)))

    assert SECRET not in kept
    encrypted = Adapter().encrypt(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next key", [settings.SECRET_KEY]
    assert Adapter().decrypt(encrypted) == SECRET


def again(client):
    """Show the second step once more, as is asked before something that matters."""
    client.post("/sign-in/again/code/?next=/account/security/", {"code": code_now()})


def test_recovery_codes_are_shown_to_who_shows_the_code_again(client):
    client.force_login(with_app())

    assert client.get("/account/recovery-codes/").url.startswith("/sign-in/again/code/")
    again(client)
    page = client.get("/account/recovery-codes/")
    file = client.get("/account/recovery-codes.txt")

    assert page.content.decode().count("<li><code>") == 10
    assert len(file.content.decode().split()) == 10


def test_new_recovery_codes_end_the_old_ones(client):
    person = with_app()
    client.force_login(person)
    again(client)
    before = client.get("/account/recovery-codes.txt").content

    assert client.get("/account/recovery-codes/new/").status_code == 200
    client.post("/account/recovery-codes/new/")

    assert client.get("/account/recovery-codes.txt").content != before


def test_an_app_is_removed(client):
    person = with_app()
    client.force_login(person)
    again(client)

    assert client.get("/account/app/remove/").status_code == 200
    assert client.post("/account/app/remove/").url == "/account/security/"

    assert Authenticator.objects.count() == 0


def test_the_second_step_is_not_a_page_of_its_own(client):
    assert client.get("/sign-in/second-step/").url == "/sign-in/"
