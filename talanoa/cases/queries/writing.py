"""Reads of who writes a case, what it said before, its files, and the reserve."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from talanoa.cases.models import Case, CaseAttachment, CaseAuthor, CaseVersion, Consent
from talanoa.kernel.models import Event
from talanoa.people.models import Person
from talanoa.programmes.models import Enrolment, Programme, Role, TeamMember


@dataclass(frozen=True, kw_only=True)
class Naming:
    """That somebody was named to present a case instead of another."""

    at: datetime
    by: Person | None
    before: Person
    presenter: Person


def called(name: str, programme: Programme) -> QuerySet[Person]:
    """Those of a programme with this name or address, however it is spelt. One query."""
    enrolled = Enrolment.objects.filter(
        cohort__programme=programme, person=OuterRef("pk"), left_at=None
    )
    works = Role.objects.filter(programme=programme, person=OuterRef("pk"))
    on_a_team = TeamMember.objects.filter(team__programme=programme, person=OuterRef("pk"))
    return (
        Person.objects.filter(Q(name__iexact=name) | Q(email__iexact=name), is_active=True)
        .filter(Exists(enrolled) | Exists(works) | Exists(on_a_team), erased_at=None)
        .order_by("pk")
    )


def authors_of(case: Case) -> QuerySet[CaseAuthor]:
    """Who writes a case with its team now, the first first, each person loaded. One query."""
    return case.authors.filter(removed_at=None).select_related("person")


def members_of(case: Case) -> QuerySet[Person]:
    """The presenter and the team, by name. One query."""
    member = TeamMember.objects.filter(team=case.team_id, person=OuterRef("pk"))
    people = Person.objects.filter(Q(pk=case.presenter_id) | Exists(member), erased_at=None)
    return people.order_by("name", "pk")


def possible_presenters(case: Case) -> QuerySet[Person]:
    """Whom a team can name to present its case: its members, by name. One query."""
    member = TeamMember.objects.filter(team=case.team_id, person=OuterRef("pk"))
    people = Person.objects.filter(Exists(member), is_active=True, erased_at=None)
    return people.order_by("name", "pk")


def namings_of(case: Case) -> list[Naming]:
    """Who was named to present a case, the first first. Two queries."""
    named = Event.objects.filter(kind="cases.presenter_named", subject_id=case.pk)
    events = list(named.select_related("actor").order_by("at", "pk"))
    keys = {event.data[which] for event in events for which in ("before", "presenter")}
    people = Person.objects.in_bulk(keys)
    return [
        Naming(
            at=event.at,
            by=event.actor,
            before=people[event.data["before"]],
            presenter=people[event.data["presenter"]],
        )
        for event in events
    ]


def versions_of(case: Case) -> QuerySet[CaseVersion]:
    """What a case said, the latest first, with who wrote it. One query."""
    return case.versions.select_related("by").order_by("-pk")


def files_of(case: Case) -> tuple[int, int]:
    """How many files a case has, and their bytes. One query."""
    found = CaseAttachment.objects.filter(case=case).aggregate(count=Count("pk"), size=Sum("size"))
    return found["count"], found["size"] or 0


def in_reserve(programme: Programme) -> QuerySet[Case]:
    """The cases that step in when another falls out, in their order. One query."""
    return (
        programme.cases.filter(reserve_rank__isnull=False, withdrawn_at=None)
        .select_related("country", "team", "presenter")
        .order_by("reserve_rank", "pk")
    )


def consents_of(case: Case) -> QuerySet[Consent]:
    """Who agreed to what, the first first. One query."""
    return case.consents.select_related("person", "withdrawn_by").order_by("pk")


def agreed_to(case: Case) -> set[str]:
    """What the team agrees to now. One query."""
    return set(case.consents.filter(withdrawn_at=None).values_list("to", flat=True))
