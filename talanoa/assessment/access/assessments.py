"""Who sees an assessment, and who may do what with it.

The team sees its own from the first answer; those who coordinate the programme once it is
submitted; a reviewer from being asked. Everyone else sees it when it is reviewed and the country
has said so: the programme's people where it is restricted, everyone where it is published. What
is withdrawn leaves its stub to whoever saw the whole.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.assessment.models import Answer, Assessment, Evidence, Indicator, Review
from talanoa.assessment.terms import EDITABLE, AssessmentStatus, Visibility
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import (
    CountryTeam,
    Enrolment,
    HubAdministrator,
    Programme,
    Role,
    TeamMember,
)
from talanoa.programmes.terms import ProgrammeStatus, RoleName


def assessments_visible_to(person: Viewer) -> QuerySet[Assessment]:
    """The assessments a person, or anyone not signed in, may see. No query of its own."""
    shown = Q(reviewed_at__isnull=False)
    published = (
        shown
        & Q(visibility=Visibility.PUBLISHED)
        & ~Q(team__programme__status=ProgrammeStatus.DRAFT)
    )
    if person.pk is None:
        return Assessment.objects.filter(published)
    ours = Exists(TeamMember.objects.filter(team=OuterRef("team"), person=person.pk))
    coordinated = Exists(
        Role.objects.filter(
            programme=OuterRef("team__programme"), person=person.pk, role=RoleName.COORDINATOR
        )
    ) | Exists(
        HubAdministrator.objects.filter(hub=OuterRef("team__programme__hub"), person=person.pk)
    )
    reviews = Review.objects.filter(assessment=OuterRef("pk"), reviewer=person.pk)
    reviewing = Exists(reviews.filter(Q(ended_at=None) | ~Q(verdict="")))
    takes_part = (
        Exists(
            Enrolment.objects.filter(
                cohort__programme=OuterRef("team__programme"), person=person.pk, left_at=None
            )
        )
        | Exists(Role.objects.filter(programme=OuterRef("team__programme"), person=person.pk))
        | Exists(
            TeamMember.objects.filter(team__programme=OuterRef("team__programme"), person=person.pk)
        )
    )
    return Assessment.objects.filter(
        published
        | ours
        | (Q(submitted_at__isnull=False) & coordinated)
        | reviewing
        | (shown & Q(visibility=Visibility.RESTRICTED) & takes_part)
    )


def get_assessment(person: Viewer, assessment_id: int) -> Assessment:
    """The only door to one assessment, with all that its pages name. One query.

    Raises:
        NotVisible: no such assessment, or not one this person may see.
    """
    found = (
        assessments_visible_to(person)
        .select_related("version__framework", "team__programme__hub", "country", "carried_from")
        .filter(pk=assessment_id)
        .first()
    )
    if found is None:
        raise NotVisible(assessment_id)
    return found


def get_indicator(assessment: Assessment, indicator_id: int) -> Indicator:
    """One indicator that an assessment already in hand asks. One query.

    Raises:
        NotVisible: its version of the framework has no such indicator.
    """
    found = (
        Indicator.objects.filter(version=assessment.version_id, pk=indicator_id)
        .select_related("dimension", "version")
        .first()
    )
    if found is None:
        raise NotVisible(indicator_id)
    found.version = found.dimension.version = assessment.version
    return found


def get_evidence(person: Viewer, assessment_id: int, evidence_id: int) -> Evidence:
    """One piece of evidence that still stands, as private as its assessment. Two queries.

    Raises:
        NotVisible: there is none, it was removed, or its assessment is not for this person.
    """
    assessment = get_assessment(person, assessment_id)
    found = (
        Evidence.objects.filter(answer__assessment=assessment, pk=evidence_id, removed_at=None)
        .select_related("answer__indicator")
        .first()
    )
    if found is None:
        raise NotVisible(evidence_id)
    found.answer.assessment = assessment
    return found


def teams_of(person: Viewer, programme: Programme) -> QuerySet[CountryTeam]:
    """The teams of a programme in whose name someone may assess, by name."""
    return (
        CountryTeam.objects.filter(programme=programme, members__person=person.pk)
        .select_related("country")
        .order_by("name", "pk")
    )


def is_on_team(person: Viewer, assessment: Assessment) -> bool:
    """Whether it is this person's own. One query."""
    return programmes.is_on_team(person, assessment.team_id)


def reviewers_for(assessment: Assessment) -> QuerySet[Person]:
    """Experts of the programme and members of its other countries' teams, by name. One query.

    Never somebody of the country's own, nor of the team that assesses it.
    """
    programme = assessment.team.programme_id
    country = assessment.country_id
    speaks = Q(team__country=country) | Q(team__countries=country) | Q(team=assessment.team_id)
    own = TeamMember.objects.filter(speaks, person=OuterRef("pk"))
    expert = Role.objects.filter(programme=programme, role=RoleName.EXPERT, person=OuterRef("pk"))
    peer = TeamMember.objects.filter(team__programme=programme, person=OuterRef("pk"))
    return Person.objects.filter(
        Exists(expert) | Exists(peer), ~Exists(own), is_active=True
    ).order_by("name", "pk")


def open_review(assessment: Assessment) -> Review | None:
    """The review that is going on. One query."""
    return assessment.reviews.filter(ended_at=None).select_related("reviewer").first()


def beginning_refused(person: Viewer, team: CountryTeam) -> str | None:
    """Why someone may not begin an assessment for a team; ``None`` when they may."""
    if team.programme.status == ProgrammeStatus.CLOSED:
        return _("This programme has ended and takes no more assessments.")
    if not programmes.is_member(person, team):
        return _("Only members of a country team can assess their country.")
    return None


def writing_refused(person: Viewer, assessment: Assessment) -> str | None:
    """Why someone may not change what an assessment says; ``None`` when they may."""
    if not is_on_team(person, assessment):
        return _("Only the team whose assessment it is can change it.")
    if assessment.status in EDITABLE:
        return None
    if assessment.status == AssessmentStatus.WITHDRAWN:
        return _("This assessment was withdrawn.")
    if assessment.status == AssessmentStatus.REVIEWED:
        return _("This assessment has been reviewed. What is different now belongs to the next.")
    return _("This assessment is with its reviewer and cannot be changed meanwhile.")


def submitting_refused(person: Viewer, assessment: Assessment) -> str | None:
    """Why someone may not hand it in as it stands; ``None`` when they may. At most three queries.

    What was carried over speaks for the country only once somebody has confirmed it.
    """
    if refused := writing_refused(person, assessment):
        return refused
    answers = Answer.objects.filter(assessment=assessment)
    if answers.filter(carried_year__isnull=False).exists():
        return _("Some answers were carried over and nobody has confirmed them yet.")
    if not answers.filter(Q(is_unknown=True) | Q(value__isnull=False)).exists():
        return _("Nothing has been answered yet.")
    return None


def asking_refused(person: Viewer, assessment: Assessment) -> str | None:
    """Why someone may not choose the reviewer; ``None`` when they may."""
    if refused := programmes.coordinates_refused(person, assessment.team.programme):
        return refused
    if assessment.status not in (AssessmentStatus.SUBMITTED, AssessmentStatus.IN_REVIEW):
        return _("Only an assessment that was submitted can be reviewed.")
    if is_on_team(person, assessment):
        return _("Who reviews your own country's assessment is for another coordinator to say.")
    return None


def reviewing_refused(person: Viewer, assessment: Assessment) -> str | None:
    """Why someone may not give the verdict; ``None`` when they may."""
    if assessment.status != AssessmentStatus.IN_REVIEW:
        return _("This assessment is not in review.")
    review = open_review(assessment)
    if review is None or review.reviewer_id != person.pk:
        return _("Another person has been asked to review this assessment.")
    if is_on_team(person, assessment):
        return _("You are on this team now. Somebody of another country reviews it.")
    return None


def showing_refused(person: Viewer, assessment: Assessment) -> str | None:
    """Why someone may not decide who sees it; ``None`` when they may: that is the country's."""
    if assessment.status != AssessmentStatus.REVIEWED:
        return _("Who sees an assessment is decided once it has been reviewed.")
    if is_on_team(person, assessment):
        return None
    return _("Who sees an assessment is for its country to decide.")


def withdrawing_refused(person: Viewer, assessment: Assessment) -> str | None:
    """Why someone may not take it back; ``None`` when they may."""
    if assessment.withdrawn_at is not None:
        return _("This assessment is withdrawn already.")
    if is_on_team(person, assessment):
        return None
    return _("Only the team whose assessment it is can withdraw it.")


def reading_remarks_refused(person: Viewer, assessment: Assessment) -> str | None:
    """Why someone does not read what the team writes to each other; ``None`` when they may."""
    if is_on_team(person, assessment):
        return None
    return _("The team's comments are for the team.")
