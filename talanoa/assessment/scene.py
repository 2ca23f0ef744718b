"""What the pages of an assessment show. Each function gives the context of a template."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from talanoa.assessment import values
from talanoa.assessment.access import assessments as access
from talanoa.assessment.models import Answer, AnswerChange, Assessment, Indicator, ReviewReason
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.terms import AssessmentStatus, Confidence, Mark
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer


@dataclass(frozen=True, kw_only=True)
class Said:
    """A part of an answer: its name and what it says, in words."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of an answer's history: what each part was and became."""

    change: AnswerChange
    parts: list[tuple[str, str, str]]


Writing = Mapping[int, Sequence[Person]]
"""Who of the team is writing at this moment, by indicator."""


def others_at_work(person: Viewer, assessment: Assessment) -> Writing | None:
    """For who writes it too; ``None`` for others. Two queries and a look-up beside the rule's."""
    if not isinstance(person, Person) or access.writing_refused(person, assessment) is not None:
        return None
    return queries.writing_now(assessment, besides=person)


def stamp(assessment: Assessment, writing: Writing | None) -> str:
    """Changes whenever what an open page shows does. Three queries."""
    at_work = (
        f"{place}:{person.pk}" for place, people in (writing or {}).items() for person in people
    )
    return "-".join([queries.stamp(assessment), *sorted(at_work)])


def sheet(person: Viewer, assessment: Assessment, writing: Writing | None = None) -> dict[str, Any]:
    """All indicators by dimension with their answers, as the fragment draws them. Eight queries."""
    rows = queries.sheet(assessment)
    shown = [
        {
            "asked": row,
            "indicator": row.indicator,
            "title": row.indicator.said("title"),
            "dimension": row.indicator.dimension.said("title"),
            "answer": row.answer,
            "state": _state(row.answer),
            "words": values.in_words(row.answer, row.indicator),
            "writers": (writing or {}).get(row.indicator.pk, ()),
        }
        for row in rows
    ]
    answers = [row.answer for row in rows if row.answer is not None]
    return {
        "assessment": assessment,
        "rows": shown,
        "stamp": stamp(assessment, writing),
        "asked_count": len(rows),
        "answered_count": sum(1 for each in answers if each.value is not None),
        "unknown_count": sum(1 for each in answers if each.is_unknown),
        "carried_count": sum(1 for each in answers if each.carried_year is not None),
        "open_count": len(rows) - sum(1 for each in answers if each.is_answered),
        "first_open": next((row for row in rows if _needs_somebody(row.answer)), None),
        "reads_remarks": access.reading_remarks_refused(person, assessment) is None,
    }


def _needs_somebody(answer: Answer | None) -> bool:
    return answer is None or not answer.is_answered or answer.carried_year is not None


def _state(answer: Answer | None) -> str:
    if answer is None or not answer.is_answered:
        return "open"
    return "unknown" if answer.is_unknown else "value"


def parts_of(answer: Answer | None, indicator: Indicator) -> list[Said]:
    """Everything an answer says, part by part; what it leaves out is left out."""
    said = [Said(label=_("Answer"), text=values.in_words(answer, indicator))]
    if answer is None:
        return said
    said += [
        Said(label=PARTS[name](), text=_part_in_words(name, getattr(answer, name), indicator))
        for name in PARTS
        if name not in ("value", "is_unknown", "carried_year") and getattr(answer, name)
    ]
    return said


def differences(theirs: Answer, mine: Mapping[str, Any], indicator: Indicator) -> list[Said]:
    """What somebody else saved, wherever it is not what this person has in the form."""
    shown = []
    value = theirs.value, theirs.is_unknown
    if value != (mine["value"], mine["is_unknown"]):
        shown.append(Said(label=_("Answer"), text=values.in_words(theirs, indicator)))
    for name, label in PARTS.items():
        if name in ("value", "is_unknown", "carried_year"):
            continue
        if (saved := getattr(theirs, name)) != mine[name]:
            shown.append(Said(label=label(), text=_part_in_words(name, saved, indicator)))
    return shown


def history(changes: Sequence[AnswerChange], indicator: Indicator) -> list[Step]:
    """Who changed what, from what, to what. No query."""
    return [
        Step(
            change=change,
            parts=[
                (
                    PARTS[name](),
                    _part_in_words(name, change.was.get(name), indicator),
                    _part_in_words(name, change.became.get(name), indicator),
                )
                for name in PARTS
                if name in change.became
            ],
        )
        for change in changes
    ]


PARTS: dict[str, Callable[[], str]] = {
    "value": lambda: _("Answer"),
    "is_unknown": lambda: _("Don’t know"),
    "confidence": lambda: _("Confidence"),
    "said_by": lambda: _("Who says so"),
    "comment": lambda: _("Explanation"),
    "impact": lambda: _("Impact"),
    "feasibility": lambda: _("Feasibility"),
    "priority": lambda: _("Own priority"),
    "carried_year": lambda: _("Carried over"),
}


def _part_in_words(name: str, value: Any, indicator: Indicator) -> str:
    if name == "is_unknown":
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return "–"
    if name == "value":
        return values.value_in_words(float(value), indicator)
    if name == "confidence":
        return str(Confidence(value).label)
    if name in ("impact", "feasibility", "priority"):
        return str(Mark(value).label)
    if name == "carried_year":
        return _("from %(year)s, not confirmed") % {"year": value}
    return str(value)


HAS_VERDICT = (AssessmentStatus.RETURNED, AssessmentStatus.REVIEWED)


def reasons_by_indicator(person: Viewer, assessment: Assessment) -> dict[int, ReviewReason]:
    """What the last reviewer says of each, for the team: once returned, and once agreed with.

    Two queries.
    """
    if access.reading_remarks_refused(person, assessment) is not None:
        return {}
    review = queries.last_review(assessment)
    if review is None or assessment.status not in HAS_VERDICT:
        return {}
    return {reason.indicator_id: reason for reason in review.reasons.all()}
