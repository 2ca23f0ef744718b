"""SIP as the phone speaks it: calls begin and end as they should, whatever datagrams come."""

import random

import pytest

from talanoa.live.phone import offers, sip
from talanoa.live.phone.agent import PATIENCE, Agent, Asked, Began, Changed, Ended, Send
from talanoa.live.phone.offers import BadOffer
from talanoa.live.phone.sip import BadMessage

TRUNK = ("192.0.2.7", 5060)
SDP = (
    "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP {codecs} 101\r\na=rtpmap:101 telephone-event/8000\r\n{more}"
)


def sdp(codecs="0 8", more="") -> bytes:
    return SDP.format(codecs=codecs, more=more).encode()


def a_request(
    method="INVITE", *, number=1, branch="z9hG4bK1", to_tag="", body=None, call="one", **headers
) -> bytes:
    if body is None:
        body = sdp() if method == "INVITE" else b""
    to = f"<sip:dial-in@198.51.100.1>{f';tag={to_tag}' if to_tag else ''}"
    lines = {
        "Via": f"SIP/2.0/UDP 192.0.2.7:5060;branch={branch};rport",
        "From": '"Ama" <sip:+6760000042@192.0.2.7>;tag=theirs',
        "To": to,
        "Call-ID": call,
        "CSeq": f"{number} {method}",
        "Contact": "<sip:trunk@192.0.2.7:5070>",
        "Record-Route": "<sip:192.0.2.7;lr>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
        "Content-Length": str(len(body)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"{method} sip:dial-in@198.51.100.1 SIP/2.0\r\n{head}\r\n".encode() + body


def an_agent() -> Agent:
    numbers = iter(range(10_000_000))
    return Agent("198.51.100.1", 5060, token=lambda: f"token{next(numbers)}")


def answered(agent: Agent, now=0.0):
    """A call that we have answered."""
    [asked] = agent.receive(a_request(), TRUNK, now)
    [send] = agent.accept(asked.dialog, host="198.51.100.1", port=22_000, now=now)
    return asked.dialog, send


def begun(agent: Agent):
    dialog, _ = answered(agent)
    [happening] = agent.receive(a_request("ACK", branch="z9hG4bKa", to_tag=dialog.tag), TRUNK, 0.1)
    assert happening == Began(dialog)
    return dialog


def statuses(happenings) -> list[int]:
    return [sip.read(each.data).status for each in happenings if isinstance(each, Send)]


def test_a_call_is_answered_acknowledged_and_hung_up_by_them():
    agent = an_agent()
    dialog, send = answered(agent)
    answer = sip.read(send.data)
    assert (answer.status, send.to, answer.to_tag) == (200, TRUNK, dialog.tag)
    assert answer.first("via").endswith(";received=192.0.2.7;rport=5060")
    assert answer.first("record-route") == "<sip:192.0.2.7;lr>"
    assert b"m=audio 22000 RTP/AVP 0 101" in answer.body
    assert dialog.caller == "6760000042"

    began = agent.receive(a_request("ACK", branch="z9hG4bKa", to_tag=dialog.tag), TRUNK, 0.1)
    bye = a_request("BYE", number=2, branch="z9hG4bKb", to_tag=dialog.tag)
    ended = agent.receive(bye, TRUNK, 5.0)

    assert began == [Began(dialog)]
    assert (statuses(ended), ended[1:]) == ([200], [Ended(dialog)])
    # The same again, since our answer was lost: the same answer, and nothing else.
    assert agent.receive(bye, TRUNK, 5.5) == ended[:1]
    assert agent.tick(100.0) == []


def test_an_answer_is_repeated_until_it_is_acknowledged_or_patience_ends():
    agent = an_agent()
    dialog, send = answered(agent)
    again = [now for now in range(32) if agent.tick(now + 0.6) == [send]]
    assert again == [0, 1, 3, 7, 11, 15, 19, 23, 27, 31]

    ended = agent.tick(PATIENCE)

    assert [type(each) for each in ended] == [Send, Ended]
    assert sip.read(ended[0].data).method == "BYE"
    assert dialog.is_over
    assert agent.dialogs == []


def test_the_same_invitation_again_has_the_same_answer_and_makes_no_second_call():
    agent = an_agent()
    dialog, send = answered(agent)
    for now in (0.2, 0.4, 1.0):
        assert agent.receive(a_request(), TRUNK, now) == [send]
    assert agent.dialogs == [dialog]
    # By another way round it is a loop.
    assert statuses(agent.receive(a_request(branch="z9hG4bK2"), TRUNK, 1.1)) == [482]


def test_we_hang_up_and_repeat_that_until_it_is_answered():
    agent = an_agent()
    dialog = begun(agent)
    [bye] = agent.hang_up(dialog, 1.0)
    sent = sip.read(bye.data)
    assert (sent.method, sent.uri, bye.to) == ("BYE", "sip:trunk@192.0.2.7:5070", TRUNK)
    assert (sent.from_tag, sent.to_tag) == (dialog.tag, "theirs")
    assert sent.first("route") == "<sip:192.0.2.7;lr>"
    assert agent.tick(1.6) == [bye]

    agent.receive(sip.respond(sent, 200, "OK", source=TRUNK).encode(), TRUNK, 1.7)

    assert agent.tick(10.0) == []
    assert agent.hang_up(dialog, 11.0) == []


def test_hanging_up_waits_for_an_acknowledgement():
    agent = an_agent()
    dialog, _ = answered(agent)
    assert agent.hang_up(dialog, 0.1) == []
    [bye] = agent.receive(a_request("ACK", branch="z9hG4bKa", to_tag=dialog.tag), TRUNK, 0.2)
    assert sip.read(bye.data).method == "BYE"


def test_a_call_we_hang_up_and_they_never_acknowledge_is_forgotten():
    agent = an_agent()
    dialog, _ = answered(agent)
    agent.hang_up(dialog, 0.1)

    [bye] = agent.tick(PATIENCE)

    assert sip.read(bye.data).method == "BYE"
    assert agent.dialogs == []


def test_a_cancellation_that_comes_too_late_changes_nothing_and_one_of_nothing_is_refused():
    agent = an_agent()
    assert statuses(agent.receive(a_request("CANCEL"), TRUNK, 0.0)) == [481]
    agent = an_agent()
    dialog, _ = answered(agent)
    assert statuses(agent.receive(a_request("CANCEL"), TRUNK, 0.1)) == [200]
    assert agent.dialogs == [dialog]


def test_a_call_is_held_and_taken_back():
    agent = an_agent()
    dialog = begun(agent)
    held = a_request(
        number=2, branch="z9hG4bKh", to_tag=dialog.tag, body=sdp(more="a=sendonly\r\n")
    )
    answer, changed = agent.receive(held, TRUNK, 2.0)
    assert (changed, dialog.offer.hears) == (Changed(dialog), False)
    assert b"a=recvonly" in answer.data
    # Other sound than agreed would need another seat in the mix.
    other = a_request(number=3, branch="z9hG4bKo", to_tag=dialog.tag, body=sdp("8"))
    assert statuses(agent.receive(other, TRUNK, 3.0)) == [488]
    # An older one, come late.
    late = a_request(number=1, branch="z9hG4bKl", to_tag=dialog.tag)
    assert statuses(agent.receive(late, TRUNK, 4.0)) == [500]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (a_request(body=b""), 488),
        (a_request(body=b"\xff" * 50), 488),
        (a_request(body=sdp("9")), 488),
        (a_request(Require="100rel"), 420),
        (a_request(Contact="<mailto:ama@example.org>"), 400),
        (a_request(to_tag="nobody"), 481),
        (a_request("BYE"), 481),
        (a_request("OPTIONS"), 200),
        (a_request("REGISTER"), 405),
        (a_request("MESSAGE"), 405),
    ],
)
def test_what_is_not_taken_is_answered(request_, status):
    agent = an_agent()
    assert statuses(agent.receive(request_, TRUNK, 0.0)) == [status]
    assert agent.dialogs == []


def test_a_refusal_is_repeated_until_it_is_acknowledged():
    agent = an_agent()
    [refusal] = agent.receive(a_request(body=b""), TRUNK, 0.0)
    assert agent.tick(0.6) == [refusal]
    agent.receive(a_request("ACK", to_tag="token0"), TRUNK, 0.7)
    assert agent.tick(5.0) == []


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\r\n\r\n", b"\x00" * 40, b"GET / HTTP/1.1\r\n\r\n", a_request()[:200],
        a_request(Via=None), a_request(From=None), a_request(CSeq=None), a_request(Call_ID=None),
        a_request(CSeq="1 BYE"), a_request(CSeq=f"{2**31} INVITE"), a_request(From="<sip:a@b>"),
        a_request(Via="SIP/2.0/CARRIER-PIGEON coop"), a_request(Subject="a\x00b"),
        a_request(Call_ID="x" * 300), b"x" * (sip.LONGEST + 1),
        a_request(**{f"X-{number}": "y" for number in range(sip.MOST_HEADERS)}),
    ],
)  # fmt: skip
def test_what_is_no_message_is_dropped(data):
    with pytest.raises(BadMessage):
        sip.read(data)
    assert an_agent().receive(data, TRUNK, 0.0) == []


def test_ten_thousand_hostile_datagrams_end_no_call_and_leave_little_behind():
    chance = random.Random(26)
    agent = an_agent()
    dialog = begun(agent)
    whole = [
        a_request(), a_request("BYE"), a_request("CANCEL"), a_request("ACK"), a_request("OPTIONS"),
        a_request(to_tag=dialog.tag, number=1), a_request("INFO", to_tag=dialog.tag),
    ]  # fmt: skip
    for number in range(10_000):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(0, 12)):
            at = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randint(1, 40)]
                case _:
                    data[at:at] = bytes(data[: chance.randint(1, 60)])
        # A BYE that happens to be right would be one: those have the tag that we drew.
        if dialog.tag.encode() in data and b"BYE" in data:
            continue
        for happening in agent.receive(bytes(data), TRUNK, number / 100):
            assert not isinstance(happening, Ended | Began)
            if isinstance(happening, Asked):
                agent.refuse(happening.dialog, 486, "Busy Here", number / 100)
        agent.tick(number / 100)
    assert not dialog.is_over
    agent.tick(10_000.0)
    assert (len(agent._answered), len(agent._repeats), agent.dialogs) == (0, 0, [dialog])


@pytest.mark.parametrize(
    ("headers", "digits"),
    [
        ({}, "6760000042"),
        ({"P_Asserted_Identity": "<tel:+676-555-0199>"}, "6765550199"),
        ({"From": "<sip:anonymous@anonymous.invalid>;tag=theirs"}, ""),
        ({"From": "<sip:00676.555@192.0.2.7;user=phone>;tag=theirs"}, "00676555"),
        ({"From": "<sip:bob99@192.0.2.7>;tag=theirs"}, ""),
    ],
)
def test_whose_number_calls(headers, digits):
    assert sip.caller(sip.read(a_request(**headers))) == digits


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (sdp("8 0"), (8, 101, "192.0.2.9", 40_000, True, True)),
        (sdp("18 0"), (0, 101, "192.0.2.9", 40_000, True, True)),
        (sdp("0", "a=inactive\r\n"), (0, 101, "192.0.2.9", 40_000, False, False)),
    ],
)
def test_an_offer_is_read(body, said):
    offer = offers.read(body)
    assert (
        offer.payload, offer.keys, offer.host, offer.port, offer.sends, offer.hears,
    ) == said  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"", b"m=audio", sdp("18"), sdp().replace(b"telephone-event", b"opus"),
        sdp().replace(b"40000", b"0"), sdp().replace(b"40000", b"99999"),
        sdp().replace(b"RTP/AVP", b"RTP/SAVP"), sdp().replace(b"IP4 192.0.2.9", b"IP6 ::1"),
        sdp().replace(b"192.0.2.9", b"example.org"), b"v=0\r\n" * 5_000,
    ],
)  # fmt: skip
def test_an_offer_we_cannot_take(body):
    with pytest.raises(BadOffer):
        offers.read(body)
