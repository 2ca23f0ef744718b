"""Who sees which programme, and who may do what in it.

A draft is seen by those who work on it and by nobody else; everything else is public.
"""

from datetime import datetime, time

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel.compiled import Compiled
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.people.queries import today_in
from talanoa.programmes.models import (
    Cohort,
    Enrolment,
    Hub,
    HubAdministrator,
    Programme,
    Role,
)
from talanoa.programmes.terms import ProgrammeStatus, RoleName
from talanoa.ui.moments import date_words

Viewer = Person | AnonymousUser


def programmes_visible_to(person: Viewer) -> QuerySet[Programme]:
    """Everyone sees what has been published; drafts are for role-holders and administrators."""
    public = ~Q(status=ProgrammeStatus.DRAFT)
    if person.pk is None:
        return Programme.objects.filter(public)
    works_on_it = Role.objects.filter(programme=OuterRef("pk"), person_id=person.pk)
    runs_its_hub = HubAdministrator.objects.filter(hub=OuterRef("hub"), person_id=person.pk)
    return Programme.objects.filter(public | Exists(works_on_it) | Exists(runs_its_hub))


def sees(person: Viewer, programme: Programme) -> bool:
    """Whether it is one of ``programmes_visible_to``. No query unless it is a draft, then two."""
    return programme.status != ProgrammeStatus.DRAFT or bool(roles_of(person, programme))


def get_programme(person: Viewer, slug: str) -> Programme:
    """The only door to one programme, with its hub. One query, three for a draft.

    Raises:
        NotVisible: no such programme, or not one ``person`` may see.
    """
    found = Programme.objects.select_related("hub").filter(slug=slug).first()
    if found is None or not sees(person, found):
        raise NotVisible(slug)
    return found


def get_cohort(person: Viewer, slug: str, cohort_id: int) -> Cohort:
    """The only door to one cohort, with its programme and hub.

    Raises:
        NotVisible: no such cohort in that programme, or not one ``person`` may see.
    """
    programme = get_programme(person, slug)
    found = programme.cohorts.filter(pk=cohort_id).first()
    if found is None:
        raise NotVisible(cohort_id)
    found.programme = programme
    return found


def get_own_programme(person: Person, slug: str) -> Programme:
    """The door to a programme's desk pages: for its coordinators.

    Raises:
        NotVisible: no such programme, or ``person`` does not coordinate it.
    """
    programme = get_programme(person, slug)
    if not is_coordinator(person, programme):
        raise NotVisible(slug)
    return programme


def get_own_cohort(person: Person, slug: str, cohort_id: int) -> Cohort:
    """As ``get_cohort``, for coordinators only.

    Raises:
        NotVisible: no such cohort, or ``person`` does not coordinate its programme.
    """
    cohort = get_cohort(person, slug, cohort_id)
    if not is_coordinator(person, cohort.programme):
        raise NotVisible(cohort_id)
    return cohort


def hubs_run_by(person: Viewer) -> QuerySet[Hub]:
    """The hubs in which ``person`` may open programmes, by name."""
    if person.pk is None:
        return Hub.objects.none()
    runs_it = HubAdministrator.objects.filter(hub=OuterRef("pk"), person_id=person.pk)
    return Hub.objects.filter(Exists(runs_it)).order_by("name", "pk")


def programmes_coordinated_by(person: Viewer) -> QuerySet[Programme]:
    """The programmes whose desk ``person`` may open."""
    if person.pk is None:
        return Programme.objects.none()
    coordinates = Role.objects.filter(
        programme=OuterRef("pk"), person_id=person.pk, role=RoleName.COORDINATOR
    )
    runs_its_hub = HubAdministrator.objects.filter(hub=OuterRef("hub"), person_id=person.pk)
    return Programme.objects.filter(Exists(coordinates) | Exists(runs_its_hub))


def has_a_desk(person: Person) -> bool:
    """Whether ``programmes_coordinated_by`` holds any. One query, lighter: every page asks it."""
    return bool(_has_a_desk(person=person.pk))


_has_a_desk = Compiled(
    lambda person: Person.objects.filter(
        Q(roles__role=RoleName.COORDINATOR) | Q(hubs_run__hub__programmes__isnull=False), pk=person
    ).values_list("pk")[:1]
)


def administers(person: Viewer, hub: Hub) -> bool:
    return person.pk is not None and bool(_administrations(person=person.pk, hub=hub.pk))


def roles_of(person: Viewer, programme: Programme) -> set[str]:
    """The names of a person's roles; a hub's administrators count as coordinators. Two queries."""
    if person.pk is None:
        return set()
    roles = {role for (role,) in _roles(person=person.pk, programme=programme.pk)}
    if _administrations(person=person.pk, hub=programme.hub_id):
        roles.add(RoleName.COORDINATOR)
    return roles


_roles = Compiled(
    lambda person, programme: Role.objects.filter(person=person, programme=programme).values_list(
        "role"
    )
)
_administrations = Compiled(
    lambda person, hub: HubAdministrator.objects.filter(person=person, hub=hub).values_list("pk")
)


def is_coordinator(person: Viewer, programme: Programme) -> bool:
    return RoleName.COORDINATOR in roles_of(person, programme)


def coordinates_refused(person: Viewer, programme: Programme) -> str | None:
    """Why ``person`` may not run this programme; ``None`` when they may."""
    if is_coordinator(person, programme):
        return None
    return _("Only coordinators of this programme can do this.")


def administers_refused(person: Viewer, hub: Hub) -> str | None:
    """Why ``person`` may not open programmes in ``hub``; ``None`` when they may."""
    if administers(person, hub):
        return None
    return _("Only administrators of this hub can do this.")


def publishing_refused(person: Viewer, programme: Programme) -> str | None:
    """Why ``person`` may not publish this programme now; ``None`` when they may."""
    if refused := coordinates_refused(person, programme):
        return refused
    if programme.status == ProgrammeStatus.CLOSED:
        return _("This programme is closed.")
    if not programme.cohorts.exists():
        return _("Add a cohort first, so that people have something to enrol in.")
    return None


def registration_refused(cohort: Cohort) -> str | None:
    """Why nobody can enrol in ``cohort`` today; ``None`` when people can. One query."""
    programme = cohort.programme
    if programme.status == ProgrammeStatus.CLOSED:
        return _("This programme is closed.")
    if programme.status == ProgrammeStatus.DRAFT:
        return _("This programme has not been published yet.")
    today = today_in(programme.hub.time_zone)
    if cohort.opens_on and today < cohort.opens_on:
        day = date_words(datetime.combine(cohort.opens_on, time(12)))
        return _("Registration opens on %(day)s.") % {"day": day}
    if cohort.closes_on and today > cohort.closes_on:
        return _("Registration has closed.")
    return fullness_refused(cohort)


def fullness_refused(cohort: Cohort) -> str | None:
    """Why ``cohort`` takes nobody else; ``None`` while it has places.

    One query, none where its places were counted with it: see ``queries.with_taken``.
    """
    if cohort.capacity is None:
        return None
    counted = getattr(cohort, "taken", None)
    if (_taken(cohort) if counted is None else counted) < cohort.capacity:
        return None
    return _("All places in this cohort are taken.")


def enrolling_refused(person: Viewer, cohort: Cohort) -> str | None:
    """Why ``person`` may not enrol themselves in ``cohort`` now; ``None`` when they may."""
    if not isinstance(person, Person):
        return _("Sign in to enrol.")
    if person.is_guest:
        return _("Guests of one session cannot enrol. Sign in with an e-mail address first.")
    return registration_refused(cohort)


def _taken(cohort: Cohort) -> int:
    return Enrolment.objects.filter(cohort=cohort, left_at=None).count()
