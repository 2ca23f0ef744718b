"""Who sees a case and who may do what with it, as tables."""

import pytest
from django.contrib.auth.models import AnonymousUser

from talanoa.cases import access
from talanoa.kernel.refusals import NotVisible
from talanoa.schedule import services as schedule
from tests import make

pytestmark = pytest.mark.django_db

STATUSES = ["draft", "submitted", "returned", "accepted", "scheduled", "discussed", "withdrawn"]


def _people(programme, team):
    """One of each sort of person, by what they are to the case."""
    return {
        "presenter": make.enrolled(programme),
        "colleague": make.a_person(),
        "enrolled": make.enrolled(programme),
        "coordinator": make.a_role(programme, "coordinator"),
        "scribe": make.a_role(programme, "scribe"),
        "stranger": make.a_person(),
        "other team": make.a_person(),
    }


def _case(status, who):
    programme = make.a_programme()
    team, other = make.a_team(programme), make.a_team(programme)
    people = _people(programme, team)
    make.programmes.add_to_team(by=None, team=team, person=people["colleague"])
    make.programmes.add_to_team(by=None, team=other, person=people["other team"])
    case = make.a_case(programme, status=status, presenter=people["presenter"], team=team)
    return case, people[who]


@pytest.mark.parametrize(
    ("who", "seen_when"),
    [
        ("presenter", STATUSES),
        ("colleague", STATUSES),
        ("enrolled", ["scheduled", "discussed"]),
        ("coordinator", ["submitted", "returned", "accepted", "scheduled", "discussed"]),
        ("scribe", ["submitted", "returned", "accepted", "scheduled", "discussed"]),
        ("other team", []),
        ("stranger", []),
    ],
)
def test_who_sees_a_case_in_which_state(who, seen_when):
    seen = []
    for status in STATUSES:
        case, person = _case(status, who)
        if case in access.cases_visible_to(person):
            assert access.get_case(person, case.pk) == case
            seen.append(status)
        else:
            with pytest.raises(NotVisible):
                access.get_case(person, case.pk)

    assert seen == seen_when


def test_nobody_who_is_not_signed_in_sees_a_case():
    make.a_case(status="discussed")

    assert list(access.cases_visible_to(AnonymousUser())) == []


def test_a_case_withdrawn_after_it_was_scheduled_stays_visible_as_a_stub():
    case, reader = _case("scheduled", "enrolled")
    make.cases.withdraw(by=case.presenter, case=case, reason="A patient could be recognised.")

    assert str(access.get_case(reader, case.pk)) == "A withdrawn case"


def test_whoever_has_a_part_in_the_session_sees_its_case_until_they_decline():
    programme = make.a_programme()
    case = make.a_case(programme, status="scheduled")
    expert = make.a_part(case.session, "expert")
    assert list(access.cases_visible_to(expert)) == [case]

    schedule.decline_session_role(part=case.session.roles.get())

    assert list(access.cases_visible_to(expert)) == []


REFUSALS = {
    "writing": access.writing_refused,
    "submitting": access.submitting_refused,
    "accepting": access.accepting_refused,
    "returning": access.returning_refused,
    "scheduling": access.scheduling_refused,
    "putting back": access.putting_back_refused,
    "withdrawing": access.withdrawing_refused,
    "noting": access.noting_refused,
}


@pytest.mark.parametrize(
    ("who", "status", "may"),
    [
        ("presenter", "draft", {"writing", "submitting", "withdrawing"}),
        ("presenter", "submitted", {"writing", "withdrawing"}),
        ("presenter", "returned", {"writing", "submitting", "withdrawing"}),
        ("presenter", "accepted", {"withdrawing"}),
        ("presenter", "scheduled", {"withdrawing"}),
        ("presenter", "discussed", {"withdrawing"}),
        ("presenter", "withdrawn", set()),
        ("colleague", "draft", {"writing", "submitting", "withdrawing"}),
        ("colleague", "accepted", {"withdrawing"}),
        ("coordinator", "draft", {"withdrawing"}),
        ("coordinator", "submitted", {"writing", "accepting", "returning", "withdrawing"}),
        ("coordinator", "returned", {"withdrawing"}),
        ("coordinator", "accepted", {"writing", "returning", "scheduling", "withdrawing"}),
        ("coordinator", "scheduled", {"writing", "scheduling", "withdrawing"}),
        ("coordinator", "discussed", {"putting back", "withdrawing", "noting"}),
        ("coordinator", "withdrawn", set()),
        ("scribe", "scheduled", set()),
        ("scribe", "discussed", {"noting"}),
        ("enrolled", "discussed", set()),
        ("other team", "discussed", set()),
        ("stranger", "discussed", set()),
    ],
)
def test_who_may_do_what(who, status, may):
    case, person = _case(status, who)

    assert {name for name, refused in REFUSALS.items() if refused(person, case) is None} == may


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("enrolled", True),
        ("colleague", True),
        ("coordinator", True),
        ("scribe", True),
        ("stranger", False),
    ],
)
def test_who_may_bring_a_case(who, may):
    case, person = _case("draft", who)

    assert (access.beginning_refused(person, case.programme) is None) is may


@pytest.mark.parametrize(
    ("who", "assigns", "follows"),
    [
        ("coordinator", True, True),
        ("presenter", False, True),
        ("owner", False, True),
        ("enrolled", False, False),
    ],
)
def test_who_says_whose_a_recommendation_is_and_what_came_of_it(who, assigns, follows):
    programme = make.a_programme()
    case = make.a_case(programme, status="discussed")
    given = make.a_recommendation(case)
    owner = make.enrolled(programme)
    coordinator = make.a_role(programme, "coordinator")
    make.cases.assign(by=coordinator, recommendation=given, owner=owner, due_on=None)
    given = access.get_recommendation(coordinator, given.pk)
    person = {
        "coordinator": coordinator,
        "presenter": case.presenter,
        "owner": owner,
        "enrolled": make.enrolled(programme),
    }[who]

    assert (access.assigning_refused(person, given) is None) is assigns
    assert (access.following_refused(person, given) is None) is follows
