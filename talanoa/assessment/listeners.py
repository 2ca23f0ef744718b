"""What assessments do when something happens, and what they add to the programme's page."""

from collections.abc import Mapping
from typing import Any

from talanoa.assessment import tasks
from talanoa.assessment.access import assessments as access
from talanoa.assessment.models import Assessment, Review
from talanoa.assessment.queries import assessments as queries
from talanoa.cases.queries import coordinators
from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.notices import services as notices
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.programmes import sections
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Programme

LATEST = 3
"""Assessments named on the programme's page; the list has them all."""


@events.within("people.erased")
def forget(event: Event) -> None:
    tasks.forget_person.enqueue(event.subject_id, event.data["words"])


@exports.adds("assessments")
def kept(person: Person) -> object:
    return queries.kept_about(person)


@events.within("assessment.submitted")
def tell_the_coordinators(event: Event) -> None:
    assessment = _assessment(event.subject_id)
    for person in coordinators(assessment.team.programme):
        _mail(event, person, "submitted", assessment)


@events.within("assessment.review_asked")
def tell_the_reviewer(event: Event) -> None:
    review = _review(event)
    if review.reviewer is not None:
        _mail(event, review.reviewer, "asked", review.assessment)


@events.within("assessment.returned")
def tell_the_team_it_is_returned(event: Event) -> None:
    _mail_team(event, "returned")


@events.within("assessment.reviewed")
def tell_the_team_it_is_reviewed(event: Event) -> None:
    _mail_team(event, "reviewed")


def _mail_team(event: Event, template: str) -> None:
    review = _review(event)
    for person in queries.team_members(review.assessment):
        _mail(event, person, template, review.assessment, review=review)


def _mail(
    event: Event, person: Person, template: str, assessment: Assessment, **context: object
) -> None:
    notices.send(
        key=f"{event.kind}:{event.pk}:{person.pk}",
        person=person,
        template=f"assessment/mail/{template}",
        context={"assessment": assessment, **context},
    )


def _assessment(key: int) -> Assessment:
    return Assessment.objects.select_related("version", "country", "team__programme__hub").get(
        pk=key
    )


def _review(event: Event) -> Review:
    review = Review.objects.select_related("reviewer").get(pk=event.subject_id)
    review.assessment = _assessment(review.assessment_id)
    return review


def _latest_assessments(programme: Programme, person: Viewer) -> Mapping[str, Any] | None:
    """For whoever sees any or may begin one; two queries, one for the public."""
    latest = list(queries.assessments_of(person, programme)[:LATEST])
    may_begin = person.pk is not None and access.teams_of(person, programme).exists()
    return {"assessments": latest, "may_begin": may_begin} if latest or may_begin else None


sections.register(
    "assessments", 30, "assessment/_programme_assessments.html", context=_latest_assessments
)
