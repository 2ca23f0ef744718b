"""What a coordinator does with a case: accept, return, schedule; and what sessions do to it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access
from talanoa.cases.models import Case
from talanoa.cases.services import places
from talanoa.cases.services.guarding import Choice, settle_text
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.models import Person
from talanoa.schedule.models import AgendaItem, LiveSession
from talanoa.schedule.terms import AgendaKind


@transaction.atomic
def accept(*, by: Person, case: Case, revision: int) -> Case:
    """Take a case into the programme.

    Args:
        revision: the one that was read; a case changed since is not accepted unread.

    Raises:
        Refused: for the reasons in ``access.accepting_refused``, or the case has changed, or it
            is a clinical case that nobody else has looked at.
    """
    case = _locked(case)
    demand(access.accepting_refused(by, case))
    if case.revision != revision:
        raise Refused(
            _("The team has changed the case since you opened it. Read it again, then decide.")
        )
    demand(access.look_missing(case))
    case.accepted_at = clock.now()
    case.save(update_fields=["accepted_at"])
    events.record("cases.accepted", by=by, subject=case)
    return case


@transaction.atomic
def return_to_team(
    *, by: Person, case: Case, reason: str, choices: Mapping[str, Choice] | None = None
) -> Case:
    """Give a case back to its team with what it still needs.

    Args:
        choices: what was decided about passages of the reason that may identify somebody.

    Raises:
        Refused: for the reasons in ``access.returning_refused``.
        Identifying: something found in the reason is not decided; the case stays where it is.
        ValidationError: the reason is blank or too long.
    """
    case = _locked(case)
    demand(access.returning_refused(by, case))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say what the team should change.")})
    case.return_reason, case.reason_guarded = settle_text(
        reason,
        choices or {},
        by=by,
        part="reason",
        label=_("What the team should change"),
        kind=case.kind,
    )
    case.returned_at = clock.now()
    case.accepted_at = case.reserve_rank = None
    case.full_clean()
    case.save(
        update_fields=[
            "returned_at",
            "accepted_at",
            "return_reason",
            "reason_guarded",
            "reserve_rank",
        ]
    )
    events.record("cases.returned", by=by, subject=case)
    return case


@transaction.atomic
def schedule(*, by: Person, case: Case, item: AgendaItem) -> Case:
    """Give a case its place in a session's agenda; a case that had another moves.

    Raises:
        Refused: for the reasons in ``access.scheduling_refused``, or the place cannot be had.
    """
    # The session is locked so that two coordinators cannot both find the place free; and
    # before the case, as whoever rewrites an agenda holds the session when its places go.
    LiveSession.objects.select_for_update(no_key=True).get(pk=item.session_id)
    item = AgendaItem.objects.select_related("session__cohort").get(pk=item.pk)
    case = _locked(case)
    demand(access.scheduling_refused(by, case))
    demand(_place_refused(case, item))
    if case.agenda_item_id == item.pk:
        return case
    case.session = item.session
    case.agenda_item = item
    case.reserve_rank = None
    case.full_clean()
    case.save(update_fields=["session", "agenda_item", "reserve_rank"])
    events.record("cases.scheduled", by=by, subject=case, session=item.session_id)
    return case


@transaction.atomic
def unschedule(*, by: Person, case: Case) -> Case:
    """Take a case out of its session; it waits, accepted, for another. Done twice it is done once.

    Raises:
        Refused: for the reasons in ``access.scheduling_refused``.
    """
    case = _locked(case)
    demand(access.scheduling_refused(by, case))
    if case.session_id is not None:
        places.free(case, by=by)
    return case


@transaction.atomic
def put_back(*, by: Person, case: Case) -> Case:
    """Say that a case was not discussed after all: it waits for another session.

    Raises:
        Refused: for the reasons in ``access.putting_back_refused``.
    """
    case = _locked(case)
    demand(access.putting_back_refused(by, case))
    case.discussed_at = None
    case.save(update_fields=["discussed_at"])
    places.free(case, by=by)
    return case


@transaction.atomic
def discuss_cases_of(*, session: LiveSession) -> int:
    """Count the cases on a closed session's agenda as discussed. Safe to run twice.

    Returns:
        How many became so now.
    """
    if session.closed_at is None:
        return 0
    waiting = Case.objects.select_for_update().filter(
        session=session, agenda_item__isnull=False, discussed_at=None, withdrawn_at=None
    )
    count = 0
    for case in waiting.order_by("pk"):
        case.discussed_at = session.closed_at
        case.save(update_fields=["discussed_at"])
        events.record("cases.discussed", by=None, subject=case)
        count += 1
    return count


@transaction.atomic
def free_cases_of(*, session: LiveSession) -> int:
    """Let cases wait for another session when theirs is cancelled, or their place in it is gone.

    Safe to run twice.

    Returns:
        How many were freed now.
    """
    scheduled = Case.objects.select_for_update().filter(
        session=session, discussed_at=None, withdrawn_at=None
    )
    if session.cancelled_at is None:
        scheduled = scheduled.filter(agenda_item=None)
    count = 0
    for case in scheduled.order_by("pk"):
        places.free(case, by=None)
        count += 1
    return count


def _place_refused(case: Case, item: AgendaItem) -> str | None:
    session = item.session
    if session.cohort.programme_id != case.programme_id:
        return _("That session belongs to another programme.")
    if item.kind != AgendaKind.CASE:
        return _("That part of the agenda is not for a case.")
    if session.cancelled_at is not None:
        return _("That session is cancelled.")
    if session.opened_at is not None:
        return _("That session has begun already.")
    if Case.objects.filter(agenda_item=item).exclude(pk=case.pk).exists():
        return _("Another case has that place already.")
    return None


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("programme__hub", "session")
        .get(pk=case.pk)
    )
