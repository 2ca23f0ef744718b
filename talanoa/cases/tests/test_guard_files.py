"""Attached files are searched too, and a hostile one costs neither time nor memory."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from talanoa.cases.guard import Type
from talanoa.cases.guard.files import Failure, findings_in_file

WORDS = "Mary Akello, born 3 March 1948, phone +44 7700 900123."
FOUND = [Type.NAME, Type.DATE, Type.PHONE]


def found(path):
    return [(each.where, each.number, each.type) for each in findings_in_file(path).found]


def office(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def docx(path, *, body=WORDS, author="Ana Faleolo"):
    return office(
        path,
        {
            "word/document.xml": (
                '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                f"<w:body><w:p><w:r><w:t>{body[:7]}</w:t></w:r><w:r><w:t>{body[7:]}</w:t></w:r>"
                "</w:p></w:body></w:document>"
            ),
            "docProps/core.xml": (
                '<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                f"<dc:creator>{author}</dc:creator></c:coreProperties>"
            ),
        },
    )


def pdf(path, pages):
    """A PDF whose pages say these words, in one of the fonts that every reader has."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for at, words in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 400] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        stream = f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    text = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    table = len(text)
    text += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    text += "".join(f"{place:010} 00000 n \n" for place in places)
    text += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF"
    path.write_bytes(text.encode("latin-1"))
    assert len(pypdfium2.PdfDocument(path)) == len(pages)
    return path


def test_a_text_and_a_table_are_searched(tmp_path):
    for name in ("letter.txt", "list.csv"):
        (tmp_path / name).write_text(WORDS, encoding="utf-8")

        assert found(tmp_path / name) == [("text", 0, kind) for kind in FOUND]


def test_a_pdf_says_on_which_page(tmp_path):
    path = pdf(tmp_path / "case.pdf", ["Nothing here.", "Nor here.", WORDS])

    assert found(path) == [("page", 3, kind) for kind in FOUND]


def test_a_letter_says_who_wrote_it_and_is_read_across_its_pieces(tmp_path):
    assert found(docx(tmp_path / "a.docx")) == [
        ("author", 0, Type.NAME),
        *(("text", 0, kind) for kind in FOUND),
    ]


def test_an_open_document_is_read_too(tmp_path):
    path = office(
        tmp_path / "a.odt",
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<o xmlns:t="t"><t:p>{WORDS}</t:p></o>',
            "meta.xml": '<o xmlns:m="m"><m:initial-creator>Ana</m:initial-creator></o>',
        },
    )

    assert found(path) == [("author", 0, Type.NAME), *(("text", 0, kind) for kind in FOUND)]


def test_a_picture_tells_who_took_it_and_where(tmp_path):
    facts = Image.Exif()
    facts[315] = "Ana Faleolo"
    facts[34853] = {1: "S", 2: (21.0, 8.0, 0.0)}
    path = tmp_path / "a.jpg"
    Image.new("RGB", (8, 8)).save(path, exif=facts)

    assert found(path) == [("author", 0, Type.NAME), ("location", 0, Type.ADDRESS)]


def bomb(path):
    return office(path, {"word/document.xml": b"<a>" + b" " * 200_000_000})


def entities(path):
    declared = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    return office(path, {"word/document.xml": declared})


def many_pages(path):
    return pdf(path, ["x"] * 301)


def nothing_known(path):
    path.write_bytes(b"\0\1\2" * 100)
    return path


def cut_short(path):
    whole = io.BytesIO(docx(Path(f"{path}.whole")).read_bytes())
    path.write_bytes(whole.read(120))
    return path


@pytest.mark.parametrize(
    ("make", "failure"),
    [
        (bomb, Failure.TOO_HEAVY),
        (entities, Failure.BROKEN),
        (many_pages, Failure.TOO_MANY_PAGES),
        (nothing_known, Failure.UNKNOWN),
        (cut_short, Failure.BROKEN),
    ],
)
def test_a_hostile_or_broken_file_is_told_as_such(tmp_path, make, failure):
    searched = findings_in_file(make(tmp_path / "file"))

    assert (searched.failure, searched.found) == (failure, [])


def test_a_long_list_of_people_is_told_up_to_a_bound(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Mary Akello; +44 7700 900123\n" * 1_000, encoding="utf-8")

    searched = findings_in_file(path)

    assert (len(searched.found), set(searched.by_type)) == (500, {Type.NAME, Type.PHONE})


def scan(path, *, words=""):
    """A PDF of two pages: one of words, one that is only a picture, with ``words`` beside it."""
    made = pikepdf.Pdf.open(pdf(path.with_suffix(".words.pdf"), [WORDS, words]))
    page = made.pages[1]
    held = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(held, "JPEG")
    picture = made.make_stream(held.getvalue())
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=60, Height=40,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.Resources.XObject = pikepdf.Dictionary(Im0=picture)
    page.contents_add(b"q 600 0 0 400 0 0 cm /Im0 Do Q")
    made.save(path)
    return path


@pytest.mark.parametrize("words", ["", "Read by a machine, badly, from a page that is a picture."])
def test_a_scanned_page_is_said_not_to_be_read_and_the_others_are(tmp_path, words):
    searched = findings_in_file(scan(tmp_path / "a.pdf", words=words))

    assert searched.failure == Failure.PICTURE
    assert [each.type for each in searched.found if each.number == 1] == FOUND


def test_a_picture_and_a_document_with_pictures_are_said_not_to_be_read(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    with_one = docx(tmp_path / "a.docx")
    with zipfile.ZipFile(with_one, "a") as package:
        package.writestr("word/media/image1.png", b"\x89PNG")

    for path in (tmp_path / "a.png", with_one):
        assert findings_in_file(path).failure == Failure.PICTURE


def test_what_holds_only_words_is_read_to_its_end(tmp_path):
    for path in (pdf(tmp_path / "a.pdf", [WORDS]), docx(tmp_path / "a.docx")):
        assert findings_in_file(path).failure is None
