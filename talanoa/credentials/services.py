"""Set rules, issue certificates and take them back: the only code that writes in this room."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talanoa.credentials import access, numbers, queries
from talanoa.credentials.models import Certificate, CreditRule
from talanoa.credentials.rule import attended_enough
from talanoa.credentials.terms import ISSUED_AT_ONCE, Revocation
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.live.models import Attendance
from talanoa.people.models import Person
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession


@transaction.atomic
def set_rule(
    *, by: Person, programme: Programme, minimum_percent: int, needs_feedback: bool
) -> CreditRule:
    """Say what a programme asks of whoever wants a certificate.

    Certificates issued before keep the rule they were issued under.

    Raises:
        Refused: for the reasons in ``access.ruling_refused``.
        ValidationError: the share is not between 1 and 100.
    """
    demand(access.ruling_refused(by, programme))
    rule = queries.rule_of(programme)
    rule.minimum_percent = minimum_percent
    rule.needs_feedback = needs_feedback
    rule.full_clean()
    rule.save()
    events.record("credentials.rule_set", by=by, subject=programme, percent=minimum_percent)
    return rule


@transaction.atomic
def issue_due(*, session: LiveSession, only: Person | None = None) -> list[Certificate]:
    """Bring a session's certificates in line with its final attendance and its feedback.

    Issues what is due and not there, and takes back what a correction of the attendance has
    made untrue. What a coordinator has revoked stays revoked. Safe to run twice, or at once.

    Args:
        only: whose certificate to look at, which costs as much in a session of one as of
            thousands; ``None``: everyone's.

    Returns:
        The certificates issued now: at most ``ISSUED_AT_ONCE``, and when it is that many there
        may be more to issue.
    """
    # Locked so that two workers cannot both find that someone has none yet.
    session = (
        LiveSession.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__programme__hub")
        .get(pk=session.pk)
    )
    if session.opened_at is None or session.closed_at is None:
        return []
    lasted = session.closed_at - session.opened_at
    attendances, certificates = queries.final_attendances(session), session.certificates.all()
    if only is not None:
        attendances, certificates = (
            attendances.filter(person=only),
            certificates.filter(person=only),
        )
    _take_back_untrue(certificates, {one.person_id: one for one in attendances}, lasted)
    rule = queries.rule_of(session.cohort.programme)
    settled = _settled(certificates)
    due = [
        attendance
        for attendance in attendances
        if attendance.person_id not in settled
        and attendance.person.erased_at is None
        and (attendance.has_answered or not rule.needs_feedback)  # type: ignore[attr-defined]
        and attended_enough(
            attended=attendance.attended, lasted=lasted, minimum_percent=rule.minimum_percent
        )
    ]
    return [_issue(session, one, rule=rule, lasted=lasted) for one in due[:ISSUED_AT_ONCE]]


@transaction.atomic
def revoke(*, by: Person, certificate: Certificate, reason: str) -> Certificate:
    """Take a certificate back for good; its number keeps answering, and says so.

    Raises:
        Refused: for the reasons in ``access.revoking_refused``.
        ValidationError: the reason is blank or longer than 300 characters.
    """
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("session__cohort__programme__hub")
        .get(pk=certificate.pk)
    )
    demand(access.revoking_refused(by, certificate))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why the certificate is revoked.")})
    _revoke(certificate, Revocation.DECIDED, by=by, reason=reason)
    return certificate


@transaction.atomic
def forget_holder(*, person: Person) -> int:
    """Take the name of someone who was erased off their certificates, which no longer hold.

    Safe to run twice. Returns how many certificates bore it.
    """
    if person.erased_at is None:
        return 0
    held = Certificate.objects.select_for_update().filter(person=person).exclude(holder="")
    count = 0
    for certificate in held.order_by("pk"):
        certificate.holder = ""
        certificate.save(update_fields=["holder"])
        if certificate.revoked_at is None:
            _revoke(certificate, Revocation.ERASED, by=None)
        count += 1
    return count


def _settled(certificates: QuerySet[Certificate]) -> set[int | None]:
    """Who has one that holds, or had one that somebody decided to revoke. One query."""
    rows = certificates.exclude(revocation=Revocation.CORRECTED)
    return set(rows.values_list("person_id", flat=True))


def _take_back_untrue(
    certificates: QuerySet[Certificate], attendances: dict[int, Attendance], lasted: timedelta
) -> None:
    for certificate in certificates.filter(revoked_at=None).order_by("pk"):
        now = attendances.get(certificate.person_id or 0)
        if now is not None and (now.attended, lasted) == (certificate.attended, certificate.lasted):
            continue
        _revoke(certificate, Revocation.CORRECTED, by=None)


def _issue(
    session: LiveSession, attendance: Attendance, *, rule: CreditRule, lasted: timedelta
) -> Certificate:
    programme = session.cohort.programme
    person = attendance.person
    certificate = Certificate(
        number=numbers.new(),
        person=person,
        session=session,
        holder=person.name or _("Someone without a name"),
        hub_name=programme.hub.name,
        programme_name=programme.name,
        session_title=session.title,
        held_at=session.opened_at or session.starts_at,
        time_zone=session.time_zone,
        attended=attendance.attended,
        lasted=lasted,
        minimum_percent=rule.minimum_percent,
        needed_feedback=rule.needs_feedback,
        language=person.language or get_language() or "en",
        is_demonstration=session.is_demonstration or programme.is_demonstration,
    )
    certificate.full_clean()
    certificate.save()
    events.record("credentials.issued", by=None, subject=certificate)
    return certificate


def _revoke(
    certificate: Certificate, revocation: Revocation, *, by: Person | None, reason: str = ""
) -> None:
    certificate.revoked_at = clock.now()
    certificate.revocation = revocation
    certificate.revocation_reason = reason
    certificate.revoked_by = by
    certificate.clean_fields(exclude=["holder"])
    certificate.save(update_fields=["revoked_at", "revocation", "revocation_reason", "revoked_by"])
    events.record("credentials.revoked", by=by, subject=certificate, why=revocation.value)
