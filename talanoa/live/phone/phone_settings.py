"""What an installation may choose about calls by phone, checked when it is made."""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum

_NUMBER = re.compile(r"\+[0-9](-?[0-9]){4,14}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{3}", re.ASCII)

Network = ipaddress.IPv4Network


class Cost(StrEnum):
    """What a call to a number costs whoever dials it, as the page says it."""

    FREE = "free"
    LOCAL = "local"
    NATIONAL = "national"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True)
class DialIn:
    """A number by which the trunk is reached. ``country`` is its code of three letters.

    Hyphens show how people group it.
    """

    country: str
    number: str
    cost: Cost

    @classmethod
    def parse(cls, text: str) -> "DialIn":
        """Read ``TON:+676-000-0000:local``.

        Raises:
            ValueError: it is not written so.
        """
        country, number, cost = [*text.split(":"), "", "", ""][:3]
        is_written_so = (
            text.count(":") == 2
            and _COUNTRY.fullmatch(country)
            and _NUMBER.fullmatch(number)
            and cost in set(Cost)
        )
        if not is_written_so:
            costs = ", ".join(Cost)
            raise ValueError(
                f"Write a number as TON:+676-000-0000:local (the last being {costs}), not {text!r}."
            )
        return cls(country, number, Cost(cost))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSettings:
    """The SIP trunk and its numbers.

    ``trunk`` names the addresses or networks from which calls come; without any there is no
    phone. ``bind`` and ``port`` are where SIP is spoken, ``ports`` the lowest and highest UDP
    port for sound. ``public_address`` is told to the trunk in place of ``bind`` where the two
    differ. ``calls`` is how many may go on at once.
    """

    trunk: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    bind: str = "127.0.0.1"
    port: int = 5060
    public_address: str = ""
    ports: tuple[int, int] = (22_000, 22_199)
    calls: int = 30

    def __post_init__(self) -> None:
        for address in filter(None, (self.bind, self.public_address)):
            ipaddress.IPv4Address(address)
        if self.bind == "0.0.0.0" and not self.public_address:  # noqa: S104
            raise ValueError("Say by which address the trunk reaches the phone.")
        if bool(self.networks) != bool(self.dial_in):
            raise ValueError("A trunk needs its numbers, and numbers their trunk.")
        lowest, highest = self.ports
        if not 1024 <= lowest < highest <= 65_535 or not 1 <= self.port <= 65_535:
            raise ValueError(f"Ports must run upwards within 1024–65535, not {self.ports}.")
        if not 1 <= self.calls <= highest - lowest + 1:
            raise ValueError(f"There are ports for {highest - lowest + 1} calls, not {self.calls}.")

    @property
    def enabled(self) -> bool:
        return bool(self.trunk)

    @property
    def networks(self) -> tuple[Network, ...]:
        return tuple(Network(each) for each in self.trunk)

    @property
    def dial_in(self) -> tuple[DialIn, ...]:
        return tuple(DialIn.parse(each) for each in self.numbers)

    @property
    def address(self) -> str:
        """By which the trunk reaches us."""
        return self.public_address or self.bind
