"""A file of a case in pieces: the door, the bounds, and one attachment however it came."""

import hashlib
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse

from talanoa.cases import services
from talanoa.cases.models import CaseAttachment
from talanoa.cases.tests.test_files import NAME, photo
from talanoa.kernel import pieces, resumed
from talanoa.kernel.models import UnfinishedUpload
from tests import make

pytestmark = pytest.mark.django_db

PHOTO = photo()
HALF = len(PHOTO) // 2


@pytest.fixture(autouse=True)
def _memory(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def case():
    return make.a_case()


@pytest.fixture
def client(client, case):
    client.force_login(case.presenter)
    return client


def digest_of(whole):
    return hashlib.sha256(whole).hexdigest()


def address(case, of):
    return reverse("cases:file-pieces", args=[case.pk]) + f"?of={of}"


def send(client, case, offset=0, until=None, *, whole=PHOTO, **headers):
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(len(whole)), **headers}
    return client.patch(
        address(case, digest_of(whole)),
        whole[offset:until],
        content_type="application/octet-stream",
        headers=headers,
    )


def said(answer):
    return answer.status_code, answer.headers.get("Upload-Offset")


def finish(client, case, *, whole=PHOTO, **typed):
    typed = {"title": "Map", "client_id": "f1", "upload": digest_of(whole)} | typed
    return client.post(reverse("cases:files", args=[case.pk]), typed)


def test_a_file_that_came_in_pieces_is_made_anew_and_stands_there_once(
    client, case, settings, django_capture_on_commit_callbacks
):
    seen = [said(client.get(address(case, digest_of(PHOTO)))), said(send(client, case, 0, HALF))]
    seen += [said(client.head(address(case, digest_of(PHOTO)))), said(send(client, case, HALF))]
    with django_capture_on_commit_callbacks(execute=True):
        first = finish(client, case)
    # The answer was lost: the form is sent once more, without the file that is gone by now.
    again = finish(client, case)

    kept = CaseAttachment.objects.get()
    assert seen == [(204, "0"), (204, str(HALF)), (204, str(HALF)), (204, str(len(PHOTO)))]
    assert (first.status_code, again.status_code) == (302, 302)
    assert (kept.title, kept.kind) == ("Map", "picture")
    with kept.file as file:
        assert NAME.encode() not in file.read()
    assert UnfinishedUpload.objects.count() == 0
    assert list(Path(settings.UNFINISHED_DIR).iterdir()) == []


def test_a_piece_out_of_place_is_told_the_right_one(client, case):
    send(client, case, 0, HALF)

    twice, early = send(client, case, 0, HALF), send(client, case, HALF + 1)

    assert (said(twice), said(early)) == ((409, str(HALF)), (409, str(HALF)))


def test_a_form_whose_pieces_are_not_all_there_asks_for_the_file(client, case):
    none = finish(client, case)
    send(client, case, 0, HALF)
    some = finish(client, case)

    assert (none.status_code, some.status_code) == (410, 410)
    assert CaseAttachment.objects.count() == 0


def test_the_form_refuses_what_it_refuses_today_and_the_pieces_wait_for_another_title(client, case):
    program = b"MZ\x90\x00 a program"
    send(client, case, whole=program)
    send(client, case)

    harmful = finish(client, case, whole=program)
    untitled = finish(client, case, title="")
    titled = finish(client, case)

    assert "This file is none of those that can be taken" in harmful.content.decode()
    assert [page.status_code for page in (harmful, untitled, titled)] == [422, 422, 302]
    assert CaseAttachment.objects.count() == 1


def test_a_file_in_the_form_counts_before_one_that_it_names(client, case):
    send(client, case)

    finish(client, case, file=ContentFile(b"MZ program", name="a.pdf"))

    assert CaseAttachment.objects.count() == 0


@pytest.mark.parametrize(
    "of",
    [
        "",
        "0" * 63,
        "g" * 64,
        "A" * 64,
        "../" * 20 + "etc/passwd",
        "0" * 64 + "/..",
        "0" * 64 + "\n",
    ],
)
def test_what_is_no_digest_is_no_file(client, case, of):
    url = reverse("cases:file-pieces", args=[case.pk])

    asked = client.get(url, {"of": of})
    form = client.post(reverse("cases:files", args=[case.pk]), {"title": "Map", "upload": of})

    assert (asked.status_code, form.status_code) == (404, 422)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Offset": ""}, 400),
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Offset": "1e3"}, 400),
        ({"Upload-Offset": "٣"}, 400),
        ({"Upload-Length": ""}, 400),
        ({"Upload-Length": "3"}, 400),
        ({"Upload-Length": "0"}, 400),
        ({"Upload-Length": str(20 * 1024 * 1024 + 1)}, 413),
        ({"Upload-Length": "9" * 10}, 400),
    ],
)
def test_a_piece_that_says_something_impossible_is_not_taken(client, case, headers, status):
    answer = send(client, case, 0, HALF, **headers)

    assert (answer.status_code, UnfinishedUpload.objects.count()) == (status, 0)


def test_pieces_and_what_somebody_holds_are_bounded(client, case, settings):
    huge = b"x" * (pieces.MOST_PIECE + 1)
    too_large = send(client, case, whole=huge)
    settings.UNFINISHED_MAX_BYTES = len(PHOTO) - 1
    no_room = send(client, case)
    settings.UPLOAD_MAX_BYTES = len(PHOTO) - 1
    beyond = send(client, case)

    assert [each.status_code for each in (too_large, no_room, beyond)] == [413, 413, 413]
    assert UnfinishedUpload.objects.count() == 0


def test_too_many_pieces_wait(client, case, monkeypatch):
    monkeypatch.setattr(resumed, "SENT", resumed.Tries(kind="pieces", most=2, seconds=60))

    seen = [send(client, case, 0, HALF).status_code for _again in range(3)]

    assert seen == [204, 409, 429]


def test_another_person_of_the_same_case_has_a_file_of_their_own(client, case):
    author = make.enrolled(case.programme)
    services.add_author(by=case.presenter, case=case, name=author.email)
    send(client, case)

    client.force_login(author)

    assert said(client.get(address(case, digest_of(PHOTO)))) == (204, "0")
    assert finish(client, case).status_code == 410


def test_a_file_sent_to_one_case_is_not_at_another(client, case):
    other = make.a_case(case.programme, presenter=case.presenter)
    send(client, case)

    assert finish(client, other).status_code == 410


def test_the_door_is_that_of_the_case(client, case):
    told = make.a_case(status="scheduled")
    reader, stranger = make.enrolled(told.programme), make.a_person()
    over = make.a_case(status="discussed")
    seen = {}
    for name, who, of in (
        ("nobody", None, case),
        ("stranger", stranger, case),
        ("over", over.presenter, over),
        ("reader", reader, told),
    ):
        client.logout()
        if who:
            client.force_login(who)
        asked = client.get(address(of, digest_of(PHOTO)))
        seen[name] = (asked.status_code, send(client, of).status_code)

    assert seen == {
        "nobody": (302, 302),
        "stranger": (404, 404),
        "over": (403, 403),
        "reader": (403, 403),
    }
    assert UnfinishedUpload.objects.count() == 0


def test_a_piece_without_its_token_or_from_elsewhere_is_not_taken(case):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(case.presenter)
    client.get(reverse("cases:files", args=[case.pk]))
    token = client.cookies["csrftoken"].value

    bare = send(client, case)
    foreign = send(client, case, **{"X-CSRFToken": token, "Origin": "https://elsewhere.example"})
    ours = send(client, case, **{"X-CSRFToken": token, "Origin": "http://testserver"})

    assert [each.status_code for each in (bare, foreign, ours)] == [403, 403, 204]


def test_a_case_that_was_closed_meanwhile_says_so_and_is_left_as_it_is(client, case):
    send(client, case)
    services.withdraw(by=case.presenter, case=case, reason="Somebody was recognised.")

    page = finish(client, case)

    assert (page.status_code, CaseAttachment.objects.count()) == (403, 0)
    assert UnfinishedUpload.objects.count() == 0


def test_the_queries_of_a_piece(client, case, django_assert_num_queries):
    send(client, case, 0, HALF)
    with django_assert_num_queries(8):
        send(client, case, HALF)
