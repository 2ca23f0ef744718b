"""What came of a case, in one word that can be searched for."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talanoa.cases.terms import RecommendationState


class Outcome(models.TextChoices):
    """How far the recommendations on a case have come: as far as the one that came furthest."""

    DONE = "done", pgettext_lazy("outcome of a case", "Done")
    ADOPTED = "adopted", pgettext_lazy("outcome of a case", "Adopted")
    ACCEPTED = "accepted", pgettext_lazy("outcome of a case", "Accepted")
    NOTHING_YET = "nothing-yet", _("Nothing yet")
    NOT_ADOPTED = "not-adopted", pgettext_lazy("outcome of a case", "Not adopted")


_FURTHEST = (
    ({RecommendationState.DONE}, Outcome.DONE),
    ({RecommendationState.ADOPTED, RecommendationState.ADAPTED}, Outcome.ADOPTED),
    ({RecommendationState.ACCEPTED}, Outcome.ACCEPTED),
    ({RecommendationState.PROPOSED}, Outcome.NOTHING_YET),
    ({RecommendationState.NOT_ADOPTED}, Outcome.NOT_ADOPTED),
)


def outcome_of(states: Collection[str]) -> Outcome:
    """The outcome of a case whose recommendations are in these states.

    Only when nothing is open and nothing was adopted is it "not adopted".
    """
    for stage, outcome in _FURTHEST:
        if stage.intersection(states):
            return outcome
    return Outcome.NOTHING_YET
