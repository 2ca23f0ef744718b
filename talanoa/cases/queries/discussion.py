"""Reads of the discussion of a case in its session."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from talanoa.cases import steps
from talanoa.cases.models import Case, CaseStep
from talanoa.cases.queries.cases import case_of_item
from talanoa.cases.terms import StepName
from talanoa.kernel import clock
from talanoa.kernel.compiled import Compiled
from talanoa.live.models import Entry, Presence, Room
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.programmes.models import Role
from talanoa.schedule.models import AgendaItem, LiveSession, SessionRole
from talanoa.schedule.terms import AgendaKind


def case_in_hand(session: LiveSession) -> Case | None:
    """The case the room is at; between cases the one it was at last, else the first to come.

    The discussion of a case is an item of its own, and its case must not vanish with it.
    Three queries at most.
    """
    items = list(
        AgendaItem.objects.filter(
            session=session, case__isnull=False, case__withdrawn_at=None
        ).order_by("position")
    )
    if not items:
        return None
    position = (
        Room.objects.filter(session=session)
        .values_list("current_item__position", flat=True)
        .first()
    )
    reached = [item for item in items if position is not None and item.position <= position]
    return case_of_item(reached[-1] if reached else items[0])


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case stands in its session, and since when."""

    step: str | None = None
    """``None``: it has not been taken up."""
    began_at: datetime | None = None


def standing(case: Case) -> Standing:
    """Where a case stands in its session. Two queries at most.

    The presentation begins by itself when the case's item of the agenda is taken up, and
    goes on until a host moves the case to another step.
    """
    last = CaseStep.objects.filter(case=case.pk, session=case.session_id).last()
    if last is not None:
        return Standing(step=last.step, began_at=last.begun_at)
    taken_up = (
        Entry.objects.filter(
            session=case.session_id, kind=Kind.AGENDA_MOVED, data__item=case.agenda_item_id
        )
        .order_by("seq")
        .last()
        if case.agenda_item_id
        else None
    )
    if taken_up is None:
        return Standing()
    return Standing(step=StepName.PRESENTATION, began_at=taken_up.at)


def steps_as_they_ran(session: LiveSession) -> dict[int, list[steps.Ran]]:
    """How long each case stood at each step, by case. Three queries; one where none was moved.

    A case that was never moved to a step is left out: it was not held by the protocol.
    """
    begun: defaultdict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for row in CaseStep.objects.filter(session=session).order_by("pk"):
        begun[row.case_id].append((row.step, row.begun_at))
    if not begun:
        return {}
    items = {item.pk: item for item in session.agenda.select_related("case")}
    moved = Entry.objects.filter(session=session, kind=Kind.AGENDA_MOVED).order_by("seq")
    moves = [(items[at.data["item"]], at.at) for at in moved if at.data["item"] in items]
    ended_at = session.closed_at or clock.now()
    ran = {}
    for case, own in begun.items():
        own = _presented(case, own[0], moves) + own
        ended = _left(case, own[-1][1], moves) or ended_at
        ran[case] = steps.as_they_ran(own, ended_at=ended)
    return ran


def _presented(
    case: int, first: tuple[str, datetime], moves: Iterable[tuple[AgendaItem, datetime]]
) -> list[tuple[str, datetime]]:
    """The presentation that began as the case's item was taken up, before the first row."""
    if first[0] == StepName.PRESENTATION:
        return []
    taken_up = [at for item, at in moves if _case_of(item) == case and at <= first[1]]
    return [(StepName.PRESENTATION, at) for at in taken_up[-1:]]


def _left(
    case: int, since: datetime, moves: Iterable[tuple[AgendaItem, datetime]]
) -> datetime | None:
    """When the agenda went on to what is neither this case nor a discussion."""
    for item, at in moves:
        is_its_own = _case_of(item) == case or item.kind == AgendaKind.DISCUSSION
        if at > since and not is_its_own:
            return at
    return None


def _case_of(item: AgendaItem) -> int | None:
    case = getattr(item, "case", None)
    return case.pk if case else None


def people_of(session: LiveSession) -> list[tuple[int, str]]:
    """Whom the scribe may name, by key and name: those who have been in the room and those with
    a part in it.

    Also who has left meanwhile, or lost the connection: what they said is written down
    after they said it. By name. One query.
    """
    found = _people_of(session=session.pk, programme=session.cohort.programme_id)
    named = ((pk, name or str(Person())) for pk, name in found)
    return sorted(named, key=lambda each: (each[1].casefold(), each[0]))


def _belonging(session: int, programme: int) -> QuerySet[Person, tuple[int, str]]:
    came = Presence.objects.filter(session=session, person=OuterRef("pk"))
    has_a_part = SessionRole.objects.filter(
        session=session, person=OuterRef("pk"), declined_at=None
    )
    works_for_it = Role.objects.filter(programme=programme, person=OuterRef("pk"))
    people = Person.objects.filter(
        Exists(came) | Exists(has_a_part) | Exists(works_for_it), erased_at=None
    )
    return people.values_list("pk", "name")


_people_of = Compiled(_belonging)
