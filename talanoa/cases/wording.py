"""What the case form asks, by kind of case. The columns are the same; the questions are not."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talanoa.cases.terms import StepName
from talanoa.programmes.terms import CaseKind


@dataclass(frozen=True)
class Asked:
    label: str | Promise
    hint: str | Promise
    words: int
    """About as many as can be read out in its share of five minutes."""


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
