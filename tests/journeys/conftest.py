"""What journeys begin with.

``product``   the demonstration, running, shared by journeys that leave it as it was
``an_empty_product``  the same without the demonstration, for a journey of its own
``browser``   Chromium with a fake microphone
``visit``     opens a browser context for one person: ``visit("Ama", locale="fr-FR")``
"""

# hypothesis's plugin imports it when a test fails, which Python 3.11 cannot do inside
# Playwright's greenlets; imported here it is there already.
import hypothesis.internal.conjecture.engine  # noqa: F401
import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.browsing import keep_what_was_shown, launched, visiting
from tests.journeys.product import running


@pytest.fixture(autouse=True)
def _plain_settings():
    """Instead of the one for tests inside the process: the product has settings of its own."""


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def product(tmp_path_factory):
    with running(tmp_path_factory.mktemp("product"), demonstration=True) as product:
        yield product


@pytest.fixture
def an_empty_product(tmp_path):
    with running(tmp_path / "product") as product:
        yield product


@pytest.fixture
def a_demonstration(tmp_path):
    """A demonstration that one journey may kill, move the clock of, and leave in any state."""
    with running(tmp_path / "product", demonstration=True) as product:
        yield product


@pytest.fixture
def visit(browser, product):
    """Open a browser for one person of the shared demonstration; closed, and asked, at the end."""
    open_visits = []

    def open_one(name: str, **options):
        visit = visiting(browser, product, name, **options)
        visitor = visit.__enter__()
        open_visits.append(visit)
        return visitor

    yield open_one
    for visit in reversed(open_visits):
        visit.__exit__(None, None, None)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """When a journey fails, keep what every open page showed then."""
    report = (yield).get_result()
    if report.when == "call" and report.failed:
        keep_what_was_shown(item.name)
