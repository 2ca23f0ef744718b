"""Whom a session does not name as the presenter of a case, and to whom.

Whoever is told whose a case is, is told who presents it; others read what the case says of it, or
nothing where they do not read the case. In the room nobody is told.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from talanoa.cases.access.showing import Told, is_held_back, told_of
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

    One query where no case withholds anything, else at most six.
    """
    cases = _cases(session)
    told_of_it = _told(person, cases, session)
    named = {case.pk for case in cases if _is_named(case, told_of_it.get(case.pk))}
    hidden = [case for case in cases if case.pk not in named]
    if not hidden:
        return Unnamed()
    words = {case.pk: _words(case, told_of_it.get(case.pk), session) for case in hidden}
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


def _told(person: Viewer | None, cases: list[Case], session: LiveSession) -> dict[int, Told]:
    """What the reader is told of each case; ``None`` stands for everybody in the room.

    At most one query.
    """
    if person is None:
        return {case.pk: _told_to_room(case) for case in _of_room(cases, session)}
    return told_of(person, cases) if isinstance(person, Person) else {}


def _is_named(case: Case, told: Told | None) -> bool:
    """An open case withholds nothing from anybody, whether they read it or not."""
    return case.mode == CaseMode.OPEN or (told is not None and told.knows_whose)


def _of_room(cases: list[Case], session: LiveSession) -> list[Case]:
    """What everybody in the room is shown."""
    shown = [case for case in cases if case.session_id == session.pk]
    for case in shown:
        case.session = session
    return [case for case in shown if case.withdrawn_at is None and not is_held_back(case)]


def _told_to_room(case: Case) -> Told:
    return Told(reads=True, knows_whose=not case.withholds_names, knows_country=case.tells_country)


def _words(case: Case, told: Told | None, session: LiveSession) -> str:
    """What stands in place of the name: as the case has it for whoever reads it here."""
    if told is None or not told.reads or case.session_id != session.pk:
        return ""
    country = f" · {case.country}" if case.country and told.knows_country else ""
    return _("Name withheld") + country


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
