"""What the case form asks, by kind of case. The columns are the same; the questions are not.

``asking`` says what a programme has made of them.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talanoa.cases.terms import CaseMode, ConsentTo, StepName
from talanoa.kernel import file_wording
from talanoa.kernel.files import Failure
from talanoa.programmes.terms import CaseKind


@dataclass(frozen=True)
class Asked:
    label: str | Promise
    hint: str | Promise
    words: int
    """The most it may have: about as many as can be read out in its share of five minutes."""
    is_needed: bool = True
    is_own: bool = False
    """Whether the programme added it to the house's."""


Asking = dict[str, Asked]

_QUESTION = Asked(
    _("Your one question to the room"),
    _("One question, so that the room answers yours. It is shown large while you speak."),
    40,
)

_COUNTRY: Asking = {
    "situation": Asked(
        _("Where things stand"),
        _(
            "What exists today: policy, services, people, medicines, money. "
            "Figures with their year."
        ),
        250,
    ),
    "tried": Asked(
        _("What has been tried"),
        _("What was done, by whom, when, and what came of it."),
        200,
    ),
    "obstacle": Asked(
        _("What stands in the way"),
        _("Law, money, people, habits, supply: what stops the next step?"),
        200,
    ),
    "question": _QUESTION,
}

_PROJECT: Asking = {
    "situation": Asked(
        _("Where the project stands"),
        _("Its aim, whom it serves, who carries it, how far it has come. Figures with their year."),
        250,
    ),
    "tried": Asked(
        _("What has been tried"),
        _("What was done, by whom, when, and what came of it."),
        200,
    ),
    "obstacle": Asked(
        _("What stands in the way"),
        _("What keeps the project from its next step?"),
        200,
    ),
    "question": _QUESTION,
}

_CLINICAL: Asking = {
    "situation": Asked(
        _("The situation"),
        _(
            "Age as a decade, main illness, what troubles the person and those around them, "
            "where care is given. No name, no date of birth, no place."
        ),
        250,
    ),
    "tried": Asked(
        _("What has been tried"),
        _("Treatments with dose and effect, talks held, help called in."),
        200,
    ),
    "obstacle": Asked(
        _("What stands in the way"),
        _("What is missing, what is not known, on what do people disagree?"),
        200,
    ),
    "question": _QUESTION,
}

ASKED: dict[str, Asking] = {
    CaseKind.COUNTRY: _COUNTRY,
    CaseKind.PROJECT: _PROJECT,
    CaseKind.CLINICAL: _CLINICAL,
}

NOTICE: dict[str, str | Promise] = {
    CaseKind.COUNTRY: _(
        "Write about systems, not about people. Nothing here may let anyone recognise a patient: "
        "no name, no date of birth, no picture, no village of one family."
    ),
    CaseKind.PROJECT: _(
        "Write about the work, not about people. Nothing here may let anyone recognise a patient: "
        "no name, no date of birth, no picture, no village of one family."
    ),
    CaseKind.CLINICAL: _(
        "Nothing here may let anyone recognise the patient: no name or initials, no date, "
        "no record number, no place smaller than a province, no picture. An age above 89 is "
        "written as “90 or older”."
    ),
}

WHAT_TO_DO: dict[str, str | Promise] = {
    StepName.PRESENTATION: _(
        "Listen to the team. Questions come once the facilitator has restated the case."
    ),
    StepName.RESTATING: _(
        "The facilitator says the case again in a few words. Clarifying questions come next."
    ),
    StepName.QUESTIONS: _("Clarifying questions only. Recommendations come next."),
    StepName.PARTICIPANTS: _("What would you advise? Participants speak first, the experts next."),
    StepName.EXPERTS: _("The experts recommend. Then the case is done."),
    StepName.DONE: _(
        "All steps are done. What was said and is not written down yet can still be added."
    ),
}
"""What the room is to do at each step of a case."""

FILE_REFUSED: dict[str, str | Promise] = {
    **file_wording.REFUSED,
    Failure.TOO_HEAVY: _(
        "This file is too large. All files of a case together have at most 10 MB."
    ),
}

MODE_MEANS: dict[str, str | Promise] = {
    CaseMode.OPEN: _("Whoever reads the case sees which team and country it is from."),
    CaseMode.NAME_WITHHELD: _("The team and its people are not named to others."),
    CaseMode.CHATHAM_HOUSE: _(
        "What is said may be used, but not who said it or which team and country it is from."
    ),
    CaseMode.RESTRICTED: _(
        "Only the team, the coordinators and those with a part in its session read it; the room "
        "sees it while it is discussed."
    ),
}

TAKEN_BACK_MEANS: dict[str, str | Promise] = {
    ConsentTo.PRESENT: _("Taken back, the case leaves its session and gets no other."),
    ConsentTo.RECORD: _("Taken back, the case leaves the session record."),
    ConsentTo.LIBRARY: _("Taken back, the case leaves the library."),
}
