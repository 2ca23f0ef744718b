"""An administrator writes a new version of a framework; another one puts it into use.

The command beside it refuses a bad file with the line and the reason, and takes the good one.
"""

import json

from playwright.sync_api import expect

from tests.journeys.browsing import visiting

ADMINISTRATOR, OTHER = "coordinator@example.org", "administrator@example.org"


def test_a_new_version_goes_through_two_pairs_of_eyes(browser, a_demonstration, tmp_path):
    product = a_demonstration
    with (
        visiting(browser, product, "administrator") as one,
        visiting(browser, product, "other", viewport={"width": 360, "height": 740}) as other,
        visiting(browser, product, "reader", locale="fr-FR") as reader,
    ):
        one.sign_in(ADMINISTRATOR)
        other.sign_in(OTHER)

        page = one.go("/indicators/one-service/2/review/")
        expect(page.get_by_text("received it each time", exact=False)).to_be_visible()
        one.screenshot("framework-review")
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_text("Assessments begun from now on use it")).to_be_visible()

        page = one.go("/indicators/who-2021/")
        page.get_by_role("button", name="Begin a new version").click()
        page.get_by_role("link", name="Title, licence, languages").click()
        page.get_by_label("French").check()
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Groups that promote the rights").click()
        page.get_by_label("Evidence wanted").fill("The statutes of a national association.")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("listitem").filter(has_text="Groups that promote").get_by_role(
            "link", name="French"
        ).click()
        page.get_by_label("Title").fill("Groupes qui défendent les droits")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Propose for review").click()
        expect(page.get_by_text("Another administrator reviews")).to_be_visible()

        page = other.go("/indicators/who-2021/2/review/")
        page.get_by_label("What has to change").fill("Name the year, too.")
        page.get_by_role("button", name="Return it").click()
        expect(page.get_by_text("Name the year, too.")).to_be_visible()
        one.go("/indicators/who-2021/2/edit/")
        one.page.get_by_role("button", name="Propose for review").click()
        page = other.go("/indicators/who-2021/2/review/")
        other.screenshot("framework-review-phone")
        page.get_by_role("button", name="Publish").click()

        page = reader.go("/indicators/who-2021/")
        expect(page.get_by_text("Groupes qui défendent les droits")).to_be_visible()
        assert (
            page.locator("summary", has_text="advance care planning")
            .locator("[lang=en]")
            .is_visible()
        )

        with page.expect_download() as download:
            page.locator("a[href$='framework.json']").click()
        said = json.loads(download.value.path().read_text())
        assert load(product, tmp_path, said) == (0, "")
        said["version"], said["replaces"] = 3, 2
        said["dimensions"][0]["indicators"][0]["levels"].pop(1)
        code, refusal = load(product, tmp_path, said)
        text = (tmp_path / "set.json").read_text()
        line = text[: text.index('"value": 3')].count("\n") + 1
        assert code == 1
        assert f"set.json:{line}: Indicator PC01: level 2 is missing before level 3." in refusal
        assert "version 3" not in product.command("frameworks", "list")


def load(product, folder, said):
    """Load a file as whoever runs the server would: the exit code, and what was said against it."""
    path = folder / "set.json"
    path.write_text(json.dumps(said, indent=1))
    try:
        product.command("frameworks", "load", str(path))
    except RuntimeError as refusal:
        return 1, str(refusal)
    return 0, ""
