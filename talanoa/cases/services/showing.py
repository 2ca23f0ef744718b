"""Who sees a case, whose name it bears, until when; and which cases stand in reserve."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from talanoa.cases import access
from talanoa.cases.models import Case
from talanoa.cases.terms import EMBARGOES, CaseMode
from talanoa.kernel import events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.people.queries import end_of_day_in, today_in
from talanoa.programmes.models import Programme

MOST_YEARS = 100
"""Years for which a case may be shown; for longer it is shown for good."""


@transaction.atomic
def show_as(
    *, by: Person, case: Case, mode: str, shows_country: bool, expires_on: date | None
) -> Case:
    """Choose whether a case bears its team's name, who reads it, and until which day.

    Raises:
        Refused: for the reasons in ``access.showing_refused``.
        ValidationError: there is no such mode, or the day is past at the hub or too far off.
    """
    case = _locked(case)
    demand(access.showing_refused(by, case))
    zone = case.programme.hub.time_zone
    if expires_on is not None and expires_on != case.expires_on:
        today = today_in(zone)
        if expires_on < today:
            raise ValidationError({"expires_on": _("Choose a day to come.")})
        if expires_on.year > today.year + MOST_YEARS:
            raise ValidationError({"expires_on": _("Choose an earlier day, or leave it empty.")})
    case.mode, case.shows_country, case.expires_on = CaseMode(mode), shows_country, expires_on
    case.expires_at = end_of_day_in(zone, expires_on) if expires_on else None
    case.full_clean()
    case.save(update_fields=["mode", "shows_country", "expires_on", "expires_at"])
    events.record(
        "cases.shown_as",
        by=by,
        subject=case,
        mode=case.mode,
        shows_country=shows_country,
        expires_on=expires_on.isoformat() if expires_on else None,
    )
    return case


@transaction.atomic
def set_embargo(*, by: Person, case: Case, hours: int | None) -> Case:
    """Let participants read a case only from so many hours before its session; ``None``: at once.

    Raises:
        Refused: for the reasons in ``access.embargo_refused``.
        ValidationError: not one of ``EMBARGOES``.
    """
    case = _locked(case)
    demand(access.embargo_refused(by, case))
    if hours is not None and hours not in EMBARGOES:
        raise ValidationError({"embargo": _("Choose one of the moments.")})
    if case.embargo != hours:
        case.embargo = hours
        case.save(update_fields=["embargo"])
        events.record("cases.embargo_set", by=by, subject=case, hours=hours)
    return case


@transaction.atomic
def reserve(*, by: Person, case: Case) -> Case:
    """Put an accepted case last among those in reserve. Doing it twice changes nothing.

    Raises:
        Refused: for the reasons in ``access.reserving_refused``.
    """
    # The programme is locked, so that two cases do not come to the same place.
    Programme.objects.select_for_update().get(pk=case.programme_id)
    case = _locked(case)
    demand(access.reserving_refused(by, case))
    if case.reserve_rank is None:
        last = case.programme.cases.aggregate(last=Max("reserve_rank"))["last"]
        case.reserve_rank = (last or 0) + 1
        case.save(update_fields=["reserve_rank"])
        events.record("cases.reserved", by=by, subject=case)
    return case


@transaction.atomic
def unreserve(*, by: Person, case: Case) -> Case:
    """Take a case out of the reserve; it waits, accepted, as before.

    Raises:
        Refused: for the reasons in ``access.reserving_refused``.
    """
    case = _locked(case)
    demand(access.reserving_refused(by, case))
    if case.reserve_rank is not None:
        case.reserve_rank = None
        case.save(update_fields=["reserve_rank"])
        events.record("cases.unreserved", by=by, subject=case)
    return case


@transaction.atomic
def move_up(*, by: Person, case: Case) -> Case:
    """Let a case in reserve change places with the one before it; the first stays.

    Raises:
        Refused: for the reasons in ``access.reserving_refused``.
    """
    Programme.objects.select_for_update().get(pk=case.programme_id)
    case = _locked(case)
    demand(access.reserving_refused(by, case))
    if case.reserve_rank is None:
        return case
    before = case.programme.cases.filter(reserve_rank__lt=case.reserve_rank)
    other = before.order_by("reserve_rank").last()
    if other is not None:
        other.reserve_rank, case.reserve_rank = case.reserve_rank, other.reserve_rank
        other.save(update_fields=["reserve_rank"])
        case.save(update_fields=["reserve_rank"])
    return case


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("programme__hub", "session")
        .get(pk=case.pk)
    )
