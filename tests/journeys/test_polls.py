"""A poll in a full room: asked on the spot, voted in from everywhere, its results shown to all.

Three browsers (the facilitator; somebody without a mouse; somebody on a phone whose link is cut
while they vote) and thirty simulated clients.
"""

import asyncio
import json
import re
import threading

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.room_client import RoomClient
from tests.journeys.steps import enter_room, until

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}
SIMULATED = 30
QUESTION = "What keeps morphine from your patients?"
OPTIONS = ["The law", "The supply", "Fear of addiction"]


@pytest.fixture
def crowd(an_empty_product):
    return made_in(an_empty_product.environment, people=SIMULATED + 2)


@pytest.fixture
def people(browser, an_empty_product, crowd):
    """Facilitator, somebody at a keyboard, somebody on a phone: in the room."""
    visits, visitors = [], []
    for name, someone, options in (
        ("facilitator", crowd.host, {}),
        ("keyboard", crowd.people[0], {}),
        ("phone", crowd.people[1], {"viewport": PHONE}),
    ):
        visit = visiting(browser, an_empty_product, name, **options)
        visits.append(visit)
        visitor = visit.__enter__()
        visitor.expect_complaint(CUT)
        url = an_empty_product.url
        visitor.context.add_cookies(
            [{"name": "talanoa_session", "value": someone.cookie, "url": url}]
        )
        enter_room(visitor, crowd.session)
        visitors.append(visitor)
    yield visitors
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


@pytest.fixture
def simulated(an_empty_product, crowd):
    """Thirty clients, who vote as soon as a poll is open: for each option in turn."""
    clients = [
        RoomClient(
            url=f"ws://localhost:{an_empty_product.room_port}/sessions/{crowd.session}/socket",
            origin=an_empty_product.url,
            cookie=someone.cookie,
        )
        for someone in crowd.people[2:]
    ]
    over = threading.Event()

    async def be_there() -> None:
        tasks = [asyncio.create_task(client.run()) for client in clients]
        votes = [
            asyncio.create_task(vote(client, number % 3 + 1))
            for number, client in enumerate(clients)
        ]
        await asyncio.to_thread(over.wait)
        for task in (*tasks, *votes):
            task.cancel()
        await asyncio.gather(*tasks, *votes, return_exceptions=True)

    async def vote(client: RoomClient, choice: int) -> None:
        while not (poll := poll_in(client)):  # noqa: ASYNC110 - entries come from a socket
            await asyncio.sleep(0.1)
        await client.act("poll.vote", poll=poll, choices=[choice])

    thread = threading.Thread(target=lambda: asyncio.run(be_there()))
    thread.start()
    yield clients
    over.set()
    thread.join()


def poll_in(client) -> int | None:
    """The open poll, as the form that came over the socket names it."""
    opened = [entry for entry in client.entries if entry["kind"] == "poll.opened"]
    found = re.search(r'data-poll="(\d+)"', opened[-1]["patches"][0]["html"]) if opened else None
    return int(found[1]) if found else None


def test_a_poll_is_asked_voted_in_and_shown(an_empty_product, people, simulated):
    facilitator, keyboard, phone = people
    until(lambda: all(client.level_at for client in simulated), "everyone to come in")

    ask_on_the_spot(facilitator)
    vote_by_keyboard(keyboard)
    vote_while_cut_off(phone)
    until(lambda: all(client.acknowledged for client in simulated), "every vote to be in")
    expect(facilitator.page.locator("[data-turnout]")).to_have_text("32 of 33 have voted.")
    for visitor in people:
        expect(visitor.page.locator(".bars")).to_have_count(0)
        assert visitor.barriers() == []
    close_and_show(facilitator)

    for visitor in people:
        if visitor is facilitator:
            visitor.page.locator("#panel-poll-tab").click()
        bars = visitor.page.locator("#poll .bars li")
        expect(bars).to_have_text(
            [
                re.compile(rf"{option}\s*{votes}")
                for option, votes in zip(OPTIONS, (11, 11, 10), strict=True)
            ]
        )
        visitor.page.reload()
        expect(visitor.page.locator("#poll .bars li")).to_have_count(3)
        assert visitor.barriers() == []
    counted = an_empty_product.manage(
        "shell",
        "-v0",
        "-c",
        "import json; from talanoa.live.models import Poll; p = Poll.objects.get();"
        "print(json.dumps([p.voted, p.present, p.counts, [v.answers for v in p.votes.all()]]))",
    )
    assert json.loads(counted) == [32, 33, {"1": 11, "2": 11, "3": 10}, [None] * 32]


def ask_on_the_spot(facilitator) -> None:
    page = facilitator.page
    page.locator("#panel-poll-tab").click()
    page.get_by_text("Ask something now").click()
    form = page.locator("#act-poll-ask")
    form.get_by_label("Question").fill(QUESTION)
    form.get_by_label("Options").fill("\n".join(OPTIONS))
    form.get_by_role("button", name="Open the poll now").click()
    expect(page.locator("#poll legend")).to_have_text(QUESTION)
    expect(form).to_be_hidden()


def vote_by_keyboard(visitor) -> None:
    """From wherever the reader is, with nothing but keys; what happens is said."""
    page = visitor.page
    link = page.get_by_role("link", name="To the poll")
    expect(link).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#poll-choice-1")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose or write an answer first.")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    expect(page.locator("#poll-choice-1")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Vote", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    done = page.locator(".poll-said[data-when=in]")
    expect(done).to_be_visible()
    expect(done).to_be_focused()


def vote_while_cut_off(visitor) -> None:
    page = visitor.page
    page.locator("#panel-poll-tab").click()
    page.locator(".poll-choice", has_text="The supply").click()
    visitor.cut_off()
    page.locator("#link[data-link=offline]").wait_for()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_text("Your vote is kept on this device")).to_be_visible()
    visitor.come_back()
    expect(page.locator(".poll-said[data-when=in]")).to_be_visible(timeout=10_000)


def close_and_show(facilitator) -> None:
    page = facilitator.page
    page.get_by_role("button", name="Close the poll").click()
    page.get_by_role("button", name="Show everyone the results").click()
