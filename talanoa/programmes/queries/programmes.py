"""Reads about programmes and their people."""

from django.db.models import (
    Case,
    Count,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)

from talanoa.countries import queries as countries
from talanoa.countries.models import Country
from talanoa.people.models import Person
from talanoa.programmes import access
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import (
    Cohort,
    CountryTeam,
    Enrolment,
    Invitation,
    Programme,
    Role,
)
from talanoa.programmes.terms import ProgrammeStatus


def shown_to(person: Viewer) -> QuerySet[Programme]:
    """What the list of programmes shows: running ones first, then drafts, then closed ones.

    Hubs are loaded; each has ``people``, the number enrolled. One query.
    """
    enrolled_now = Q(cohorts__enrolments__left_at=None)
    return (
        access.programmes_visible_to(person)
        .select_related("hub")
        .annotate(
            people=Count("cohorts__enrolments__person", filter=enrolled_now, distinct=True),
        )
        .order_by(_rank(), "name", "pk")
    )


def cohorts_of(programme: Programme) -> list[Cohort]:
    """Cohorts in the order in which they were made; each has ``taken``. One query."""
    cohorts = list(with_taken(programme.cohorts.order_by("pk")))
    for cohort in cohorts:
        cohort.programme = programme
    return cohorts


def with_taken(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Each cohort with ``taken``, the number of places that are."""
    return cohorts.annotate(taken=Count("enrolments", filter=Q(enrolments__left_at=None)))


def enrolled(cohort: Cohort) -> QuerySet[Person]:
    """The people in ``cohort`` now, in the order in which they enrolled."""
    return Person.objects.filter(enrolments__cohort=cohort, enrolments__left_at=None).order_by(
        "enrolments__enrolled_at", "pk"
    )


def is_enrolled(person: Viewer, cohort: Cohort) -> bool:
    return _current(person, cohort).exists()


def cohorts_joined(person: Viewer, programme: Programme) -> set[int]:
    """The keys of the programme's cohorts in which ``person`` is enrolled. One query."""
    if person.pk is None:
        return set()
    places = Enrolment.objects.filter(
        cohort__programme=programme, person_id=person.pk, left_at=None
    )
    return set(places.values_list("cohort_id", flat=True))


def cohort_to_join(person: Viewer, programme: Programme) -> Cohort | None:
    """Where somebody who is enrolled in no cohort of the programme can enrol. Up to two queries.

    One more for each cohort that has limited places, until one has some left.
    """
    if cohorts_joined(person, programme):
        return None
    open_now = (
        cohort
        for cohort in cohorts_of(programme)
        if access.enrolling_refused(person, cohort) is None
    )
    return next(open_now, None)


def enrolments(programme: Programme) -> QuerySet[Enrolment]:
    """Everyone enrolled now, by cohort and then by name; person and country loaded. One query."""
    return (
        Enrolment.objects.filter(cohort__programme=programme, left_at=None)
        .select_related("person", "country", "cohort")
        .order_by("cohort_id", "person__name", "person__email", "pk")
    )


def country_of(person: Person, programme: Programme) -> Country | None:
    """The country a person enrolled for, else that of their team. At most two queries.

    Of a regional team nobody can say for which of its countries somebody speaks.
    """
    place = (
        Enrolment.objects.filter(cohort__programme=programme, person=person, country__isnull=False)
        .select_related("country")
        .order_by("left_at", "-pk")
        .first()
    )
    if place is not None:
        return place.country
    team = (
        CountryTeam.objects.filter(
            programme=programme, members__person=person, country__isnull=False
        )
        .select_related("country")
        .order_by("pk")
        .first()
    )
    return team.country if team else None


def countries_for(programme: Programme) -> list[Country]:
    """Countries one can enrol for, by name in the reader's language. One query.

    The example countries XA to XZ are there only in a demonstration, and stand first.
    """
    found = Country.objects.all()
    if not programme.is_demonstration:
        found = found.filter(is_example=False)
    in_order = countries.in_order(found)
    return sorted(in_order, key=lambda country: not country.is_example)


def roles(programme: Programme) -> QuerySet[Role]:
    """Who does what, coordinators first, then in order of appointment; people loaded."""
    return programme.roles.select_related("person").order_by("role", "since", "pk")


def open_invitations(programme: Programme) -> QuerySet[Invitation]:
    """Invitations without an answer, newest first; teams loaded. One query."""
    return (
        programme.invitations.filter(accepted_at=None, withdrawn_at=None)
        .select_related("team")
        .order_by("-invited_at", "-pk")
    )


def _current(person: Viewer, cohort: Cohort) -> QuerySet[Enrolment]:
    places = Enrolment.objects.filter(cohort=cohort, left_at=None)
    return places.filter(person_id=person.pk) if person.pk is not None else places.none()


def _rank() -> Case:
    order = [ProgrammeStatus.PUBLISHED, ProgrammeStatus.DRAFT, ProgrammeStatus.CLOSED]
    whens = [When(status=status, then=Value(rank)) for rank, status in enumerate(order)]
    return Case(*whens, output_field=IntegerField())


def invitations_to(person: Person) -> QuerySet[Invitation]:
    """What somebody was invited to: at their address, or at another where they accepted."""
    theirs = Q(accepted_by=person)
    if person.email:
        theirs |= Q(address__iexact=person.email)
    return Invitation.objects.filter(theirs).order_by("pk")
