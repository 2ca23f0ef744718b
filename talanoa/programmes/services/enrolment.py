"""Taking a place in a cohort, and giving it up."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from talanoa.countries.models import Country
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes import access
from talanoa.programmes.models import (
    Cohort,
    Enrolment,
    HubAdministrator,
    Invitation,
    Role,
    TeamMember,
)


@transaction.atomic
def enrol(
    *, by: Person | None, cohort: Cohort, person: Person, country: Country | None = None
) -> Enrolment:
    """Give ``person`` a place. Who has one keeps it: a double click enrols once.

    A coordinator may enrol others outside the window of registration, though not
    beyond the places there are.

    Raises:
        Refused: for the reasons in ``access.enrolling_refused``; for others, ``by`` does
            not coordinate the programme or the cohort is full.
        ValidationError: an example country in a programme that is no demonstration.
    """
    # Locked first, so that two people cannot both take the last place.
    cohort = (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("programme__hub")
        .get(pk=cohort.pk)
    )
    place = Enrolment.objects.filter(cohort=cohort, person=person, left_at=None).first()
    if place is not None:
        return place
    if by == person:
        demand(access.enrolling_refused(person, cohort))
    elif by is not None:
        demand(access.coordinates_refused(by, cohort.programme))
    demand(access.fullness_refused(cohort))
    if country is not None and country.is_example and not cohort.programme.is_demonstration:
        raise ValidationError({"country": _("Example countries are for demonstrations only.")})
    place = Enrolment(cohort=cohort, person=person, country=country, enrolled_at=clock.now())
    place.full_clean()
    place.save()
    events.record("programmes.enrolled", by=by, subject=place)
    return place


@transaction.atomic
def leave(*, by: Person | None, cohort: Cohort, person: Person) -> bool:
    """Give up a place; ``False`` when there was none.

    Raises:
        Refused: somebody else's place, and ``by`` does not coordinate the programme.
    """
    if by is not None and by != person:
        demand(access.coordinates_refused(by, cohort.programme))
    place = (
        Enrolment.objects.select_for_update()
        .filter(cohort=cohort, person=person, left_at=None)
        .first()
    )
    if place is None:
        return False
    place.left_at = clock.now()
    place.save(update_fields=["left_at"])
    events.record("programmes.left", by=by, subject=place)
    return True


@transaction.atomic
def forget_person(*, person_id: int, invitations: Collection[int] = ()) -> None:
    """Free the places of somebody who was erased, and end what they did for programmes.

    Args:
        invitations: keys of those sent to their address; they go, since they bear it.
    """
    now = clock.now()
    Enrolment.objects.filter(person_id=person_id, left_at=None).update(left_at=now)
    Role.objects.filter(person_id=person_id).delete()
    TeamMember.objects.filter(person_id=person_id).delete()
    HubAdministrator.objects.filter(person_id=person_id).delete()
    Invitation.objects.filter(Q(accepted_by=person_id) | Q(pk__in=invitations)).delete()
