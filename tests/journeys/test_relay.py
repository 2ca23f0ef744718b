"""A network that blocks UDP: people hear each other through coturn, over TCP and over TLS.

The browsers here may send no UDP at all, by a policy of Chromium's own: nothing in the page is
changed, so the page has to find its way by itself.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import FLAGS, visiting
from tests.journeys.product import running
from tests.journeys.steps import enter_room, heard, join_sound, until
from tests.servers import a_certificate, free_port

WITHOUT_UDP = [
    *FLAGS,
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    # The relay's certificate is made for this journey; nobody has signed it.
    "--ignore-certificate-errors",
]
FOUND = {
    "tcp": "This network blocks UDP, the usual way for sound",
    "tls": "The relay for networks that block UDP can be reached",
}


@pytest.fixture(params=["tcp", "tls"])
def way(request):
    return request.param


@pytest.fixture
def hub(way, tmp_path):
    """A demonstration with a coturn of its own, reached in one way alone."""
    certificate, key = a_certificate(tmp_path)
    port, tls_port = free_port(), free_port()
    urls = {
        "tcp": f"turn:localhost:{port}?transport=udp turn:localhost:{port}?transport=tcp",
        "tls": f"turns:localhost:{tls_port}?transport=tcp",
    }
    with running(
        tmp_path / "product",
        demonstration=True,
        TALANOA_TURN="yes",
        TALANOA_TURN_URLS=urls[way],
        TALANOA_TURN_PORT=str(port),
        TALANOA_TURN_TLS_PORT=str(tls_port),
        TALANOA_TURN_CERTIFICATE=str(certificate),
        TALANOA_TURN_KEY=str(key),
        TALANOA_TURN_RELAY_PORTS="29000-29199",
    ) as product:
        yield product


@pytest.fixture
def blocked(browser):
    """Chromium on a network that blocks UDP."""
    chromium = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=WITHOUT_UDP)
    yield chromium
    chromium.close()


def test_two_people_hear_each_other_where_udp_is_blocked(blocked, hub, way):
    with visiting(blocked, hub, "Coordinator") as host, visiting(blocked, hub, "Ben") as ben:
        host.sign_in("coordinator@example.org")
        ben.sign_in("participant@example.org")
        session = practice_session(host)
        check_before(ben, session, FOUND[way])
        for visitor in (host, ben):
            enter_room(visitor, session)
        host.page.get_by_role("button", name="Open the session").click()
        for visitor in (host, ben):
            join_sound(visitor)

        host.page.locator("[data-sound=talk]").click()

        was = heard(ben)
        until(
            lambda: (
                (now := heard(ben))["energy"] > was["energy"] + 0.001
                and now["packets"] > was["packets"] + 50
            ),
            "Ben to hear",
        )
        assert [heard(visitor)["relay"] for visitor in (host, ben)] == [way, way]
        assert len(allocations(hub)) >= 2

        held = len(allocations(hub))
        remove(host, "Example Participant of Example B")
        expect(ben.page.locator("#sent-out")).to_be_visible()
        until(lambda: len(allocations(hub)) < held, "the relay to let Ben go")


def practice_session(coordinator) -> int:
    page = coordinator.go("/desk/")
    address = page.get_by_role("link", name="Practice session").first.get_attribute("href")
    return int(re.search(r"/sessions/(\d+)/", address)[1])


def check_before(visitor, session, finding) -> None:
    """The check says by itself that the relay carries sound."""
    page = visitor.go(f"/sessions/{session}/check/")
    page.get_by_role("button", name="Begin the check").click()
    page.get_by_text(finding).wait_for(timeout=60_000)
    assert visitor.barriers() == []


def allocations(hub) -> list[int]:
    """The ports on which coturn speaks to Janus for somebody."""
    sockets = hub.processes()["turn"].net_connections(kind="udp")
    return sorted({each.laddr.port for each in sockets if 29_000 <= each.laddr.port <= 29_199})


def remove(host, name) -> None:
    page = host.page
    page.get_by_role("tab", name=re.compile("People")).click()
    person = page.locator("#people li", has_text=name)
    person.locator("summary").click()
    person.get_by_role("button", name="Send out").click()
    page.locator("#confirm-remove").get_by_role("button", name="Send out").click()
