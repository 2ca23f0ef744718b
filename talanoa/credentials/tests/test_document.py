"""The PDF: right in every script, whatever a field holds, and open to those who cannot see it."""

import io
from datetime import timedelta

import pypdfium2
import pytest

from talanoa.credentials import document
from talanoa.credentials.models import Certificate
from tests import make

pytestmark = pytest.mark.django_db


def a_certificate(**fields):
    session = make.closed(make.an_open_session())
    usual = {
        "number": "7K3M-9QWX-2RT8-HB4N",
        "session": session,
        "holder": "Mele Taufa",
        "hub_name": "Pacific Hub",
        "programme_name": "Palliative Care ECHO",
        "session_title": session.title,
        "held_at": session.opened_at,
        "attended": timedelta(minutes=50),
        "lasted": timedelta(hours=1),
        "minimum_percent": 75,
        "needed_feedback": True,
        "language": "en",
    }
    return Certificate.objects.create(**(usual | fields))


def text_of(pdf):
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    assert len(pages) == 1
    return " ".join(pages[0].get_textpage().get_text_range().split())


def test_it_says_every_field_on_one_page():
    certificate = a_certificate()

    words = text_of(document.pdf(certificate))

    for said in (
        "Certificate of attendance",
        "Mele Taufa",
        "Pacific Hub",
        "Palliative Care ECHO",
        certificate.session_title,
        "50 minutes (83 %)",
        "1 hour",
        "At least 75 % of the session attended, and feedback given",
        "7K3M-9QWX-2RT8-HB4N",
        document.address(certificate),
    ):
        assert said in words


def test_it_can_be_read_by_those_who_cannot_see_it():
    pdf = document.pdf(a_certificate())

    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf


@pytest.mark.parametrize(
    "holder",
    [
        '#panic("no") *bold* _em_ $x$ @cite <label> \\ // /* ',
        '#import "/etc/passwd"; #read("x")',
        "[ ] { } ( ) `code` = heading",
        "محمد بن عبد الله الفارسي",
        "王小明",
        "Владимир Ильич Петров",
        "สมชาย ใจดี",
        "अनिता शर्मा",
        "Ngũgĩ wa Thiong’o",
        "A" * 120,
        "Name " * 24,
        "\u202eevil\u202c\u0007 name",
        "👩‍⚕️",
        "-",
    ],
)
@pytest.mark.parametrize("language", ["en", "fr", "ar", "xx"])
def test_no_name_breaks_it(holder, language):
    words = text_of(document.pdf(a_certificate(holder=holder, language=language)))

    # The number comes last. Where Arabic surrounds it, the reader used here changes its groups
    # about, which the page does not.
    assert sorted(words.split()[-1]) == sorted("7K3M-9QWX-2RT8-HB4N")


def test_what_looks_like_an_instruction_is_printed_as_it_is():
    words = text_of(document.pdf(a_certificate(holder="#pagebreak() *x*")))

    assert "#pagebreak() *x*" in words


def test_a_demonstration_says_so_on_the_paper():
    assert "not a real certificate" in text_of(document.pdf(a_certificate(is_demonstration=True)))
    Certificate.objects.all().delete()
    assert "not a real certificate" not in text_of(document.pdf(a_certificate()))
