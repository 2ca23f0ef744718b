"""Who sees which version of a framework, and who may change, review and confirm one.

What was published is public. Versions being written are for the administrators of hubs: a
framework belongs to no single hub.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.assessment.models import FrameworkVersion
from talanoa.assessment.terms import Subject, VersionStatus
from talanoa.kernel.compiled import Compiled
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes.models import HubAdministrator

Viewer = Person | AnonymousUser


def runs_a_hub(person: Viewer) -> bool:
    """Whether ``person`` administers any hub. One query."""
    return person.pk is not None and bool(_hubs_run(person=person.pk))


_hubs_run = Compiled(
    lambda person: HubAdministrator.objects.filter(person=person).values_list("pk")[:1]
)


def versions_visible_to(person: Viewer) -> QuerySet[FrameworkVersion]:
    """Everyone sees what was published; who runs a hub also what is written or was discarded."""
    versions = FrameworkVersion.objects.select_related("framework")
    return versions if runs_a_hub(person) else versions.filter(published_at__isnull=False)


def get_version(person: Viewer, code: str, number: int) -> FrameworkVersion:
    """The only door to one version, with its framework. One query, two for one not published.

    Raises:
        NotVisible: no such version, or not one ``person`` may see.
    """
    found = (
        FrameworkVersion.objects.select_related("framework", "replaces")
        .filter(framework__code=code, number=number)
        .first()
    )
    if found is None or not (found.published_at or runs_a_hub(person)):
        raise NotVisible(code, number)
    return found


def get_country_version(code: str, *, asking: str = "") -> FrameworkVersion:
    """The newest version in use of a framework by which countries judge themselves. One query.

    Args:
        asking: the indicator it must hold; empty: whichever.

    Raises:
        NotVisible: there is none.
    """
    versions = FrameworkVersion.objects.select_related("framework").filter(
        framework__code=code, framework__subject=Subject.COUNTRY, published_at__isnull=False
    )
    if asking:
        versions = versions.filter(indicators__code=asking)
    found = versions.order_by("-number").first()
    if found is None:
        raise NotVisible(code, asking)
    return found


def get_own_version(person: Person, code: str, number: int) -> FrameworkVersion:
    """As ``get_version``, for those who run a hub only.

    Raises:
        NotVisible: no such version, or ``person`` runs no hub.
    """
    if not runs_a_hub(person):
        raise NotVisible(code, number)
    return get_version(person, code, number)


def administers_refused(person: Person) -> str | None:
    """Why ``person`` may not work on frameworks at all; ``None`` when they may."""
    if runs_a_hub(person):
        return None
    return _("Only administrators of a hub can change indicator frameworks.")


def beginning_refused(person: Person, version: FrameworkVersion) -> str | None:
    """Why ``person`` may not begin a new version from ``version``; ``None`` when they may."""
    if refused := administers_refused(person):
        return refused
    siblings = FrameworkVersion.objects.filter(framework=version.framework_id)
    if siblings.filter(published_at=None, discarded_at=None).exists():
        return _("A new version of this framework is being written already.")
    newest = siblings.filter(published_at__isnull=False).order_by("-number").first()
    if newest != version:
        return _("A new version is begun from the newest one that was published.")
    return None


def wording_refused(person: Person, version: FrameworkVersion) -> str | None:
    """Why ``person`` may not change what ``version`` says now; ``None`` when they may."""
    if refused := administers_refused(person):
        return refused
    match version.status:
        case VersionStatus.PUBLISHED:
            return _("This version is in use and stays as it is. Begin a new one from it.")
        case VersionStatus.DISCARDED:
            return _("This version was discarded.")
        case VersionStatus.PROPOSED:
            return _("This version waits for its review. Whoever reviews it can return it.")
    return None


def proposing_refused(person: Person, version: FrameworkVersion) -> str | None:
    """Why ``person`` may not ask for the review of ``version``; ``None`` when they may."""
    if refused := wording_refused(person, version):
        return refused
    if version.dimensions.filter(indicators=None).exists() or not version.indicators.exists():
        return _("Each dimension needs an indicator first; remove those that have none.")
    return None


def reviewing_refused(person: Person, version: FrameworkVersion) -> str | None:
    """Why ``person`` may not publish or return ``version``; ``None`` when they may."""
    if refused := administers_refused(person):
        return refused
    if version.status != VersionStatus.PROPOSED:
        return _("This version does not wait for a review.")
    if person.pk in {version.made_by_id, version.proposed_by_id}:
        return _("Another administrator reviews what you wrote or proposed.")
    return None


def confirming_refused(person: Person, version: FrameworkVersion) -> str | None:
    """Why ``person`` may not confirm the wording of ``version``; ``None`` when they may."""
    if refused := administers_refused(person):
        return refused
    if version.status != VersionStatus.PUBLISHED:
        return _("Only a published version is confirmed.")
    if version.is_confirmed:
        return _("The wording of this version is confirmed already.")
    return None


def discarding_refused(person: Person, version: FrameworkVersion) -> str | None:
    """Why ``person`` may not discard ``version``; ``None`` when they may."""
    if refused := administers_refused(person):
        return refused
    if version.status == VersionStatus.PUBLISHED:
        return _("This version is in use and stays as it is.")
    if version.status == VersionStatus.DISCARDED:
        return _("This version was discarded.")
    return None
