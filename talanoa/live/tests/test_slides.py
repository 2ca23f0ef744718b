"""From a PDF to pictures: what comes out, and what is turned down with which code."""

from io import BytesIO

import pytest
from PIL import Image

from talanoa.live import slides
from talanoa.live.slides import Begun, Failure, PageMade, SlidesError
from talanoa.live.tests import pdfs


def test_a_page_becomes_three_light_pictures_and_its_words(tmp_path):
    source = tmp_path / "deck.pdf"
    source.write_bytes(pdfs.a_pdf())

    begun, made = [_looked_at(each) for each in slides.pages(source, tmp_path)]

    assert begun == Begun(pages=1)
    assert made["words"] == "Morphine must be within reach"
    assert made["sizes"] == {"small": (480, 270), "medium": (960, 540), "large": (1600, 900)}
    assert made["formats"] == {"WEBP"}
    assert made["medium_bytes"] < 40_000


def test_pages_come_in_order_and_pictures_go_once_the_next_is_asked_for(tmp_path):
    source = tmp_path / "deck.pdf"
    source.write_bytes(pdfs.a_pdf(pages=3))

    numbers = [made.number for made in slides.pages(source, tmp_path) if isinstance(made, PageMade)]

    assert numbers == [1, 2, 3]
    assert list(tmp_path.glob("*.webp")) == []


def test_a_tall_page_keeps_its_shape(tmp_path):
    source = tmp_path / "deck.pdf"
    source.write_bytes(pdfs.a_pdf(box=(0, 0, 300, 1500)))

    _, made = slides.pages(source, tmp_path)

    assert (made.inline_size, made.block_size) == (480, 2400)


def test_a_broken_picture_does_not_keep_the_page_from_being_shown(tmp_path):
    source = tmp_path / "deck.pdf"
    source.write_bytes(pdfs.with_broken_picture())

    _, made = slides.pages(source, tmp_path)

    assert made.text == "Morphine must be within reach"


@pytest.mark.parametrize(
    ("what", "data", "code"),
    [
        ("a picture called .pdf", lambda: b"\x89PNG\r\n" + b"0" * 2000, Failure.NOT_PDF),
        ("nothing", lambda: b"", Failure.NOT_PDF),
        ("a PDF in name only", lambda: b"%PDF-1.7\n" + b"garbage" * 300, Failure.BROKEN),
        ("a PDF with a password", pdfs.locked, Failure.ENCRYPTED),
        ("no pages", lambda: pdfs.a_pdf(pages=0), Failure.BROKEN),
        ("a thousand pages", lambda: pdfs.a_pdf(pages=1000), Failure.TOO_MANY_PAGES),
        ("a giant page", lambda: pdfs.a_pdf(box=(0, 0, 200_000, 200_000)), Failure.PAGE_SIZE),
        ("a sliver", lambda: pdfs.a_pdf(box=(0, 0, 14_000, 10)), Failure.PAGE_SIZE),
        ("a bomb", pdfs.a_bomb, Failure.TOO_HEAVY),
    ],
)
def test_what_cannot_be_used_is_turned_down_with_its_code(tmp_path, what, data, code):
    source = tmp_path / "deck.pdf"
    source.write_bytes(data())

    with pytest.raises(SlidesError) as refused:
        list(slides.pages(source, tmp_path))

    assert refused.value.code == code


def _looked_at(made):
    """What a picture is like, read before the next page is asked for."""
    if isinstance(made, Begun):
        return made
    data = {size: path.read_bytes() for size, path in made.pictures.items()}
    opened = {size: Image.open(BytesIO(each)) for size, each in data.items()}
    return {
        "words": made.text,
        "sizes": {size: picture.size for size, picture in opened.items()},
        "formats": {picture.format for picture in opened.values()},
        "medium_bytes": len(data["medium"]),
    }
