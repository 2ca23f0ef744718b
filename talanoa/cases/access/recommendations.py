"""Who sees a recommendation, gives it to somebody and says what came of it."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.cases import moves
from talanoa.cases.access.cases import is_on_team
from talanoa.cases.access.letters import writes_for
from talanoa.cases.access.showing import cases_read_by, tell_names
from talanoa.cases.models import Case, Recommendation
from talanoa.cases.moves import Carrier
from talanoa.cases.terms import RecommendationState
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes


def recommendations_visible_to(person: Person) -> QuerySet[Recommendation]:
    """Those of the cases whose words a person may read."""
    if not person.is_authenticated:
        return Recommendation.objects.none()
    return Recommendation.objects.filter(case__in=cases_read_by(person))


def recommendations_standing(person: Person) -> QuerySet[Recommendation]:
    """Of those, the ones that stand: neither left out by the letter nor part of another.

    What they say is ``words``, as the letter has it.
    """
    return recommendations_visible_to(person).filter(merged_into=None, left_out_at=None)


def get_recommendation(person: Person, recommendation_id: int) -> Recommendation:
    """The only door to one recommendation. One query.

    Raises:
        NotVisible: no such recommendation, or one of a case this person may not see.
    """
    recommendation = (
        recommendations_visible_to(person)
        .select_related(
            "case__programme__hub",
            "case__country",
            "case__team",
            "session",
            "author",
            "owner",
            "challenge_area",
            "focus_area",
            "merged_into",
        )
        .filter(pk=recommendation_id)
        .first()
    )
    if recommendation is None:
        raise NotVisible(recommendation_id)
    tell_names(person, [recommendation.case])
    return recommendation


def carriers(person: Person, recommendation: Recommendation) -> set[Carrier]:
    """What somebody is to a recommendation. At most three queries."""
    return _carriers(person, recommendation, _carriers_of_case(person, recommendation.case))


def moves_open_among(
    person: Person, recommendations: Collection[Recommendation]
) -> dict[int, list[RecommendationState]]:
    """To which states somebody may move each of the recommendations of one case, by its key.

    What is not theirs to follow is left out. At most three queries.
    """
    if not recommendations:
        return {}
    of_case = _carriers_of_case(person, next(iter(recommendations)).case)
    found = {}
    for one in recommendations:
        carriers = _carriers(person, one, of_case)
        if carriers and one.merged_into_id is None and one.case.withdrawn_at is None:
            found[one.pk] = moves.open_to(carriers, one.state)
    return found


def _carriers(
    person: Person, recommendation: Recommendation, of_case: set[Carrier]
) -> set[Carrier]:
    owns = recommendation.owner_id is not None and recommendation.owner_id == person.pk
    return of_case | {Carrier.OWNER} if owns else of_case


def _carriers_of_case(person: Person, case: Case) -> set[Carrier]:
    found = set()
    if is_on_team(person, case):
        found.add(Carrier.TEAM)
    if programmes.is_coordinator(person, case.programme):
        found.add(Carrier.COORDINATOR)
    return found


def moves_open_to(person: Person, recommendation: Recommendation) -> list[RecommendationState]:
    """To which states somebody may move a recommendation now, by the table of ``moves``."""
    if following_refused(person, recommendation):
        return []
    return moves.open_to(carriers(person, recommendation), recommendation.state)


def following_refused(person: Person, recommendation: Recommendation) -> str | None:
    """Why someone may not say what came of a recommendation; ``None`` when they may."""
    if recommendation.case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if recommendation.merged_into_id is not None:
        return _("This recommendation is part of another one, and is followed there.")
    if carriers(person, recommendation):
        return None
    return _("Only its owner, the team and the coordinator say what came of a recommendation.")


def moving_refused(person: Person, recommendation: Recommendation, state: str) -> str | None:
    """Why someone may not move a recommendation to ``state``; ``None`` when they may."""
    if refused := following_refused(person, recommendation):
        return refused
    if state == recommendation.state:
        return None
    found = carriers(person, recommendation)
    if state in moves.open_to(found, recommendation.state):
        return None
    before = RecommendationState(recommendation.state).label
    words = {"before": before, "after": RecommendationState(state).label}
    if state in moves.open_to(set(Carrier), recommendation.state):
        return _("Only the team or the coordinator can change “%(before)s” to “%(after)s”.") % words
    return _("What is “%(before)s” cannot become “%(after)s”.") % words


def describing_refused(person: Person, recommendation: Recommendation) -> str | None:
    """Why someone may not say what a recommendation rests on and how firmly it is meant."""
    if recommendation.case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if recommendation.author_id is not None and recommendation.author_id == person.pk:
        return None
    if writes_for(person, recommendation.case):
        return None
    return _("Only who gave it, and the scribes, hosts and experts of its session, write here.")


def assigning_refused(person: Person, recommendation: Recommendation) -> str | None:
    if recommendation.case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    return programmes.coordinates_refused(person, recommendation.case.programme)
