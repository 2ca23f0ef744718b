"""Real files, made here, with a name in every corner that tells of an author: none is kept."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from talanoa.kernel import files
from talanoa.kernel.files import Failure, FileError

NAME = "Sela Taufa"
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="{NAME}"/></rdf:RDF></x:xmpmeta>'
).encode()


def exif():
    facts = Image.Exif()
    facts[0x013B] = facts[0x010E] = facts[0x8298] = NAME
    facts[0x9C9D] = NAME.encode("utf-16-le")
    facts.get_ifd(0x8825).update({1: "S", 2: (21.0, 8.0, 0.0), 3: "W", 4: (175.0, 12.0, 0.0)})
    return facts


def iptc():
    """The segment in which picture desks write who took it and where."""
    fields = b""
    for number, value in ((80, NAME), (120, f"{NAME} at home"), (92, "Nukunuku")):
        held = value.encode()
        fields += b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(held)) + held
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(fields)) + fields
    content = b"Photoshop 3.0\x00" + block + b"\x00" * (len(block) % 2)
    return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def jpeg():
    held = io.BytesIO()
    picture = Image.new("RGB", (60, 40), "teal")
    picture.save(held, "JPEG", exif=exif(), comment=NAME.encode(), xmp=XMP)
    written = held.getvalue()
    return written[:2] + iptc() + written[2:]


def png():
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", NAME)
    said.add_text("Comment", NAME, zip=True)
    said.add_itxt("XML:com.adobe.xmp", XMP.decode())
    said.add_itxt("Description", NAME, lang="to", zip=True)
    held = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(held, "PNG", pnginfo=said, exif=exif())
    return held.getvalue()


def webp():
    held = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(held, "WEBP", exif=exif().tobytes(), xmp=XMP)
    return held.getvalue()


def pdf():
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=NAME, Contents=NAME
    )
    page.obj.Annots = pikepdf.Array([note])
    page.obj.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{NAME}')")
    )
    page.obj.Thumb = made.make_stream(NAME.encode())
    page.obj.Metadata = made.make_stream(XMP)
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{NAME}')")
    made.Root.OpenAction = script
    made.attachments["list.csv"] = NAME.encode()
    made.Root.Names.JavaScript = pikepdf.Dictionary(Names=[NAME, script])
    for key in ("/Author", "/Creator", "/Keywords", "/Title", "/Company"):
        made.docinfo[key] = NAME
    with made.open_metadata(set_pikepdf_as_editor=False) as described:
        described["dc:creator"] = [NAME]
        described["pdf:Keywords"] = NAME
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = {
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="t/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="r2" Type="t/core-properties" Target="docProps/core.xml"/>'
        '<Relationship Id="r3" Type="t/extended-properties" Target="docProps/app.xml"/>'
        '<Relationship Id="r4" Type="t/custom-properties" Target="docProps/custom.xml"/>'
        '<Relationship Id="r5" Type="t/thumbnail" Target="docProps/thumbnail.jpeg"/>'
        "</Relationships>"
    ),
    "docProps/core.xml": f"<c><creator>{NAME}</creator><lastModifiedBy>{NAME}</lastModifiedBy></c>",
    "docProps/app.xml": f"<a><Company>{NAME}</Company><Manager>{NAME}</Manager></a>",
    "docProps/custom.xml": f'<p><property name="Checked by">{NAME}</property></p>',
    "docProps/thumbnail.jpeg": jpeg(),
    "customXml/item1.xml": f"<i>{NAME}</i>",
}


def docx():
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in (
            (
                "word/document.xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            ),
            ("word/comments.xml", "c"),
            ("word/people.xml", "p"),
            ("docProps/core.xml", "x"),
        )
    )
    by = f'w:id="1" w:author="{NAME}" w:date="2026-01-01T00:00:00Z"'
    content_types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return packed(
        OFFICE
        | {
            "[Content_Types].xml": f'<Types xmlns="{content_types}">{overrides}</Types>',
            "word/document.xml": (
                f"<w:document {W}><w:body><w:p><w:ins {by}><w:r><w:t>What is read stays.</w:t>"
                f"</w:r></w:ins><w:del {by}><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
                "</w:body></w:document>"
            ),
            "word/comments.xml": (
                f'<w:comments {W}><w:comment {by} w:initials="ST"><w:p><w:r><w:t>A remark stays.'
                "</w:t></w:r></w:p></w:comment></w:comments>"
            ),
            "word/people.xml": f'<p author="{NAME}"/>',
            "word/media/image1.jpeg": jpeg(),
            "word/media/image2.png": png(),
        }
    )


def packed(parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return held.getvalue()


def made_anew(held, folder: Path):
    source, target = folder / "source", folder / "target"
    source.write_bytes(held)
    files.make_anew(source, target)
    return target.read_bytes()


def everything_in(held):
    """Its bytes, and whatever is packed, compressed or written as a PDF's string in them."""
    found = held
    if held.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(held)) as parts:
            for name in parts.namelist():
                found += name.encode() + everything_in(parts.read(name))
    elif held.startswith(b"\x89PNG"):
        at = 8
        while at + 12 <= len(held):
            length = int.from_bytes(held[at : at + 4], "big")
            chunk = held[at + 8 : at + 8 + length]
            start = chunk.find(b"x\x9c")
            if held[at + 4 : at + 8] in (b"zTXt", b"iTXt") and start >= 0:
                found += zlib.decompress(chunk[start:])
            at += 12 + length
    elif b"%PDF-" in held[:1024]:
        with pikepdf.open(io.BytesIO(held)) as read:
            found += repr(read.trailer).encode()
            for each in read.objects:
                found += repr(each).encode()
                if isinstance(each, pikepdf.Stream):
                    found += each.read_raw_bytes() + each.read_bytes()
    return found


MAKERS = {"jpeg": jpeg, "png": png, "webp": webp, "pdf": pdf, "docx": docx}
TRACES = (NAME.encode(), NAME.encode("utf-16-le"), b"xmpmeta", b"Photoshop", b"Exif", b"JavaScript")


@pytest.mark.parametrize("kind", MAKERS)
def test_no_corner_of_a_file_that_is_kept_tells_of_its_author(tmp_path, kind):
    before = MAKERS[kind]()

    after = made_anew(before, tmp_path)

    told, tells = everything_in(before), everything_in(after)
    assert NAME.encode() in told
    assert [trace for trace in TRACES if trace in tells] == []


def test_a_camera_s_facts_were_all_in_the_picture_and_none_is_left(tmp_path):
    before = jpeg()

    after = made_anew(before, tmp_path)

    traces = (b"Exif", b"xmpmeta", b"Photoshop 3.0", b"\xff\xfe")
    assert [trace for trace in traces if trace not in before] == []
    with Image.open(io.BytesIO(after)) as read:
        assert (dict(read.getexif()), set(read.info) - {"background", "loop"}) == ({}, set())


def test_of_a_word_document_the_words_of_changes_and_remarks_stay(tmp_path):
    after = everything_in(made_anew(docx(), tmp_path))

    assert b"What is read stays." in after
    assert b"A remark stays." in after
    gone = (b"docProps", b"customXml", b"people", b"thumbnail", b"initials", b"2026-01-01")
    assert [part for part in gone if part in after] == []


@pytest.mark.parametrize("main", ["presentationml.presentation", "spreadsheetml.sheet"])
def test_slides_and_tables_are_not_taken_at_all(tmp_path, main):
    content_type = f"application/vnd.openxmlformats-officedocument.{main}.main+xml"
    held = packed(
        OFFICE | {"[Content_Types].xml": f'<Types><Override ContentType="{content_type}"/></Types>'}
    )

    with pytest.raises(FileError) as refused:
        made_anew(held, tmp_path)

    assert refused.value.code == Failure.UNKNOWN
