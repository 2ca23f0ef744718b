"""The pages of captions: who writes them, the way in for services, the plain room."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from talanoa.live.models import Caption, CaptionChoice, Captioner, CaptionIntake
from talanoa.live.services import caption_desk, captions
from talanoa.live.tests.captioned import url, write
from talanoa.live.views import captions as views
from tests.make import (
    a_captioner,
    a_person,
    a_role,
    an_intake,
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
def member(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


@pytest.fixture(autouse=True)
def _memory(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


# --- Who writes


def give(client, session, **fields):
    data = {"what": "captioner", **{f"captioner-{name}": value for name, value in fields.items()}}
    return client.post(url(session), data)


def test_a_host_gives_captioning_and_takes_it_back(client, session, host, member):
    client.force_login(host)

    assert give(client, session, person=member.pk, name="", language="fr").status_code == 302
    assert b"Ana Faleolo" in client.get(url(session)).content
    captioner = Captioner.objects.get()
    client.post(url(session, f"captions/captioners/{captioner.pk}/withdraw/"))

    captioner.refresh_from_db()
    assert (captioner.language, captioner.withdrawn_at is None) == ("fr", False)


def test_a_guest_gets_a_link_that_is_shown_once_and_leads_to_the_captioners_place(
    client, session, host
):
    client.force_login(host)

    give(client, session, person="", name="Grace Captioner", language="en")
    shown = client.get(url(session)).content.decode()
    link = re.search(r'value="[^"]*(/guest/[^"]+)"', shown)[1]

    assert link not in client.get(url(session)).content.decode()
    guest = Client()
    guest.post(link)
    assert "captioning-form" in guest.get(url(session, "room/")).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"person": "", "name": "", "language": "en"},
        {"person": "999999", "name": "", "language": "en"},
        {"person": "x", "name": "", "language": "en"},
        {"person": "", "name": "A" * 121, "language": "en"},
        {"person": "", "name": "Grace", "language": "xx"},
    ],
)
def test_nothing_is_given_to_nobody_or_in_no_language(client, session, host, fields):
    client.force_login(host)

    assert give(client, session, **fields).status_code == 422
    assert not Captioner.objects.exists()


def test_an_address_is_made_shown_once_and_closed(client, session, host):
    client.force_login(host)
    made = {"what": "intake", "intake-name": "Service", "intake-language": "en"}

    assert client.post(url(session), made).status_code == 302
    shown = client.get(url(session)).content.decode()
    address = re.search(r'value="([^"]*/captions/[^"]{40,}/)"', shown)[1]
    token = address.rstrip("/").rsplit("/", 1)[-1]
    assert "curl" in shown
    assert token not in client.get(url(session)).content.decode()
    assert send(token).status_code == 200

    client.post(url(session, f"captions/services/{CaptionIntake.objects.get().pk}/revoke/"))
    assert send(token, seq=2).status_code == 404


def test_only_hosts_see_who_writes(client, session, member):
    client.force_login(member)
    a_captioner(session)
    an_intake(session)
    captioner, intake = Captioner.objects.get(), CaptionIntake.objects.get()

    assert client.get(url(session)).status_code == 403
    for rest in (
        f"captions/captioners/{captioner.pk}/withdraw/",
        f"captions/services/{intake.pk}/revoke/",
    ):
        assert client.post(url(session, rest)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_as_much_for_many(client, session, host, django_assert_num_queries, count):
    for _ in range(count):
        a_captioner(session)
        an_intake(session)
    client.force_login(host)
    client.get(url(session))

    with django_assert_num_queries(11):
        client.get(url(session))


def test_a_captioner_may_be_given_again_after_they_were_withdrawn(session, host, member):
    first = caption_desk.give(by=host, session=session, person=member, language="en")
    again = caption_desk.give(by=host, session=session, person=member, language="en")
    caption_desk.withdraw(by=host, captioner=first)
    later = caption_desk.give(by=host, session=session, person=member, language="en")

    assert (first == again, later == first) == (True, False)


# --- Services


def send(token, *, seq="1", text="Good morning", **options):
    query = options.pop("query", f"?seq={seq}")
    kind = options.pop("kind", "text/plain; charset=utf-8")
    body = text.encode() if isinstance(text, str) else text
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/captions/{token}/{query}", data=body, content_type=kind, **options)


@pytest.fixture
def token(session):
    return an_intake(session).url.rstrip("/").rsplit("/", 1)[-1]


def test_a_service_sends_a_line_and_asks_for_its_number(client, session, token):
    sent = send(token, seq=7, query="?seq=7&lang=fr-FR", text="  Bonjour\nà tous \n")

    assert (sent.status_code, sent.content) == (200, b"7\n")
    assert list(Caption.objects.values_list("text", "language")) == [("Bonjour à tous", "fr")]
    assert client.get(f"/captions/{token}/seq").content == b"7\n"


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ({"query": ""}, 400, "seq"),
        ({"seq": "-1"}, 400, "seq"),
        ({"seq": "1.5"}, 400, "seq"),
        ({"seq": "٣"}, 400, "seq"),
        ({"seq": "9" * 19}, 400, "seq"),
        ({"seq": "9" * 400}, 400, "seq"),
        ({"query": "?seq=1&lang=english"}, 400, "lang"),
        ({"kind": "application/x-www-form-urlencoded"}, 415, "text/plain"),
        ({"kind": "application/json"}, 415, "text/plain"),
        ({"text": b"\xff\xfe"}, 400, "UTF-8"),
        ({"text": "x" * 501}, 413, "500"),
        ({"text": "x" * 4097}, 413, "4096"),
        ({"text": "x" * 1_000_000}, 413, "4096"),
    ],
)
def test_what_is_wrong_is_said(session, token, options, status, words):
    answer = send(token, **options)

    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert not Caption.objects.exists()


@pytest.mark.parametrize("text", [" \n", "\x00\x07"])
def test_an_empty_line_is_taken_and_not_kept(session, token, text):
    assert send(token, text=text).status_code == 200
    assert not Caption.objects.exists()


def test_what_looks_like_a_tag_is_only_text(client, session, token, member):
    send(token, text="<script>alert(1)</script> & more")
    captions.choose(by=member, session=session, shown="yes")
    client.force_login(member)

    page = client.get(url(session, "room/")).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


def test_a_stranger_finds_nothing_there(client):
    for method in (client.get, client.post):
        assert method("/captions/wrong/").status_code == 404
    assert client.get("/captions/wrong/seq").status_code == 404


def test_only_post_sends_a_line(client, token):
    answer = client.get(f"/captions/{token}/?seq=1")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_an_ended_session_takes_no_more(session, token):
    closed(session)

    answer = send(token)

    assert (answer.status_code, answer.content) == (403, b"This session has ended.\n")


def test_too_many_lines_have_to_wait(session, token, monkeypatch):
    monkeypatch.setattr(views, "MOST_A_MINUTE", 2)

    answers = [send(token, seq=seq) for seq in (1, 2, 3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "10"


# --- In the room


def test_the_plain_page_shows_captions_and_takes_choices_as_forms(client, session, member):
    write(session, "Good morning")
    client.force_login(member)
    act = url(session, "room/caption.choose/")

    assert "Good morning" not in client.get(url(session, "room/")).content.decode()
    client.post(act, {"shown": "yes"})
    client.post(act, {"size": "150", "colours": "blue", "spoken": "yes", "language": "en"})

    page = client.get(url(session, "room/")).content.decode()
    assert "Good morning" in page
    assert 'data-size="150" data-colours="blue" data-spoken="yes"' in page
    choice = CaptionChoice.objects.get(person=member)
    assert (choice.is_shown, choice.size) == (True, "150")


def test_a_captioner_writes_and_corrects_by_plain_forms(client, session, member):
    a_captioner(session, member)
    client.force_login(member)

    client.post(
        url(session, "room/caption.write/"), {"text": "Helo", "language": "en", "speaker": "0"}
    )
    line = Caption.objects.get()
    client.post(url(session, "room/caption.correct/"), {"line": line.pk, "text": "Hello"})
    client.post(url(session, "room/caption.shorten/"), {"abbreviations": "pc = palliative care"})
    client.post(url(session, "room/caption.take/"), {"language": "en"})

    page = client.get(url(session, "room/")).content.decode()
    assert ('value="Hello"' in page, "pc = palliative care</textarea>" in page) == (True, True)
    assert "writes now" in page


def test_nobody_else_has_the_captioners_place(client, session, member, host):
    a_captioner(session)
    for person in (member, host):
        client.force_login(person)
        assert "captioning-form" not in client.get(url(session, "room/")).content.decode()
