"""Hubs, programmes, cohorts, and what programmes are about."""

from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes import access
from talanoa.programmes.freshness import demand_fresh
from talanoa.programmes.models import (
    RESERVED_SLUGS,
    ChallengeArea,
    Cohort,
    FocusArea,
    Hub,
    HubAdministrator,
    Programme,
)
from talanoa.programmes.services.appointments import give_role
from talanoa.programmes.terms import CaseKind, ProgrammeStatus

Area = FocusArea | ChallengeArea
AnyArea = TypeVar("AnyArea", FocusArea, ChallengeArea)


@transaction.atomic
def make_hub(
    *,
    by: Person | None,
    name: str,
    slug: str,
    time_zone: str = "UTC",
    place: str = "",
    is_demonstration: bool = False,
) -> Hub:
    """Make a hub. There is no page for it: whoever runs the server does this, ``by`` nobody.

    Raises:
        ValidationError: the name is blank, the address is taken, or there is no such zone.
    """
    hub = Hub(
        name=name.strip(),
        slug=slug,
        time_zone=time_zone,
        place=place.strip(),
        is_demonstration=is_demonstration,
    )
    hub.full_clean()
    hub.save()
    events.record("programmes.hub_made", by=by, subject=hub)
    return hub


@transaction.atomic
def name_administrator(*, by: Person | None, hub: Hub, person: Person) -> HubAdministrator:
    """Let someone open programmes in ``hub``; once is as good as twice.

    Raises:
        Refused: ``by`` does not administer the hub.
    """
    if by is not None:
        demand(access.administers_refused(by, hub))
    administrator, is_new = HubAdministrator.objects.get_or_create(hub=hub, person=person)
    if is_new:
        events.record("programmes.administrator_named", by=by, subject=administrator)
    return administrator


@transaction.atomic
def open_programme(
    *,
    by: Person | None,
    hub: Hub,
    name: str,
    aim: str,
    slug: str = "",
    description: str = "",
    audience: str = "",
    case_kind: str = CaseKind.COUNTRY,
    allows_anonymous_questions: bool = False,
    is_demonstration: bool = False,
    is_verified: bool = True,
    source: str = "",
) -> Programme:
    """Open a programme as a draft, coordinated by whoever opened it.

    Without a ``slug``, one is made from the name.

    Raises:
        Refused: ``by`` does not administer the hub.
        ValidationError: something is blank or too long, or the address is taken.
    """
    if by is not None:
        demand(access.administers_refused(by, hub))
    programme = Programme(
        hub=hub,
        name=name.strip(),
        slug=slug.strip() or _free_slug(name),
        aim=aim.strip(),
        description=description.strip(),
        audience=audience.strip(),
        case_kind=case_kind,
        allows_anonymous_questions=allows_anonymous_questions,
        is_demonstration=is_demonstration or hub.is_demonstration,
        is_verified=is_verified,
        source=source,
    )
    programme.full_clean()
    programme.save()
    events.record("programmes.opened", by=by, subject=programme)
    if by is not None:
        give_role(by=None, programme=programme, person=by, role="coordinator")
    return programme


@transaction.atomic
def change_programme(
    *,
    by: Person,
    programme: Programme,
    name: str,
    aim: str,
    description: str,
    audience: str,
    case_kind: str,
    allows_anonymous_questions: bool,
    version: int | None = None,
) -> Programme:
    """Change what a programme says of itself. Its address stays, since people have kept it.

    Args:
        version: that of the programme ``by`` was looking at; ``None`` skips the question.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: something is blank or too long; with code ``stale`` when somebody
            else has changed the programme since ``version``.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    demand(access.coordinates_refused(by, programme))
    demand_fresh(version, programme.version)
    programme.name = name.strip()
    programme.aim = aim.strip()
    programme.description = description.strip()
    programme.audience = audience.strip()
    programme.case_kind = case_kind
    programme.allows_anonymous_questions = allows_anonymous_questions
    programme.version += 1
    programme.full_clean()
    programme.save()
    events.record("programmes.changed", by=by, subject=programme)
    return programme


@transaction.atomic
def publish(*, by: Person | None, programme: Programme) -> bool:
    """Let everyone see a programme; ``False`` when they already could.

    Raises:
        Refused: for the reasons in ``access.publishing_refused``.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if by is not None:
        demand(access.publishing_refused(by, programme))
    if programme.status != ProgrammeStatus.DRAFT:
        return False
    programme.status = ProgrammeStatus.PUBLISHED
    programme.published_at = clock.now()
    programme.save(update_fields=["status", "published_at"])
    events.record("programmes.published", by=by, subject=programme)
    return True


@transaction.atomic
def close_programme(*, by: Person, programme: Programme) -> bool:
    """Take no more people in. Everything stays readable; ``False`` when it was closed already.

    Raises:
        Refused: ``by`` does not coordinate the programme, or it was never published.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    demand(access.coordinates_refused(by, programme))
    if programme.status == ProgrammeStatus.DRAFT:
        demand(_("This programme has not been published yet."))
    if programme.status == ProgrammeStatus.CLOSED:
        return False
    programme.status = ProgrammeStatus.CLOSED
    programme.save(update_fields=["status"])
    events.record("programmes.closed", by=by, subject=programme)
    return True


@transaction.atomic
def make_cohort(
    *,
    by: Person | None,
    programme: Programme,
    name: str,
    capacity: int | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> Cohort:
    """Add a cohort.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: the name is blank or taken, or registration closes before it opens.
    """
    if by is not None:
        demand(access.coordinates_refused(by, programme))
    cohort = Cohort(
        programme=programme,
        name=name.strip(),
        capacity=capacity,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    cohort.full_clean()
    cohort.save()
    events.record("programmes.cohort_made", by=by, subject=cohort)
    return cohort


@transaction.atomic
def change_cohort(
    *,
    by: Person,
    cohort: Cohort,
    name: str,
    capacity: int | None,
    opens_on: date | None,
    closes_on: date | None,
    version: int | None = None,
) -> Cohort:
    """Change a cohort. Fewer places than are taken sends nobody away; it only lets nobody in.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: as ``make_cohort``; ``stale`` as ``change_programme``.
    """
    cohort = Cohort.objects.select_for_update().select_related("programme").get(pk=cohort.pk)
    demand(access.coordinates_refused(by, cohort.programme))
    demand_fresh(version, cohort.version)
    cohort.name = name.strip()
    cohort.capacity = capacity
    cohort.opens_on, cohort.closes_on = opens_on, closes_on
    cohort.version += 1
    cohort.full_clean()
    cohort.save()
    events.record("programmes.cohort_changed", by=by, subject=cohort)
    return cohort


@transaction.atomic
def add_focus_area(
    *,
    by: Person | None,
    programme: Programme,
    name: str,
    code: str = "",
    sub_topics: list[dict[str, object]] | None = None,
    source: str = "",
    is_verified: bool = False,
) -> FocusArea:
    """Add to what a programme is about, after what is there.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: the name is blank or too long, or the code is taken.
    """
    area = FocusArea(programme=programme, name=name.strip(), code=code)
    return _add_area(by, area, sub_topics, source, is_verified)


@transaction.atomic
def add_challenge_area(
    *,
    by: Person | None,
    programme: Programme,
    name: str,
    code: str = "",
    sub_topics: list[dict[str, object]] | None = None,
    source: str = "",
    is_verified: bool = False,
    focus_areas: list[FocusArea] | None = None,
) -> ChallengeArea:
    """Add to the difficulties that a programme's cases bring. Raises as ``add_focus_area``."""
    area = ChallengeArea(programme=programme, name=name.strip(), code=code)
    area = _add_area(by, area, sub_topics, source, is_verified)
    area.focus_areas.set(focus_areas or [])
    return area


@transaction.atomic
def change_area(*, by: Person, area: Area, name: str, is_verified: bool) -> None:
    """Reword an area, or confirm its wording, which only a hub's administrator may do.

    Raises:
        Refused: ``by`` does not coordinate the programme, or confirms without
            administering the hub.
        ValidationError: the name is blank or too long.
    """
    demand(access.coordinates_refused(by, area.programme))
    if is_verified and not area.is_verified:
        demand(access.administers_refused(by, area.programme.hub))
    area.name = name.strip()
    area.is_verified = is_verified
    area.full_clean()
    area.save(update_fields=["name", "is_verified"])
    events.record("programmes.area_changed", by=by, subject=area)


@transaction.atomic
def remove_area(*, by: Person, area: Area) -> None:
    """Take an area away.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ProtectedError: a case or a recommendation stands under it.
    """
    demand(access.coordinates_refused(by, area.programme))
    events.record("programmes.area_removed", by=by, subject=area, name=area.name)
    area.delete()


def _add_area(
    by: Person | None,
    area: AnyArea,
    sub_topics: list[dict[str, object]] | None,
    source: str,
    is_verified: bool,
) -> AnyArea:
    if by is not None:
        demand(access.coordinates_refused(by, area.programme))
        if is_verified:
            demand(access.administers_refused(by, area.programme.hub))
    siblings = type(area).objects.filter(programme=area.programme)
    area.position = siblings.count()
    taken = set(siblings.values_list("code", flat=True))
    area.code = area.code or _free_code(area, taken, area.position + 1)
    area.sub_topics = sub_topics or []
    area.source = source
    area.is_verified = is_verified
    area.full_clean()
    area.save()
    events.record("programmes.area_added", by=by, subject=area)
    return area


def _free_code(area: Area, taken: set[str], number: int) -> str:
    """A code from the area's name with the first number that is free, from ``number`` on."""
    wanted = slugify(area.name)[:40] or "area"
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def _free_slug(name: str) -> str:
    """An address from a name; names in other scripts than Latin give a number."""
    wanted = slugify(name)[:40] or "programme"
    taken = (
        set(Programme.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
        | RESERVED_SLUGS
    )
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
