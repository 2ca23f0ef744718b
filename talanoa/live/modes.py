"""What a person can choose that an hour costs, lightest first.

A mode that sends more is one more row at the end: the page, the proposals and the bench take
whatever rows there are.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talanoa.live.media.layers import EVERYTHING_HOUR, SPEAKER_HOUR

COOKIE = "talanoa_mode"
"""Remembers the choice on the device. The script writes it, so scripts can read it."""

MEGABYTE = 1_000_000
IPV6_HOUR = 20 * 50 * 3600
"""Bytes an hour by which the headers of IPv6 are longer, on fifty packets of sound a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """``rates`` are the bits a second at which the mix may come, the least first; none: no sound.

    ``hour_bytes`` is what an hour weighs on the wire both ways, headers included, for somebody
    who listens: measured over IPv4 by ``python -m bench.hour_bytes``, which fails when the product
    weighs more than is promised. What pictures add is what they may weigh at most
    (``live.media.layers``).
    """

    name: str
    label: str | Promise
    detail: str | Promise
    rates: tuple[int, ...] = ()
    small_slides: bool = False
    view: str = ""
    """Which pictures it receives: ``speaker``, the camera of whoever speaks; ``all``; or none."""
    hour_bytes: int

    @property
    def promised(self) -> int:
        """What an hour weighs at most, over IPv6 too."""
        return self.hour_bytes + (IPV6_HOUR if self.rates else 0)

    @property
    def megabytes(self) -> int:
        """An hour's cost as the page says it: whole megabytes, rounded up."""
        return -(-self.promised // MEGABYTE)


TEXT = Mode(
    name="text",
    label=_("Text only"),
    detail=_("Chat, small slides and the agenda. No sound."),
    small_slides=True,
    hour_bytes=1_200_000,
)
SOUND = Mode(
    name="sound",
    label=_("Sound and slides"),
    detail=_("Speech as over a good telephone."),
    rates=(16_000,),
    hour_bytes=16_400_000,
)
CLEAR = Mode(
    name="clear",
    label=_("Clearer sound and slides"),
    detail=_("For a good connection. When it weakens, the sound comes in fewer bytes."),
    rates=(24_000, 32_000),
    hour_bytes=23_600_000,
)
SPEAKER = Mode(
    name="speaker",
    label=_("Sound, slides and the speaker’s camera"),
    detail=_("A small picture of whoever speaks, if their camera is on."),
    rates=CLEAR.rates,
    view="speaker",
    hour_bytes=CLEAR.hour_bytes + SPEAKER_HOUR,
)
ALL = Mode(
    name="all",
    label=_("Everything"),
    detail=_("All cameras that are on, and a shared screen. Less when fewer are on."),
    rates=CLEAR.rates,
    view="all",
    hour_bytes=CLEAR.hour_bytes + EVERYTHING_HOUR,
)
MODES = (TEXT, SOUND, CLEAR, SPEAKER, ALL)
DEFAULT = SOUND


def chosen(request: HttpRequest) -> Mode:
    """What was chosen on this device; else the lightest for a browser that asks to save data."""
    named = request.COOKIES.get(COOKIE)
    sparing = request.headers.get("Save-Data", "").lower() == "on"
    return next((mode for mode in MODES if mode.name == named), TEXT if sparing else DEFAULT)
