import json

import pytest
from django.core.cache import cache
from django.test import Client

from talanoa.kernel.models import Event
from talanoa.notices.models import Message
from talanoa.people import services
from talanoa.people.models import Person, SignInLink
from talanoa.people.tests.mailed import newest_mail, path_in
from tests.make import a_person

pytestmark = pytest.mark.django_db

ABOUT = {
    "name": "Ana Faleolo",
    "organisation": "Ministry of Health",
    "language": "en",
    "time_zone": "Pacific/Tongatapu",
}
PAGES = [
    "/welcome/",
    "/account/",
    "/account/address/",
    "/account/my-data.json",
    "/account/erase/",
    "/account/security/",
    "/account/password/",
    "/account/password/new/",
    "/account/passkeys/",
    "/account/passkeys/add/",
    "/account/passkeys/1/remove/",
    "/account/passkeys/1/name/",
    "/account/app/",
    "/account/app/remove/",
    "/account/recovery-codes/",
    "/account/recovery-codes/new/",
    "/account/recovery-codes.txt",
    "/sign-in/again/",
    "/sign-in/again/code/",
    "/sign-in/again/passkey/",
]


@pytest.fixture(autouse=True)
def _counts_begin_anew():
    cache.clear()


@pytest.fixture
def ana(client):
    person = a_person("Ana Faleolo", email="ana@example.org")
    client.force_login(person)
    return person


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_is_asked_to(client, path):
    assert client.get(path).url == f"/sign-in/?next={path}"


@pytest.mark.parametrize("path", PAGES)
def test_a_guest_has_no_account_pages(client, path):
    client.force_login(services.make_guest(name="Malia"))

    page = client.get(path)

    assert page.status_code == 403
    assert "You are here as a guest of one session" in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/welcome/", "/account/", "/account/address/", "/account/erase/", "/account/security/"]
)
def test_each_page_of_an_account_works_and_is_not_kept(client, ana, path):
    page = client.get(path)

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/welcome/", "put"),
        ("/account/", "delete"),
        ("/account/my-data.json", "post"),
        ("/account/erase/", "delete"),
        ("/account/address/", "put"),
        ("/language/", "get"),
        ("/language-and-time/", "delete"),
    ],
)
def test_other_methods_are_refused(client, ana, path, method):
    assert getattr(client, method)(path).status_code == 405


@pytest.fixture
def without_nav(settings):
    """The rooms above ask for their own part of the header, and test it themselves."""
    [engine] = settings.TEMPLATES
    options = engine["OPTIONS"]
    names = [name for name in options["context_processors"] if "talanoa.home" not in name]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**options, "context_processors": names}}]


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/account/", 2), ("/welcome/", 2), ("/account/security/", 4), ("/account/passkeys/", 3)],
)
def test_what_a_page_asks_of_the_database(
    client, ana, path, queries, without_nav, django_assert_num_queries
):
    """The session and the person, and what the page is about."""
    with django_assert_num_queries(queries):
        client.get(path)


def test_the_welcome_page_has_language_and_zone_guessed():
    person = services.join(address="new@example.org")
    browser = Client(headers={"accept-language": "fr-CA,fr;q=0.9"})
    browser.force_login(person)
    browser.cookies["talanoa_zone"] = "Asia/Calcutta"

    page = browser.get("/welcome/").content.decode()

    assert '<option value="fr" selected>' in page
    assert '<option value="Asia/Kolkata" selected>' in page


def test_a_zone_nobody_told_is_not_guessed(client, ana):
    page = client.get("/welcome/").content.decode()

    assert '<option value="" selected>Choose your country and city</option>' in page


def test_the_profile_keeps_every_choice(client, ana):
    answer = client.post("/account/", ABOUT | {"language": "fr", "name": "Ana F."})

    ana.refresh_from_db()
    assert answer.url == "/account/"
    assert (ana.name, ana.language, ana.time_zone) == ("Ana F.", "fr", "Pacific/Tongatapu")
    assert client.cookies["talanoa_language"].value == "fr"
    assert client.cookies["talanoa_zone"].value == "Pacific/Tongatapu"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Write the name by which the others will know you."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"time_zone": ""}, "Choose the time zone you are in."),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus is not one of the available choices."),
        ({"language": "tlh"}, "tlh is not one of the available choices."),
    ],
)
@pytest.mark.parametrize("path", ["/account/", "/welcome/"])
def test_a_wrong_answer_is_explained_and_loses_nothing_typed(client, ana, path, wrong, says):
    page = client.post(path, ABOUT | {"organisation": "Typed just now"} | wrong)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert 'value="Typed just now"' in page.content.decode()
    ana.refresh_from_db()
    assert ana.organisation == ""


def test_names_are_shown_as_written_and_never_as_markup(client, ana):
    client.post("/account/", ABOUT | {"name": "<script>alert(1)</script>"})

    page = client.get("/account/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("signed_in", [True, False])
def test_anybody_chooses_language_and_time(client, signed_in):
    person = a_person()
    if signed_in:
        client.force_login(person)
    chosen = {"language": "fr", "time_zone": "Africa/Dakar", "next": "/programmes/"}

    answer = client.post("/language-and-time/", chosen)

    assert answer.url == "/programmes/"
    assert client.get("/language-and-time/").headers["Content-Language"] == "fr"
    person.refresh_from_db()
    kept = ("fr", "Africa/Dakar") if signed_in else ("", "")
    assert (person.language, person.time_zone) == kept


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_switch_in_the_header_changes_the_language(client, signed_in):
    person = a_person(language="en" if signed_in else "")
    if signed_in:
        client.force_login(person)

    answer = client.post("/language/", {"language": "fr", "next": "/sign-out/"})

    assert answer.url == "/sign-out/"
    assert client.get("/language-and-time/").headers["Content-Language"] == "fr"
    person.refresh_from_db()
    assert person.language == ("fr" if signed_in else "")


@pytest.mark.parametrize(
    ("language", "next_path"),
    [("tlh", "/programmes/"), ("", "/programmes/"), ("fr", "//evil.example")],
)
def test_the_switch_does_not_do_what_it_is_not_for(client, language, next_path):
    answer = client.post("/language/", {"language": language, "next": next_path})

    assert answer.url in {"/", "/programmes/"}
    assert ("talanoa_language" in client.cookies) is (language == "fr")


def test_a_person_takes_their_data_along(client, ana):
    client.post("/account/", ABOUT)

    answer = client.get("/account/my-data.json")

    kept = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="talanoa-my-data.json"'
    assert kept["account"]["email"] == "ana@example.org"
    assert kept["account"]["time_zone"] == "Pacific/Tongatapu"
    assert "no-store" in answer["Cache-Control"]


def test_erasing_takes_the_right_address_and_ends_every_session(client, ana):
    elsewhere = Client()
    elsewhere.force_login(ana)

    assert client.post("/account/erase/", {"address": "someone@example.org"}).status_code == 422
    assert (
        client.post("/account/erase/", {"address": " ANA@example.org "}).url == "/account/erased/"
    )

    assert client.get("/account/erased/").status_code == 200
    assert [browser.get("/account/").status_code for browser in (client, elsewhere)] == [302, 302]
    assert Person.objects.get(pk=ana.pk).email is None


@pytest.mark.parametrize(("ticked", "words"), [({}, False), ({"words": "on"}, True)])
def test_whoever_erases_themselves_says_whether_their_words_go_too(client, ana, ticked, words):
    client.post("/account/erase/", {"address": "ana@example.org", **ticked})

    assert Event.objects.get(kind="people.erased").data == {"words": words}


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "Take back my words, too",
                "What you wrote in chats and in notes to facilitators, and the questions"
                " you asked, are emptied; a line there says that their author took them back.",
                "Cases you submitted, recommendations you gave and slides you uploaded stay",
                "nobody can tell which answers are yours.",
            ],
        ),
        (
            "fr",
            [
                "Retirer aussi mes propos",
                "Ce que vous avez écrit dans les discussions et dans les notes à l’animation",
                "Les cas que vous avez soumis, les recommandations que vous avez données",
                "personne ne peut dire quelles réponses sont les vôtres.",
            ],
        ),
    ],
)
def test_the_page_says_what_goes_and_what_stays(client, ana, language, sentences):
    client.cookies["talanoa_language"] = language
    Person.objects.filter(pk=ana.pk).update(language=language)

    page = client.get("/account/erase/").content.decode()

    assert [sentence for sentence in sentences if sentence not in page] == []
    assert page.count('type="checkbox"') == 1


def test_a_person_with_a_password_types_it_before_erasing(client):
    person = a_person(email="ana@example.org", password="four plain words here")
    client.force_login(person)

    again = client.post("/account/erase/", {"address": "ana@example.org"}).url

    assert again == "/sign-in/again/?next=%2Faccount%2Ferase%2F"
    assert client.post(again, {"password": "wrong"}).status_code == 200
    assert Person.objects.get(pk=person.pk).erased_at is None
    # What was confirmed before goes on once it is known who confirmed it.
    assert client.post(again, {"password": "four plain words here"}).url == "/account/erased/"
    assert Person.objects.get(pk=person.pk).erased_at is not None


def test_an_account_moves_by_a_mailed_link(client, ana):
    assert client.post("/account/address/", {"email": "new@example.org"}).url == "/account/"
    path = path_in(newest_mail("new@example.org"))

    assert client.get(path).status_code == 200
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
    assert client.post(path).url == "/account/"

    ana.refresh_from_db()
    assert ana.email == "new@example.org"
    assert client.post(path).status_code == 410


def test_a_link_for_moving_is_dead_for_everybody_else(client, ana):
    client.post("/account/address/", {"email": "new@example.org"})
    path = path_in(newest_mail("new@example.org"))
    stranger = Client()

    assert stranger.get(path).url.startswith("/sign-in/?next=")
    stranger.force_login(a_person())
    assert [stranger.get(path).status_code, stranger.post(path).status_code] == [410, 410]
    assert SignInLink.objects.get().used_at is None


def test_an_address_somebody_has_gets_the_same_answer(client, ana):
    a_person(email="taken@example.org")

    answers = [
        client.post("/account/address/", {"email": address}).url
        for address in ("taken@example.org", "free@example.org")
    ]

    assert answers == ["/account/", "/account/"]
    assert Message.objects.count() == 2


@pytest.mark.parametrize("path", ["/account/passkeys/9999/remove/", "/account/passkeys/9999/name/"])
def test_a_passkey_of_nobody_is_not_found(client, ana, path):
    assert client.get(path).status_code == 404


def test_a_new_password_is_told_to_its_owner(client, ana):
    words = {"password1": "four plain words here", "password2": "four plain words here"}

    assert client.post("/account/password/new/", words).status_code == 302

    ana.refresh_from_db()
    assert ana.check_password("four plain words here") is True
    assert "now has a password" in newest_mail("ana@example.org").text
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("short", "short", "at least 12 characters"),
        ("four plain words here", "other plain words here", "same password"),
        ("ana@example.org", "ana@example.org", "too similar"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(client, ana, first, second, says):
    page = client.post("/account/password/new/", {"password1": first, "password2": second})

    assert says in page.content.decode()
    ana.refresh_from_db()
    assert ana.has_usable_password() is False


def test_changing_the_password_signs_the_other_devices_out(client):
    person = a_person(password="four plain words here")
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(person)
    words = {
        "oldpassword": "four plain words here",
        "password1": "five other plain words here",
        "password2": "five other plain words here",
    }

    client.post("/account/password/", words)

    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
