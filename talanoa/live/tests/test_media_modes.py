"""What an hour costs: the rules of the page's scripts, in a real browser."""

import pytest
from playwright.sync_api import sync_playwright

from talanoa.live.tests.media_harness import CHROMIUM, Harness, janus_settings

SECOND, MINUTE = 1000, 60_000
FAIR = {"loss": 0.0, "roundTrip": 0.2, "starved": 0.0, "breaks": []}
LISTENS = {"lowest": False, "lowered": False}

FOLLOW = """async (steps) => {
    const { begin, judge, answered } = await import("/proposals.js");
    let state = begin();
    const proposed = [];
    for (const step of steps) {
        const open = state.open;
        if (typeof step === "boolean") state = answered(state, step);
        else state = judge(state, step);
        if (state.open && !open) proposed.push(`${state.open.direction}: ${state.open.reason}`);
    }
    return proposed;
}"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with (
        sync_playwright() as playwright,
        Harness(janus_settings(tmp_path_factory.mktemp("janus"))) as harness,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        tab = browser.new_page()
        tab.goto(f"{harness.url}media_check.html")
        yield tab
        browser.close()


def link(since, seconds, **what):
    """Samples every five seconds for so long, the link being ``what``."""
    return [
        {**FAIR, **LISTENS, "at": (since + passed) * SECOND, **what}
        for passed in range(0, seconds + 1, 5)
    ]


LOSES = {"loss": 0.15}
STARVES = {"starved": 0.3}


@pytest.mark.parametrize(
    ("steps", "proposed"),
    [
        pytest.param(link(0, 3600), [], id="a fair link"),
        pytest.param(link(0, 10, **LOSES), [], id="not at once"),
        pytest.param(link(0, 15, **LOSES), ["lower: loss"], id="when it lasts"),
        pytest.param(link(0, 15, roundTrip=1.5), ["lower: slow"], id="far away"),
        pytest.param(link(0, 15, **STARVES), ["lower: starved"], id="gaps"),
        pytest.param(link(0, 15, **STARVES, **LOSES), ["lower: starved"], id="the gravest"),
        pytest.param(
            link(0, 10, **LOSES) + link(15, 5) + link(25, 10, **LOSES), [], id="here and there"
        ),
        pytest.param(link(0, 0, breaks=[-9000, -5000, -100]), ["lower: broken"], id="breaks"),
        pytest.param(link(200, 60, breaks=[0, 1, 2]), [], id="breaks of long ago"),
        pytest.param(link(0, 3600, **LOSES), ["lower: loss"], id="once, until it is answered"),
        pytest.param(
            link(0, 15, **LOSES) + [False] + link(20, 3600, **LOSES),
            ["lower: loss"],
            id="not again after a no",
        ),
        pytest.param(
            link(0, 15, **LOSES) + [False] + link(20, 15, **STARVES),
            ["lower: loss", "lower: starved"],
            id="another reason after a no",
        ),
        pytest.param(
            link(0, 15, **LOSES) + [True] + link(20, 15, **LOSES),
            ["lower: loss", "lower: loss"],
            id="again after a yes",
        ),
        pytest.param(link(0, 3600, **LOSES, lowest=True), [], id="nothing is lower"),
        pytest.param(link(0, 175, lowered=True), [], id="not good for long enough"),
        pytest.param(link(0, 180, lowered=True), ["higher: good"], id="good for a while"),
        pytest.param(
            link(0, 180, lowered=True) + [False] + link(200, 3600, lowered=True),
            ["higher: good"],
            id="no way back after a no",
        ),
        pytest.param(link(0, 3600, lowered=True, roundTrip=None), [], id="nothing is known"),
    ],
)
def test_another_mode_is_proposed(tab, steps, proposed):
    assert tab.evaluate(FOLLOW, steps) == proposed


@pytest.mark.parametrize(
    ("rates", "loss", "round_trip", "sound"),
    [
        ([16_000], 0, 0.1, {"rate": 16_000, "loss": 10}),
        ([16_000], 0.3, 3, {"rate": 16_000, "loss": 20}),
        ([24_000, 32_000], 0, 0.1, {"rate": 32_000, "loss": 10}),
        ([24_000, 32_000], None, None, {"rate": 32_000, "loss": 10}),
        ([24_000, 32_000], 0.03, 0.1, {"rate": 24_000, "loss": 10}),
        ([24_000, 32_000], 0.12, 0.1, {"rate": 24_000, "loss": 15}),
        ([24_000, 32_000], 0, 0.9, {"rate": 24_000, "loss": 10}),
        ([], 0, 0.1, {"rate": 0, "loss": 10}),
    ],
)
def test_sound_comes_at_a_rate_the_link_carries(tab, rates, loss, round_trip, sound):
    ask = """async ([rates, link]) => (await import("/proposals.js")).soundFor(rates, link)"""

    assert tab.evaluate(ask, [rates, {"loss": loss, "roundTrip": round_trip}]) == sound


@pytest.mark.parametrize(
    ("what", "weighs"),
    [
        # 52 bytes of IP and TCP on each packet and on the receipt of every second.
        ("messageBytes('a', { ours: false, secure: false })", 1 + 2 + 52 + 52),
        ("messageBytes('a', { ours: true, secure: true })", 1 + 6 + 22 + 52 + 52),
        ("messageBytes('é'.repeat(100), { ours: false, secure: false })", 200 + 4 + 104),
        ("messageBytes('a'.repeat(2900), { ours: false, secure: false })", 2904 + 3 * 52 + 2 * 52),
        (
            "messageBytes('a'.repeat(70000), { ours: false, secure: false })",
            70_010 + 51 * 52 + 1352,
        ),
        ("messageBytes(new ArrayBuffer(300), { ours: false, secure: false })", 304 + 104),
        ("answerBytes({ transferSize: 0 })", 0),
        ("answerBytes({ transferSize: 1000 })", 1000 + 104 + 700 + 104),
        ("pairBytes({})", 0),
        (
            "pairBytes({ bytesReceived: 900, bytesSent: 90, packetsReceived: 9, packetsSent: 1 })",
            1270,
        ),
    ],
)
def test_headers_count(tab, what, weighs):
    asked = f"""async () => {{
        const {{ messageBytes, answerBytes, pairBytes }} = await import("/wire.js");
        return {what};
    }}"""

    assert tab.evaluate(asked) == weighs


def test_in_text_only_a_slide_that_comes_later_is_asked_for_in_its_smallest_size_too(tab):
    asked = """async () => {
        const { drawn, smallSlides } = await import("/small_slides.js");
        const slide = '<img src="/m" srcset="/s 480w, /m 960w">';
        const seen = () => {
            const image = drawn(slide).firstElementChild;
            return [image.getAttribute("src"), image.getAttribute("srcset")];
        };
        const found = [seen()];
        smallSlides(true);
        found.push(seen());
        document.body.append(drawn(slide));
        smallSlides(false);
        const again = document.querySelector("img");
        found.push([again.getAttribute("srcset"), again.getAttribute("data-srcset")], seen());
        again.remove();
        return found;
    }"""

    assert tab.evaluate(asked) == [
        ["/m", "/s 480w, /m 960w"],
        ["/s", None],
        ["/s 480w, /m 960w", None],
        ["/m", "/s 480w, /m 960w"],
    ]
