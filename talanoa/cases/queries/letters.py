"""Reads of letters, of what was sent, and of what was asked afterwards."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from talanoa.cases import access
from talanoa.cases.asking_times import REMIND_AFTER, REMIND_UNTIL
from talanoa.cases.models import (
    Case,
    FollowUp,
    Letter,
    LetterPolicy,
    Recommendation,
    RecommendationResource,
    SentLetter,
    StateChange,
)
from talanoa.cases.queries.cases import team_of, whose_case
from talanoa.cases.terms import OPEN_STATES, CaseMode
from talanoa.people.models import Person
from talanoa.programmes.models import Enrolment, Programme, Role
from talanoa.programmes.terms import RoleName
from talanoa.schedule.models import SessionRole

SCRIBE = RoleName.SCRIBE.value
_FOLLOWED = Q(merged_into=None, left_out_at=None, state__in=OPEN_STATES)
"""Recommendations that stand and in which something is still to be done."""


def policy_of(programme: Programme) -> LetterPolicy:
    """How soon a programme signs and answers; as by default where it has not said. One query."""
    saved = LetterPolicy.objects.filter(programme=programme).first()
    return saved or LetterPolicy(programme=programme)


def in_letter(case: Case) -> list[Recommendation]:
    """What a letter says, in its order: not what was left out or is part of another. Two queries.

    Each has ``parts``: those whose words it says too; and ``works``: those of the library that it
    or a part of it draws on, each once.
    """
    works = RecommendationResource.objects.select_related("resource").order_by("named_at", "pk")
    all_of_them = list(
        case.recommendations.select_related("author", "owner")
        .prefetch_related(Prefetch("drawn", queryset=works))
        .order_by(F("place").asc(nulls_last=True), "at", "pk")
    )
    shown = [one for one in all_of_them if one.merged_into_id is None and not one.left_out_at]
    for one in shown:
        one.parts = [part for part in all_of_them if part.merged_into_id == one.pk]  # type: ignore[attr-defined]
        drawn = [each for said in (one, *one.parts) for each in said.drawn.all()]  # type: ignore[attr-defined]
        one.works = list(dict.fromkeys(each.resource for each in drawn))  # type: ignore[attr-defined]
    return shown


def to_write(case: Case) -> list[Recommendation]:
    """Everything a letter could say, in its order, with what is left out. One query."""
    return list(
        case.recommendations.select_related("author").order_by(
            F("place").asc(nulls_last=True), "at", "pk"
        )
    )


def letters_of(person: Person, programme: Programme) -> QuerySet[Letter]:
    """A programme's letters as far as somebody may read them, the soonest due first. One query."""
    return (
        access.letters_visible_to(person)
        .filter(case__programme=programme)
        .select_related("case__country", "case__team", "case__presenter", "case__session")
        .order_by(F("signed_at").desc(nulls_first=True), "due_at", "pk")
    )


def discussed_without_letter(person: Person, programme: Programme) -> QuerySet[Case]:
    """Discussed cases on which no letter was begun, latest first. One query."""
    letter = Letter.objects.filter(case=OuterRef("pk"))
    return (
        access.cases_read_by(person)
        .filter(
            ~Exists(letter),
            programme=programme,
            discussed_at__isnull=False,
            withdrawn_at=None,
            session__closed_at__isnull=False,
        )
        .order_by("-discussed_at", "-pk")
    )


def latest_version(letter: Letter) -> SentLetter | None:
    """One query."""
    return letter.versions.order_by("number").last()


def readers_of(sent: SentLetter) -> QuerySet[Person]:
    """Who a letter is sent to: the team, and everyone enrolled where the programme wants it and
    they may read the case."""
    case = sent.letter.case
    whose = whose_case(case)
    if sent.is_for_all and case.mode != CaseMode.RESTRICTED and not case.has_expired:
        place = Enrolment.objects.filter(
            cohort__programme=case.programme_id, person=OuterRef("pk"), left_at=None
        )
        whose |= Q(Exists(place))
    return Person.objects.filter(whose, is_active=True).order_by("pk")


def unsigned(*, now: datetime) -> QuerySet[Letter]:
    """Letters that wait and whose case still stands, the soonest due first. One query."""
    return (
        Letter.objects.filter(signed_at=None, case__withdrawn_at=None)
        .filter(Q(reminded_at=None) | Q(escalated_at=None, due_at__lte=now))
        .order_by("due_at", "pk")
    )


def rounds_due(*, now: datetime) -> QuerySet[FollowUp]:
    """Rounds whose time has come and that were neither asked nor passed over. One query."""
    return (
        FollowUp.objects.filter(due_at__lte=now, asked_at=None, passed_over_at=None)
        .select_related("letter__case")
        .order_by("letter", "weeks")
    )


def by_programme(rounds: Iterable[FollowUp]) -> list[list[FollowUp]]:
    """Rounds apart by the programme of their case, in the same order; the case is loaded."""
    apart: dict[int, list[FollowUp]] = {}
    for one in rounds:
        apart.setdefault(one.letter.case.programme_id, []).append(one)
    return list(apart.values())


def open_in(follow_up: FollowUp) -> QuerySet[Recommendation]:
    """What of a letter is not settled and was not answered in this round yet. One query."""
    answered = StateChange.objects.filter(recommendation=OuterRef("pk"), follow_up=follow_up)
    return followed(follow_up.letter).filter(~Exists(answered))


def followed(letter: Letter) -> QuerySet[Recommendation]:
    """The recommendations of a letter in which something is still to be done, in its order."""
    return _in_order(Recommendation.objects.filter(_FOLLOWED, case=letter.case_id))


def rounds_to_remind(*, now: datetime) -> QuerySet[FollowUp]:
    """Askings of one to three weeks ago about which nobody was reminded yet. One query."""
    return (
        FollowUp.objects.filter(
            asked_at__lte=now - REMIND_AFTER,
            asked_at__gt=now - REMIND_UNTIL,
            reminded_at=None,
            letter__case__withdrawn_at=None,
        )
        .select_related("letter__case")
        .order_by("asked_at", "pk")
    )


def people_to_ask(follow_up: FollowUp) -> list[Person]:
    """Whom a round is asked: the owners, and where something has none the presenter; else the team.

    Each once, by key. At most three queries, and one for each that has an owner.
    """
    waiting = list(open_in(follow_up))
    answering = [answers_for(one) for one in waiting]
    asked = {owner for owner in answering if owner is not None}
    if None in answering:
        case = follow_up.letter.case
        team = Person.objects.filter(whose_case(case), is_active=True, erased_at=None)
        presenter = team.filter(pk=case.presenter_id).first()
        asked |= {presenter} if presenter else set(team_of(case))
    return sorted(asked, key=lambda person: person.pk)


def answers_for(recommendation: Recommendation) -> Person | None:
    """Its owner, who is asked first; nobody, where there is none who could answer.

    Whoever may not read the case, or no more, is not asked about it. At most one query.
    """
    owner = recommendation.owner
    if owner is None or not _reads_mail(owner):
        return None
    reads = access.cases_read_by(owner).filter(pk=recommendation.case_id)
    return owner if reads.exists() else None


def people_to_remind(follow_up: FollowUp) -> list[Person]:
    """Whom a round is asked again: the owners of what is open, and the whole team. By key."""
    answering = (answers_for(one) for one in open_in(follow_up))
    owners = {owner for owner in answering if owner is not None}
    return sorted(owners | set(team_of(follow_up.letter.case)), key=lambda person: person.pk)


def scribes_of(case: Case) -> QuerySet[Person]:
    """Who writes the letter on a case: the scribes of its session and programme, by key."""
    here = SessionRole.objects.filter(
        session=case.session_id, person=OuterRef("pk"), role=SCRIBE, declined_at=None
    )
    standing = Role.objects.filter(programme=case.programme_id, person=OuterRef("pk"), role=SCRIBE)
    return Person.objects.filter(Exists(here) | Exists(standing), is_active=True).order_by("pk")


def _reads_mail(person: Person) -> bool:
    return person.is_active and person.erased_at is None


def unanswered_rounds(person: Person, programme: Programme) -> QuerySet[FollowUp]:
    """The latest asking about each case to which something is still to be answered.

    For whoever coordinates, the longest asked first. One query.
    """
    later = FollowUp.objects.filter(
        letter=OuterRef("letter"), weeks__gt=OuterRef("weeks"), asked_at__isnull=False
    )
    answered = StateChange.objects.filter(
        recommendation=OuterRef("pk"), follow_up=OuterRef(OuterRef("pk"))
    )
    waits = Recommendation.objects.filter(
        ~Exists(answered), _FOLLOWED, case=OuterRef("letter__case")
    )
    return (
        FollowUp.objects.filter(
            ~Exists(later),
            Exists(waits),
            asked_at__isnull=False,
            letter__case__programme=programme,
            letter__case__withdrawn_at=None,
            letter__case__in=access.cases_read_by(person),
        )
        .select_related("letter__case__team", "letter__case__presenter")
        .order_by("asked_at", "pk")
    )


def with_what_waits(rounds: list[FollowUp]) -> list[FollowUp]:
    """Each asking with ``waits``: what nobody has answered in it, with its owner. Two queries."""
    answers = StateChange.objects.filter(follow_up__in=rounds)
    answered = set(answers.values_list("follow_up", "recommendation"))
    waiting: dict[int, list[Recommendation]] = {}
    for one in _in_order(Recommendation.objects.filter(_FOLLOWED)).filter(
        case__in=[each.letter.case_id for each in rounds]
    ):
        waiting.setdefault(one.case_id, []).append(one)
    for each in rounds:
        each.waits = [  # type: ignore[attr-defined]
            one for one in waiting.get(each.letter.case_id, []) if (each.pk, one.pk) not in answered
        ]
    return rounds


def _in_order(found: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    return found.select_related("case__programme__hub", "case__team", "owner", "author").order_by(
        F("place").asc(nulls_last=True), "at", "pk"
    )
