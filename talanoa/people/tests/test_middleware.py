import pytest
from django.test import Client

from tests.make import a_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("own", "cookie", "header", "language"),
    [
        ("fr", "ar", "en", "fr"),
        ("", "ar", "fr", "ar"),
        ("", "", "fr-CA,fr;q=0.8,en;q=0.5", "fr"),
        ("", "", "de", "en"),
        ("", "tlh", "fr", "fr"),
        ("", "", "*", "en"),
        ("", "", "", "en"),
    ],
)
def test_in_which_language_a_page_is_shown(own, cookie, header, language):
    browser = Client(headers={"accept-language": header} if header else {})
    browser.force_login(a_person(language=own))
    if cookie:
        browser.cookies["talanoa_language"] = cookie

    page = browser.get("/language-and-time/")

    assert page.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.parametrize(
    ("own", "cookie", "zone"),
    [
        ("Pacific/Apia", "Africa/Nairobi", "Pacific/Apia"),
        ("", "Africa/Nairobi", "Africa/Nairobi"),
        ("", "../../etc/passwd", None),
        ("", "Mars/Olympus", None),
        ("", "", None),
    ],
)
def test_in_which_zone_times_are_shown(client, own, cookie, zone):
    client.force_login(a_person(time_zone=own))
    if cookie:
        client.cookies["talanoa_zone"] = cookie

    page = client.get("/language-and-time/").content.decode()

    selected = f'<option value="{zone or ""}" selected>'
    assert selected in page
    assert ("We do not know yet where you are" in page) is (zone is None)


def test_pages_say_what_they_depend_on(client):
    page = client.get("/language-and-time/")

    vary = {part.strip() for part in page.headers["Vary"].split(",")}
    assert {"Accept-Language", "Cookie"} <= vary
