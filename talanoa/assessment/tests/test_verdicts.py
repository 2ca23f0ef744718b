"""From handing in to the verdict, and who sees it then."""

import pytest
from django.core.exceptions import ValidationError

from talanoa.assessment.models import Remark, Review
from talanoa.assessment.services import assessing, forgetting, verdicts
from talanoa.assessment.tests.makers import (
    a_member,
    an_assessment,
    answered,
    brought_to,
    indicator_of,
)
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from tests import make

pytestmark = pytest.mark.django_db


def mails():
    return sorted(Message.objects.values_list("person__name", "subject"))


def test_an_assessment_goes_through_its_states_and_each_is_told():
    assessment = an_assessment()
    assessment.member.name = "Mele"
    assessment.member.save()
    programme = assessment.team.programme
    coordinator = make.a_role(programme, "coordinator", make.a_person("Cora"))
    expert = make.a_role(programme, "expert", make.a_person("Eva"))
    answered(assessment, by=assessment.member)

    verdicts.submit(by=assessment.member, assessment=assessment)
    verdicts.ask_review(by=coordinator, assessment=assessment, reviewer=expert)
    review = verdicts.give_back(
        by=expert,
        assessment=assessment,
        note="",
        reasons={indicator_of(assessment).pk: " Which law? ", 999_999: "Not asked here"},
    )
    answered(assessment, by=assessment.member, value=3)
    verdicts.submit(by=assessment.member, assessment=assessment)
    verdicts.ask_review(by=coordinator, assessment=assessment, reviewer=expert)
    verdicts.agree(by=expert, assessment=assessment)

    assessment.refresh_from_db()
    assert (assessment.status, assessment.visibility) == ("reviewed", "private")
    assert [reason.text for reason in review.reasons.all()] == ["Which law?"]
    assert list(
        Event.objects.filter(kind__startswith="assessment.")
        .order_by("pk")
        .values_list("kind", flat=True)
    ) == [
        "assessment.begun",
        "assessment.answered",
        "assessment.submitted",
        "assessment.review_asked",
        "assessment.returned",
        "assessment.answered",
        "assessment.submitted",
        "assessment.review_asked",
        "assessment.reviewed",
    ]
    subjects = {
        "Cora": ["An assessment waits for a reviewer: Tonga, 2025"] * 2,
        "Eva": ["Please review an assessment: Tonga, 2025"] * 2,
        "Mele": [
            "Your assessment comes back to you: Tonga, 2025",
            "Your assessment has been reviewed: Tonga, 2025",
        ],
    }
    assert mails() == [(name, subject) for name, listed in subjects.items() for subject in listed]


def test_nothing_is_handed_in_that_says_nothing_or_was_not_confirmed():
    assessment = an_assessment()
    by = assessment.member
    with pytest.raises(Refused, match="Nothing has been answered yet"):
        verdicts.submit(by=by, assessment=assessment)
    brought_to(assessment, "published", by=by)
    following = assessing.begin(
        by=by, team=assessment.team, version=assessment.version, year=2026, carry_from=assessment
    )
    with pytest.raises(Refused, match="nobody has confirmed them yet"):
        verdicts.submit(by=by, assessment=following)


def test_nobody_of_the_own_country_reviews():
    assessment = an_assessment(status="submitted")
    coordinator = make.a_role(assessment.team.programme, "coordinator")
    for person in (a_member(assessment.team), make.a_person()):
        with pytest.raises(Refused, match="A reviewer is an expert"):
            verdicts.ask_review(by=coordinator, assessment=assessment, reviewer=person)


def test_returning_needs_a_word():
    assessment = an_assessment(status="in-review")
    with pytest.raises(ValidationError):
        verdicts.give_back(
            by=assessment.reviews.get().reviewer,
            assessment=assessment,
            note=" ",
            reasons={indicator_of(assessment).pk: " "},
        )
    assert Review.objects.get().ended_at is None


def test_what_a_reviewer_who_agrees_wrote_at_an_indicator_is_kept_and_the_team_is_told_of_it():
    assessment = an_assessment(status="in-review")
    review = verdicts.agree(
        by=assessment.reviews.get().reviewer,
        assessment=assessment,
        reasons={indicator_of(assessment).pk: " Which groups? ", 999_999: "Not asked here"},
    )

    assert [reason.text for reason in review.reasons.all()] == ["Which groups?"]
    mail = Message.objects.get(person=assessment.member, subject__contains="has been reviewed")
    assert "The reviewer has written something at single indicators as well" in mail.text


def test_the_country_decides_and_may_decide_otherwise():
    assessment = an_assessment(status="private")
    for visibility in ("published", "restricted", "restricted"):
        verdicts.show_to(by=assessment.member, assessment=assessment, visibility=visibility)
    with pytest.raises(Refused):
        verdicts.show_to(by=assessment.member, assessment=assessment, visibility="secret")

    # The maker has said "private", which it was already.
    assert list(
        Event.objects.filter(kind="assessment.shown").order_by("pk").values_list("data", flat=True)
    ) == [{"was": "private", "to": "published"}, {"was": "published", "to": "restricted"}]


def test_a_reviewer_who_is_erased_makes_place_for_another_and_comments_lose_their_words():
    assessment = an_assessment(status="in-review")
    reviewer = assessment.reviews.get().reviewer
    Remark.objects.create(
        assessment=assessment, indicator=indicator_of(assessment), by=reviewer, text="Mine"
    )
    for _ in "12":
        forgetting.forget_person(person=reviewer, words=True)

    assessment.refresh_from_db()
    assert (assessment.status, Remark.objects.get().text) == ("submitted", "")
    assert Event.objects.filter(kind="assessment.submitted").count() == 2
