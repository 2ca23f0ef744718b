"""Pages through the whole stack: the frame they share, and the answers to a kept form."""

import gzip
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "static" / "ui"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("alone")]


@pytest.mark.parametrize(
    ("debug", "demonstration", "status"),
    [(False, False, 404), (True, False, 200), (False, True, 200)],
)
def test_style_guide_is_for_builders(client, settings, debug, demonstration, status):
    settings.DEBUG, settings.DEMONSTRATION = debug, demonstration

    assert client.get("/ui/").status_code == status


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_style_guide_asks_nothing_of_the_database(
    client, settings, django_assert_num_queries, language, direction
):
    settings.DEMONSTRATION = True

    with django_assert_num_queries(0):
        page = client.get(f"/ui/?language={language}")

    assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()


def test_a_language_can_be_chosen_from_every_page_by_its_own_name(client):
    page = client.get("/").content.decode()

    assert '<form method="post" action="/language/setlang/">' in page
    assert '<button name="language" value="fr" lang="fr" dir="ltr">Français</button>' in page
    assert '<button name="language" value="ar" lang="ar" dir="rtl">العربيّة</button>' in page


def test_a_page_holds_no_inline_script_or_style(client, settings):
    settings.DEMONSTRATION = True

    page = client.get("/ui/").content.decode()

    assert page.count("<script ") == page.count('<script type="module" src="/static/')
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_first_visit_and_next_page_are_light(client, settings):
    """A page of every component, all scripts and the sheet, as WhiteNoise and gzip send them."""
    settings.DEMONSTRATION = True
    page = len(gzip.compress(client.get("/ui/").content))
    files = sum(len(gzip.compress(file.read_bytes())) for file in STATIC.iterdir())

    assert page <= 10_000
    assert page + files <= 45_000


def test_the_source_and_the_demonstration_are_named(client, settings):
    settings.DEMONSTRATION, settings.SOURCE_URL = True, "https://example.org/source"

    page = client.get("/").content.decode()

    assert "Talanoa is not a product of WHO or of Project ECHO." in page
    assert '<a href="https://example.org/source">Source code</a>' in page


def test_an_accepted_form_is_told_where_to_go(client):
    answer = client.post(
        "/letter/", {"title": "Hello", "text": "Dear all"}, headers={"Talanoa-Kept": "1"}
    )

    assert (answer.status_code, answer.headers["Talanoa-Next"]) == (204, "/")
    assert "It has arrived." in client.get("/").content.decode()


def test_a_browser_without_the_script_is_redirected(client):
    answer = client.post("/letter/", {"title": "Hello", "text": "Dear all"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_refused_form_is_not_accepted(client):
    answer = client.post("/letter/", {"title": ""}, headers={"Talanoa-Kept": "1"})

    assert answer.status_code == 422
    assert "Talanoa-Next" not in answer.headers


def test_being_sent_to_sign_in_is_not_being_accepted(client):
    answer = client.post("/members/", {}, headers={"Talanoa-Kept": "1"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/")


def test_a_browser_finds_the_mark_where_it_looks_beside_a_certificate(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/ui/mark.svg"
