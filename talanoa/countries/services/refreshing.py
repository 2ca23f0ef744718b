"""Asking the observatory for figures; only when somebody says so, never from a page."""

from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from talanoa.countries import observatory
from talanoa.countries.models import Figure, Series
from talanoa.countries.observatory import LIMITS, Limits, Row, Unreadable
from talanoa.countries.services.figures import Given, Outcome, put_figures
from talanoa.people.models import Person

OTHER_UNIT = 5
"""How many times larger or smaller the middle of the figures is taken for another unit."""
ENOUGH = 3
"""Figures on both sides, without which nothing is said of the unit."""


def refresh(
    *,
    by: Person | None,
    series: Series,
    dry_run: bool = False,
    limits: Limits = LIMITS,
    accepts_unit: bool = False,
) -> Outcome:
    """Read one series from the observatory and put its figures beside those that are there.

    The network is asked before the transaction begins.

    Args:
        accepts_unit: Take figures of quite another size than those for the same countries and
            years, as somebody has seen that the unit is the same.

    Raises:
        observatory.Unreadable: it did not answer, not in its form, or with nothing.
        ValidationError: the series is not there, or what came does not fit it.
    """
    if not series.observatory_code:
        raise ValidationError(f"{series.code} is not at the observatory.")
    address = settings.OBSERVATORY_URL
    rows = observatory.read(series.observatory_code, address=address, limits=limits)
    if not rows:
        raise Unreadable("It answered with no figure of any country.", observatory.RENAMED)
    if not accepts_unit:
        _demand_unit(series, rows)
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


def _demand_unit(series: Series, rows: Iterable[Row]) -> None:
    """The observatory names no unit: grams in place of milligrams show in the figures alone.

    Raises:
        ValidationError: the figures we have are of quite another size. One query.
    """
    had: dict[tuple[str, int], Decimal] = {
        (iso3, year): value
        for iso3, year, value in Figure.objects.filter(
            series=series, replaced_at=None, value__gt=0
        ).values_list("country__iso3", "year", "value")
        if value is not None
    }
    times = [
        row.value / had[row.iso3, row.year]
        for row in rows
        if row.value and row.value.is_finite() and (row.iso3, row.year) in had
    ]
    if len(times) < ENOUGH:
        return
    middle = median(times)
    if not 1 / Decimal(OTHER_UNIT) < middle < OTHER_UNIT:
        raise ValidationError(
            _(
                "%(series)s: the figures are %(times)s times those we have for the same countries "
                "and years. Has the unit changed? It is “%(unit)s” here. If it is the same, run "
                "the command again with --same-unit."
            )
            % {"series": series.code, "times": f"{middle:.3g}", "unit": series.unit}
        )
