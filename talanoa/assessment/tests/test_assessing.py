"""Begin, answer, confirm, remark, withdraw: what is kept, and what is refused."""

import pytest
from django.core.exceptions import ValidationError

from talanoa.assessment.models import Answer, AnswerChange, Assessment, Remark
from talanoa.assessment.refusals import Outdated
from talanoa.assessment.services import assessing
from talanoa.assessment.services.assessing import AnswerText
from talanoa.assessment.tests.makers import (
    a_member,
    a_version,
    an_assessment,
    answered,
    indicator_of,
)
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.programmes import services as programmes
from tests import make

pytestmark = pytest.mark.django_db


def test_a_team_begins_one_a_year_however_often_the_form_is_sent():
    team = make.a_team(make.a_programme())
    member, version = a_member(team), a_version()
    one = assessing.begin(by=member, team=team, version=version, year=2025, client_id="f1")
    again = assessing.begin(by=member, team=team, version=version, year=2025, client_id="f1")

    assert one == again
    with pytest.raises(ValidationError) as refused:
        assessing.begin(by=member, team=team, version=version, year=2025, client_id="f2")
    assert refused.value.message_dict == {
        "year": ["Your team has already begun this one for that year."]
    }
    newer = a_version(number=2)
    with pytest.raises(ValidationError):
        assessing.begin(by=member, team=team, version=newer, year=2025)
    assert Event.objects.filter(kind="assessment.begun").count() == 1


@pytest.mark.parametrize(
    ("subject", "service", "year", "wrong"),
    [
        ("service", "", 2025, {"service": ["Name the service that judges itself."]}),
        (
            "country",
            "Vaiola Hospital",
            2025,
            {"service": ["This framework is for a country, not for one service."]},
        ),
        ("country", "", 3000, {"year": ["That year has not begun yet."]}),
    ],
)
def test_what_does_not_fit_is_said(subject, service, year, wrong):
    team = make.a_team(make.a_programme())

    with pytest.raises(ValidationError) as refused:
        assessing.begin(
            by=a_member(team),
            team=team,
            version=a_version(subject=subject),
            year=year,
            service=service,
        )

    assert refused.value.message_dict == wrong


def test_a_stranger_begins_nothing():
    team = make.a_team(make.a_programme())
    with pytest.raises(Refused):
        assessing.begin(by=make.a_person(), team=team, version=a_version(), year=2025)


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("A1", 2, None),
        ("A1", 5, "Choose one of the levels."),
        ("A1", 2.5, "Choose one of the levels."),
        ("A2", 0, None),
        ("A2", 99.5, None),
        ("A2", -1, "This cannot be below 0."),
        ("A2", 100.5, "This cannot be above 100."),
        ("A2", 1.00001, "Give a number with at most four decimals."),
        ("A2", float("nan"), "Give a number with at most four decimals."),
        ("A3", 0, None),
        ("A3", 1, None),
        ("A3", 2, "Choose yes or no."),
    ],
)
def test_an_answer_is_one_its_indicator_can_have(code, value, reason):
    assessment = an_assessment()
    if reason is None:
        assert answered(assessment, by=assessment.member, code=code, value=value).value == value
        return
    with pytest.raises(ValidationError) as refused:
        answered(assessment, by=assessment.member, code=code, value=value)
    assert refused.value.message_dict == {"value": [reason]}
    assert Answer.objects.count() == 0


def test_no_is_an_answer_and_not_knowing_is_not_the_same_as_saying_nothing():
    assessment = an_assessment()
    by = assessment.member
    answered(assessment, by=by, code="A3", value=0)
    answered(assessment, by=by, code="A2", value=None, is_unknown=True)
    answered(assessment, by=by, code="A1", value=None, priority=3)

    said = {
        answer.indicator.code: (answer.value, answer.is_unknown, answer.is_answered)
        for answer in Answer.objects.select_related("indicator")
    }
    assert said == {
        "A3": (0, False, True),
        "A2": (None, True, True),
        "A1": (None, False, False),
    }


def test_a_value_and_not_knowing_at_once_is_refused():
    assessment = an_assessment()
    with pytest.raises(ValidationError):
        answered(assessment, by=assessment.member, value=2, is_unknown=True)


def test_every_change_stands_in_the_history():
    assessment = an_assessment()
    one, other = assessment.member, a_member(assessment.team)
    answered(assessment, by=one, value=2, said_by="Ministry")
    answered(assessment, by=other, value=3, said_by="Ministry", confidence="high")

    assert list(
        AnswerChange.objects.order_by("revision").values_list("revision", "by", "was", "became")
    ) == [
        (1, one.pk, {"value": None, "said_by": ""}, {"value": 2, "said_by": "Ministry"}),
        (2, other.pk, {"value": 2.0, "confidence": ""}, {"value": 3, "confidence": "high"}),
    ]


def test_two_who_write_at_once_learn_of_each_other_and_lose_nothing():
    assessment = an_assessment()
    one, other = assessment.member, a_member(assessment.team, name="Ben Osei")
    answered(assessment, by=other, value=3, revision=0)

    with pytest.raises(Outdated) as outdated:
        answered(assessment, by=one, value=2, revision=0)

    theirs = outdated.value.answer
    assert str(outdated.value).startswith("Ben Osei saved this answer while you were writing.")
    assert (theirs.value, theirs.revision) == (3, 1)
    assert answered(assessment, by=one, value=2, revision=theirs.revision).revision == 2
    assert [change.became["value"] for change in AnswerChange.objects.all()] == [2, 3]


def test_saying_again_what_stands_there_changes_nothing():
    assessment = an_assessment()
    answered(assessment, by=assessment.member, value=2)
    again = answered(assessment, by=a_member(assessment.team), value=2, revision=0)

    assert (again.revision, again.written_by) == (1, assessment.member)
    assert AnswerChange.objects.count() == 1


def test_answers_are_carried_over_until_somebody_confirms_them():
    before = an_assessment(status="published", year=2024)
    by = before.member
    now = assessing.begin(
        by=by, team=before.team, version=before.version, year=2025, carry_from=before
    )

    carried = now.answers.get()
    assert (carried.value, carried.carried_year, carried.revision) == (2, 2024, 1)
    confirmed = assessing.confirm_answer(
        by=by, assessment=now, indicator=carried.indicator, revision=1
    )
    assert (confirmed.value, confirmed.carried_year, confirmed.revision) == (2, None, 2)
    assert AnswerChange.objects.get(answer=confirmed).was == {"carried_year": 2024}
    assert before.answers.get().carried_year is None


def test_an_old_assessment_keeps_its_version_and_only_what_is_asked_alike_is_carried_over():
    before = an_assessment(version=a_version(kinds=("levels", "share")), year=2024)
    by = before.member
    answered(before, by=by, code="A1", value=4)
    answered(before, by=by, code="A2", value=50)
    newer = a_version(number=2, kinds=("levels", "yes_no"))
    newer.indicators.get(code="A1").levels.filter(value=4).delete()

    now = assessing.begin(by=by, team=before.team, version=newer, year=2025, carry_from=before)

    assert now.answers.count() == 0
    before.refresh_from_db()
    assert (before.version.number, before.answers.count()) == (1, 2)


def test_only_an_earlier_year_of_ones_own_is_carried_over():
    foreign = an_assessment(status="published", year=2024)
    team = make.a_team(make.a_programme())
    with pytest.raises(ValidationError) as refused:
        assessing.begin(
            by=a_member(team), team=team, version=foreign.version, year=2025, carry_from=foreign
        )
    assert list(refused.value.message_dict) == ["carry"]


def test_a_remark_sent_twice_stands_there_once():
    assessment = an_assessment()
    for _ in "12":
        assessing.remark(
            by=assessment.member,
            assessment=assessment,
            indicator=indicator_of(assessment),
            text=" Ask the pharmacy. ",
            client_id="r1",
        )

    assert list(Remark.objects.values_list("text", flat=True)) == ["Ask the pharmacy."]


@pytest.mark.parametrize("status", ["submitted", "in-review", "published"])
def test_nothing_is_written_while_it_is_with_others(status):
    assessment = an_assessment(status=status)
    with pytest.raises(Refused):
        answered(assessment, by=assessment.member, value=4)
    with pytest.raises(Refused):
        assessing.save_answer(
            by=make.a_person(),
            assessment=assessment,
            indicator=indicator_of(assessment),
            revision=1,
            text=AnswerText(),
        )


def test_withdrawing_leaves_a_stub_with_its_reason_and_frees_the_year():
    assessment = an_assessment(status="published")
    by = assessment.member
    with pytest.raises(ValidationError):
        assessing.withdraw(by=by, assessment=assessment, reason=" ")
    assessing.withdraw(by=by, assessment=assessment, reason="Wrong figures.")

    stub = Assessment.objects.get()
    assert (stub.status, stub.withdrawal_reason) == ("withdrawn", "Wrong figures.")
    assert (Answer.objects.count(), AnswerChange.objects.count()) == (0, 0)
    assessing.begin(by=by, team=stub.team, version=stub.version, year=stub.year)


def test_a_draft_that_only_somebody_erased_could_see_is_taken_back():
    alone, shared = an_assessment(), an_assessment(version=a_version("other"))
    person = alone.member
    programmes.add_to_team(by=None, team=shared.team, person=person)
    Assessment.objects.filter(pk=shared.pk).update(begun_by=person)

    assert assessing.withdraw_unseen(person=person) == 1
    assert assessing.withdraw_unseen(person=person) == 0
    assert Assessment.objects.get(withdrawn_at__isnull=False) == alone


def test_the_last_moment_of_the_year_is_in_it():
    this_year = clock.now().year
    assert an_assessment(year=this_year).year == this_year


def a_region():
    """A team of Tonga and Fiji, with a member."""
    tonga, fiji = make.a_country(), make.a_country("FJ", name="Fiji")
    team = programmes.make_team(
        by=None,
        programme=make.a_programme(),
        name="Pacific",
        region="Pacific",
        countries=[tonga, fiji],
    )
    return team, a_member(team), tonga, fiji


def test_a_regional_team_assesses_each_of_its_countries_and_carries_over_its_own_alone(client):
    team, by, tonga, fiji = a_region()
    version = a_version()

    def begin(country, year, **fields):
        return assessing.begin(
            by=by, team=team, version=version, year=year, country=country, **fields
        )

    before = begin(tonga, 2024)
    answered(before, by=by)
    begin(tonga, 2025)
    with pytest.raises(ValidationError, match="carried over from an earlier year"):
        begin(fiji, 2025, carry_from=before)
    client.force_login(by)
    sent = {
        "team": team.pk,
        "country": fiji.pk,
        "version": version.pk,
        "year": 2025,
        "carry": "on",
    }
    client.post(f"/programmes/{team.programme.slug}/assessments/new/", sent)

    of_fiji = Assessment.objects.get(country=fiji)
    assert (of_fiji.carried_from, of_fiji.answers.count()) == (None, 0)
