"""The demonstration's learning site, and the people counted there."""

from typing import TYPE_CHECKING

from talanoa.countries.models import Country
from talanoa.live.services import screens, sites
from talanoa.schedule.models import LiveSession

if TYPE_CHECKING:
    from talanoa.ops.demonstration_hour import Cast


def share_a_screen(session: LiveSession, cast: "Cast") -> None:
    """A learning site, whose host counts four people without names before the screen."""
    example = cast.example["site"]
    host = cast.people[example["host"]]
    site = sites.open_site(
        by=None,
        programme=cast.cohort.programme,
        name=example["name"],
        country=Country.objects.get(iso2=example["country"]),
        host=str(host.email),
    )
    for key in example["usual"]:
        sites.add_member(by=None, site=site, address=str(cast.people[key].email))
    screens.put_right(
        by=host, session=session, site=site, people=[], addresses=[], others=example["others"]
    )
