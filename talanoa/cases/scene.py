"""What the pages, the panel in the room and the session record show of a case.

Each function gives the context of a template; what the room's frames draw is the same for
every viewer.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from talanoa.cases import access, asking, queries, sections, steps, words
from talanoa.cases import differences as word_by_word
from talanoa.cases.models import Case, CaseVersion, ClarifyingQuestion, Recommendation, StateChange
from talanoa.cases.terms import STEPS, RecommendationState, StepName
from talanoa.cases.wording import WHAT_TO_DO
from talanoa.kernel.models import Event
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the questions of the case form, with what the team wrote."""

    name: str
    label: str
    text: str
    words: int


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """What someone else saved in a field that this person was writing in as well."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of a recommendation's history."""

    at: datetime
    by: Person | None
    words: str
    note: str


def parts_of(case: Case) -> list[Part]:
    """What the case says, in the order in which it is presented, the question last."""
    return [
        Part(
            name=name,
            label=str(asked.label),
            text=case.said(name),
            words=words.count(case.said(name)),
        )
        for name, asked in asking.asked_of(case).items()
        if asked.is_needed or case.said(name)
    ]


def case_page(case: Case) -> dict[str, Any]:
    """A case with everything that was written on it. Two queries."""
    questions, recommendations = _written_on(case)
    parts = parts_of(case)
    return {
        "case": case,
        "parts": parts,
        "word_count": sum(part.words for part in parts),
        "questions": questions,
        "recommendations": recommendations,
    }


def in_hand(session: LiveSession) -> dict[str, Any]:
    """The case the room is at and where it stands, or ``case: None``. At most seven queries,
    and those of the links that higher rooms give it.

    One that the room is not shown yet, or any more, says only that.
    """
    case = queries.case_in_hand(session)
    if case is None:
        return {"session": session, "case": None}
    case.session = session
    if access.is_held_back(case):
        return {"session": session, "case": case, "is_held_back": True}
    links = sections.links_in_room(case)
    return {"session": session, "links": links, **case_page(case), **steps_of(case, session)}


def steps_of(case: Case, session: LiveSession) -> dict[str, Any]:
    """The five steps with the present one, and what hosts may move to. At most two queries."""
    standing = queries.standing(case)
    case.session = session
    at = list(StepName).index(StepName(standing.step)) if standing.step else -1
    return {
        "session": session,
        "steps": [{"step": step, "state": _state(place, at)} for place, step in enumerate(STEPS)],
        "present": StepName(standing.step) if standing.step else None,
        "what_to_do": WHAT_TO_DO[standing.step] if standing.step else "",
        "began_at": standing.began_at,
        "following": steps.following(standing.step),
        "others": [step for step in StepName if step != standing.step],
        "is_running": session.status == Status.OPEN,
        "takes": _takes(case, standing.step),
    }


def _state(place: int, at: int) -> str:
    if place == at:
        return "current"
    return "done" if place < at else "ahead"


def _takes(case: Case, step: str | None) -> str:
    """Which acts of the scribe are in turn, as the page's style asks for them."""
    turns = {"ask": [StepName.QUESTIONS], "recommend": [StepName.PARTICIPANTS, StepName.EXPERTS]}
    return " ".join(act for act, turn in turns.items() if access.is_in_turn(case, step, turn))


def beside(case: Case, person: Person) -> dict[str, Any]:
    """What stands beside the text of a case for this reader: files, and what the review asked.

    At most nine queries.
    """
    reviews = access.sees_review(person, case)
    return {
        "attachments": list(
            case.attachments.all()
            if access.writes_with(person, case)
            else access.files_open_to_readers(case)
        ),
        "sees_review": reviews,
        "can_invite": access.inviting_refused(person, case) is None,
        "can_name_presenter": access.naming_presenter_refused(person, case) is None,
        "can_show": access.showing_refused(person, case) is None,
        "can_answer": access.answering_team_refused(person, case) is None,
        "is_under_embargo": access.is_under_embargo(case),
        "review_questions": list(case.review_questions.select_related("asked_by", "answered_by"))
        if reviews
        else [],
    }


def changes_between(case: Case, before: CaseVersion, after: CaseVersion) -> list[dict[str, Any]]:
    """What became of each part from one version to another, word by word."""
    asked = asking.asked_of(case)
    names = list(dict.fromkeys([*after.text, *before.text]))
    return [
        {
            "label": asked[name].label if name in asked else _("Title"),
            "before": before.text.get(name, ""),
            "pieces": word_by_word.between(before.text.get(name, ""), after.text.get(name, "")),
            "is_changed": before.text.get(name, "") != after.text.get(name, ""),
        }
        for name in names
    ]


def discussed_in(session: LiveSession, person: Person) -> list[dict[str, Any]]:
    """The cases of a session that this person may read, as the agenda has them, with what was
    written on each.

    With how long each step took. At most four queries, and two for each case: a session has
    one or two.
    """
    cases = list(
        session.cases.filter(pk__in=access.cases_in_record(person).values("pk"))
        .select_related("country", "team", "programme", "challenge_area", "presenter", "form")
        .order_by("agenda_item__position", "pk")
    )
    access.tell_names(person, cases)
    ran = queries.steps_as_they_ran(session) if cases else {}
    return [case_page(case) | {"ran": ran.get(case.pk, [])} for case in cases]


def differences(case: Case, form: Any) -> list[Theirs]:
    """Where what stands in ``case`` differs from what was typed into ``form``."""
    found = []
    for bound in form:
        stands = form.stands(case, bound.name)
        typed = form.cleaned_data.get(bound.name)
        if isinstance(typed, str):
            typed, stands = _lines(typed), _lines(stands)
        if typed != stands:
            shown = _in_words(bound.field, stands) if stands else _("(empty)")
            found.append(Theirs(name=bound.name, label=str(bound.label), text=shown))
    return found


def history(recommendation: Recommendation) -> list[Step]:
    """What was done with a recommendation, earliest first, in words. Three queries."""
    events = list(queries.assignments_of(recommendation))
    is_hidden = recommendation.case.hides_names
    owners = {event.data.get("owner") for event in events}
    names = Person.objects.in_bulk([owner for owner in owners if owner])
    steps_taken = [
        Step(at=event.at, by=event.actor, words=_said(event, names, is_hidden=is_hidden), note="")
        for event in events
    ]
    steps_taken += [
        Step(at=change.at, by=change.by, words=_changed(change), note=change.note)
        for change in queries.changes_of(recommendation)
    ]
    return sorted(steps_taken, key=lambda step: step.at)


def _changed(change: StateChange) -> str:
    before = RecommendationState(change.before).label
    after = RecommendationState(change.after).label
    words = {"before": str(before), "after": str(after)}
    if change.follow_up is None:
        if change.before == change.after:
            return _("A word more, still “%(after)s”") % words
        return _("From “%(before)s” to “%(after)s”") % words
    words["weeks"] = str(change.follow_up.weeks)
    if change.before == change.after:
        return _("Follow-up at %(weeks)s weeks: not yet, still “%(after)s”") % words
    return _("Follow-up at %(weeks)s weeks: from “%(before)s” to “%(after)s”") % words


def _said(event: Event, names: dict[int, Person], *, is_hidden: bool) -> str:
    if event.kind == "cases.recommended":
        return _("Written down")
    if is_hidden:
        return _("Owner or date changed")
    owner = names.get(event.data.get("owner") or 0)
    due = event.data.get("due_on")
    if owner and due:
        return _("Owner: %(owner)s, due by %(day)s") % {
            "owner": owner,
            "day": _day(date.fromisoformat(due)),
        }
    if owner:
        return _("Owner: %(owner)s") % {"owner": owner}
    if due:
        return _("No owner, due by %(day)s") % {"day": _day(date.fromisoformat(due))}
    return _("No owner and no date")


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _in_words(field: Any, stands: object) -> str:
    """What stands in a field; a choice by its label."""
    choices = dict(field.choices) if isinstance(stands, str) and hasattr(field, "choices") else {}
    return str(choices.get(stands, stands))


def _lines(text: str) -> str:
    """A browser sends a line's end as two signs; the database may hold one."""
    return text.replace("\r\n", "\n").strip()


def _written_on(case: Case) -> tuple[list[ClarifyingQuestion], list[Recommendation]]:
    questions = case.clarifying_questions.select_related("asker", "allowed_by").order_by("at", "pk")
    given = case.recommendations.select_related("author", "allowed_by").order_by("at", "pk")
    return list(questions), list(given)
