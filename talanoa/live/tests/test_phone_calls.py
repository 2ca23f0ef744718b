"""Packets and keys of a call, and the two codes of its sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.live.phone import g711, rtp
from talanoa.live.phone.keys import Asking, Command, Typing
from talanoa.live.phone.phone_settings import PhoneSettings

NUMBERS = ("TON:+6760000000:local",)


def a_press(key: int, moment: int, *, packets: int = 6) -> list[rtp.Packet]:
    """One press as a device sends it: its end three times."""
    begun = [
        rtp.Packet(101, at == 0, moment, bytes([key, 10, 0, at * 16])) for at in range(packets)
    ]
    end = rtp.Packet(101, False, moment, bytes([key, 0x8A, 0, packets * 16]))
    return [*begun, end, end, end]


def heard(packets) -> str:
    keys = rtp.Keys(101)
    return "".join(keys.hear(packet) for packet in packets)


@given(
    pressed=st.lists(st.integers(0, 11), max_size=12),
    fates=st.integers(0, 3**9 - 1),
)
def test_each_press_counts_once_whatever_becomes_of_its_packets(pressed, fates):
    fate = [("is lost", "comes", "comes twice")[fates // 3**at % 3] for at in range(9)]
    sent = []
    for number, key in enumerate(pressed):
        for packet, what in zip(a_press(key, 1_000 * (number + 1)), fate, strict=True):
            sent += [packet] * {"comes": 1, "is lost": 0, "comes twice": 2}[what]
    some_come = any(what != "is lost" for what in fate)
    assert heard(sent) == ("".join("0123456789*#"[key] for key in pressed) if some_come else "")


def test_a_device_whose_clock_stands_still_may_press_a_key_twice():
    assert heard([*a_press(4, 500), *a_press(4, 500), *a_press(2, 500)]) == "442"


def test_late_packets_of_an_earlier_press_are_no_press():
    first, second = a_press(1, 1_000), a_press(2, 2_000)
    assert heard([*first[:4], *second, *first[4:]]) == "12"


@given(st.binary(max_size=400))
def test_no_packet_is_too_strange(data):
    packet = rtp.read(data)
    if packet is not None:
        assert packet.payload
        rtp.Keys(packet.payload_type).hear(packet)


def test_a_stream_counts_packets_and_samples():
    stream = rtp.Stream(0)
    first, second = stream.write(b"\xff" * 160), stream.write(b"\xff" * 160)
    assert rtp.read(second) == rtp.Packet(0, False, rtp.read(first).moment + 160, b"\xff" * 160)
    assert int.from_bytes(second[2:4]) == int.from_bytes(first[2:4]) + 1


@pytest.mark.parametrize(
    ("sample", "mu", "a"),
    [(0, 0xFF, 0xD5), (-1, 0x7F, 0x55), (32_767, 0x80, 0xAA), (-32_768, 0x00, 0x2A),
     (1_000, 0xCE, 0xFA), (-1_000, 0x4E, 0x7A)],
)  # fmt: skip
def test_the_two_codes(sample, mu, a):
    assert g711.encode([sample], "pcmu") == bytes([mu])
    assert g711.encode([sample], "pcma") == bytes([a])


def test_a_pin_is_typed_with_second_thoughts():
    typing = Typing()
    typed = [typing.press(key) for key in "12*123456789" + "98#" + "#"]
    assert [each for each in typed if each] == ["123456789", "98"]


def test_a_star_and_a_digit_ask_for_something():
    asking = Asking()
    asked = [asking.press(key) for key in "*65**5*9*#6"]
    assert [each for each in asked if each] == [Command.VOICE, Command.HAND]


@pytest.mark.parametrize(
    "wrong",
    [
        {"trunk": ("192.0.2.7",)},
        {"numbers": NUMBERS},
        {"trunk": ("example.org",), "numbers": NUMBERS},
        {"trunk": ("192.0.2.7",), "numbers": ("TON:6760000000:local",)},
        {"trunk": ("192.0.2.7",), "numbers": ("TON:+6760000000:cheap",)},
        {"bind": "0.0.0.0"},
        {"bind": "::1"},
        {"port": 0},
        {"ports": (30_000, 30_000)},
        {"ports": (30_000, 30_009), "calls": 11},
    ],
)
def test_settings_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match=r"\S"):
        PhoneSettings(**wrong)


def test_a_phone_is_there_once_it_has_a_trunk():
    assert not PhoneSettings().enabled
    settings = PhoneSettings(
        trunk=("192.0.2.0/24",), numbers=NUMBERS, public_address="198.51.100.1"
    )
    assert (settings.enabled, settings.address) == (True, "198.51.100.1")
