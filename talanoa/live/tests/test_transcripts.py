"""What was said, read afterwards: in the record, as files, found by its words, deleted."""

from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.live import captions as reading
from talanoa.live.models import Caption, CaptionChoice
from talanoa.live.tests.captioned import url, write
from talanoa.live.views import captions as views
from talanoa.people.models import Person
from tests.make import a_captioner, a_person, a_role, an_open_session, closed, enrolled

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


@pytest.fixture
def held(session):
    by = a_captioner(session)
    speaker = enrolled(session.cohort, a_person("Sela Taufa"))
    write(session, "We have one hospital.", by=by, speaker=speaker.pk)
    write(session, "L’École de médecine", by=a_captioner(session, language="fr"), language="fr")
    return closed(session)


def test_the_transcript_stands_in_the_record_a_language_at_a_time(client, held, member):
    client.force_login(member)

    assert "transcript/?language=en" in client.get(url(held, "record/")).content.decode()
    english = client.get(url(held, "transcript/?language=en")).content.decode()
    french = client.get(url(held, "transcript/?language=fr")).content.decode()
    assert ("one hospital" in english, "École" in english, "École" in french) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("suffix", "kind", "words"),
    [
        ("vtt", "text/vtt", "<v Sela Taufa>We have one hospital."),
        ("srt", "application/x-subrip", "Sela Taufa: We have one hospital."),
        ("txt", "text/plain", "[0:00:00] Sela Taufa: We have one hospital."),
    ],
)
def test_a_transcript_is_taken_along(client, held, member, suffix, kind, words):
    client.force_login(member)

    answer = client.get(url(held, f"captions/en.{suffix}"))

    assert answer.headers["Content-Type"].startswith(kind)
    assert words in answer.content.decode()


@pytest.mark.parametrize("rest", ["captions/ar.vtt", "captions/en.exe", "captions/../en.vtt"])
def test_what_is_not_there_is_not_found(client, held, member, rest):
    client.force_login(member)

    assert client.get(url(held, rest)).status_code == 404


def test_a_published_record_shows_the_public_no_captions(client, held, host):
    held.record_published_at = clock.now()
    held.save()

    assert client.get(url(held, "record/")).status_code == 200
    assert "transcript" not in client.get(url(held, "record/")).content.decode()
    client.force_login(a_person())
    assert client.get(url(held, "transcript/")).status_code == 404
    assert client.get(url(held, "captions/en.vtt")).status_code == 404


def test_a_host_deletes_a_transcript(client, held, host, member):
    client.force_login(member)
    assert client.post(url(held, "captions/delete/")).status_code == 403
    client.force_login(host)
    assert client.post(url(held, "captions/delete/")).status_code == 302

    assert not Caption.objects.exists()
    assert b"No captions" in client.get(url(held, "transcript/")).content


@pytest.mark.parametrize(
    ("words", "count"),
    [("HOSPITAL", 1), ("hospital one", 1), ("ecole", 1), ("hospital école", 0), ("é", 2), ("%", 0)],
)
def test_what_was_said_is_found_by_its_words(client, held, member, words, count):
    client.force_login(member)

    page = client.get("/transcripts/", {"q": words}).content.decode()

    assert page.count("/transcript/?language=") == count


def test_nobody_finds_what_was_said_where_they_may_not_enter(client, held):
    elsewhere = an_open_session()
    client.force_login(enrolled(elsewhere.cohort))

    page = client.get("/transcripts/", {"q": "hospital"}).content.decode()

    assert "0 lines" in page
    assert "one hospital" not in page


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=" + "x" * 101, "?q=a&page=99"])
def test_a_search_for_nothing_or_too_much_finds_nothing(client, held, member, query):
    client.force_login(member)

    assert client.get(f"/transcripts/{query}").status_code == 200


def test_a_found_line_leads_to_its_page(client, session, member, monkeypatch):
    monkeypatch.setattr(views, "ON_A_PAGE", 2)
    by = a_captioner(session)
    with clock.standing_at(session.opened_at + timedelta(minutes=1)):
        lines = [write(session, f"line {number}", by=by) for number in range(5)]
    client.force_login(member)

    page = client.get(url(session, f"transcript/?line={lines[4].pk}")).content.decode()
    astray = client.get(url(session, "transcript/?line=x")).content.decode()

    assert ("line 4" in page, "line 0" in page, "line 0" in astray) == (True, False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_transcript_and_search_cost_as_much_for_many(
    client, session, member, django_assert_num_queries, count
):
    by = a_captioner(session)
    for number in range(count):
        write(session, f"line {number}", by=by, speaker=enrolled(session.cohort).pk)
    client.force_login(member)
    client.get("/transcripts/")

    with django_assert_num_queries(12):
        client.get(url(session, "transcript/"))
    with django_assert_num_queries(6):
        client.get("/transcripts/", {"q": "line"})


@pytest.mark.parametrize(
    ("chosen", "there", "read"),
    [
        ("fr", ["en", "fr"], "fr"),
        ("fr", ["es", "en"], "en"),
        ("fr", ["es", "ar"], "es"),
        ("fr", [], "fr"),
        ("", ["es", "en"], "en"),
        ("", [], "en"),
    ],
)
def test_a_language_is_read_that_is_there(chosen, there, read):
    assert reading.chosen_language(CaptionChoice(language=chosen), there) == read


def test_pages_come_in_french(client, held, member):
    Person.objects.filter(pk=member.pk).update(language="fr")
    client.cookies["talanoa_language"] = "fr"
    client.force_login(member)

    assert "Ce qui a été dit" in client.get(url(held, "transcript/")).content.decode()
