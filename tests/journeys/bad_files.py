"""What is uploaded as slides, and what must be answered."""

import http.client
import io
from contextlib import suppress

from PIL import Image

from talanoa.live.tests import pdfs
from tests.journeys.attacks import BOUNDARY, TOKEN, Answer, Attacked, Row
from tests.journeys.steps import until

TITLE = "Slides that hurt"
NOT_A_PDF = "This is not a PDF. Save the slides as a PDF and choose that file."
MEGABYTE = 1024 * 1024
MOST_GROWTH = 64 * MEGABYTE
FAR_ENOUGH = 100
"""Megabytes of 200 by which it must have hung up: what lies in the machine's own buffers."""


def uploaded(name: str, held: bytes):
    return lambda it: it.who["facilitator"].post(
        it.path("/sessions/{session}/slides/"),
        {"title": TITLE},
        files={"file": (name, held)},
    )


def refused(name: str, called: str, held: bytes, *says: str) -> Row:
    """Turned down at once; the title stands in the form again, and nothing was kept."""
    return Row(
        name=name,
        attack=uploaded(called, held),
        answered=422,
        says=(*(says or (NOT_A_PDF,)), f'value="{TITLE}"'),
        then=lambda it: it.stored(f"SlideDeck.objects.filter(title={TITLE!r}).count()") == 0,
    )


def spoilt(name: str, held: bytes, failure: str) -> Row:
    """Taken in, found wanting by the job, and said so on the page, in words."""

    def attack(it: Attacked) -> tuple[str, bool]:
        title = f"Spoilt {name}"
        it.who["facilitator"].post(
            it.path("/sessions/{session}/slides/"),
            {"title": title},
            files={"file": ("slides.pdf", held)},
        )
        ask = f"list(SlideDeck.objects.filter(title={title!r}).values_list('failure', flat=True))"
        ended = (
            f"SlideDeck.objects.filter(title={title!r})"
            ".exclude(failed_at=None, ready_at=None).exists()"
        )
        until(lambda: it.stored(ended), "the slides to be made or given up", patience=60)
        page = it.who["facilitator"].get(it.path("/sessions/{session}/slides/progress/"))
        return (*it.stored(ask), title in page.words)

    return Row(name=name, attack=attack, answered=(failure, True))


def two_hundred_megabytes(who: str):
    """As a browser without scripts sends it: the title, then a file that has no end."""

    def attack(it: Attacked) -> Answer:
        browser = it.who[who]
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
            f'{TOKEN}\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\n'
            f'{TITLE}\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
            'filename="slides.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n'
        ).encode()
        line = http.client.HTTPConnection(browser.url.hostname, browser.url.port, timeout=60)
        line.putrequest("POST", it.path("/sessions/{session}/slides/"))
        line.putheader("Cookie", browser.cookies)
        line.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        line.putheader("Content-Length", str(len(head) + 200 * MEGABYTE))
        before = memory_of_pages(it)
        line.endheaders(head)
        # It hangs up long before the end.
        with suppress(OSError):
            for sent in range(200):  # noqa: B007 - asked below
                line.send(b"\0" * MEGABYTE)
        answer = line.getresponse()
        answered = Answer(answer.status, answer.msg, answer.read())
        line.close()
        assert sent < FAR_ENOUGH
        assert memory_of_pages(it) - before < MOST_GROWTH
        return answered

    return attack


def memory_of_pages(it: Attacked) -> int:
    """Bytes that the pages' processes hold now."""
    pages = it.product.processes()["pages"]
    return sum(one.memory_info().rss for one in (pages, *pages.children(recursive=True)))


def a_picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (40, 30)).save(held, "PNG")
    return held.getvalue()


def nested(depth: int) -> bytes:
    """A page whose content is arrays in arrays."""
    return pdfs.a_pdf(content=b"[" * depth + b"]" * depth + b" TJ " + pdfs.SHOW)


WHOLE = pdfs.a_pdf(pages=3)
FILES = (
    refused("a picture that is called a PDF", "slides.pdf", a_picture()),
    refused("a page of the web that is called a PDF", "slides.pdf", b"<!doctype html><script>"),
    refused("a document of Word", "slides.docx", b"PK\x03\x04" + b"\0" * 2000),
    refused("an empty file", "slides.pdf", b"", "The submitted file is empty."),
    refused("a name that climbs", "../../../../settings.py", b"x" * 100),
    Row(
        name="200 MB: refused at once, without filling memory, and the title is kept",
        attack=two_hundred_megabytes("facilitator"),
        answered=413,
        says=("This file is too large: at most 50.0 MB can be taken.", f'value="{TITLE}"'),
        then=lambda it: it.stored(f"SlideDeck.objects.filter(title={TITLE!r}).count()") == 0,
    ),
    Row(
        name="200 MB from somebody who may not upload",
        attack=two_hundred_megabytes("participant"),
        answered=403,
        says=("Only presenters, speakers, facilitators and coordinators can do this.",),
    ),
    Row(
        name="slides by a participant",
        attack=lambda it: it.who["participant"].post(
            it.path("/sessions/{session}/slides/"), {"title": TITLE}, files={"file": ("a", WHOLE)}
        ),
        answered=403,
        says=("Only presenters, speakers, facilitators and coordinators can do this.",),
    ),
    spoilt("half a PDF", WHOLE[:200], "broken"),
    spoilt("nothing but the first line of a PDF", b"%PDF-1.7\n", "broken"),
    spoilt("a PDF behind a password", pdfs.locked(), "encrypted"),
    spoilt("two megabytes that unfold to seven hundred", pdfs.a_bomb(), "too-heavy"),
    spoilt("a page as large as a field", pdfs.a_pdf(box=(0, 0, 500_000, 500_000)), "page-size"),
    spoilt("a page like a thread", pdfs.a_pdf(box=(0, 0, 14_000, 1)), "page-size"),
    spoilt("thousands of pages", pdfs.a_pdf(pages=3_000), "too-many-pages"),
    spoilt("a picture cut off inside a PDF: the rest is shown", pdfs.with_broken_picture(), ""),
    spoilt("a hundred thousand arrays in each other", nested(100_000), ""),
)
