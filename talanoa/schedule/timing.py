"""What must be true of a session's time, whoever sets it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from talanoa.programmes.models import Cohort
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import LONGEST, SHORTEST


def hold_times(cohort_id: int) -> None:
    """Let nobody else set a time in this cohort until the transaction ends. One query.

    Two moves that both look before either is written would not see each other. The cohort is
    held before the series and that before its sessions, so that no two wait for each other.
    """
    Cohort.objects.select_for_update().get(pk=cohort_id)


def demand_ahead(starts_at: datetime, *, now: datetime) -> None:
    """Go on only when ``starts_at`` is still to come.

    Raises:
        ValidationError: it is not.
    """
    if starts_at <= now:
        raise ValidationError({"starts_at": _("That time has passed. Choose a later one.")})


def demand_length(starts_at: datetime, ends_at: datetime) -> None:
    """Go on only when a session ends after it starts, and lasts as long as one may.

    Raises:
        ValidationError: otherwise.
    """
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The session ends before it starts.")})
    if not timedelta(minutes=SHORTEST) <= ends_at - starts_at <= timedelta(minutes=LONGEST):
        raise ValidationError(
            {
                "ends_at": ValidationError(
                    _("A session takes between %(shortest)d minutes and %(longest)d hours."),
                    params={"shortest": SHORTEST, "longest": LONGEST // 60},
                )
            }
        )


def demand_free(
    cohort: Cohort,
    starts_at: datetime,
    ends_at: datetime,
    *,
    besides: LiveSession | None = None,
) -> None:
    """Go on only when the cohort does not meet at that time already. One query.

    Raises:
        ValidationError: it does.
    """
    others = LiveSession.objects.filter(
        cohort=cohort, cancelled_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if other := others.first():
        raise ValidationError(
            {
                "starts_at": ValidationError(
                    _("This cohort already has a session at that time: “%(title)s”."),
                    code="taken",
                    params={"title": other.title},
                )
            }
        )
