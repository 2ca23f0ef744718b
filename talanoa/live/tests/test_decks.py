"""The page on which slides are brought, and the job that makes their pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from talanoa.live import failures, tasks
from talanoa.live.models import SlideDeck, SlidePage
from talanoa.live.services import slides
from talanoa.live.slides import Failure
from talanoa.live.tests import pdfs
from tests.make import a_deck, a_part, a_person, a_role, an_open_session, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def presenter(session, client):
    person = a_part(session, "presenter")
    client.force_login(person)
    return person


def decks(session):
    return reverse("live:decks", args=[session.pk])


def a_file(data=None, name="slides.pdf"):
    return SimpleUploadedFile(name, data or pdfs.a_pdf(), content_type="application/pdf")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda s: a_part(s, "presenter"), 200),
        (lambda s: a_part(s, "speaker"), 200),
        (lambda s: a_role(s.cohort.programme, "facilitator"), 200),
        (lambda s: enrolled(s.cohort), 403),
        (lambda s: a_person(), 404),
    ],
    ids=["presenter", "speaker", "facilitator", "member", "stranger"],
)
def test_who_may_bring_slides(client, session, who, status):
    client.force_login(who(session))

    assert client.get(decks(session)).status_code == status


def test_an_upload_is_kept_and_a_job_is_waiting(client, session, presenter):
    answer = client.post(decks(session), {"title": "Morphine", "file": a_file()})

    assert answer.headers["Location"] == decks(session)
    deck = SlideDeck.objects.get()
    assert (deck.title, deck.uploaded_by, deck.ready_at) == ("Morphine", presenter, None)
    assert "slides" not in deck.file.name
    jobs = DBTaskResult.objects.filter(task_path=tasks.make_pages.module_path)
    assert [job.args_kwargs["args"] for job in jobs] == [[deck.pk]]


def test_the_job_makes_the_pages_once_however_often_it_runs(session):
    deck = slides.upload(
        by=a_part(session, "presenter"), session=session, title="Morphine", file=a_file()
    )

    made = [tasks.make_pages.call(deck.pk) for _ in range(2)]

    assert made == [True, True]
    assert list(deck.pages.values_list("number", "text")) == [(1, "Morphine must be within reach")]


def test_the_job_of_a_deck_that_is_gone_ends_quietly():
    assert tasks.make_pages.call(999) is False


def test_a_job_that_was_killed_half_way_begins_anew(session):
    deck = slides.upload(
        by=a_part(session, "presenter"),
        session=session,
        title="Morphine",
        file=a_file(pdfs.a_pdf(pages=2)),
    )
    SlidePage.objects.create(deck=deck, number=1, inline_size=1, block_size=1)

    tasks.make_pages.call(deck.pk)

    assert list(deck.pages.values_list("number", "inline_size")) == [(1, 1600), (2, 1600)]


def test_a_deck_that_cannot_be_used_says_why(client, session, presenter):
    deck = slides.upload(by=presenter, session=session, title="Locked", file=a_file(pdfs.locked()))
    tasks.make_pages.call(deck.pk)

    deck.refresh_from_db()
    page = client.get(decks(session)).content.decode()

    assert (deck.failure, deck.ready_at, deck.pages.count()) == ("encrypted", None, 0)
    assert "This PDF is locked with a password." in page


def test_every_failure_has_its_own_words():
    said = {failures.words(code) for code in Failure}

    assert len(said) == len(Failure)
    assert failures.words("something new") not in said


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"\x89PNG\r\n" + b"0" * 100, "slides.pdf"), (b"PK\x03\x04" + b"0" * 100, "slides.pptx")],
    ids=["a picture called .pdf", "PowerPoint"],
)
def test_what_is_no_pdf_is_refused_and_the_title_stays(client, session, presenter, data, name):
    answer = client.post(decks(session), {"title": "My slides", "file": a_file(data, name)})

    assert answer.status_code == 422
    assert "This is not a PDF." in answer.content.decode()
    assert 'value="My slides"' in answer.content.decode()
    assert not SlideDeck.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_the_title_kept(
    client, session, presenter, settings
):
    settings.UPLOAD_MAX_BYTES = 100

    answer = client.post(decks(session), {"title": "My slides", "file": a_file()})

    assert answer.status_code == 422
    assert "This file is too large" in answer.content.decode()
    assert 'value="My slides"' in answer.content.decode()


def test_two_hundred_megabytes_are_refused_before_any_of_them_is_read(client, session, presenter):
    answer = client.post(
        decks(session),
        b"",
        content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(200 * 1024 * 1024)},
    )

    assert answer.status_code == 413
    assert "This file is too large: at most 50.0" in answer.content.decode()


def test_progress_is_told_while_pages_are_made(client, session, presenter):
    deck = slides.upload(by=presenter, session=session, title="Morphine", file=a_file())
    SlideDeck.objects.filter(pk=deck.pk).update(page_count=8)
    SlidePage.objects.create(deck=deck, number=1, inline_size=1, block_size=1)

    part = client.get(reverse("live:progress", args=[session.pk])).content.decode()

    assert "Making pages: 1 of 8" in part
    assert "<html" not in part


def test_a_deck_is_deleted_with_its_files(
    client, session, presenter, settings, django_capture_on_commit_callbacks
):
    deck = a_deck(session, by=presenter)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("live:delete_deck", args=[session.pk, deck.pk]))

    assert not SlideDeck.objects.exists()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_what_is_on_the_stage_is_not_deleted(client, session, presenter):
    deck = a_deck(session, by=presenter)
    slides.show(by=presenter, session=session, deck=deck.pk, page=1)

    answer = client.post(reverse("live:delete_deck", args=[session.pk, deck.pk]))

    assert (answer.status_code, SlideDeck.objects.count()) == (403, 1)


def test_a_member_cannot_delete_nor_find_a_deck(client, session):
    deck = a_deck(session)
    client.force_login(enrolled(session.cohort))

    answer = client.post(reverse("live:delete_deck", args=[session.pk, deck.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    client, session, presenter, django_assert_num_queries, count
):
    for _ in range(count):
        slides.upload(by=presenter, session=session, title="Morphine", file=a_file())
    client.get(decks(session))

    with django_assert_num_queries(7):
        page = client.get(decks(session)).content.decode()

    assert page.count("<b>Morphine</b>") == count
