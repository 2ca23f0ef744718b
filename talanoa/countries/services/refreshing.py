"""Asking the observatory for figures; only when somebody says so, never from a page."""

from django.conf import settings
from django.core.exceptions import ValidationError

from talanoa.countries import observatory
from talanoa.countries.models import Series
from talanoa.countries.observatory import LIMITS, Limits
from talanoa.countries.services.figures import Given, Outcome, put_figures
from talanoa.people.models import Person


def refresh(
    *, by: Person | None, series: Series, dry_run: bool = False, limits: Limits = LIMITS
) -> Outcome:
    """Read one series from the observatory and put its figures beside those that are there.

    The network is asked before the transaction begins.

    Raises:
        observatory.Unreadable: it did not answer, or not in its form.
        ValidationError: the series is not there, or what came does not fit it.
    """
    if not series.observatory_code:
        raise ValidationError(f"{series.code} is not at the observatory.")
    address = settings.OBSERVATORY_URL
    rows = observatory.read(series.observatory_code, address=address, limits=limits)
    given = (
        Given(iso3=row.iso3, year=row.year, value=row.value, category=row.category) for row in rows
    )
    return put_figures(
        by=by,
        series=series,
        given=given,
        source=f"{address}{series.observatory_code}",
        is_verified=True,
        dry_run=dry_run,
    )
