"""PDF files for tests: good ones, and those that people and attackers really send."""

import zlib

SHOW = b"BT /F1 40 Tf 60 400 Td (Morphine must be within reach) Tj ET"


def a_pdf(
    *,
    pages: int = 1,
    box: tuple[float, float, float, float] = (0, 0, 960, 540),
    content: bytes = SHOW,
    compressed: bool = False,
    picture: bytes = b"",
) -> bytes:
    """A whole PDF whose pages all show ``content``; ``picture`` is an image object named I."""
    stream = zlib.compress(content, 9) if compressed else content
    filtered = b"/Filter/FlateDecode" if compressed else b""
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    named = b"/XObject<</I %d 0 R>>" % (5 + pages) if picture else b""
    resources = b"<</Font<</F1 3 0 R>>%s>>" % named
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), filtered, stream),
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%g %g %g %g]/Contents 4 0 R/Resources%s>>"
    objects += [page % (*box, resources)] * pages
    if picture:
        objects.append(picture)
    return _file(objects)


def a_bomb() -> bytes:
    """Two megabytes that unfold to seven hundred."""
    return a_pdf(content=(SHOW + b"\n") * 10_000_000, compressed=True)


def with_broken_picture() -> bytes:
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 300/Height 300/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter/DCTDecode/Length 9>>stream\nnot a jpg\nendstream"
    )
    return a_pdf(content=b"q 900 0 0 500 0 0 cm /I Do Q " + SHOW, picture=picture)


def locked() -> bytes:
    """A PDF that says it needs a password."""
    plain = a_pdf()
    encryption = b"/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>/ID[<00><00>]" % (
        b"41" * 32,
        b"42" * 32,
    )
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R" + encryption)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + end % (len(objects) + 1, len(out))
    )
