"""Who asks what cannot wait, who answers it, and who sees it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.cases.access.cases import teams_of
from talanoa.cases.access.showing import cases_visible_to, of_team, tell_names
from talanoa.cases.models import Routing, UrgentQuestion
from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.models import Enrolment, HubAdministrator, Programme, Role
from talanoa.programmes.terms import ProgrammeStatus, RoleName

A_DAY = timedelta(days=1)
MOST_A_DAY = 10
"""Questions that one person sends to experts, each of them by mail."""


def urgent_questions_visible_to(person: Person) -> QuerySet[UrgentQuestion]:
    """Those somebody asked, those of their team's cases, those that went to them, and for
    coordinators all of their programmes. No query of its own.
    """
    if not person.is_authenticated:
        return UrgentQuestion.objects.none()
    routed = Routing.objects.filter(question=OuterRef("pk"), expert=person.pk)
    coordinates = Role.objects.filter(
        programme=OuterRef("programme"), person=person.pk, role=RoleName.COORDINATOR
    )
    administers = HubAdministrator.objects.filter(hub=OuterRef("programme__hub"), person=person.pk)
    return UrgentQuestion.objects.filter(
        Q(asker=person.pk)
        | of_team(person.pk, "case")
        | Exists(routed)
        | Exists(coordinates)
        | Exists(administers)
    )


def get_urgent_question(person: Person, question_id: int) -> UrgentQuestion:
    """The only door to one question that cannot wait, and the case that its reader may be shown.

    One query, at most three more where it is about a case.

    Raises:
        NotVisible: no such question, or not one this person may see.
    """
    found = (
        urgent_questions_visible_to(person)
        .select_related("programme__hub", "case", "asker", "answered_by", "focus_area")
        .filter(pk=question_id)
        .first()
    )
    if found is None:
        raise NotVisible(question_id)
    if found.case is not None:
        tell_names(person, [found.case])
        found.shows_case = cases_visible_to(person).filter(pk=found.case.pk).exists()
    return found


def asking_refused(person: Person, programme: Programme) -> str | None:
    """Why someone may not ask between sessions; ``None`` when they may."""
    if programme.status != ProgrammeStatus.PUBLISHED:
        return _("Questions between sessions are taken while the programme runs.")
    if not person.is_authenticated:
        return _("Sign in to ask.")
    enrolled = Enrolment.objects.filter(cohort__programme=programme, person=person.pk, left_at=None)
    if not enrolled.exists() and not teams_of(person, programme).exists():
        return _("Only people who take part in this programme can ask. Register first.")
    if not experts_of(programme).exclude(pk=person.pk).exists():
        return _("This programme has no expert who could answer yet.")
    lately = UrgentQuestion.objects.filter(asker=person.pk, asked_at__gt=clock.now() - A_DAY)
    if lately.count() >= MOST_A_DAY:
        return _("You have asked ten questions within a day. Bring what is left to the session.")
    return None


def answering_refused(person: Person, question: UrgentQuestion) -> str | None:
    """Why someone may not answer a question; ``None`` when they may.

    Whoever it went to may, also when their time has passed: an answer is welcome. What nobody has
    any more, a coordinator may answer.
    """
    if question.answered_at is not None:
        return _("This question is answered already.")
    is_expert = experts_of(question.programme).filter(pk=person.pk).exists()
    if is_expert and question.routings.filter(expert=person.pk, handed_on_at=None).exists():
        return None
    if question.asker_id != person.pk and naming_experts_refused(person, question) is None:
        return None
    return _("Only the experts it was sent to answer a question.")


def handing_on_refused(person: Person, question: UrgentQuestion) -> str | None:
    """Why someone may not hand a question on; ``None`` when it is with them."""
    if question.answered_at is not None:
        return _("This question is answered already.")
    with_them = question.routings.filter(expert=person.pk, handed_on_at=None, lapsed_at=None)
    if with_them.exists():
        return None
    return _("This question is not with you.")


def naming_experts_refused(person: Person, question: UrgentQuestion) -> str | None:
    """Why someone may not say which experts a question goes to; ``None`` for coordinators while
    nobody has it."""
    if question.answered_at is not None:
        return _("This question is answered already.")
    if not programmes.is_coordinator(person, question.programme):
        return _("Only coordinators name experts for a question.")
    if not question.text:
        return _("This question was taken back.")
    if question.routings.filter(handed_on_at=None, lapsed_at=None).exists():
        return _("This question is with an expert.")
    return None


def experts_of(programme: Programme) -> QuerySet[Person]:
    """The experts of a programme, by key."""
    return Person.objects.filter(
        roles__programme=programme, roles__role=RoleName.EXPERT, is_active=True, erased_at=None
    ).order_by("pk")
