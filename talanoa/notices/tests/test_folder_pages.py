from pathlib import Path

import pytest

from talanoa.notices import services
from talanoa.notices.access import FOLDER_BACKEND
from talanoa.notices.models import Message

pytestmark = pytest.mark.django_db

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Séance\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def _demonstration(settings):
    settings.DEMONSTRATION, settings.BEHIND_PROXY = True, False
    settings.EMAIL_BACKEND = FOLDER_BACKEND


def a_mail(number=1, **fields):
    usual = {
        "key": f"test:{number}",
        "address": "ana@example.org",
        "language": "fr",
        "subject": f"Séance {number}",
        "text": "Ouvrez http://localhost:8000/sign-in/link/abc/ maintenant. <b>x</b>\n",
    }
    message = Message.objects.create(**(usual | fields))
    services.deliver(message_id=message.pk)
    return message


def name_of_the_newest(settings):
    return max(file.name for file in Path(settings.MAIL_DIR).glob("*.eml"))


def test_the_folder_shows_every_mail_the_newest_first(client):
    for number in (1, 2, 3):
        a_mail(number)

    page = client.get("/demonstration/mail/").content.decode()

    assert page.index("Séance 3") < page.index("Séance 2") < page.index("Séance 1")


def test_an_empty_folder_says_what_to_do(client):
    page = client.get("/demonstration/mail/")

    assert page.status_code == 200
    assert "No mail yet" in page.content.decode()


def test_a_mail_is_shown_with_its_links_and_without_its_markup(client, settings):
    a_mail(calendar=ICS, calendar_method="REQUEST")
    name = name_of_the_newest(settings)

    page = client.get(f"/demonstration/mail/{name}/").content.decode()
    entry = client.get(f"/demonstration/mail/{name}/invite.ics")

    assert 'href="http://localhost:8000/sign-in/link/abc/"' in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert 'lang="fr"' in page
    assert entry["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Séance" in entry.content.decode()


def test_a_mail_without_an_entry_has_none(client, settings):
    a_mail()

    path = f"/demonstration/mail/{name_of_the_newest(settings)}/invite.ics"
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "name", ["no.eml", "..%2Fsecret-key", "%2Fetc%2Fpasswd", "secret-key", "..", "a%00b.eml"]
)
def test_nothing_but_mail_is_shown(client, settings, name):
    Path(settings.MAIL_DIR).mkdir()
    (Path(settings.MAIL_DIR) / "secret-key").write_text("secret")
    (Path(settings.MAIL_DIR).parent / "secret-key.eml").write_text("Subject: x\n\nsecret")

    assert client.get(f"/demonstration/mail/{name}/").status_code == 404
    assert client.get("/demonstration/mail/..%2Fsecret-key.eml/").status_code == 404


def test_a_file_that_is_no_mail_is_left_out(client, settings):
    a_mail()
    (Path(settings.MAIL_DIR) / "99999999-000000-broken.eml").write_bytes(b"\xff\xfe\x00")

    assert client.get("/demonstration/mail/").status_code == 200
    assert client.get("/demonstration/mail/99999999-000000-broken.eml/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "remote", "status"),
    [
        ({}, "127.0.0.1", 200),
        ({}, "127.8.8.8", 200),
        ({}, "::1", 200),
        ({}, "::ffff:127.0.0.1", 200),
        ({}, "192.0.2.7", 404),
        ({}, "::ffff:192.0.2.7", 404),
        ({}, "", 404),
        ({"DEMONSTRATION": False}, "127.0.0.1", 404),
        ({"BEHIND_PROXY": True}, "127.0.0.1", 404),
        ({"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}, "127.0.0.1", 404),
    ],
)
def test_who_may_open_the_folder(client, settings, changed, remote, status):
    for name, value in changed.items():
        setattr(settings, name, value)

    assert client.get("/demonstration/mail/", REMOTE_ADDR=remote).status_code == status


@pytest.mark.parametrize("path", ["/demonstration/mail/", "/demonstration/mail/x.eml/"])
def test_other_methods_are_refused(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("mails", [1, 3])
def test_the_folder_asks_the_database_nothing(client, mails, django_assert_num_queries):
    for number in range(mails):
        a_mail(number)

    with django_assert_num_queries(0):
        assert client.get("/demonstration/mail/").status_code == 200
