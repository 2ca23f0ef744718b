"""A file whose link is cut in the middle goes on where it broke off, also on another day's page.

Counted is what the browser sends: after the cut, and after the phone was switched off, no more
than the rest of the file.
"""

import io
import os

import pikepdf
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.browsing import visiting
from tests.journeys.test_case_hands import begun_by

PHONE = {"width": 360, "height": 740}
PIECE = 64 * 1024
"""What ``static/cases/pieces.js`` sends at once."""


def test_a_file_goes_on_where_its_link_broke(browser, a_demonstration):
    with visiting(browser, a_demonstration, "presenter", viewport=PHONE) as presenter:
        presenter.sign_in("presenter@example.org")
        presenter.expect_complaint("ERR_")
        page = presenter.go(f"/cases/{begun_by(presenter)}/files/")
        whole, link = a_large_pdf(), Link(page, cut_after=3)
        choose(page, whole)
        page.get_by_role("button", name="Add the file").click()
        expect(page.get_by_text("only the rest is sent")).to_be_visible()
        presenter.screenshot("file-broken-off")
        assert presenter.barriers() == []
        # Switched off and on again; by itself it goes on while the page is open.
        page.reload()
        link.mend(cut_after=2)
        choose(page, whole)
        page.get_by_role("button", name="Add the file").click()
        expect(page.get_by_text("only the rest is sent")).to_be_visible()
        link.mend()
        expect(page.get_by_role("link", name="The map")).to_be_visible(timeout=20_000)

        assert len(whole) > 12 * PIECE
        assert sum(link.pieces) == len(whole)
        assert max(link.pieces) == PIECE
        # The forms, without their file.
        assert sum(link.others) < 4_000


class Link:
    """Lets so many pieces through; counts the bytes of bodies that left the browser."""

    def __init__(self, page, *, cut_after: int) -> None:
        self.pieces: list[int] = []
        self.others: list[int] = []
        self.mend(cut_after=cut_after)
        page.route("**/files/**", self._carry)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSentExtraInfo", self._count)

    def mend(self, *, cut_after: int | None = None) -> None:
        self._left = cut_after

    def _carry(self, route) -> None:
        if self._left == 0 and route.request.method != "GET":
            return route.abort("internetdisconnected")
        if self._left and route.request.method == "PATCH":
            self._left -= 1
        return route.continue_()

    def _count(self, event) -> None:
        headers = {name.lower(): value for name, value in event["headers"].items()}
        sizes = self.pieces if "upload-offset" in headers else self.others
        sizes.append(int(headers.get("content-length", 0)))


def choose(page, whole) -> None:
    page.get_by_label("What it shows").fill("The map")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "map.pdf", "mimeType": "application/pdf", "buffer": whole}
    )


def a_large_pdf() -> bytes:
    """One page with a picture of noise, which nothing makes smaller on the way."""
    held = io.BytesIO()
    Image.frombytes("RGB", (900, 900), os.urandom(900 * 900 * 3)).save(held, "JPEG", quality=95)
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    picture = made.make_stream(held.getvalue())
    for name, value in {
        "Type": pikepdf.Name.XObject,
        "Subtype": pikepdf.Name.Image,
        "Width": 900,
        "Height": 900,
        "ColorSpace": pikepdf.Name.DeviceRGB,
        "BitsPerComponent": 8,
        "Filter": pikepdf.Name.DCTDecode,
    }.items():
        picture[f"/{name}"] = value
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.obj.Contents = made.make_stream(b"q 200 0 0 200 0 0 cm /Im0 Do Q")
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()
