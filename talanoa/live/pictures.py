"""Cameras and shared screens as the page shows them."""

from typing import Any

from talanoa.live import access, modes
from talanoa.live.media.layers import CAMERA_SIZE, LAYERS, SCREEN, SCREEN_SIZE, SHOWING_HOUR
from talanoa.live.models import Entry, Picture
from talanoa.live.picture_terms import Source
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


def panel(session: LiveSession) -> dict[str, Any]:
    """Whose camera is on, who shares a screen, and who may show a picture (ids). Three queries."""
    on = list(Picture.objects.select_related("person").filter(session=session))
    is_over = session.status in (Status.CLOSED, Status.CANCELLED)
    return {
        "session": session,
        "cameras": [each.person for each in on if each.source == Source.CAMERA],
        "sharing": next((each.person for each in on if each.source == Source.SCREEN), None),
        "everything": modes.ALL,
        "may_show": [] if is_over else sorted(access.may_show(session)),
    }


def screen_of(entry: Entry) -> dict[str, Any] | None:
    """The same, when an entry has changed what is seen of screens."""
    return panel(entry.session) if entry.data["source"] == Source.SCREEN else None


def tools() -> dict[str, Any]:
    """What the script needs to know of sizes and rates, and what showing costs. No query."""
    return {
        "layers": LAYERS,
        "camera_size": CAMERA_SIZE,
        "screen": SCREEN,
        "screen_size": SCREEN_SIZE,
        "showing": _megabytes(SHOWING_HOUR),
        "showing_small": _megabytes(LAYERS[0].hour_bytes),
        "sharing": _megabytes(SCREEN.hour_bytes),
    }


def kept_about(person: Person) -> dict[str, object]:
    """Pictures of theirs that are on at this moment, fit for JSON. One query."""
    on = Picture.objects.filter(person=person)
    return {"pictures": list(on.values("session__title", "source", "begun_at"))}


def _megabytes(hour_bytes: int) -> int:
    return -(-hour_bytes // modes.MEGABYTE)
