"""Who sees an assessment, and who may do what: roles by states by visibilities, whole."""

import pytest
from django.contrib.auth.models import AnonymousUser

from talanoa.assessment.access import assessments as access
from talanoa.assessment.models import Assessment
from talanoa.assessment.services import assessing, verdicts
from talanoa.assessment.tests.makers import a_member, an_assessment
from talanoa.kernel.refusals import NotVisible
from talanoa.programmes import services as programmes
from tests import make

pytestmark = pytest.mark.django_db

STATES = (
    "draft", "submitted", "in-review", "returned", "private", "restricted", "published", "withdrawn"
)  # fmt: skip
SEES = {
    "member": (1, 1, 1, 1, 1, 1, 1, 1),
    "coordinator": (0, 1, 1, 1, 1, 1, 1, 0),
    "administrator": (0, 1, 1, 1, 1, 1, 1, 0),
    "reviewer": (0, 0, 1, 1, 1, 1, 1, 0),
    "expert": (0, 0, 0, 0, 0, 1, 1, 0),
    "peer": (0, 0, 0, 0, 0, 1, 1, 0),
    "enrolled": (0, 0, 0, 0, 0, 1, 1, 0),
    "elsewhere": (0, 0, 0, 0, 0, 0, 1, 0),
    "stranger": (0, 0, 0, 0, 0, 0, 1, 0),
    "visitor": (0, 0, 0, 0, 0, 0, 1, 0),
}
"""In the order of ``STATES``. "Withdrawn" here is a draft withdrawn, which only its team knew."""


def people(assessment):
    programme = assessment.team.programme
    administrator = make.a_person()
    programmes.name_administrator(by=None, hub=programme.hub, person=administrator)
    review = assessment.reviews.first()
    return {
        "member": assessment.member,
        "coordinator": make.a_role(programme, "coordinator"),
        "administrator": administrator,
        "reviewer": review.reviewer if review else make.a_role(programme, "expert"),
        "expert": make.a_role(programme, "expert"),
        "peer": a_member(make.a_team(programme, country=make.a_country("WS", name="Samoa"))),
        "enrolled": make.enrolled(programme),
        "elsewhere": make.a_role(make.a_programme(), "coordinator"),
        "stranger": make.a_person(),
        "visitor": AnonymousUser(),
    }


@pytest.mark.parametrize(("place", "status"), list(enumerate(STATES)))
def test_who_sees_it(place, status):
    assessment = an_assessment(status=status)

    seen = {
        who: assessment in access.assessments_visible_to(person)
        for who, person in people(assessment).items()
    }

    assert seen == {who: bool(row[place]) for who, row in SEES.items()}


@pytest.mark.parametrize("status", STATES)
def test_the_door_and_the_list_agree(status):
    assessment = an_assessment(status=status)
    for person in people(assessment).values():
        listed = access.assessments_visible_to(person).filter(pk=assessment.pk).exists()
        try:
            access.get_assessment(person, assessment.pk)
        except NotVisible:
            assert not listed
        else:
            assert listed


ACTS = {
    access.writing_refused: {"draft": {"member"}, "returned": {"member"}},
    access.submitting_refused: {"draft": set(), "returned": {"member"}},
    access.asking_refused: {
        "submitted": {"coordinator", "administrator"},
        "in-review": {"coordinator", "administrator"},
    },
    access.reviewing_refused: {"in-review": {"reviewer"}},
    access.showing_refused: {status: {"member"} for status in STATES[4:7]},
    access.withdrawing_refused: {status: {"member"} for status in STATES if status != "withdrawn"},
    access.reading_remarks_refused: {status: {"member"} for status in STATES},
}  # fmt: skip


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("refused", ACTS, ids=lambda act: act.__name__)
def test_who_may(refused, status):
    assessment = an_assessment(status=status)

    may = {who for who, person in people(assessment).items() if refused(person, assessment) is None}

    assert may == ACTS[refused].get(status, set())


def test_what_was_published_and_withdrawn_leaves_its_stub_to_everyone():
    assessment = an_assessment(status="published")
    assessing.withdraw(by=assessment.member, assessment=assessment, reason="Wrong figures.")

    stub = access.get_assessment(AnonymousUser(), assessment.pk)
    assert (stub.status, stub.withdrawal_reason, stub.answers.count()) == (
        "withdrawn",
        "Wrong figures.",
        0,
    )


def test_nobody_sees_what_was_published_in_a_programme_that_is_a_draft():
    programme = make.a_programme(is_published=False)
    assessment = an_assessment(make.a_team(programme), status="published")

    assert not access.assessments_visible_to(AnonymousUser()).exists()
    assert assessment in access.assessments_visible_to(assessment.member)


def test_who_was_asked_and_released_sees_it_no_more():
    assessment = an_assessment(status="in-review")
    first = assessment.reviews.get().reviewer
    programme = assessment.team.programme
    second, coordinator = make.a_role(programme, "expert"), make.a_role(programme, "coordinator")

    verdicts.ask_review(by=coordinator, assessment=assessment, reviewer=second)

    assert first_and_second(assessment, first, second) == (False, True)


def first_and_second(assessment, *two):
    return tuple(
        access.assessments_visible_to(each).filter(pk=assessment.pk).exists() for each in two
    )


def test_reviewers_are_experts_and_other_countries_never_ones_own():
    assessment = an_assessment(status="submitted")
    programme = assessment.team.programme
    expert = make.a_role(programme, "expert")
    peer = a_member(make.a_team(programme, country=make.a_country("WS", name="Samoa")))
    a_member(make.a_team(programme, country=assessment.country))
    make.a_role(make.a_programme(), "expert")
    own_expert = make.a_role(programme, "expert", assessment.member)

    assert set(access.reviewers_for(assessment)) == {expert, peer}
    assert own_expert not in access.reviewers_for(assessment)


def test_an_assessment_alone_is_only_ever_its_own_row():
    one = an_assessment(status="restricted")
    other = an_assessment(version=one.version, status="restricted")

    assert list(access.assessments_visible_to(make.enrolled(other.team.programme))) == [other]
    assert Assessment.objects.count() == 2


def test_nobody_reviews_what_their_own_team_assessed():
    found = an_assessment(status="submitted")
    team = found.team
    expert, coordinator = (make.a_role(team.programme, role) for role in ("expert", "coordinator"))
    elsewhere = make.a_country("FJ", name="Fiji")
    type(team).objects.filter(pk=team.pk).update(country=elsewhere)
    assert found.member not in access.reviewers_for(found)
    verdicts.ask_review(by=coordinator, assessment=found, reviewer=expert)
    found.refresh_from_db()
    assert access.reviewing_refused(expert, found) is None

    make.a_member(team, expert)

    assert "on this team now" in access.reviewing_refused(expert, found)
