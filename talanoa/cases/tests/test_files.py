"""What is kept of a file: read back, it tells nothing of its author; harmful ones are refused."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from talanoa.cases import access, services
from talanoa.cases.models import CaseAttachment
from talanoa.kernel import files
from talanoa.kernel.files import Failure, FileError
from talanoa.kernel.refusals import NotVisible, Refused
from tests import make

NAME = "Sela Taufa"


def photo(size=(60, 40), **options):
    """A JPEG with a place, an author and a comment, taken with the device turned."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = NAME
    exif.get_ifd(0x8825).update({1: "S", 2: (21.0, 8.0, 0.0), 3: "W", 4: (175.0, 12.0, 0.0)})
    held = io.BytesIO()
    Image.new("RGB", size, "teal").save(held, "JPEG", exif=exif, comment=NAME.encode(), **options)
    return held.getvalue()


def pdf(*, password="", pages=1):
    """A PDF whose every corner holds a name: description, picture, note, attachment, script."""
    made = pikepdf.new()
    for _number in range(pages):
        page = made.add_blank_page(page_size=(200, 200))
        picture = made.make_stream(photo())
        for name, value in {
            "Type": pikepdf.Name.XObject,
            "Subtype": pikepdf.Name.Image,
            "Width": 60,
            "Height": 40,
            "ColorSpace": pikepdf.Name.DeviceRGB,
            "BitsPerComponent": 8,
            "Filter": pikepdf.Name.DCTDecode,
        }.items():
            picture[f"/{name}"] = value
        picture.Metadata = made.make_stream(NAME.encode())
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        page.obj.Contents = made.make_stream(b"q 60 0 0 40 0 0 cm /Im0 Do Q")
        page.obj.PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Author=NAME))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=NAME
        )
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], T=NAME,
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/"),
        )  # fmt: skip
        page.obj.Annots = pikepdf.Array([note, link])
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"alert('{NAME}')")
    made.attachments["a.txt"] = NAME.encode()
    made.docinfo["/Author"] = NAME
    with made.open_metadata() as described:
        described["dc:creator"] = [NAME]
    held = io.BytesIO()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    made.save(held, encryption=locked)
    return held.getvalue()


CONTENT = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="x"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="t/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="r2" Type="t/core-properties" Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    f'<w:p w:rsidR="00A1"><w:ins w:id="1" w:author="{NAME}" w:date="2026-01-01T00:00:00Z">'
    "<w:r><w:t>What can be read stays.</w:t></w:r></w:ins></w:p></w:body></w:document>"
)


def packed(parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return held.getvalue()


def docx(**more):
    parts = {
        "[Content_Types].xml": CONTENT,
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": f"<a>{NAME}</a>",
        "word/document.xml": DOCUMENT,
        "word/media/image1.jpg": photo(),
    }
    return packed(parts | more)


def odt(**more):
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    content = (
        f'<o:document-content xmlns:o="{office}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<o:annotation><dc:creator>{NAME}</dc:creator>What can be read stays.</o:annotation>"
        "</o:document-content>"
    )
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="/"/><m:file-entry m:full-path="content.xml"/>'
        '<m:file-entry m:full-path="meta.xml"/></m:manifest>'
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "meta.xml": f"<a>{NAME}</a>",
        "META-INF/manifest.xml": manifest,
    }
    return packed(parts | more)


def made_anew(held, folder: Path):
    source, target = folder / "source", folder / "target"
    source.write_bytes(held)
    kind = files.make_anew(source, target)
    return kind, target.read_bytes()


def everything_in(held):
    """The bytes, and those of whatever is packed in them."""
    found = held
    if held.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(held)) as parts:
            found += b"".join(name.encode() + parts.read(name) for name in parts.namelist())
    if b"%PDF-" in held:
        with pikepdf.open(io.BytesIO(held)) as read:
            for each in read.objects:
                if isinstance(each, pikepdf.Stream):
                    found += each.read_raw_bytes()
                    if each.get("/Filter") == "/FlateDecode":
                        found += each.read_bytes()
                found += repr(each).encode()
    return found


def test_a_picture_loses_place_and_author_and_stands_upright(tmp_path):
    before = photo()

    kind, after = made_anew(before, tmp_path)

    assert NAME.encode() in before
    with Image.open(io.BytesIO(after)) as read:
        assert (kind, read.format, read.size) == ("picture", "WEBP", (40, 60))
        assert dict(read.getexif()) == {}
        assert {"exif", "xmp", "icc_profile"} & set(read.info) == set()
    assert NAME.encode() not in after


def test_a_pdf_loses_whatever_names_somebody_or_acts_and_keeps_pages_and_links(tmp_path):
    before = pdf()

    kind, after = made_anew(before, tmp_path)

    assert NAME.encode() in everything_in(before)
    found = everything_in(after)
    assert (kind, NAME.encode() in found, b"Exif" in found) == ("pdf", False, False)
    with pikepdf.open(io.BytesIO(after)) as read:
        assert (len(read.pages), "/Info" in read.trailer, dict(read.attachments)) == (1, False, {})
        assert sorted(read.Root.keys()) == ["/Pages", "/Type"]
        (link,) = read.pages[0].obj.Annots
        assert (str(link.A.URI), "/T" in link) == ("https://example.org/", False)
        drawn = read.pages[0].obj.Resources.XObject.Im0
        with Image.open(io.BytesIO(drawn.read_raw_bytes())) as picture:
            assert (picture.size, dict(picture.getexif())) == ((60, 40), {})


@pytest.mark.parametrize(("kind", "make_one"), [("docx", docx), ("odt", odt)])
def test_a_document_loses_its_authors_and_keeps_its_words(tmp_path, kind, make_one):
    before = make_one()

    found, after = made_anew(before, tmp_path)

    read = everything_in(after)
    assert found == kind
    assert NAME.encode() in everything_in(before)
    assert (NAME.encode() in read, b"Exif" in read, b"2026-01-01" in read) == (False,) * 3
    assert b"What can be read stays." in read
    assert not any(part in read for part in (b"docProps", b"meta.xml", b"rsid"))


def bomb():
    return docx(**{"word/media/a.xml": b"0" * (70 * 1024 * 1024)})


def entity_bomb():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 9}">' for n in range(1, 9))
    return docx(**{"word/a.xml": f'<!DOCTYPE a [<!ENTITY a0 "ha">{lines}]><a>&a8;</a>'})


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (lambda: b"MZ\x90\x00 a program", Failure.UNKNOWN),
        (lambda: b"<html><script>alert(1)</script></html>", Failure.UNKNOWN),
        (lambda: b"GIF89a", Failure.UNKNOWN),
        (lambda: packed({"a.txt": "A"}), Failure.UNKNOWN),
        (lambda: b"", Failure.UNKNOWN),
        (lambda: photo()[:200], Failure.BROKEN),
        (lambda: b"%PDF-1.7 nothing", Failure.BROKEN),
        (lambda: docx()[:-40], Failure.BROKEN),
        (lambda: docx(**{"../evil.xml": "<a/>"}), Failure.BROKEN),
        (lambda: pdf(password="secret"), Failure.ENCRYPTED),
        (lambda: pdf(pages=101), Failure.TOO_MANY_PAGES),
        (lambda: docx(**{"word/vbaProject.bin": b"x"}), Failure.MACROS),
        (lambda: odt(**{"Basic/Standard/Module1.xml": "<a/>"}), Failure.MACROS),
        (lambda: docx(**{"word/embeddings/a.xlsx": b"x"}), Failure.EMBEDDED),
        (lambda: docx(**{"word/media/a.svg": b"<svg/>"}), Failure.EMBEDDED),
        (lambda: photo((9000, 9000), quality=1), Failure.TOO_HEAVY),
        (bomb, Failure.TOO_HEAVY),
        (entity_bomb, Failure.BROKEN),
    ],
)
def test_what_is_harmful_or_no_such_file_is_refused_with_its_reason(tmp_path, held, code):
    with pytest.raises(FileError) as found:
        made_anew(held(), tmp_path)

    assert found.value.code == code


def test_what_hangs_behind_a_picture_or_before_a_pdf_is_gone(tmp_path):
    _kind, picture = made_anew(photo() + docx(), tmp_path)
    _kind, document = made_anew(b"<script>evil()</script>\n" + pdf(), tmp_path)

    assert (b"PK\x03\x04" in picture, b"evil" in document) == (False, False)
    assert document.startswith(b"%PDF-")


@pytest.mark.django_db
class TestBesideACase:
    @pytest.fixture(autouse=True)
    def _media(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "media"

    def test_only_what_was_made_anew_is_kept_and_once(self, settings):
        case = make.a_case()

        for _again in range(2):
            services.attach(
                by=case.presenter, case=case, title=" Map ", file=ContentFile(photo()),
                client_id="f1",
            )  # fmt: skip

        kept = CaseAttachment.objects.get()
        stored = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
        assert (kept.title, kept.kind, kept.size) == ("Map", "picture", stored[0].stat().st_size)
        assert [NAME.encode() in path.read_bytes() for path in stored] == [False]

    def test_number_and_size_are_bounded(self, monkeypatch):
        case = make.a_case()
        for number in range(5):
            make.a_file(case, title=str(number))

        with pytest.raises(Refused, match="all the files it can have"):
            make.a_file(case)
        monkeypatch.setattr("talanoa.cases.services.attaching.MOST_FILE_BYTES", 10)
        other = make.a_case()
        with pytest.raises(Refused, match="too large"):
            make.a_file(other)

    def test_files_go_with_the_words_of_a_case_taken_back(
        self, settings, django_capture_on_commit_callbacks
    ):
        case = make.a_case()
        make.a_file(case)

        with django_capture_on_commit_callbacks(execute=True):
            services.withdraw(by=case.presenter, case=case, reason="Somebody was recognised.")

        assert CaseAttachment.objects.count() == 0
        assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []

    def test_a_file_stands_behind_the_door_of_its_case(self, client):
        case = make.a_case(status="scheduled")
        kept = make.a_file(case, by=make.a_role(case.programme, "coordinator"))
        other = make.a_case(case.programme, presenter=case.presenter)
        address = reverse("cases:file", args=[case.pk, kept.pk])
        reader, stranger = make.enrolled(case.programme), make.a_person()

        client.force_login(reader)
        page = client.get(address)
        b"".join(page.streaming_content)
        assert (page.status_code, page["Content-Type"]) == (200, "image/webp")
        assert page["Cache-Control"] == "private, no-store"
        client.force_login(stranger)
        assert client.get(address).status_code == 404
        with pytest.raises(NotVisible):
            access.get_attachment(case.presenter, other.pk, kept.pk)

    def test_an_upload_that_fails_says_why_and_keeps_what_was_typed(self, client):
        case = make.a_case()
        client.force_login(case.presenter)

        page = client.post(
            reverse("cases:files", args=[case.pk]),
            {"title": "Typed before", "file": ContentFile(b"MZ program", name="harmless.pdf")},
        )

        words = page.content.decode()
        assert page.status_code == 422
        assert "This file is none of those that can be taken" in words
        assert "Typed before" in words

    def test_a_file_is_added_and_deleted_on_its_page(self, client):
        case = make.a_case()
        client.force_login(case.presenter)
        address = reverse("cases:files", args=[case.pk])

        client.post(address, {"title": "Map", "file": ContentFile(photo(), name="IMG_1.JPG")})
        page = client.get(address).content.decode()
        kept = CaseAttachment.objects.get()
        client.post(reverse("cases:file-remove", args=[case.pk, kept.pk]))

        assert ("Map" in page, "IMG_1" in page) == (True, False)
        assert CaseAttachment.objects.count() == 0
