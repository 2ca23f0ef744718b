"""Who writes, signs and reads the letter on a case, and who answers what came of it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.cases.access.cases import is_on_team
from talanoa.cases.access.showing import (
    cases_read_by,
    cases_visible_to,
    of_team,
    tell_names,
)
from talanoa.cases.access.writing import reads
from talanoa.cases.models import Case, FollowUp, Letter, Recommendation, SentLetter
from talanoa.cases.terms import CaseMode
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.models import HubAdministrator, Role, TeamMember
from talanoa.programmes.terms import RoleName
from talanoa.schedule import access as schedule
from talanoa.schedule.models import LiveSession, SessionRole
from talanoa.schedule.terms import SessionRoleName

_PREPARES = {RoleName.COORDINATOR.value, RoleName.FACILITATOR.value, RoleName.SCRIBE.value}
_SIGNS = SessionRoleName.EXPERT.value
_WRITES = _PREPARES | {_SIGNS}


def letters_visible_to(person: Person) -> QuerySet[Letter]:
    """The letters somebody may read: those they work on, those sent to them, those sent to all.

    A withdrawn case takes its letter with it; that on a restricted case is for those who find the
    case. No query of its own.
    """
    if not person.is_authenticated:
        return Letter.objects.none()
    there = Letter.objects.filter(case__withdrawn_at=None)
    works = _worked_on_by(person) & Q(case__in=cases_visible_to(person).values("pk"))
    return there.filter(works | _sent_to(person) | _sent_to_all_with(person))


def letter_on(person: Person, case: Case) -> Letter | None:
    """The letter on a case in hand that ``person`` sees, if they may read it.

    The rule of ``letters_visible_to``, read from what is loaded: its query takes longer to write
    than the page of a case has. At most seven queries, fewer where roles were asked already.
    """
    if case.withdrawn_at is not None:
        return None
    sent = SentLetter.objects.filter(letter=OuterRef("pk"))
    letter = (
        Letter.objects.filter(case=case)
        .annotate(was_sent=Exists(sent), is_for_all=Exists(sent.filter(is_for_all=True)))
        .first()
    )
    if letter is None:
        return None
    roles = programmes.roles_of(person, case.programme)
    if case.session is not None:
        roles = roles | schedule.roles_in(person, case.session)
    if roles & _WRITES or (letter.was_sent and is_on_team(person, case)):
        return letter
    return letter if letter.is_for_all and reads(person, case) else None


def get_letter(person: Person, case_id: int) -> Letter:
    """The only door to the letter on a case. One query, two where its team's name is withheld.

    Raises:
        NotVisible: there is none, or not one this person may read.
    """
    letter = (
        letters_visible_to(person)
        .select_related("case__programme__hub", "case__team", "case__country", "case__presenter")
        .select_related("case__session__cohort__programme__hub", "ready_by")
        .filter(case=case_id)
        .first()
    )
    if letter is None:
        raise NotVisible(case_id)
    tell_names(person, [letter.case])
    return letter


def versions_visible_to(person: Person, letter: Letter) -> QuerySet[SentLetter]:
    """What was sent of a letter already in hand, as far as somebody may read it, earliest first."""
    sent = letter.versions.select_related("signed_by", "acknowledged_by").order_by("number")
    if writes_for(person, letter.case) or is_on_team(person, letter.case):
        return sent
    return sent.filter(is_for_all=True)


def signers_of(session: LiveSession) -> QuerySet[Person]:
    """The experts of a session and of its programme, who may sign its letters, by key."""
    here = SessionRole.objects.filter(
        session=session, person=OuterRef("pk"), role=_SIGNS, declined_at=None
    )
    standing = Role.objects.filter(
        programme=session.cohort.programme_id, person=OuterRef("pk"), role=_SIGNS
    )
    people = Person.objects.filter(Exists(here) | Exists(standing), is_active=True, erased_at=None)
    return people.order_by("pk")


def writes_for(person: Person, case: Case) -> bool:
    """Whether somebody works on what a session wrote of a case. At most three queries."""
    if case.session is None:
        return programmes.is_coordinator(person, case.programme)
    return bool(schedule.roles_in(person, case.session) & _WRITES)


def prepares_for(person: Person, case: Case) -> bool:
    return case.session is not None and bool(schedule.roles_in(person, case.session) & _PREPARES)


def beginning_letter_refused(person: Person, case: Case) -> str | None:
    """Why someone may not begin the letter on a case; ``None`` when they may."""
    if case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if case.session is None or case.session.closed_at is None:
        return _("The letter is written once the session has ended.")
    if prepares_for(person, case):
        return None
    return _("Only the scribe, the facilitator and the coordinator prepare the letter.")


def writing_letter_refused(person: Person, letter: Letter) -> str | None:
    """Why someone may not change what a letter says; ``None`` when they may."""
    if letter.case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if letter.signed_at is not None:
        return _("This letter was sent. What is wrong in it is put right by a correction.")
    if writes_for(person, letter.case):
        return None
    return _("Only the scribes, hosts and experts of the session write the letter.")


def handing_over_refused(person: Person, letter: Letter) -> str | None:
    """Why someone may not ask for the signature; ``None`` when they may."""
    if refused := writing_letter_refused(person, letter):
        return refused
    if letter.ready_at is not None:
        return _("The experts have been asked already.")
    if not prepares_for(person, letter.case):
        return _("Only the scribe, the facilitator and the coordinator ask for the signature.")
    if not may_sign(letter).exists():
        return _("Nobody could sign: name an expert of the session who is not of the team.")
    return None


def may_sign(letter: Letter) -> QuerySet[Person]:
    """Who may sign a letter: experts of its session who are not of its team.

    On a restricted case those with a part in its session: the programme's other experts do not
    read it.
    """
    case = letter.case
    if case.session is None:  # it was put back: not discussed after all
        return Person.objects.none()
    team = TeamMember.objects.filter(team=case.team_id, person=OuterRef("pk"))
    signers = signers_of(case.session).filter(~Exists(team)).exclude(pk=case.presenter_id)
    if case.mode == CaseMode.RESTRICTED:
        part = SessionRole.objects.filter(
            session=case.session, person=OuterRef("pk"), declined_at=None
        )
        signers = signers.filter(Exists(part))
    return signers


def signing_refused(person: Person, letter: Letter) -> str | None:
    """Why someone may not sign a letter; ``None`` when they may, also after its time."""
    if letter.case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if letter.signed_at is not None:
        return _("This letter is signed already.")
    if letter.ready_at is None:
        return _("The letter is still being written.")
    if is_on_team(person, letter.case):
        return _("Whoever brought the case does not sign the letter to themselves.")
    if may_sign(letter).filter(pk=person.pk).exists():
        return None
    return _("Only an expert of the session signs.")


def correcting_refused(person: Person, letter: Letter) -> str | None:
    """Why someone may not take a sent letter up again; ``None`` when they may."""
    if letter.case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if letter.signed_at is None:
        return _("Only what was sent is corrected.")
    if writes_for(person, letter.case):
        return None
    return _("Only the scribes, hosts and experts of the session correct the letter.")


def acknowledging_refused(person: Person, sent: SentLetter) -> str | None:
    """Why someone may not say that the letter has come, or what is wrong with it."""
    if sent.letter.case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if not is_on_team(person, sent.letter.case):
        return _("Only the team that brought the case says that the letter has come.")
    return None


def follow_ups_open_to(person: Person) -> QuerySet[FollowUp]:
    """The askings somebody may answer: of their team, or about what they own and may read.

    No query.
    """
    if not person.is_authenticated:
        return FollowUp.objects.none()
    owns = Recommendation.objects.filter(case=OuterRef("letter__case"), owner=person.pk)
    asked = FollowUp.objects.filter(asked_at__isnull=False, letter__case__withdrawn_at=None)
    reads = Q(letter__case__in=cases_read_by(person).values("pk"))
    return asked.filter(Exists(owns) & reads | of_team(person.pk, "letter__case"))


def get_follow_up(person: Person, case_id: int) -> FollowUp:
    """The door to the latest asking about a case. One query.

    Raises:
        NotVisible: nobody was asked yet, or it is not this person's to answer.
    """
    found = (
        follow_ups_open_to(person)
        .select_related("letter__case__programme__hub", "letter__case__team")
        .filter(letter__case=case_id)
        .order_by("weeks")
        .last()
    )
    if found is None:
        raise NotVisible(case_id)
    return found


def _worked_on_by(person: Person) -> Q:
    programme = OuterRef("case__programme")
    standing = Role.objects.filter(programme=programme, person=person.pk, role__in=_WRITES)
    administers = HubAdministrator.objects.filter(
        hub=OuterRef("case__programme__hub"), person=person.pk
    )
    here = SessionRole.objects.filter(
        session=OuterRef("case__session"), person=person.pk, role__in=_WRITES, declined_at=None
    )
    return Q(Exists(standing)) | Q(Exists(administers)) | Q(Exists(here))


def _sent_to(person: Person) -> Q:
    sent = SentLetter.objects.filter(letter=OuterRef("pk"))
    return Q(Exists(sent)) & of_team(person.pk, "case")


def _sent_to_all_with(person: Person) -> Q:
    sent = SentLetter.objects.filter(letter=OuterRef("pk"), is_for_all=True)
    return Q(Exists(sent)) & Q(case__in=cases_read_by(person))
