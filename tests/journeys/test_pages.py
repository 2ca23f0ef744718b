"""Every page as shown: no barrier, no stray request, light; English and Arabic layout."""

import re

import pytest

from tests.journeys.browsing import PHONE, weighed

PUBLIC = [
    "/",
    "/programmes/",
    "/programmes/palliative-care-echo/",
    "/sessions/{coming}/",
    "/sessions/{held}/",
    "/sessions/{held}/record/",
    "/library/",
    "/library/who-indicators-2021/",
    "/countries/",
    "/countries/KEN/",
    "/indicators/",
    "/medicines/",
    "/verify/",
    "/sign-in/",
    "/sign-in/password/",
    "/language-and-time/",
    "/nowhere/",
]
OWN = {
    "participant": [
        "/my-day/",
        "/account/",
        "/account/security/",
        "/account/erase/",
        "/certificates/",
        "/calendar/",
        "/sessions/{practice}/",
        "/sessions/{practice}/check/",
        "/sessions/{practice}/room/",
        "/sessions/{practice}/screen/",
        "/in/",
        "/sessions/{practice}/checked-in/",
        "/sessions/{held}/record/",
        "/sessions/{held}/transcript/",
        "/transcripts/?q=budget",
        "/sessions/{held}/catch-up/",
        "/cases/",
        "/cases/?q=budget&outcome=done&region=AFRO",
        "/cases/{cited}/cite/",
    ],
    "presenter": ["/programmes/palliative-care-echo/cases/new/"],
    "coordinator": [
        "/desk/",
        "/programmes/new/",
        "/programmes/palliative-care-echo/people/",
        "/programmes/palliative-care-echo/enrolled/",
        "/programmes/palliative-care-echo/cases/",
        "/programmes/palliative-care-echo/recommendations/",
        "/programmes/palliative-care-echo/credit/",
        "/cohorts/{cohort}/series/new/",
        "/cohorts/{cohort}/sessions/new/",
        "/cases/{case}/",
        "/sessions/{practice}/agenda/",
        "/sessions/{practice}/parts/",
        "/sessions/{practice}/move/",
        "/sessions/{practice}/slides/",
        "/sessions/{practice}/guests/",
        "/sessions/{practice}/polls/",
        "/sessions/{practice}/groups/",
        "/sessions/{practice}/run/",
        "/sessions/{practice}/captions/",
        "/sessions/{practice}/questions/",
        "/sessions/{held}/questions/",
        "/sessions/{practice}/interpretation/",
        "/sessions/{practice}/call/",
        "/sessions/{practice}/room/",
        "/programmes/palliative-care-echo/recordings/",
        "/programmes/palliative-care-echo/sites/",
        "/programmes/palliative-care-echo/sites/{site}/",
        "/programmes/palliative-care-echo/sites/{site}/change/",
        "/sessions/{practice}/code/",
        "/sessions/{practice}/recording/",
        "/sessions/{held}/recording/",
        "/sessions/{held}/attendance/",
        "/sessions/{held}/record/",
        "/sessions/{held}/run/",
        "/sessions/{held}/feedback/results/",
    ],
}
LANGUAGES = [("en", "en-GB", "ltr"), ("ar", "ar", "rtl")]


@pytest.fixture(scope="module")
def places(product):
    """The numbers of the demonstration's sessions, cohort and a case."""
    found = product.manage(
        "shell",
        "-v0",
        "-c",
        "from talanoa.schedule.models import LiveSession as S\n"
        "from talanoa.cases.models import Case\n"
        "from talanoa.live.models import LearningSite\n"
        "held = S.objects.filter(closed_at__isnull=False).latest('starts_at')\n"
        "practice = S.objects.filter(series=None, closed_at=None).latest('starts_at')\n"
        "coming = S.objects.filter(series__isnull=False, closed_at=None, cancelled_at=None)\n"
        "print(held.pk, practice.pk, coming.earliest('starts_at').pk, held.cohort_id,"
        " Case.objects.latest('pk').pk, LearningSite.objects.get().pk,"
        " Case.objects.get(session=held).pk)",
    )
    names = ["held", "practice", "coming", "cohort", "case", "site", "cited"]
    return dict(zip(names, map(int, found.split()), strict=True))


@pytest.mark.parametrize(("language", "locale", "direction"), LANGUAGES)
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_no_barrier(visit, places, path, language, locale, direction):
    visitor = visit("Visitor", locale=locale)
    visitor.expect_complaint("404")

    show(visitor, path.format(**places), language, direction)


@pytest.mark.parametrize(("language", "locale", "direction"), LANGUAGES)
@pytest.mark.parametrize("who", OWN)
def test_a_persons_own_pages_have_no_barrier(visit, places, who, language, locale, direction):
    visitor = visit(who, locale=locale)
    visitor.sign_in(f"{who}@example.org")
    choose_language(visitor, language)
    try:
        for path in OWN[who]:
            show(visitor, path.format(**places), language, direction)
    finally:
        choose_language(visitor, "en")


def choose_language(visitor, language) -> None:
    page = visitor.go("/")
    page.locator(".site-tools summary").click()
    page.locator(f".site-tools button[name=language][value={language}]").click()
    page.wait_for_load_state()


def show(visitor, path, language, direction) -> None:
    """Open a page; ask axe; see that nothing needs sideways scrolling; keep pictures."""
    visitor.page.context.add_cookies(
        [{"name": "talanoa_language", "value": language, "url": visitor.product.url}]
    )
    page = visitor.go(path)
    assert page.locator("html").get_attribute("dir") == direction, path
    assert visitor.barriers() == [], path
    visitor.screenshot(f"{language}-{visitor.name}-{re.sub(r'[^a-z0-9]+', '-', path).strip('-')}")
    page.set_viewport_size(PHONE)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"{path} is {overflow} px too wide for a phone"


@pytest.mark.parametrize(
    ("path", "first", "later"),
    [
        ("/", 45_000, 10_000),
        ("/programmes/palliative-care-echo/", 45_000, 10_000),
        ("/sessions/{coming}/", 45_000, 10_000),
        ("/library/", 45_000, 10_000),
        ("/countries/", 45_000, 10_000),
    ],
)
def test_a_page_is_light(visit, places, path, first, later):
    visitor = visit("Visitor")
    with weighed(visitor) as cold:
        visitor.go(path.format(**places))
    assert sum(cold.values()) <= first, cold
    with weighed(visitor) as warm:
        visitor.go(path.format(**places))
    assert sum(warm.values()) <= later, warm


def test_the_room_without_media_is_light(visit, places):
    visitor = visit("Participant")
    visitor.sign_in("participant@example.org")
    with weighed(visitor) as room:
        visitor.go("/sessions/{practice}/room/".format(**places))
        visitor.page.locator("#link[data-link=connected]").wait_for()
    pictures = [address for address in room if "/slides/" in address]
    assert sum(size for address, size in room.items() if address not in pictures) <= 90_000, room
