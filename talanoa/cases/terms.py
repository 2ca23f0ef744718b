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


class SystemLevel(models.TextChoices):
    """Where in a health system a case would change something."""

    NATIONAL = "national", _("The whole country: law, policy, budget")
    DISTRICT = "district", _("A region, province or district")
    FACILITY = "facility", _("A hospital, hospice or health centre")
    HOME = "home", _("Home and community")


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


class Strength(models.TextChoices):
    """How firmly a recommendation is meant (decision 0033)."""

    STRONG = "strong", _("Strong")
    CONDITIONAL = "conditional", _("Conditional")
    GOOD_PRACTICE = "good-practice", _("Good practice")


class LetterStatus(models.TextChoices):
    """Read from a letter's moments; never stored."""

    DRAFT = "draft", _("Being written")
    WAITING = "waiting", _("Waiting for a signature")
    SENT = "sent", pgettext_lazy("letter", "Sent")


SIGN_WITHIN_HOURS = 72
"""How long after its session a letter is to be signed, unless the programme says otherwise."""

ANSWER_WITHIN_HOURS = 48
"""How long an expert has for a question that cannot wait, unless the programme says otherwise."""

FOLLOW_UP_WEEKS = (4, 12, 26)
"""After how many weeks a letter's readers are asked what came of it."""


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


STANDARD = ("situation", "tried", "obstacle", "question")
"""The fields of the house, each a column of the case; a programme may add others."""

MOST_FIELDS = 12
"""Questions that a form may ask; more is no longer read out in five minutes."""


class CaseMode(models.TextChoices):
    """Who may know whose case it is, and who reads it at all."""

    OPEN = "open", pgettext_lazy("mode of a case", "Open")
    NAME_WITHHELD = "name-withheld", _("Name withheld")
    CHATHAM_HOUSE = "chatham-house", _("Chatham House Rule")
    RESTRICTED = "restricted", pgettext_lazy("mode of a case", "Restricted")


EMBARGOES = (0, 1, 6, 24)
"""Hours before its session from which participants may read a case under embargo."""


class KeptBecause(models.TextChoices):
    """Why the text of a case was kept as a version."""

    SUBMITTED = "submitted", _("Submitted")
    CHANGED = "changed", _("Changed after it was submitted")


class ConsentTo(models.TextChoices):
    """What a team agrees to for a case; each can be taken back."""

    PRESENT = "present", _("To present it in a session")
    RECORD = "record", _("To let it stand in the session record")
    LIBRARY = "library", _("To let it join the library of cases")


class FileKind(models.TextChoices):
    """What a file attached to a case holds, whatever it was called."""

    PICTURE = "picture", _("Picture")
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word document")
    ODT = "odt", _("OpenDocument text")


MOST_FILES = 5
"""Files beside one case."""
MOST_FILE_BYTES = 10 * 1024 * 1024
"""Bytes of all files of one case together, as they are kept."""
MOST_SENT_BYTES = 2 * MOST_FILE_BYTES
"""Bytes of one file as it is sent: a picture may shrink when it is made anew."""
PLACE_OF_FILES = "case/{case_id}/"
"""Where the files of a case come in pieces."""


class Verdict(models.TextChoices):
    """What the author says of a passage that the guard found and that stays."""

    KEPT = "kept", _("Kept, with a reason")
    NOBODY = "nobody", _("Identifies nobody")


LIBRARY_KIND = "case"
"""What cases are called in the index of what can be searched."""
