"""Who sees a recommendation, gives it to somebody and says what came of it."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.cases.access.cases import is_on_team
from talanoa.cases.access.showing import cases_read_by, tell_names
from talanoa.cases.models import Recommendation
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes


def recommendations_visible_to(person: Person) -> QuerySet[Recommendation]:
    """Those of the cases whose words a person may read."""
    if not person.is_authenticated:
        return Recommendation.objects.none()
    return Recommendation.objects.filter(case__in=cases_read_by(person))


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
        )
        .filter(pk=recommendation_id)
        .first()
    )
    if recommendation is None:
        raise NotVisible(recommendation_id)
    tell_names(person, [recommendation.case])
    return recommendation


def following_refused(person: Person, recommendation: Recommendation) -> str | None:
    """Why someone may not say what came of a recommendation; ``None`` when they may."""
    case = recommendation.case
    if case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if recommendation.owner_id == person.pk or is_on_team(person, case):
        return None
    if programmes.is_coordinator(person, case.programme):
        return None
    return _("Only its owner, the team and the coordinator say what came of a recommendation.")


def assigning_refused(person: Person, recommendation: Recommendation) -> str | None:
    if recommendation.case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    return programmes.coordinates_refused(person, recommendation.case.programme)
