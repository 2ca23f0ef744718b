"""What cases do when something happens, and what they add to the programme's page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from talanoa.cases import (
    access,
    letter_listeners,  # noqa: F401 - registers its own
    queries,
    services,
    tasks,
)
from talanoa.cases.models import Case, CaseAuthor, Letter, Recommendation, ReviewQuestion
from talanoa.cases.terms import LIBRARY_KIND
from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.library import sections as library_sections
from talanoa.library.models import Resource
from talanoa.notices import services as notices
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes import sections, team_sections
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import CountryTeam, Programme
from talanoa.programmes.queries import coordinators
from talanoa.schedule import naming
from talanoa.schedule.models import LiveSession
from talanoa.search import sources
from talanoa.ui.addresses import address


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


naming.withhold(access.unnamed_in)


@events.within("people.erased")
def forget(event: Event) -> None:
    tasks.forget_person.enqueue(event.subject_id, event.data["words"])


@events.within("cases.discussed")
@events.within("cases.unscheduled")
@events.within("cases.withdrawn")
@events.within("cases.consented")
@events.within("cases.consent_withdrawn")
@events.within("cases.shown_as")
def keep_in_library(event: Event) -> None:
    tasks.keep_in_library.enqueue(event.subject_id)


@events.within("cases.recommended")
@events.within("cases.recommendation_moved")
@events.within("cases.recommendation_described")
def keep_its_case_in_library(event: Event) -> None:
    case_id = Recommendation.objects.values_list("case_id", flat=True).get(pk=event.subject_id)
    tasks.keep_in_library.enqueue(case_id)


@events.within("cases.letter_written")
def keep_in_library_as_written(event: Event) -> None:
    """What a letter rewords, leaves out or takes together is found so, and counted so."""
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=event.subject_id)
    tasks.keep_in_library.enqueue(case_id)


sources.register(LIBRARY_KIND, keys=queries.may_be_in_library, keep=services.keep_in_library)


@exports.adds("cases")
def kept(person: Person) -> object:
    return queries.kept_about(person)


@events.within("cases.submitted")
def tell_the_coordinators(event: Event) -> None:
    case = _case(event)
    for person in coordinators(case.programme):
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


@events.within("cases.author_added")
def tell_who_may_write(event: Event) -> None:
    author = CaseAuthor.objects.select_related("person", "case__programme").get(pk=event.subject_id)
    _mail(event, author.person, "author", case=author.case, by=event.actor)


@events.within("cases.presenter_named")
def tell_both_presenters(event: Event) -> None:
    """Who was named, and who was before, as far as they still see the case."""
    case = _case(event)
    people = Person.objects.in_bulk([event.data["before"], event.data["presenter"]])
    before, presenter = people[event.data["before"]], people[event.data["presenter"]]
    if presenter.pk != event.actor_id:
        _mail(event, presenter, "presenter", case=case, before=before, by=event.actor)
    if before.pk != event.actor_id:
        sees = access.cases_read_by(before).filter(pk=case.pk).exists()
        _mail(event, before, "presents_no_more", case=case, presenter=presenter, sees=sees)


@events.within("cases.team_asked")
def ask_the_team(event: Event) -> None:
    question = _review_question(event)
    for person in queries.team_of(question.case):
        _mail(event, person, "asked", case=question.case, question=question)


@events.within("cases.team_answered")
def tell_who_asked(event: Event) -> None:
    question = _review_question(event)
    asked_by = question.asked_by
    people = [asked_by] if asked_by else coordinators(question.case.programme)
    for person in people:
        _mail(event, person, "answered", case=question.case, question=question)


@events.within("cases.withdrawn")
@events.within("cases.consent_withdrawn")
def tell_of_a_free_place(event: Event) -> None:
    """To the coordinators, with the cases that can step in."""
    if not event.data["was_scheduled"]:
        return
    case = _case(event)
    reserve = list(queries.in_reserve(case.programme)[:3])
    for person in coordinators(case.programme):
        if person.pk != event.actor_id:
            _mail(event, person, "fell-out", case=case, reserve=reserve)


@events.within("cases.recommendation_assigned")
def tell_the_owner(event: Event) -> None:
    recommendation = Recommendation.objects.select_related("owner", "case__programme").get(
        pk=event.subject_id
    )
    owner = recommendation.owner
    if owner is not None and owner.pk != event.actor_id:
        case = recommendation.case
        reads = access.cases_read_by(owner).filter(pk=case.pk).exists()
        _mail(event, owner, "assigned", case=case, recommendation=recommendation, reads=reads)


def _review_question(event: Event) -> ReviewQuestion:
    return ReviewQuestion.objects.select_related("case__programme__hub", "asked_by").get(
        pk=event.subject_id
    )


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
    latest = access.tell_names(person, list(queries.cases_of(person, programme)[:LATEST]))
    may_bring = access.beginning_refused(person, programme) is None
    return {"cases": latest, "may_bring": may_bring} if latest or may_bring else None


LATEST = 3
"""Cases named on the programme's page; the list has them all."""

sections.page.register("cases", 20, "cases/_programme_cases.html", context=_latest_cases)


def _cases_of_team(team: CountryTeam, person: Person) -> Mapping[str, Any]:
    """Those of the team that its reader may see; two to four queries."""
    may_bring = access.beginning_refused(person, team.programme) is None
    return {"cases": queries.cases_of_team(person, team), "may_bring": may_bring}


def _first_case(team: CountryTeam, person: Person) -> team_sections.Step | None:
    """For members of a team that has brought none; one to five queries."""
    if team.cases.filter(withdrawn_at=None).exists():
        return None
    if not programmes.is_member(person, team):
        return None
    if access.beginning_refused(person, team.programme) is not None:
        return None
    return team_sections.Step(
        words=_("Bring the team’s first case."), url=address("cases:new", team.programme.slug)
    )


def _letter_to_read(team: CountryTeam, person: Person) -> team_sections.Step | None:
    """The oldest letter of which nobody of the team has said that it has come. One query."""
    sent = queries.letters_to_acknowledge(person).filter(letter__case__team=team).first()
    if sent is None:
        return None
    case = sent.letter.case
    words = _("Say that the letter on %(title)s has come") % {"title": case}
    return team_sections.Step(words=words, url=address("cases:letter", case.pk))


def _asked_after(team: CountryTeam, person: Person) -> team_sections.Step | None:
    """The oldest asking what came of a letter that waits for an answer. One query."""
    asked = queries.askings_to_answer(person).filter(letter__case__team=team).first()
    if asked is None:
        return None
    case = asked.letter.case
    words = _("Say what came of %(title)s") % {"title": case}
    return team_sections.Step(words=words, url=address("cases:follow_up", case.pk))


team_sections.page.register("cases", 20, "cases/_team_cases.html", context=_cases_of_team)
team_sections.register_step("letters", 5, step=_letter_to_read)
team_sections.register_step("follow-ups", 6, step=_asked_after)
team_sections.register_step("cases", 20, step=_first_case)


def _drawing_on(resource: Resource, person: Viewer) -> Mapping[str, Any] | None:
    """The latest recommendations that draw on a work, as far as the reader may see them. One query,
    none for a visitor."""
    if not isinstance(person, Person):
        return None
    found = list(queries.recommendations_drawing_on(person, resource)[:MOST_DRAWING])
    return {"recommendations": found} if found else None


MOST_DRAWING = 10
"""Recommendations named on the page of a work they draw on."""

library_sections.page.register("cases", 20, "cases/_drawing_on.html", context=_drawing_on)
