"""Calls in other tools: what their addresses look like. Pure."""

from urllib.parse import urlsplit

ZOOM, TEAMS, MEET, JITSI, BIG_BLUE_BUTTON, OTHER = (
    "zoom", "teams", "meet", "jitsi", "bigbluebutton", "other",
)  # fmt: skip

_HOSTS = {
    "zoom.us": ZOOM,
    "zoom.com": ZOOM,
    "zoomgov.com": ZOOM,
    "teams.microsoft.com": TEAMS,
    "teams.live.com": TEAMS,
    "teams.microsoft.us": TEAMS,
    "meet.google.com": MEET,
    "meet.jit.si": JITSI,
    "8x8.vc": JITSI,
}


def tool_of(url: str) -> str:
    """The tool whose address this is, by its host; others run on hosts of their own."""
    host = (urlsplit(url).hostname or "").lower()
    for known, tool in _HOSTS.items():
        if host == known or host.endswith(f".{known}"):
            return tool
    return BIG_BLUE_BUTTON if "bigbluebutton" in url.lower() or host.startswith("bbb.") else OTHER
