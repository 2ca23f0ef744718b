"""Two real Janus: sessions lie apart, and the one that is killed takes nobody's hour with it."""

import re
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import visiting
from tests.journeys.product import running
from tests.journeys.steps import enter_room, heard, join_sound, moving, show_camera, until
from tests.servers import free_port

RETURNS_WITHIN = 10.0
"""Seconds from the kill until the listener hears again, the speaker's press included."""
STOPS_WITHIN = 2.0
"""Seconds from being sent out until nothing more of the room is heard."""
OF_THE_CUT = r"WebSocket|net::|ERR_|Failed to load resource"


@pytest.fixture
def pool(tmp_path):
    """A demonstration with two Janus, and a second practice session."""
    nodes = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    with running(
        tmp_path / "product",
        demonstration=True,
        TALANOA_JANUS_NODES=" ".join(nodes),
        TALANOA_JANUS_PORTS="26000-26399",
    ) as product:
        yield product


@pytest.fixture
def enter(browser, pool):
    """Enter the room of a session as one of the demonstration."""
    visits = []

    def come_in(name, session, *, mode="sound"):
        visit = visiting(browser, pool, name, permissions=["microphone", "camera"])
        visitor = visit.__enter__()
        visits.append(visit)
        visitor.sign_in(f"{name}@example.org")
        visitor.expect_complaint(OF_THE_CUT)
        chosen = {"name": "talanoa_mode", "value": mode, "url": pool.url}
        visitor.context.add_cookies([chosen])
        enter_room(visitor, session)
        return visitor

    yield come_in
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_sound_returns_on_another_janus_when_its_own_is_killed(pool, enter):
    session = practice(pool)
    facilitator = enter("facilitator", session)
    facilitator.page.get_by_role("button", name="Open the session").click()
    speaker, listener = enter("presenter", session), enter("participant", session)
    for visitor in (speaker, listener):
        join_sound(visitor)
    unmute(speaker)
    hears(listener)
    before = place_of(pool, session)
    number = nodes_of(pool).index(before)

    pool.kill(folder_of(before))
    killed_at = time.monotonic()

    # Nobody comes back with an open microphone; they come back to the sound by themselves.
    for visitor in (speaker, listener):
        expect(visitor.page.locator("#sound[data-state=connected]")).to_be_attached()
        expect(visitor.page.locator("[data-sound=talk][aria-pressed=true]")).to_have_count(0)
    expect(speaker.page.locator("[data-trouble='cut-off']")).to_be_visible()
    expect(listener.page.locator("[data-trouble='cut-off']")).to_be_hidden()
    unmute(speaker)
    hears(listener)
    took = time.monotonic() - killed_at
    after = place_of(pool, session)
    print(f"Heard again after {took:.1f} s.")
    assert took < RETURNS_WITHIN
    assert after != before

    # The one that died is started again, and rests.
    until(lambda: pool.health()["sound"][number] == "resting", "the dead one's return")
    assert place_of(pool, session) == after
    # Removed on the node that took over, as on the first: silence at once.
    send_out(facilitator, "Example Participant of Example B")
    falls_silent(listener)


def test_a_camera_ends_with_its_janus_and_is_shown_again_at_the_other(pool, enter):
    first, second = practice(pool), another_practice(pool)
    host, looker = enter("facilitator", first), enter("participant", first, mode="speaker")
    show_camera(host)
    until(lambda: moving(looker, "camera"), "the camera")
    other_host = enter("coordinator", second)
    other_looker = enter("presenter", second, mode="speaker")
    show_camera(other_host)
    until(lambda: moving(other_looker, "camera"), "the other session's camera")
    before = place_of(pool, first)
    assert place_of(pool, second) != before

    pool.kill(folder_of(before))

    # Dark until its owner presses again; in the other session nothing has happened.
    expect(host.page.locator("[data-shows=camera][aria-pressed=true]")).to_have_count(0)
    expect(looker.page.locator("#pictures li")).to_have_count(0)
    expect(looker.page.locator("#tiles .tile")).to_have_count(0)
    until(lambda: place_of(pool, first) != before, "the session to be moved")
    show_camera(host)
    until(lambda: moving(looker, "camera"), "the camera from the other Janus")
    assert moving(other_looker, "camera")
    expect(other_host.page.locator("[data-shows=camera][aria-pressed=true]")).to_be_visible()


def test_a_second_session_goes_where_fewer_are(pool, enter):
    first, second = practice(pool), another_practice(pool)
    for name in ("facilitator", "presenter"):
        join_sound(enter(name, first))
    until(lambda: place_of(pool, first), "the first to be placed")

    listener = enter("participant", second)
    join_sound(listener)
    expect(listener.page.locator("#sound[data-state=connected]")).to_be_attached()

    assert {place_of(pool, first), place_of(pool, second)} == set(nodes_of(pool))
    host = enter("coordinator", second)
    send_out(host, "Example Participant of Example B")
    falls_silent(listener)


def test_neither_janus_is_reached_from_outside_or_without_a_signature(pool):
    for name, process in pool.processes().items():
        if name.startswith("127.0.0.1-"):
            listening = {
                socket.laddr.ip
                for socket in process.net_connections(kind="tcp")
                if socket.status == "LISTEN"
            }
            assert listening == {"127.0.0.1"}
    said = pool.command("doctor")
    for node in nodes_of(pool):
        assert f"Janus answers on {node}." in said
    assert urllib.request.urlopen(f"{pool.url}/health/").status == 200


def practice(pool) -> int:
    return int(
        pool.manage(
            "shell",
            "-v0",
            "-c",
            "from talanoa.schedule.models import LiveSession as S\n"
            "print(S.objects.filter(series=None, closed_at=None).latest('starts_at').pk)",
        )
    )


def another_practice(pool) -> int:
    return int(
        pool.manage(
            "shell",
            "-v0",
            "-c",
            "from talanoa.schedule.models import LiveSession as S\n"
            "from talanoa.schedule import services\n"
            "a = S.objects.filter(series=None, closed_at=None).latest('starts_at')\n"
            "b = services.add_session(by=None, cohort=a.cohort, title='A second practice',"
            " summary='', starts_at=a.ends_at, ends_at=a.ends_at + (a.ends_at - a.starts_at))\n"
            "print(b.pk)",
        )
    )


def place_of(pool, session) -> str:
    return pool.manage(
        "shell",
        "-v0",
        "-c",
        f"from talanoa.live.nodes import places\nprint(places([{session}]).get({session}, ''))",
    ).strip()


def nodes_of(pool) -> list[str]:
    return pool.environment["TALANOA_JANUS_NODES"].split()


def folder_of(node) -> str:
    return node.replace(":", "-")


def unmute(speaker) -> None:
    speaker.page.locator("[data-sound=talk]").click()
    expect(speaker.page.locator("[data-sound=talk][aria-pressed=true]")).to_be_visible()


def hears(listener) -> None:
    """Sound that is not silence arrives and is decoded."""
    before = heard(listener)

    def more() -> bool:
        now = heard(listener)
        return now["packets"] > before["packets"] + 50 and now["energy"] > before["energy"] + 0.001

    until(more, f"{listener.name} to hear")


def send_out(host, name) -> None:
    page = host.page
    page.get_by_role("tab", name=re.compile("People")).click()
    person = page.locator("#people li", has_text=name)
    person.locator("summary").click()
    person.get_by_role("button", name="Send out").click()
    page.locator("#confirm-remove").get_by_role("button", name="Send out").click()


def falls_silent(listener) -> None:
    """Whoever was sent out hears nothing more."""
    time.sleep(STOPS_WITHIN)
    before = heard(listener)["packets"]
    time.sleep(1)
    assert heard(listener)["packets"] == before
