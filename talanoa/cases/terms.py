from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseStatus(models.TextChoices):
    """Read from a case's moments; never stored."""

    DRAFT = "draft", pgettext_lazy("case", "Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    RETURNED = "returned", _("Returned with reasons")
    ACCEPTED = "accepted", _("Accepted")
    SCHEDULED = "scheduled", _("Scheduled")
    DISCUSSED = "discussed", _("Discussed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RecommendationState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", pgettext_lazy("recommendation", "Accepted")
    ADOPTED = "adopted", _("Adopted")
    ADAPTED = "adapted", _("Adapted")
    NOT_ADOPTED = "not-adopted", _("Not adopted")
    DONE = "done", _("Done")


NEEDS_A_NOTE = frozenset({RecommendationState.ADAPTED, RecommendationState.NOT_ADOPTED})
"""States that say nothing without a word on how, or why not."""

OPEN_STATES = (
    RecommendationState.PROPOSED,
    RecommendationState.ACCEPTED,
    RecommendationState.ADOPTED,
    RecommendationState.ADAPTED,
)
"""States in which something is still to be done: what was adopted is not yet carried out."""


class StepName(models.TextChoices):
    """Where a case stands in its session."""

    PRESENTATION = "presentation", _("Presentation")
    RESTATING = "restating", _("The facilitator restates")
    QUESTIONS = "questions", _("Clarifying questions")
    PARTICIPANTS = "participants", _("Recommendations of participants")
    EXPERTS = "experts", _("Recommendations of experts")
    DONE = "done", pgettext_lazy("case", "Done")


STEPS = tuple(step for step in StepName if step != StepName.DONE)
"""The five steps in their order; once they are done the case is, too."""


class EntryKind:
    """The kinds of entry that this room writes into a live room's log."""

    ASKED = "case.asked"
    ANSWERED = "case.answered"
    RECOMMENDED = "case.recommended"
    QUESTION_CHANGED = "case.question-changed"
    RECOMMENDATION_CHANGED = "case.recommendation-changed"
    STEPPED = "case.stepped"


NEEDED = ("situation", "tried", "obstacle", "question")
"""What a case must say before it can be submitted; a draft may leave all of it open."""


LIBRARY_KIND = "case"
"""What cases are called in the index of what can be searched."""
