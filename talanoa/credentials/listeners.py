"""When a certificate may have become due, or untrue; and the mail that brings it."""

from collections.abc import Mapping
from typing import Any

from talanoa.credentials import access, queries, tasks
from talanoa.credentials.models import Certificate
from talanoa.evaluation.models import Wave
from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.live.models import Attendance
from talanoa.notices import services as notices
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.programmes import sections
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Programme


@events.within("live.attendance_final")
def issue_after_attendance(event: Event) -> None:
    tasks.issue_due.enqueue(event.subject_id)


@events.within("live.attendance_corrected")
def issue_after_a_correction(event: Event) -> None:
    corrected = Attendance.objects.get(pk=event.subject_id)
    tasks.issue_to.enqueue(corrected.session_id, corrected.person_id)


@events.within("evaluation.answered")
def issue_after_feedback(event: Event) -> None:
    session_id = Wave.objects.values_list("session_id", flat=True).get(pk=event.subject_id)
    assert event.actor_id is not None  # noqa: S101 - only people answer; for the type checker
    tasks.issue_to.enqueue(session_id, event.actor_id)


@events.within("credentials.issued")
def mail_it(event: Event) -> None:
    certificate = Certificate.objects.select_related("person").get(pk=event.subject_id)
    notices.send(
        key=f"credentials.issued:{certificate.pk}",
        person=certificate.person,
        template="credentials/mail/issued",
        context={"certificate": certificate},
    )


@events.within("credentials.revoked")
def mail_that_it_is_revoked(event: Event) -> None:
    certificate = Certificate.objects.select_related("person").get(pk=event.subject_id)
    if certificate.person is None or certificate.person.erased_at is not None:
        return
    notices.send(
        key=f"credentials.revoked:{certificate.pk}",
        person=certificate.person,
        template="credentials/mail/revoked",
        context={"certificate": certificate},
    )


@events.within("people.erased")
def forget_holder(event: Event) -> None:
    tasks.forget_holder.enqueue(event.subject_id)


@exports.adds("certificates")
def kept(person: Person) -> object:
    certificates = Certificate.objects.filter(person=person).order_by("pk")
    return list(
        certificates.values(
            "number",
            "holder",
            "hub_name",
            "programme_name",
            "session_title",
            "held_at",
            "attended",
            "language",
            "issued_at",
            "revoked_at",
            "revocation",
            "revocation_reason",
        )
    )


def _rule(programme: Programme, person: Viewer) -> Mapping[str, Any] | None:
    """What a certificate asks for: everyone should know before they enrol. Three queries."""
    coordinates = isinstance(person, Person) and access.ruling_refused(person, programme) is None
    return {"rule": queries.rule_of(programme), "coordinates": coordinates}


sections.page.register("certificates", 40, "credentials/_programme_rule.html", context=_rule)
