"""A new version goes to another administrator, and into use; the official wording is confirmed."""

from django.db import transaction

from talanoa.assessment.access import frameworks as access
from talanoa.assessment.models import FrameworkVersion, VersionReturn
from talanoa.assessment.services.loading import name_after
from talanoa.assessment.terms import VersionStatus
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person


@transaction.atomic
def propose(*, by: Person, version: FrameworkVersion) -> FrameworkVersion:
    """Ask another administrator to review a version; once is as good as twice.

    Raises:
        Refused: for the reasons in ``access.proposing_refused``.
    """
    version = _locked(version)
    if version.status == VersionStatus.PROPOSED and version.proposed_by_id == by.pk:
        return version
    demand(access.proposing_refused(by, version))
    version.proposed_at, version.proposed_by = clock.now(), by
    version.save()
    events.record("assessment.version_proposed", by=by, subject=version)
    return version


@transaction.atomic
def give_back(*, by: Person, version: FrameworkVersion, reason: str) -> VersionReturn:
    """Return a version to be worked on further, with what has to change.

    Raises:
        Refused: for the reasons in ``access.reviewing_refused``.
        ValidationError: the reason is blank or too long.
    """
    version = _locked(version)
    demand(access.reviewing_refused(by, version))
    returned = VersionReturn(version=version, by=by, reason=reason.strip())
    returned.full_clean()
    returned.save()
    proposed_by = version.proposed_by_id
    version.proposed_at = version.proposed_by = None
    version.save()
    events.record("assessment.version_returned", by=by, subject=version, proposed_by=proposed_by)
    return returned


@transaction.atomic
def publish(*, by: Person, version: FrameworkVersion) -> FrameworkVersion:
    """Put a version into use; assessments begun before keep theirs. Once is as good as twice.

    Raises:
        Refused: for the reasons in ``access.reviewing_refused``.
    """
    version = _locked(version)
    if version.published_by_id == by.pk:
        return version
    demand(access.reviewing_refused(by, version))
    version.published_at, version.published_by = clock.now(), by
    version.save()
    name_after(version)
    events.record("assessment.version_published", by=by, subject=version)
    return version


@transaction.atomic
def confirm(*, by: Person, version: FrameworkVersion) -> FrameworkVersion:
    """Say that a version has the official wording; until then it is shown as a draft.

    Raises:
        Refused: for the reasons in ``access.confirming_refused``.
    """
    version = _locked(version)
    demand(access.confirming_refused(by, version))
    version.confirmed_at, version.confirmed_by = clock.now(), by
    version.save()
    events.record("assessment.version_confirmed", by=by, subject=version)
    return version


@transaction.atomic
def discard(*, by: Person, version: FrameworkVersion) -> FrameworkVersion:
    """Give up a version that is not in use. It stays readable to administrators.

    Raises:
        Refused: for the reasons in ``access.discarding_refused``.
    """
    version = _locked(version)
    demand(access.discarding_refused(by, version))
    version.discarded_at, version.discarded_by = clock.now(), by
    version.save()
    events.record("assessment.version_discarded", by=by, subject=version)
    return version


def _locked(version: FrameworkVersion) -> FrameworkVersion:
    return FrameworkVersion.objects.select_for_update().get(pk=version.pk)
