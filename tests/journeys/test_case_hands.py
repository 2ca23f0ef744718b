"""A case from several hands: a cut link, a photograph's place, a review, an embargo, no name.

A co-author writes on a phone whose link is cut and finds every word again; the photograph that
is attached no longer says where it was taken; the coordinator asks, returns the case once and
accepts it under embargo; a participant reads it only from its moment on, without the team's name.
"""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.browsing import visiting

PHONE = {"width": 360, "height": 740}
PLACE = """
from datetime import timedelta
from tests import make
from talanoa.programmes.models import Programme
programme = Programme.objects.get(slug="palliative-care-echo")
make.a_place(programme, starts_in=timedelta(days=2))
"""
DAY = 24 * 3600


def test_a_case_from_several_hands(browser, a_demonstration):
    a_demonstration.manage("shell", "-v0", "-c", PLACE)
    with (
        visiting(browser, a_demonstration, "presenter") as presenter,
        visiting(browser, a_demonstration, "participant-d", viewport=PHONE) as author,
        visiting(browser, a_demonstration, "coordinator") as coordinator,
        visiting(browser, a_demonstration, "participant", viewport=PHONE) as participant,
    ):
        for visitor in (presenter, author, coordinator, participant):
            visitor.sign_in(f"{visitor.name}@example.org")
        case = begun_by(presenter)
        written_through_a_cut(author, case)
        seen_before_saving(presenter, author, case)
        photographed(presenter, case)
        reviewed(presenter, coordinator, case)
        read_only_on_the_day(a_demonstration, participant, case)


def begun_by(presenter):
    page = presenter.go("/programmes/palliative-care-echo/cases/new/")
    page.get_by_label("Title").fill("Nobody counts the nights")
    page.get_by_label("Where things stand").fill("One nurse for four valleys.")
    page.get_by_label("What would be a good year from now?").fill("Twelve counted nights.")
    page.get_by_label("Your one question to the room").fill("How did others count them?")
    page.get_by_label("What stands in the way").fill("Nobody has the time.")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name="Who writes it").click()
    page.get_by_label("Name or e-mail address").fill("example participant of example d")
    page.get_by_role("button", name="Let them write").click()
    expect(page.get_by_text("can write this case now")).to_be_visible()
    assert presenter.barriers() == []
    return re.search(r"/cases/(\d+)/", page.url).group(1)


def written_through_a_cut(author, case):
    page = author.go(f"/cases/{case}/edit/")
    expect(page.get_by_text("Saved here:")).to_be_visible()
    author.cut_off()
    author.expect_complaint("ERR_INTERNET_DISCONNECTED")
    page.get_by_label("What has been tried").fill("A book by each bed, for a month.")
    expect(page.get_by_text("Kept on this device, not sent yet.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Save the draft|^Save$")).click()
    expect(page.get_by_text("Not sent: the connection failed.")).to_be_visible()
    author.screenshot("case-kept-on-the-phone")
    page.close()
    author.come_back()
    author.page = page = author.context.new_page()
    author.go(f"/cases/{case}/edit/")
    expect(page.get_by_text("is back in the form")).to_be_visible()
    expect(page.get_by_label("What has been tried")).to_have_value(
        "A book by each bed, for a month."
    )
    page.get_by_role("button", name=re.compile("Save the draft|^Save$")).click()
    expect(page.get_by_text("A book by each bed, for a month.")).to_be_visible()
    left = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('talanoa.keep.'))")
    assert left == []


def seen_before_saving(presenter, author, case):
    """Who else is writing, and that they saved, is said in a form that is open."""
    page = presenter.go(f"/cases/{case}/edit/")
    theirs = author.go(f"/cases/{case}/edit/")
    page.get_by_label("What stands in the way").fill("Nobody has the time, nor the book.")
    theirs.get_by_label("What has been tried").fill("A book by each bed, for two months.")
    expect(page.get_by_text("is writing here now")).to_be_visible(timeout=45_000)
    theirs.get_by_role("button", name=re.compile("Save the draft|^Save$")).click()
    expect(page.get_by_text("Somebody else has saved this case meanwhile.")).to_be_visible(
        timeout=45_000
    )
    expect(page.get_by_label("What stands in the way")).to_have_value(
        "Nobody has the time, nor the book."
    )
    presenter.screenshot("case-others-at-work")
    presenter.expect_complaint("409")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Two people wrote at the same time")).to_be_visible()
    page.get_by_role("button", name="Save the draft").click()
    # The form holds the same words: only the address says that they are saved.
    expect(page).to_have_url(re.compile(rf"/cases/{case}/$"))
    expect(page.get_by_text("Nobody has the time, nor the book.")).to_be_visible()


def photographed(presenter, case):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "S", 2: (21.0, 8.0, 0.0), 3: "W", 4: (175.0, 12.0, 0.0)})
    held = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(held, "JPEG", exif=exif)
    page = presenter.go(f"/cases/{case}/files/")
    page.get_by_label("What it shows").fill("The book")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "IMG_0012.JPG", "mimeType": "image/jpeg", "buffer": held.getvalue()}
    )
    presenter.cut_off()
    presenter.expect_complaint("ERR_INTERNET_DISCONNECTED")
    page.get_by_role("button", name="Add the file").click()
    expect(page.get_by_text("the file you chose are still here")).to_be_visible()
    presenter.come_back()
    # It is sent again by itself, and stands there once.
    address = page.get_by_role("link", name="The book").get_attribute("href")
    kept = Image.open(io.BytesIO(page.request.get(presenter.product.url + address).body()))
    assert (kept.size, dict(kept.getexif())) == ((400, 300), {})
    page.goto(f"{presenter.product.url}/cases/{case}/showing/")
    page.get_by_label("Name withheld").check()
    page.get_by_label("Show the country").uncheck()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("The coordinators have been told.")).to_be_visible()


def reviewed(presenter, coordinator, case):
    page = coordinator.go(f"/cases/{case}/")
    page.get_by_text("Ask the team, without returning it").click()
    page.get_by_label("Your question to the team").fill("Who keeps the book?")
    page.get_by_role("button", name="Ask the team").click()
    answer = presenter.go(f"/cases/{case}/")
    answer.get_by_label("Your answer").fill("The family does.")
    answer.get_by_role("button", name="Send the answer").click()
    page.reload()
    expect(page.get_by_text("The family does.")).to_be_visible()
    page.get_by_text("Return it with what it still needs").click()
    page.get_by_label("What the team should change").fill("Say for how many beds.")
    page.get_by_role("button", name="Return it to the team").click()
    answer.goto(f"{presenter.product.url}/cases/{case}/edit/")
    answer.get_by_label("What has been tried").fill("A book by each of nine beds, for a month.")
    answer.get_by_role("button", name="Submit for review").click()
    expect(answer.get_by_text("The coordinators have been told.")).to_be_visible()
    page.goto(f"{coordinator.product.url}/cases/{case}/versions/")
    expect(page.locator("ins")).to_have_count(1)
    assert coordinator.barriers() == []
    page.goto(f"{coordinator.product.url}/cases/{case}/")
    page.get_by_role("button", name="Accept the case").click()
    page.get_by_text("When participants read it").click()
    page.get_by_label("Participants read it").select_option("24")
    page.get_by_role("button", name="Save", exact=True).click()
    slot = page.get_by_label("Place in a session")
    place = slot.locator("option", has_text="Morphine for all who need it").first
    slot.select_option(place.get_attribute("value"))
    page.get_by_role("button", name="Schedule the case").click()
    expect(page.get_by_text("Participants cannot read it yet.")).to_be_visible()
    coordinator.screenshot("case-under-embargo")


def read_only_on_the_day(product, participant, case):
    page = participant.go("/programmes/palliative-care-echo/cases/")
    expect(page.get_by_text("Nobody counts the nights")).to_have_count(0)
    participant.expect_complaint("404")
    assert page.goto(f"{product.url}/cases/{case}/").status == 404
    product.move_clock(1.2 * DAY)
    page = participant.go(f"/cases/{case}/")
    expect(page.get_by_role("heading", name="Nobody counts the nights")).to_be_visible()
    expect(page.get_by_text("Name withheld").first).to_be_visible()
    assert "Example A" not in page.locator("main").inner_text()
    assert participant.barriers() == []
    participant.screenshot("case-on-the-day")
