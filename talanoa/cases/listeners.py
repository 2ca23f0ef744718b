"""What cases do when something happens, and what they add to the programme's page."""

from collections.abc import Mapping
from typing import Any

from talanoa.cases import access, queries, services, tasks
from talanoa.cases.models import Case, Recommendation
from talanoa.cases.terms import LIBRARY_KIND
from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.notices import services as notices
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.programmes import sections
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession
from talanoa.search import sources


@events.within("schedule.session_closed")
def discuss(event: Event) -> None:
    tasks.discuss_cases_of.enqueue(event.subject_id)


@events.within("schedule.session_cancelled")
@events.within("schedule.agenda_set")
def free(event: Event) -> None:
    tasks.free_cases_of.enqueue(event.subject_id)


@events.within("schedule.series_changed")
@events.within("schedule.series_ended")
def free_those_of_a_series(event: Event) -> None:
    """What a series calls off records no event of its own."""
    cancelled = LiveSession.objects.filter(
        pk__in=event.data["sessions"], cancelled_at__isnull=False
    )
    for session_id in cancelled.order_by("pk").values_list("pk", flat=True):
        tasks.free_cases_of.enqueue(session_id)


@events.within("people.erased")
def forget(event: Event) -> None:
    tasks.forget_person.enqueue(event.subject_id, event.data["words"])


@events.within("cases.discussed")
@events.within("cases.unscheduled")
@events.within("cases.withdrawn")
def keep_in_library(event: Event) -> None:
    tasks.keep_in_library.enqueue(event.subject_id)


@events.within("cases.recommended")
@events.within("cases.recommendation_moved")
def keep_its_case_in_library(event: Event) -> None:
    case_id = Recommendation.objects.values_list("case_id", flat=True).get(pk=event.subject_id)
    tasks.keep_in_library.enqueue(case_id)


sources.register(LIBRARY_KIND, keys=queries.may_be_in_library, keep=services.keep_in_library)


@exports.adds("cases")
def kept(person: Person) -> object:
    return queries.kept_about(person)


@events.within("cases.submitted")
def tell_the_coordinators(event: Event) -> None:
    case = _case(event)
    for person in queries.coordinators(case.programme):
        _mail(event, person, "submitted", case=case)


@events.within("cases.accepted")
def tell_the_team_it_is_accepted(event: Event) -> None:
    _mail_team(event, "accepted")


@events.within("cases.returned")
def tell_the_team_it_is_returned(event: Event) -> None:
    _mail_team(event, "returned")


@events.within("cases.scheduled")
def tell_the_team_it_is_scheduled(event: Event) -> None:
    _mail_team(event, "scheduled")


@events.within("cases.unscheduled")
def tell_the_team_it_waits_again(event: Event) -> None:
    _mail_team(event, "unscheduled")


@events.within("cases.recommendation_assigned")
def tell_the_owner(event: Event) -> None:
    recommendation = Recommendation.objects.select_related("owner", "case__programme").get(
        pk=event.subject_id
    )
    owner = recommendation.owner
    if owner is not None and owner.pk != event.actor_id:
        _mail(event, owner, "assigned", case=recommendation.case, recommendation=recommendation)


def _mail_team(event: Event, template: str) -> None:
    case = _case(event)
    for person in queries.team_of(case):
        _mail(event, person, template, case=case)


def _mail(event: Event, person: Person, template: str, **context: object) -> None:
    notices.send(
        key=f"{event.kind}:{event.pk}:{person.pk}",
        person=person,
        template=f"cases/mail/{template}",
        context=context,
    )


def _case(event: Event) -> Case:
    return Case.objects.select_related("programme__hub", "team", "session", "country").get(
        pk=event.subject_id
    )


def _latest_cases(programme: Programme, person: Viewer) -> Mapping[str, Any] | None:
    """For whoever may see or bring a case; two to six queries, none for the public."""
    if not isinstance(person, Person):
        return None
    latest = list(queries.cases_of(person, programme)[:LATEST])
    may_bring = access.beginning_refused(person, programme) is None
    return {"cases": latest, "may_bring": may_bring} if latest or may_bring else None


LATEST = 3
"""Cases named on the programme's page; the list has them all."""

sections.register("cases", 20, "cases/_programme_cases.html", context=_latest_cases)
