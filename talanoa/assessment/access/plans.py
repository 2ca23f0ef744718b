"""Who reads a team's action plan, and who writes it.

The team writes, with one voice and several hands. Those who run the programme read every plan;
others as the team decides: everyone who takes part in the programme, members of its other teams
among them, or everyone.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.assessment.models import Action, ActionPlan, Indicator
from talanoa.assessment.terms import Visibility
from talanoa.cases import access as cases
from talanoa.cases.models import Case
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import CountryTeam, Enrolment, Role, TeamMember
from talanoa.programmes.terms import ProgrammeStatus


def plans_visible_to(person: Viewer) -> QuerySet[ActionPlan]:
    """The plans a person may read. No query of its own."""
    published = Q(visibility=Visibility.PUBLISHED) & ~Q(
        team__programme__status=ProgrammeStatus.DRAFT
    )
    if person.pk is None:
        return ActionPlan.objects.filter(published)
    theirs = Exists(TeamMember.objects.filter(team=OuterRef("team"), person=person.pk))
    running = Q(team__programme__in=programmes.programmes_coordinated_by(person))
    programme = OuterRef("team__programme")
    taking_part = (
        Exists(
            Enrolment.objects.filter(cohort__programme=programme, person=person.pk, left_at=None)
        )
        | Exists(Role.objects.filter(programme=programme, person=person.pk))
        | Exists(TeamMember.objects.filter(team__programme=programme, person=person.pk))
    )
    restricted = Q(visibility=Visibility.RESTRICTED) & Q(taking_part)
    return ActionPlan.objects.filter(published | Q(theirs) | running | restricted)


def get_plan(person: Viewer, team_id: int) -> ActionPlan:
    """The only door to a team's plan, with team, country and programme. One query.

    Raises:
        NotVisible: no such plan, or not one ``person`` may read.
    """
    found = (
        plans_visible_to(person)
        .select_related("team__programme__hub", "team__country")
        .filter(team=team_id)
        .first()
    )
    if found is None:
        raise NotVisible(team_id)
    return found


def get_action(person: Viewer, action_id: int) -> Action:
    """The only door to one action, with its plan, team, country and programme. One query.

    Raises:
        NotVisible: no such action, or one of a plan ``person`` may not read.
    """
    found = (
        Action.objects.filter(plan__in=plans_visible_to(person), pk=action_id)
        .select_related(
            "plan__team__programme__hub",
            "plan__team__country",
            "indicator__version__framework",
            "recommendation__case",
            "changed_by",
        )
        .first()
    )
    if found is None:
        raise NotVisible(action_id)
    return found


def get_own_team(person: Person, team_id: int) -> CountryTeam:
    """A team whose plan ``person`` may begin. One query.

    Raises:
        NotVisible: no such team, or ``person`` is not on it.
    """
    found = (
        CountryTeam.objects.filter(pk=team_id, members__person=person.pk)
        .select_related("programme__hub", "country")
        .first()
    )
    if found is None:
        raise NotVisible(team_id)
    return found


def get_indicator(indicator_id: int) -> Indicator:
    """An indicator of a published version. One query.

    Raises:
        NotVisible: there is none.
    """
    found = (
        Indicator.objects.filter(pk=indicator_id, version__published_at__isnull=False)
        .select_related("version__framework")
        .first()
    )
    if found is None:
        raise NotVisible(indicator_id)
    return found


def planning_refused(person: Viewer, team: CountryTeam) -> str | None:
    """Why ``person`` may not write this team's plan; ``None`` when they may. One query."""
    if programmes.is_member(person, team):
        return None
    return _("Only the team itself writes its action plan.")


def naming_gap_refused(person: Viewer, case: Case) -> str | None:
    """Why ``person`` may not say which gap a case is about; ``None`` when they may."""
    if case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if isinstance(person, Person) and cases.is_on_team(person, case):
        return None
    if programmes.is_coordinator(person, case.programme):
        return None
    return _("Only the team that brings a case, and the coordinator, say which gap it is about.")


def re_presenting_refused(person: Viewer, plan: ActionPlan) -> str | None:
    """Why the team may not bring its plan back to the room now; ``None`` when it may."""
    if refused := planning_refused(person, plan.team):
        return refused
    if plan.team.programme.status == ProgrammeStatus.CLOSED:
        return _("This programme has ended and takes no more cases.")
    if plan.visibility == Visibility.PRIVATE:
        return _(
            "The people of the session could not read your plan. "
            "Let the people of the programme read it first."
        )
    if not plan.actions.exists():
        return _("The plan has no action yet.")
    return None
