"""Lists for spreadsheets."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from talanoa.programmes.models import Enrolment


def enrolled_head() -> list[str]:
    return [
        _("Name"),
        _("E-mail address"),
        _("Organisation"),
        _("Country"),
        _("Country code"),
        _("Language"),
        _("Time zone"),
        _("Cohort"),
        _("Enrolled (UTC)"),
    ]


def enrolled_rows(places: Iterable[Enrolment]) -> Iterable[list[str]]:
    """Everyone enrolled, one line each; person, country and cohort must be loaded."""
    for place in places:
        person, country = place.person, place.country
        yield [
            person.name,
            person.email or "",
            person.organisation,
            country.name if country else "",
            country.iso3 if country else "",
            person.language,
            person.time_zone,
            place.cohort.name,
            f"{place.enrolled_at:%Y-%m-%d %H:%M}",
        ]
