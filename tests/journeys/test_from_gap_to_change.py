"""From a country's gap to a country's change, whole, as people do it.

An example country's team applies, is selected, signs and assesses its country; the case it
brings on its largest gap is guarded, returned, accepted, held in its order and answered by a
letter in time; two recommendations become actions, and a year later the trace shows what has
changed, in three languages. At the end six people open every address met on the way.
"""

from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from talanoa.cases.tests.who_sees import cells
from tests.journeys import advising, assessing, changing, holding, joining
from tests.journeys.browsing import visiting
from tests.journeys.steps import sign_up, until

HERE = ("coordinator", "facilitator", "expert", "scribe", "participant", "presenter")
DAY = 24 * 3600
TWO_WEEKS, TWELVE_WEEKS, A_YEAR = 15 * DAY, 85 * DAY, 365 * DAY
REASON = "Your ministry is at the table, and one gap is a beginning."

READERS = {
    "stranger": ("stranger", "stranger"),
    "participant": ("participant", "participant"),
    "other-country": ("presenter", "participant"),
    "expert": ("expert", "expert"),
    "coordinator": ("coordinator", "coordinator"),
    "administrator": ("administrator", "administrator"),
}
"""Who opens the addresses: who it is here, and their column in the table of cases. Whoever leads
another country's team, and is enrolled, reads what participants read."""

SEES = """
                 stranger  participant  other-country  expert  coordinator  administrator
    case             -          W             W          W          W             W
    assessment       -          W             W          W          W             W
    gaps             -          W             W          W          W             W
    plan             -          W             W          W          W             W
    trace            e          W             W          W          W             W
    application      -          -             -          -          W             W
    letter           -          -             -          W          W             W
"""
"""``W`` reads it and is told whose it is; ``n`` reads it without being told; ``-`` finds nothing;
``e`` finds the page, and not the case on it. The case was discussed, the assessments
and the plan are shown to the programme's people, the letter went to the team alone."""

SEES_WITHHELD = """
                 stranger  participant  other-country  expert  coordinator  administrator
    case             -          n             n          n          W             W
    trace            e          e             e          e          W             W
"""
"""The same case once its team has withheld its name: a trace names the country, so that those who
may not be told follow it no longer."""


@pytest.fixture
def company(browser, a_demonstration):
    """Everyone at a browser of their own; those of the demonstration are signed in."""
    with ExitStack() as visits:
        company = {
            name: visits.enter_context(visiting(browser, a_demonstration, name))
            for name in (*HERE, "administrator", "lead", "member", "stranger")
        }
        until(lambda: set(HERE) <= a_demonstration.links().keys(), "the links to sign in with")
        for name in HERE:
            company[name].sign_in(a_demonstration.links()[name])
        company["administrator"].sign_in("administrator@example.org")
        yield company


def test_a_gap_becomes_a_change(company, a_demonstration):
    product = a_demonstration
    lead, coordinator, expert = (company[name] for name in ("lead", "coordinator", "expert"))

    joining.open_round(coordinator)
    application = joining.apply(lead)
    product.move_clock(TWO_WEEKS)
    joining.select(coordinator, reason=REASON)
    joining.sign(lead, reason=REASON)
    joining.join(company["member"])
    joining.enrol(lead)

    year = product.now().year
    assessment = assessing.begin(lead)
    assessing.answer(lead)
    assessing.have_reviewed(lead, coordinator, expert, year=year)
    gaps = assessing.see_gaps(lead)

    case = advising.bring(lead)
    advising.review(lead, coordinator, case)
    held_at = (product.now() + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    advising.plan_session(coordinator, held_at)
    advising.schedule(coordinator)
    product.move_clock((held_at - product.now()).total_seconds())
    holding.hold(
        *(company[name] for name in ("facilitator", "scribe", "lead", "expert", "participant"))
    )
    letter = holding.send_letter(company["scribe"], expert, lead, case)

    plan = changing.plan(lead)
    product.move_clock(TWELVE_WEEKS)
    changing.answer_follow_up(lead)
    changing.note_progress(lead)
    product.move_clock(A_YEAR - TWELVE_WEEKS)
    later = product.now().year
    assessing.assess_again(lead, better="3:")
    assessing.have_reviewed(lead, coordinator, expert, year=later)
    trace = changing.follow_trace(lead, (year, later))

    addresses = {
        "case": case,
        "assessment": assessment,
        "gaps": gaps,
        "plan": plan,
        "trace": trace,
        "application": application,
        "letter": letter,
    }
    each_sees_what_is_theirs(company, addresses)
    advising.withhold_name(lead, case)
    assert found(company, {"case": case, "trace": trace}) == table(SEES_WITHHELD)
    assert table(SEES_WITHHELD)["case"] == row_of_cases("name-withheld")


# --- Who sees what


def each_sees_what_is_theirs(company, addresses) -> None:
    stranger = company["stranger"]
    stranger.go("/my-day/")
    sign_up(stranger, "sam@example.net", "Sam Stranger")
    for name, _column in READERS.values():
        company[name].expect_complaint("404")
    assert found(company, addresses) == table(SEES)
    assert table(SEES)["case"] == row_of_cases("open")


def table(text: str) -> dict[str, dict[str, str]]:
    head, *rows = (line.split() for line in text.strip().splitlines())
    return {what: dict(zip(head, row, strict=True)) for what, *row in rows}


def row_of_cases(mode: str) -> dict[str, str]:
    """What the table of the cases says of one that was discussed."""
    return {who: cells(mode)["discussed", column] for who, (_name, column) in READERS.items()}


def found(company, addresses) -> dict[str, dict[str, str]]:
    return {
        what: {who: sees(company[name], address) for who, (name, _column) in READERS.items()}
        for what, address in addresses.items()
    }


def sees(visitor, address: str) -> str:
    """What one person finds at an address: the letter by which the tables say it."""
    answer = visitor.page.goto(address)
    if answer.status == 404:
        return "-"
    assert answer.status == 200, (visitor.name, address, answer.status)
    main = visitor.page.locator("main")
    expect(main).to_be_visible()
    words = main.inner_text()
    if urlsplit(address).path == "/trace/":
        return "W" if advising.TITLE in words else "e"
    return "W" if joining.TEAM in words or assessing.COUNTRY in words else "n"
