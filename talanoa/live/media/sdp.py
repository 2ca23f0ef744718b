"""Small changes to session descriptions."""

import re

LONGEST = 16 * 1024
"""Characters; an audio-only description of a browser has about three thousand."""

_MID = re.compile(r"^a=extmap:\d+ urn:ietf:params:rtp-hdrext:sdes:mid\r?\n", re.MULTILINE)
_FMTP = re.compile(r"^(a=fmtp:\d+ .*useinbandfec=1[^\r\n]*)", re.MULTILINE)


def acceptable(sdp: str) -> bool:
    """Whether this can be a browser's description of one audio stream, by its outline."""
    return len(sdp) <= LONGEST and sdp.startswith("v=0") and sdp.count("\nm=audio ") == 1


def without_names(offer: str) -> str:
    """The offer without the extension that names the stream in each packet.

    There is one stream only, so the name says nothing; it costs eight bytes in each of fifty
    packets a second, which is 1.4 MB an hour.
    """
    return _MID.sub("", offer)


def spare(answer: str, *, bitrate: int, sparse: bool = True) -> str:
    """Ask the browser, in our answer, to speak at ``bitrate`` bits a second at most.

    ``sparse``: to send next to nothing while its microphone hears silence, too.
    """
    dtx = ";usedtx=1" if sparse else ""
    return _FMTP.sub(rf"\1;maxaveragebitrate={bitrate}{dtx}", answer)


# --- Pictures ------------------------------------------------------------------------------

LONGEST_OF_PICTURES = 40 * 1024
"""Characters; a description of seven pictures has about twelve thousand."""

_OTHER_MEDIA = re.compile(r"^m=(?!video )", re.MULTILINE)
_REPORTS = re.compile(
    r"^a=(?:rtcp-fb:\S+ transport-cc|extmap:\d+ \S*transport-wide-cc\S*)\r?\n", re.MULTILINE
)


def is_video(sdp: str) -> bool:
    """Whether this can be a browser's description of pictures and nothing else, by its outline."""
    is_fit = len(sdp) <= LONGEST_OF_PICTURES and sdp.startswith("v=0")
    return is_fit and "\nm=video " in sdp and not _OTHER_MEDIA.search(sdp)


def is_one_video(sdp: str) -> bool:
    return is_video(sdp) and sdp.count("\nm=video ") == 1


def without_reports(offer: str) -> str:
    """The offer without reports on each packet, which Janus asks for and does not use: they would
    cost whoever looks some five megabytes an hour.
    """
    return _REPORTS.sub("", offer)
