"""Reads of questions that cannot wait."""

from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from talanoa.cases import access
from talanoa.cases.models import Case, Routing, UrgentQuestion
from talanoa.cases.routing import Expert
from talanoa.people.models import Person
from talanoa.programmes.access import programmes_coordinated_by
from talanoa.programmes.models import Programme


def urgent_questions_of(person: Person, programme: Programme) -> QuerySet[UrgentQuestion]:
    """A programme's questions between sessions as far as somebody may see them, latest first.

    Asker and routings with their experts are loaded. Two queries.
    """
    return (
        access.urgent_questions_visible_to(person)
        .filter(programme=programme)
        .select_related("asker", "case", "answered_by")
        .prefetch_related(Prefetch("routings", Routing.objects.select_related("expert")))
        .order_by("-asked_at", "-pk")
    )


def experts_for(question: UrgentQuestion) -> list[Expert]:
    """The experts of the programme, as the choice looks at them. One query."""
    language = question.asker.language if question.asker else ""
    with_them = Q(
        questions_routed__handed_on_at=None,
        questions_routed__lapsed_at=None,
        questions_routed__question__answered_at=None,
    )
    knows = UrgentQuestion.objects.filter(
        answered_by=OuterRef("pk"), focus_area=question.focus_area_id
    )
    people = access.experts_of(question.programme).annotate(
        open_count=Count("questions_routed", filter=with_them, distinct=True),
        last_at=Max("questions_routed__routed_at"),
        knows_area=Exists(knows),
    )
    return [
        Expert(
            key=person.pk,
            speaks_it=person.language == language,
            knows_area=question.focus_area_id is not None and person.knows_area,
            open=person.open_count,
            last_at=person.last_at,
        )
        for person in people
    ]


def experts_left(question: UrgentQuestion) -> QuerySet[Person]:
    """The experts of the programme whom a question has not been with, by name. One query."""
    been = Routing.objects.filter(question=question, expert=OuterRef("pk"))
    found = access.experts_of(question.programme).filter(~Exists(been))
    return found.exclude(pk=question.asker_id or 0).order_by("name", "pk")


def urgent_with_nobody(person: Person) -> QuerySet[UrgentQuestion]:
    """Those of the programmes a person coordinates that wait and no expert has, the longest first.

    The programme is loaded. One query.
    """
    held = Routing.objects.filter(question=OuterRef("pk"), handed_on_at=None, lapsed_at=None)
    return (
        UrgentQuestion.objects.filter(
            ~Exists(held),
            programme__in=programmes_coordinated_by(person),
            answered_at=None,
        )
        .exclude(text="")
        .select_related("programme")
        .order_by("asked_at", "pk")
    )


def routings_overdue(*, now: datetime) -> QuerySet[Routing]:
    """Those whose time has passed without an answer, the longest first. One query."""
    return (
        Routing.objects.filter(
            due_at__lte=now, handed_on_at=None, lapsed_at=None, question__answered_at=None
        )
        .select_related("question")
        .order_by("due_at", "pk")
    )


def cases_to_ask_about(person: Person, programme: Programme) -> QuerySet[Case]:
    """The cases of somebody and their teams in a programme, by title. One query."""
    return Case.objects.filter(
        access.of_team(person.pk), programme=programme, withdrawn_at=None
    ).order_by("title", "pk")
