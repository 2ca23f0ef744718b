"""Whom a session does not name as the presenter of a case, and to whom.

Whoever is told whose a case is, is told who presents it; others read what the case says of it, or
nothing where they do not read the case. In the room nobody is told.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from talanoa.cases.access.showing import (
    cases_read_by,
    cases_told_to,
    is_held_back,
    with_country,
)
from talanoa.cases.models import Case, CaseAuthor
from talanoa.cases.terms import CaseMode
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import TeamMember
from talanoa.schedule.models import LiveSession
from talanoa.schedule.naming import Unnamed
from talanoa.schedule.terms import AgendaKind, SessionRoleName


def unnamed_in(session: LiveSession, person: Viewer | None) -> Unnamed:
    """Whom this reader is not told as a presenter or speaker of a session.

    The people of a case that stands in it and is not named to the reader; of one that waits for
    a place or has left it, since an agenda may name them before and after; and whoever else
    presents where a case is not named. Who also presents a case that is named stays named.

    One query where no case withholds anything, else at most eight.
    """
    cases = _cases(session)
    named = _named_to(person, cases, session)
    hidden = [case for case in cases if case.pk not in named]
    if not hidden:
        return Unnamed()
    words = _words(person, hidden, session)
    people = _people_of(cases)
    here = [case for case in hidden if case.session_id == session.pk]
    reader = None if person is None else person.pk
    told = {reader}
    for case in cases:
        if case.pk in named and case.session_id == session.pk:
            told |= people[case.pk]
    presenters: dict[int, str] = {}
    for case in sorted(hidden, key=lambda case: case in here):
        presenters |= dict.fromkeys(people[case.pk] - told, words[case.pk])

    of_item = {case.agenda_item_id: words[case.pk] for case in here}
    tied = {one for case in here for one in people[case.pk]}
    items, leads = {}, set()
    for item, kind, speaker in _spoken(session):
        if item in of_item and speaker != reader:
            items[item] = of_item[item]
        elif kind == AgendaKind.CASE and speaker in presenters:
            items[item] = presenters[speaker]
        else:
            leads.add(speaker)
            continue
        tied.add(speaker)
        if speaker not in told:
            presenters.setdefault(speaker, items[item])
    if here:
        for other in _with_the_part(session) - told - leads:
            presenters.setdefault(other, words[here[0].pk])
    speakers = {one: presenters[one] for one in tied - leads if one in presenters}
    return Unnamed(items=items, presenters=presenters, speakers=speakers)


def _spoken(session: LiveSession) -> list[tuple[int, str, int]]:
    """The items with a speaker: their keys, kinds and speakers' keys. One query."""
    items = session.agenda.values_list("pk", "kind", "speaker_id")
    return [(pk, kind, speaker) for pk, kind, speaker in items if speaker is not None]


def _with_the_part(session: LiveSession) -> set[int]:
    parts = session.roles.filter(role=SessionRoleName.PRESENTER)
    return set(parts.values_list("person_id", flat=True))


def _cases(session: LiveSession) -> list[Case]:
    """Those of a session, and what else withholds names and may be meant for it; none where none
    withholds anything. One query."""
    waits = ~Q(mode=CaseMode.OPEN) & Q(discussed_at=None)
    cases = list(
        Case.objects.filter(
            Q(session=session) | waits,
            programme=session.cohort.programme_id,
            submitted_at__isnull=False,
        )
        .select_related("country")
        .order_by("pk")
    )
    return cases if any(case.mode != CaseMode.OPEN for case in cases) else []


def _named_to(person: Viewer | None, cases: list[Case], session: LiveSession) -> set[int]:
    named = {case.pk for case in cases if case.mode == CaseMode.OPEN}
    asked = [case.pk for case in cases if case.pk not in named]
    if person is None:
        return named | {
            case.pk
            for case in _of_room(cases, session)
            if case.pk in asked and not case.withholds_names
        }
    if isinstance(person, Person) and asked:
        named |= set(cases_told_to(person).filter(pk__in=asked).values_list("pk", flat=True))
    return named


def _of_room(cases: list[Case], session: LiveSession) -> list[Case]:
    """What everybody in the room is shown."""
    shown = [case for case in cases if case.session_id == session.pk]
    for case in shown:
        case.session = session
    return [case for case in shown if case.withdrawn_at is None and not is_held_back(case)]


def _words(person: Viewer | None, hidden: list[Case], session: LiveSession) -> dict[int, str]:
    """What stands in place of the name, by case: as the case has it for whoever reads it."""
    keys = [case.pk for case in hidden]
    if person is None:
        read = {case.pk for case in _of_room(hidden, session)}
        placed = {
            case.pk for case in hidden if case.mode == CaseMode.NAME_WITHHELD and case.shows_country
        }
    elif isinstance(person, Person):
        read = set(
            cases_read_by(person).filter(pk__in=keys, session=session).values_list("pk", flat=True)
        )
        placed = set(with_country(person).filter(pk__in=keys).values_list("pk", flat=True))
    else:
        read, placed = set(), set()
    words = dict.fromkeys(keys, "")
    for case in hidden:
        if case.pk in read:
            country = f" · {case.country}" if case.country and case.pk in placed else ""
            words[case.pk] = _("Name withheld") + country
    return words


def _people_of(cases: Iterable[Case]) -> dict[int, set[int]]:
    """Who presents and writes each case, and its team. Two queries."""
    people = defaultdict(set)
    teams = defaultdict(list)
    for case in cases:
        people[case.pk].add(case.presenter_id)
        if case.team_id is not None:
            teams[case.team_id].append(case.pk)
    members = TeamMember.objects.filter(team__in=list(teams))
    for team, member in members.values_list("team_id", "person_id"):
        for case_id in teams[team]:
            people[case_id].add(member)
    authors = CaseAuthor.objects.filter(case__in=list(people), removed_at=None)
    for case_id, author in authors.values_list("case_id", "person_id"):
        people[case_id].add(author)
    return people
