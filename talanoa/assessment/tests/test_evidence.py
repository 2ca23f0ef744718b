"""Evidence: what is taken, what is written anew, and who may fetch it."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from talanoa.assessment.models import Evidence
from talanoa.assessment.services import assessing, evidence
from talanoa.assessment.tests.makers import a_member, an_assessment, indicator_of
from talanoa.cases.tests.test_files import docx
from talanoa.kernel.files import TYPES
from talanoa.kernel.refusals import Refused
from talanoa.live.tests import pdfs
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_picture(kind="JPEG", *, size=(40, 20)):
    """A photograph that says where it was taken."""
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Taken at the ministry"
    exif[0x0112] = 6
    Image.new("RGB", size, "white").save(written, format=kind, exif=exif)
    return SimpleUploadedFile("law of patient X.jpg", written.getvalue(), "image/jpeg")


def a_pdf(name="law.pdf"):
    return SimpleUploadedFile(name, pdfs.a_pdf(), "application/pdf")


def an_answer(assessment=None):
    assessment = assessment or an_assessment()
    answer = assessing.answer_for_evidence(
        by=assessment.member, assessment=assessment, indicator=indicator_of(assessment)
    )
    answer.by = assessment.member
    return answer


def added(answer, **fields):
    fields = {"kind": "file", "title": "The law", "year": 2024} | fields
    return evidence.add(by=answer.by, answer=answer, **fields)


def test_evidence_alone_is_no_answer():
    answer = an_answer()
    added(answer, kind="citation")

    assert (answer.is_answered, answer.revision) == (False, 0)


def test_a_picture_is_written_anew_without_what_the_camera_noted():
    kept = added(an_answer(), file=a_picture())

    with kept.file.open("rb") as file, Image.open(file) as picture:
        assert (picture.size, dict(picture.getexif())) == ((20, 40), {})
    assert (kept.content_type, "patient" in kept.file.name) == ("image/webp", False)


def test_a_pdf_is_made_anew_without_its_author():
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdfs.a_pdf())) as signed:
        signed.docinfo["/Author"] = "Sela Taufa"
        signed.save(written)

    kept = added(an_answer(), file=SimpleUploadedFile("law.pdf", written.getvalue()))

    with kept.file.open("rb") as file, pikepdf.open(file) as made:
        assert ("/Info" in made.trailer, len(made.pages)) == (False, 1)
    assert (kept.content_type, kept.size) == ("application/pdf", kept.file.size)


def test_a_document_is_taken_and_its_kind_is_kept():
    kept = added(an_answer(), file=SimpleUploadedFile("law.docx", docx()))

    assert kept.content_type == TYPES["docx"]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"kind": "link"}, "url"),
        ({"kind": "link", "url": "javascript:alert(1)"}, "url"),
        ({"kind": "file"}, "file"),
        ({"kind": "file", "file": SimpleUploadedFile("a.pdf", b"MZ not a PDF")}, "file"),
        ({"kind": "file", "file": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")}, "file"),
        ({"kind": "citation", "title": " "}, "title"),
        ({"kind": "citation", "year": 3000}, "year"),
        ({"kind": "rumour"}, "kind"),
    ],
)
def test_what_is_missing_or_wrong_is_said_where_it_is(fields, at):
    with pytest.raises(ValidationError) as refused:
        added(an_answer(), **fields)
    assert list(refused.value.message_dict) == [at]
    assert Evidence.objects.count() == 0


def test_a_file_too_large_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(ValidationError, match="too large"):
        added(an_answer(), file=a_pdf())


def test_the_same_citation_twice_stands_there_once():
    answer = an_answer()
    assert added(answer, kind="citation") == added(answer, kind="citation")


def test_a_file_sent_again_over_a_bad_link_stands_there_once():
    answer = an_answer()
    first, second = (added(answer, file=a_pdf(), client_id="form-1") for _twice in range(2))

    assert (first, Evidence.objects.count()) == (second, 1)


def test_removing_deletes_the_file_and_keeps_the_title(django_capture_on_commit_callbacks):
    answer = an_answer()
    kept = added(answer, file=a_pdf())
    storage, name = kept.file.storage, kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        evidence.remove(by=answer.by, evidence=kept)
        evidence.remove(by=answer.by, evidence=kept)

    kept.refresh_from_db()
    assert (storage.exists(name), kept.title, bool(kept.file)) == (False, "The law", False)


def test_withdrawing_deletes_the_files(django_capture_on_commit_callbacks):
    assessment = an_assessment()
    kept = added(an_answer(assessment), file=a_pdf())
    with django_capture_on_commit_callbacks(execute=True):
        assessing.withdraw(by=assessment.member, assessment=assessment, reason="Wrong.")

    assert not kept.file.storage.exists(kept.file.name)


def test_only_the_team_adds_and_only_while_it_writes():
    answer = an_answer()
    with pytest.raises(Refused):
        evidence.add(by=make.a_person(), answer=answer, kind="citation", title="x")


def test_a_file_is_as_private_as_its_assessment(client):
    assessment = an_assessment()
    kept = added(an_answer(assessment), file=a_pdf())
    url = f"/assessments/{assessment.pk}/evidence/{kept.pk}/"

    client.force_login(make.a_person())
    assert client.get(url).status_code == 404
    client.force_login(a_member(assessment.team))
    page = client.get(url)
    with kept.file.open("rb") as file:
        assert b"".join(page.streaming_content) == file.read()
    assert page.headers["Content-Disposition"] == f'attachment; filename="A1-{kept.pk}.pdf"'
    assert page.headers["Cache-Control"] == "private, no-store"
