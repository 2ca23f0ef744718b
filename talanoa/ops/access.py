"""Who may see how the product is running: the staff of the hub, and nobody else."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel.refusals import NotVisible
from talanoa.ops.models import FailedJob
from talanoa.people.models import Person


def demand_staff(person: Person | AnonymousUser) -> Person:
    """The door to the operations page.

    Raises:
        NotVisible: ``person`` is not of the staff.
    """
    if isinstance(person, Person) and person.is_active and person.is_staff:
        return person
    raise NotVisible("operations")


def failed_jobs_visible_to(person: Person) -> QuerySet[FailedJob]:
    """All of them to the staff, none to others."""
    if person.is_active and person.is_staff:
        return FailedJob.objects.all()
    return FailedJob.objects.none()


def get_failed_job(person: Person, failed_id: int) -> FailedJob:
    """The only door to one failed job.

    Raises:
        NotVisible: no such job, or ``person`` is not of the staff.
    """
    failed = failed_jobs_visible_to(person).filter(pk=failed_id).first()
    if failed is None:
        raise NotVisible(failed_id)
    return failed


def running_again_refused(person: Person, failed: FailedJob) -> str | None:
    """Why ``person`` may not run the job again; ``None`` when they may."""
    return _dealing_refused(person, failed)


def setting_aside_refused(person: Person, failed: FailedJob) -> str | None:
    """Why ``person`` may not set the job aside; ``None`` when they may."""
    return _dealing_refused(person, failed)


def _dealing_refused(person: Person, failed: FailedJob) -> str | None:
    if not person.is_staff:
        return _("Only the staff of the hub can do this.")
    if failed.dealt_with_at is not None:
        return _("Someone has already dealt with this job.")
    return None
