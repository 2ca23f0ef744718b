import pytest

from talanoa.people.tests.mailed import newest_mail, path_in
from talanoa.people.tests.signing_in import signed_in
from tests.make import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counts_begin_anew")]

PASSWORD = "four plain words here"


def test_a_password_signs_in(client):
    person = a_person(email="ana@example.org", password=PASSWORD)

    answer = client.post("/sign-in/password/", {"login": "Ana@example.org", "password": PASSWORD})

    assert answer.url == "/my-day/"
    assert signed_in(client) == person.pk


@pytest.mark.parametrize(
    ("address", "password"),
    [
        ("ana@example.org", "not hers"),
        ("nobody@example.org", PASSWORD),
        ("link-only@example.org", ""),
        ("link-only@example.org", "!"),
    ],
)
def test_a_wrong_password_is_told_without_saying_who_is_here(client, address, password):
    a_person(email="ana@example.org", password=PASSWORD)
    a_person(email="link-only@example.org")

    answer = client.post("/sign-in/password/", {"login": address, "password": password})

    assert answer.status_code == 422
    assert signed_in(client) == 0
    if password:
        says = "The address and the password do not belong together."
        assert says in answer.content.decode()


def test_passwords_are_not_guessed_more_than_five_times(client):
    a_person(email="ana@example.org", password=PASSWORD)
    wrong = {"login": "ana@example.org", "password": "wrong"}
    for _ in range(5):
        client.post("/sign-in/password/", wrong)

    answer = client.post("/sign-in/password/", {"login": "ana@example.org", "password": PASSWORD})

    assert "Too many tries." in answer.content.decode()
    assert signed_in(client) == 0


def test_a_closed_account_does_not_come_in(client):
    a_person(email="ana@example.org", password=PASSWORD, is_active=False)

    answer = client.post("/sign-in/password/", {"login": "ana@example.org", "password": PASSWORD})

    assert answer.url == "/sign-in/closed/"
    assert client.get(answer.url).status_code == 200
    assert signed_in(client) == 0


def test_a_forgotten_password_is_set_by_a_mailed_link_once(client, client_of_another):
    person = a_person(email="ana@example.org", password="forgotten words long ago")
    client.post("/sign-in/forgotten/", {"email": "ana@example.org"})
    path = path_in(newest_mail("ana@example.org"))
    form = client.get(path).url
    new = {"password1": "five quite other plain words", "password2": "five quite other plain words"}

    assert client.post(form, new).url == "/my-day/"

    person.refresh_from_db()
    assert person.check_password("five quite other plain words") is True
    assert signed_in(client) == person.pk
    assert "It has been used" in client_of_another.get(path).content.decode()
    assert "set anew by a mailed link" in newest_mail("ana@example.org").text


def test_a_forgotten_password_tells_nothing_about_an_address(client):
    a_person(email="known@example.org", password=PASSWORD)

    answers = [
        client.post("/sign-in/forgotten/", {"email": address}).url
        for address in ("known@example.org", "unknown@example.org")
    ]

    assert answers == ["/sign-in/forgotten/sent/"] * 2
    assert "Nobody has an account" in newest_mail("unknown@example.org").text
    assert client.get(answers[0]).status_code == 200


def test_reset_links_name_the_site_and_not_what_the_request_says(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    a_person(email="ana@example.org", password=PASSWORD)

    client.post(
        "/sign-in/forgotten/", {"email": "ana@example.org"}, headers={"host": "evil.example"}
    )

    assert "evil.example" not in newest_mail("ana@example.org").text
