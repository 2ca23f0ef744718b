"""Passkeys in a real Chromium, with an authenticator that it plays itself."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from talanoa.people import services
from talanoa.people.tests.mailed import newest_mail
from tests.make import a_person

pytestmark = pytest.mark.django_db(transaction=True)

FLAGS = ["--no-sandbox", "--disable-background-networking"]


@pytest.fixture
def site():
    cache.clear()
    # Passkeys belong to a name: an address in numbers can have none.
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = StaticFilesHandler
    server.start()
    yield server.url
    server.stop()


def in_chromium(walk, *, java_script=True, locale="en", zone="Africa/Nairobi"):
    """Run ``walk(page, authenticator)`` in a thread: Playwright's event loop stays out of ours."""

    def run():
        program = shutil.which("chromium")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            context = browser.new_context(
                java_script_enabled=java_script, locale=locale, timezone_id=zone
            )
            context.set_default_timeout(10_000)
            page = context.new_page()
            outcome = walk(page, Authenticators(context, page))
            browser.close()
            return outcome

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(90)


class Authenticators:
    """The devices that Chromium pretends to have."""

    def __init__(self, context, page):
        self._cdp = context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")

    def add(self, *, verifies):
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": verifies,
            "automaticPresenceSimulation": True,
        }
        self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def path_for(person):
    return services.make_sign_in_link(person=person).removeprefix("http://localhost:8000")


def enter(page, site, path):
    page.goto(site + path)
    page.get_by_role("button", name="Sign in on this device").click()
    page.wait_for_url(f"{site}/my-day/")


def sign_out(page, site):
    page.goto(f"{site}/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{site}/")


def forget_every_passkey():
    Authenticator.objects.all().delete()
    connection.close()


def test_a_passkey_is_added_used_and_removed(site):
    person = a_person(email="ana@example.org")
    path = path_for(person)

    def walk(page, authenticators):
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        authenticators.add(verifies=True)
        enter(page, site, path)
        page.goto(f"{site}/account/passkeys/add/")
        page.get_by_label("Name").fill("Office laptop")
        page.get_by_role("button", name="Make the passkey").click()
        page.wait_for_url(f"{site}/account/passkeys/")
        added = page.get_by_role("rowheader").inner_text()
        sign_out(page, site)
        page.goto(f"{site}/sign-in/?next=/account/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(f"{site}/account/")
        page.goto(f"{site}/account/passkeys/")
        page.get_by_role("link", name="Remove").click()
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_role("button", name="Remove the passkey").click()
        page.wait_for_url(f"{site}/account/passkeys/")
        return added, page.get_by_role("rowheader").count(), complaints

    assert in_chromium(walk) == ("Office laptop", 0, [])
    assert Authenticator.objects.count() == 0
    assert "A passkey was removed." in newest_mail("ana@example.org").text


def test_a_device_that_cannot_tell_who_holds_it_makes_no_passkey(site):
    path = path_for(a_person())

    def walk(page, authenticators):
        authenticators.add(verifies=False)
        enter(page, site, path)
        page.goto(f"{site}/account/passkeys/add/")
        page.get_by_role("button", name="Make the passkey").click()
        page.get_by_role("alert").wait_for(state="visible")
        return page.get_by_role("alert").inner_text()

    assert in_chromium(walk).startswith("No passkey was made.")
    assert Authenticator.objects.count() == 0


def test_a_passkey_of_nobody_here_signs_nobody_in(site):
    path = path_for(a_person())

    def walk(page, authenticators):
        authenticators.add(verifies=True)
        enter(page, site, path)
        page.goto(f"{site}/account/passkeys/add/")
        page.get_by_role("button", name="Make the passkey").click()
        page.wait_for_url(f"{site}/account/passkeys/")
        sign_out(page, site)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(forget_every_passkey).result()
        page.goto(f"{site}/sign-in/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.get_by_text("This code or key was not accepted.").wait_for(state="visible")
        return page.url

    assert in_chromium(walk) == f"{site}/sign-in/"


def test_without_scripts_the_page_says_so_and_the_other_ways_remain(site):
    def walk(page, _authenticators):
        page.goto(f"{site}/sign-in/")
        return (
            page.get_by_role("button", name="Sign in with a passkey").is_visible(),
            page.get_by_role("button", name="Mail me a link").is_visible(),
        )

    assert in_chromium(walk, java_script=False) == (False, True)


def test_the_zone_of_the_device_is_there_at_the_welcome(site):
    path = path_for(services.join(address="new@example.org"))

    def walk(page, _authenticators):
        page.goto(site + path)
        page.get_by_role("button").filter(visible=True).last.click()
        page.wait_for_url("**/welcome/**")
        zone = page.locator("select[name=time_zone]")
        return zone.input_value(), page.locator("html").get_attribute("lang")

    # Chromium calls Kolkata by its older name, Calcutta.
    assert in_chromium(walk, locale="fr-FR", zone="Asia/Kolkata") == ("Asia/Kolkata", "fr")
