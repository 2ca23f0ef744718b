"""Who finds a case, who reads it whole, and who is told whose it is.

The table in ``tests/who_sees.py`` says it for every role, state and mode. In short: the team and
those who coordinate see everything of theirs; those with a role in the programme once it is
submitted; everyone enrolled once it has a place in a session, and under embargo only from a moment
on that day. A restricted case is for its team, its coordinators and the panel of its session.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from talanoa.cases.models import Case, CaseAuthor, Consent
from talanoa.cases.terms import EMBARGOES, CaseMode, ConsentTo
from talanoa.kernel import clock
from talanoa.people.models import Person
from talanoa.programmes.models import Enrolment, HubAdministrator, Role, TeamMember
from talanoa.programmes.terms import RoleName
from talanoa.schedule.models import LiveSession, SessionRole

_OPEN_ENOUGH = ~Q(mode=CaseMode.RESTRICTED)
_NAMED = ~Q(mode__in=[CaseMode.NAME_WITHHELD, CaseMode.CHATHAM_HOUSE])


def cases_visible_to(person: Person) -> QuerySet[Case]:
    """The cases a person may find, some of them only as a stub.

    Nobody who is not signed in sees any. No query of its own.
    """
    if not person.is_authenticated:
        return Case.objects.none()
    return Case.objects.filter(_own(person.pk) | _run(person.pk) | _shown(person.pk))


def cases_read_by(person: Person) -> QuerySet[Case]:
    """Of those, the ones whose words this person may read: not withdrawn, not expired to them.

    No query of its own.
    """
    if not person.is_authenticated:
        return Case.objects.none()
    keepers = _own(person.pk) | _coordinated(person.pk)
    return cases_visible_to(person).filter(keepers | unexpired(), withdrawn_at=None)


def cases_named_to(person: Person) -> QuerySet[Case]:
    """Of those read, the ones of which this person may know the team and its country.

    What counts or picks cases by country or team begins here. No query of its own.
    """
    if not person.is_authenticated:
        return Case.objects.none()
    keepers = _own(person.pk) | _coordinated(person.pk)
    return cases_read_by(person).filter(_NAMED | keepers)


def with_country(person: Person) -> QuerySet[Case]:
    """Of those read, the ones whose country this person may know. No query of its own."""
    shown = Q(mode=CaseMode.NAME_WITHHELD, shows_country=True)
    return cases_read_by(person).filter(Q(pk__in=cases_named_to(person).values("pk")) | shown)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody is told of a case."""

    reads: bool
    """Its words."""
    knows_whose: bool
    """The team, its country and who presents it; of a withdrawn case its keepers still do."""
    knows_country: bool


def told_of(person: Person, cases: Collection[Case]) -> dict[int, Told]:
    """What this person is told of each of these cases, by key; the rest they do not find.

    As ``cases_read_by``, ``cases_named_to`` and ``with_country`` have it, in one query.
    """
    if not cases or not person.is_authenticated:
        return {}
    keeps = ExpressionWrapper(_own(person.pk) | _coordinated(person.pk), BooleanField())
    found = cases_visible_to(person).filter(pk__in=[case.pk for case in cases])
    keeping = dict(found.values_list("pk", keeps))
    return {case.pk: _told(case, keeping[case.pk]) for case in cases if case.pk in keeping}


def _told(case: Case, keeps: bool) -> Told:
    reads = case.withdrawn_at is None and (keeps or not case.has_expired)
    knows_whose = keeps or (reads and not case.withholds_names)
    knows_country = reads and (knows_whose or case.tells_country)
    return Told(reads=reads, knows_whose=knows_whose, knows_country=knows_country)


def cases_open_to_all(session: LiveSession) -> QuerySet[Case]:
    """A session's cases that whoever may follow it afterwards may read. No query of its own."""
    return Case.objects.filter(
        unexpired(), _OPEN_ENOUGH, _agreed(ConsentTo.RECORD), session=session, withdrawn_at=None
    )


def unexpired() -> Q:
    """That a case's last day is not over at its hub, as ``Case.has_expired`` says. No query."""
    return Q(expires_at=None) | Q(expires_at__gt=clock.now())


def cases_in_record(person: Person) -> QuerySet[Case]:
    """Of those read, the ones that stand in their session's record. No query of its own."""
    return cases_read_by(person).filter(_agreed(ConsentTo.RECORD))


def tell_names(person: Person, cases: list[Case]) -> list[Case]:
    """Say on each case whether ``person`` may know whose it is.

    One query where a name is withheld, else none.
    """
    withheld = [case.pk for case in cases if case.withholds_names]
    if withheld and person.is_authenticated:
        keepers = _own(person.pk) | _coordinated(person.pk)
        known = set(Case.objects.filter(keepers, pk__in=withheld).values_list("pk", flat=True))
        for case in cases:
            case.knows_names = case.pk in known
    return cases


def is_held_back(case: Case) -> bool:
    """Whether those in the room are not shown this case yet, or any more; its session is loaded.

    In the room everybody has the same panel, guests among them: a restricted case stands there
    only while it is being discussed, one under embargo from its moment on.
    """
    session = case.session
    if session is None or case.withdrawn_at is not None:
        return False
    if case.has_expired:
        return True
    if case.mode == CaseMode.RESTRICTED:
        return session.opened_at is None or session.closed_at is not None
    return is_under_embargo(case)


def is_under_embargo(case: Case) -> bool:
    """Whether participants may not read a case yet; its session is loaded."""
    session = case.session
    if case.embargo is None or session is None or session.opened_at is not None:
        return False
    return clock.now() < session.starts_at - timedelta(hours=case.embargo)


def of_team(person: int, case: str = "") -> Q:
    """That somebody is on the team that brings a case, as ``is_on_team`` says. No query of its own.

    Whoever brings it alone; else the members of its team. A presenter who was taken out of the
    team is not on it, unless they coordinate the programme and brought the case for it.

    Args:
        case: the way to the case from what is filtered; nothing: from cases.
    """
    at = f"{case}__" if case else ""
    member = TeamMember.objects.filter(team=OuterRef(f"{at}team"), person=person)
    coordinates = Role.objects.filter(
        programme=OuterRef(f"{at}programme"), person=person, role=RoleName.COORDINATOR
    )
    administers = HubAdministrator.objects.filter(
        hub=OuterRef(f"{at}programme__hub"), person=person
    )
    alone = Q(**{f"{at}team": None}) | Q(Exists(coordinates)) | Q(Exists(administers))
    return Q(**{f"{at}presenter": person}) & alone | Q(Exists(member))


def _own(person: int) -> Q:
    """Its team, and who writes with it."""
    author = CaseAuthor.objects.filter(case=OuterRef("pk"), person=person, removed_at=None)
    return of_team(person) | Q(Exists(author))


def _coordinated(person: int) -> Q:
    runs_it = Q(_has_role(person, RoleName.COORDINATOR)) | Q(_administers(person))
    return Q(submitted_at__isnull=False) & runs_it


def _run(person: int) -> Q:
    """Submitted cases for those who run the programme; restricted ones for its coordinators."""
    working = Exists(Role.objects.filter(programme=OuterRef("programme"), person=person))
    return _coordinated(person) | (Q(submitted_at__isnull=False) & _OPEN_ENOUGH & Q(working))


def _shown(person: int) -> Q:
    """Cases with a place in a session, for its panel and for those enrolled."""
    has_a_part = Exists(
        SessionRole.objects.filter(session=OuterRef("session"), person=person, declined_at=None)
    )
    hosts = _has_role(person, RoleName.FACILITATOR, RoleName.SCRIBE)
    enrolled = Exists(
        Enrolment.objects.filter(
            cohort__programme=OuterRef("programme"), person=person, left_at=None
        )
    )
    to_participants = _OPEN_ENOUGH & _out_of_embargo() & Q(enrolled)
    return Q(session__isnull=False) & (Q(has_a_part) | Q(hosts) | to_participants)


def _out_of_embargo() -> Q:
    now = clock.now()
    out = Q(embargo=None) | Q(session__opened_at__isnull=False)
    for hours in EMBARGOES:
        out |= Q(embargo=hours, session__starts_at__lte=now + timedelta(hours=hours))
    return out


def _agreed(to: str) -> Q:
    """The team has not taken back its yes to this; older cases have none to take back."""
    said = Consent.objects.filter(case=OuterRef("pk"), to=to)
    return ~Exists(said) | Q(Exists(said.filter(withdrawn_at=None)))


def _has_role(person: int, *roles: str) -> Exists:
    return Exists(
        Role.objects.filter(programme=OuterRef("programme"), person=person, role__in=roles)
    )


def _administers(person: int) -> Exists:
    return Exists(HubAdministrator.objects.filter(hub=OuterRef("programme__hub"), person=person))
