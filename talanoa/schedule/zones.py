"""The few zones among which a coordinator chooses."""

from talanoa.kernel import clock
from talanoa.people.queries import zone_named
from talanoa.programmes.models import Hub
from talanoa.ui import moments


def zone_choices(hub: Hub, *others: str) -> list[tuple[str, str]]:
    """The hub's zone first, then ``others`` that exist, then UTC; each once, by its name."""
    names = [hub.time_zone, *(name for name in others if zone_named(name) is not None), "UTC"]
    now = clock.now()
    return [
        (name, moments.zone_name(name, now, place=hub.place if name == hub.time_zone else ""))
        for name in dict.fromkeys(names)
    ]
