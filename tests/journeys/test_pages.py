"""Every page as shown: no barrier, no stray request, light; English and Arabic layout."""

import json
import re

import pytest

from tests.journeys.browsing import PHONE, weighed

PUBLIC = [
    "/",
    "/programmes/",
    "/programmes/palliative-care-echo/",
    "/programmes/palliative-care-echo/rounds/{open_round}/",
    "/sessions/{coming}/",
    "/sessions/{held}/",
    "/sessions/{held}/record/",
    "/library/",
    "/library/who-indicators-2021/",
    "/countries/",
    "/countries/KEN/",
    "/countries/KEN/compare/",
    "/countries/XAA/compare/?by=chosen&with=XBB&with=XCC&series=morphine-per-person",
    "/indicators/",
    "/indicators/who-2021/",
    "/indicators/who-2021/gaps/",
    "/indicators/who-2021/gaps/PC09/?show=gap",
    "/indicators/one-service/1/",
    "/medicines/",
    "/programmes/palliative-care-echo/assessments/",
    "/assessments/{assessed}/",
    "/assessments/{assessed}/gaps/",
    "/assessments/{assessed}/answers/{indicator}/",
    "/countries/XAA/medicines/",
    "/countries/XAA/medicines/{medicine}/",
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
        "/account/talk/",
        "/account/erase/",
        "/countries/XAA/",
        "/countries/XCC/",
        "/talk/{willing}/",
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
    "presenter": [
        "/programmes/palliative-care-echo/cases/new/",
        "/programmes/palliative-care-echo/cases/new/?kind=project",
        "/cases/{draft}/guard/",
        "/programmes/palliative-care-echo/assessments/new/",
        "/assessments/{begun}/",
        "/assessments/{begun}/answers/{indicator}/",
        "/assessments/{begun}/answers/{indicator}/history/",
        "/assessments/{begun}/withdraw/",
        "/assessments/{assessed}/peers/?peer=XCC",
        "/teams/{team}/plan/",
        "/teams/{team}/plan/new/",
        "/actions/{action}/",
        "/actions/{action}/edit/",
        "/actions/{action}/resources/",
        "/trace/",
        "/countries/XAA/medicines/{medicine}/2026/",
        "/programmes/palliative-care-echo/rounds/{open_round}/apply/",
        "/applications/{selected}/",
        "/teams/{selected_team}/",
        "/teams/{selected_team}/statements/{statement}/",
        "/programmes/palliative-care-echo/questions/new/",
        "/cases/{asked}/letter/",
        "/cases/{asked}/follow-up/",
    ],
    "coordinator": [
        "/desk/",
        "/programmes/new/",
        "/indicators/one-service/2/edit/",
        "/indicators/one-service/2/review/",
        "/indicators/one-service/2/changes/",
        "/programmes/palliative-care-echo/people/",
        "/programmes/palliative-care-echo/enrolled/",
        "/programmes/palliative-care-echo/rounds/",
        "/programmes/palliative-care-echo/rounds/new/",
        "/programmes/palliative-care-echo/rounds/{round}/applications/",
        "/programmes/palliative-care-echo/rounds/{round}/side-by-side/",
        "/applications/{waiting}/",
        "/programmes/palliative-care-echo/statement/programme/",
        "/programmes/palliative-care-echo/cases/",
        "/programmes/palliative-care-echo/cases/form/",
        "/programmes/palliative-care-echo/recommendations/",
        "/programmes/palliative-care-echo/letters/",
        "/programmes/palliative-care-echo/letters/policy/",
        "/programmes/palliative-care-echo/questions/",
        "/cases/{unsigned}/letter/",
        "/cases/{unsigned}/letter/write/",
        "/recommendations/{recommendation}/",
        "/recommendations/{recommendation}/resources/",
        "/urgent/{urgent}/",
        "/programmes/palliative-care-echo/credit/",
        "/cohorts/{cohort}/series/new/",
        "/cohorts/{cohort}/sessions/new/",
        "/cases/{case}/",
        "/cases/{case}/versions/",
        "/cases/{case}/files/",
        "/cases/{case}/showing/",
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


PLACES = {
    "held": "LiveSession.objects.filter(closed_at__isnull=False).latest('starts_at')",
    "practice": "LiveSession.objects.filter(series=None, closed_at=None).latest('starts_at')",
    "coming": "LiveSession.objects.filter(series__isnull=False, closed_at=None, cancelled_at=None)"
    ".earliest('starts_at')",
    "cohort": "Cohort.objects.earliest('pk')",
    "case": "Case.objects.latest('pk')",
    "site": "LearningSite.objects.get()",
    "draft": "Case.objects.get(client_id='demonstration-guard')",
    "willing": "Person.objects.get(email='participant-c@example.org')",
    "begun": "Assessment.objects.get(submitted_at=None)",
    "assessed": "Assessment.objects.get(submitted_at=None).carried_from",
    "indicator": "Assessment.objects.get(submitted_at=None).version.indicators.first()",
    "unsigned": "Letter.objects.get(signed_at=None, ready_at__isnull=False).case",
    "asked": "FollowUp.objects.get(asked_at__isnull=False).letter.case",
    "recommendation": "Recommendation.objects.exclude(evidence='').get()",
    "urgent": "UrgentQuestion.objects.get()",
    "cited": "Case.objects.get(session=LiveSession.objects.filter(closed_at__isnull=False)"
    ".latest('starts_at'), library_entry__isnull=False)",
    "open_round": "Round.objects.latest('closes_at')",
    "waiting": "Application.objects.filter(told_at=None).latest('pk')",
    "round": "Application.objects.filter(told_at=None).latest('pk').round",
    "selected_team": "CountryTeam.objects.get(applications__told_decision='selected')",
    "selected": "Application.objects.get(told_decision='selected')",
    "statement": "Statement.objects.get()",
    "medicine": "Medicine.objects.get(name='morphine')",
    "team": "Action.objects.earliest('pk').plan.team",
    "action": "Action.objects.earliest('pk')",
}
"""What of the demonstration stands in the addresses above."""


@pytest.fixture(scope="module")
def places(product):
    """The numbers of the demonstration's sessions, people, cases and the like."""
    asked = ", ".join(f"{name!r}: ({found}).pk" for name, found in PLACES.items())
    found = product.manage(
        "shell",
        "-v0",
        "-c",
        "import json\n"
        "from talanoa.assessment.models import Action, Assessment, Medicine\n"
        "from talanoa.cases.models import Case, FollowUp, Letter\n"
        "from talanoa.cases.models import Recommendation, UrgentQuestion\n"
        "from talanoa.live.models import LearningSite\n"
        "from talanoa.people.models import Person\n"
        "from talanoa.programmes.models import Application, Cohort, CountryTeam\n"
        "from talanoa.programmes.models import Round, Statement\n"
        "from talanoa.schedule.models import LiveSession\n"
        f"print(json.dumps({{{asked}}}))",
    )
    return json.loads(found.strip().splitlines()[-1])


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
        ("/countries/KEN/", 45_000, 10_000),
        ("/indicators/who-2021/gaps/", 45_000, 10_000),
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
