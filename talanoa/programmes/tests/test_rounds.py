"""Rounds and applications: who sees them, who may do what when, what comes of a decision."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.people.services import make_guest
from talanoa.programmes import access, services
from talanoa.programmes.models import Application, Programme, Round
from talanoa.programmes.terms import Decision
from tests.make import a_hub, a_person, a_programme, a_role, a_team
from tests.make_teams import a_member, a_round, an_application, at_its_end, decided

pytestmark = pytest.mark.django_db

SEES_ROUND = [
    # who, sees a draft, sees a published one, runs it
    ("anonymous", False, True, False),
    ("stranger", False, True, False),
    ("guest", False, True, False),
    ("another lead", False, True, False),
    ("team member", False, True, False),
    ("expert", False, True, False),
    ("facilitator", False, True, False),
    ("coordinator elsewhere", False, True, False),
    ("coordinator", True, True, True),
    ("administrator", True, True, True),
]


def someone(who, programme):
    """A person who stands to ``programme`` as ``who`` says."""
    if who == "anonymous":
        return AnonymousUser()
    if who == "guest":
        return make_guest(name="Malia")
    if who == "another lead":
        return an_application(a_round(programme)).lead
    if who == "team member":
        return a_member(a_team(programme))
    if who == "coordinator elsewhere":
        return a_role(a_programme(), "coordinator")
    if who == "administrator":
        return programme.hub.administrators.get().person
    return a_person() if who == "stranger" else a_role(programme, who)


def a_run_programme():
    return a_programme(hub=a_hub(administrator=a_person()))


@pytest.mark.parametrize(("who", "draft", "published", "runs"), SEES_ROUND)
def test_who_sees_a_round_and_who_runs_it(who, draft, published, runs):
    programme = a_run_programme()
    person = someone(who, programme)
    rounds = {status: a_round(programme, status=status) for status in ("draft", "open")}

    for status, seen in (("draft", draft), ("open", published)):
        one = rounds[status]
        assert (one in access.rounds_visible_to(person, programme)) is seen
        assert door(access.get_round, person, programme.slug, one.pk) is seen
        assert door(access.get_own_round, person, programme.slug, one.pk) is runs
    assert (access.publishing_round_refused(person, rounds["draft"]) is None) is runs
    assert (access.questions_refused(person, rounds["draft"]) is None) is runs


def test_a_round_of_a_programme_nobody_sees_is_not_found():
    made = a_round(a_programme(is_published=False))

    assert door(access.get_round, a_person(), made.programme.slug, made.pk) is False
    assert (
        access.publishing_round_refused(a_role(made.programme, "coordinator"), made)
        == "Publish the programme first."
    )


SEES_APPLICATION = [
    # who, sees a draft, a submitted one, a withdrawn one
    ("lead", True, True, True),
    ("anonymous", False, False, False),
    ("stranger", False, False, False),
    ("another lead", False, False, False),
    ("named member", False, False, False),
    ("team member", False, False, False),
    ("expert", False, False, False),
    ("facilitator", False, False, False),
    ("coordinator elsewhere", False, False, False),
    ("coordinator", False, True, True),
    ("administrator", False, True, True),
]


@pytest.mark.parametrize(("who", "draft", "submitted", "withdrawn"), SEES_APPLICATION)
def test_who_sees_an_application(who, draft, submitted, withdrawn):
    programme = a_run_programme()
    lead = a_person()
    team_round = a_round(programme)
    person = {"lead": lambda: lead, "named member": lambda: a_person(email="ben@example.net")}.get(
        who, lambda: someone(who, programme)
    )()

    for status, seen in (("draft", draft), ("withdrawn", withdrawn), ("submitted", submitted)):
        application = an_application(team_round, status=status, lead=lead)
        assert (application in access.applications_visible_to(person)) is seen
        assert door(access.get_application, person, application.pk) is seen


@pytest.mark.parametrize(
    ("who", "status", "reason"),
    [
        ("anonymous", "open", "Sign in to apply."),
        (
            "guest",
            "open",
            "Guests of one session cannot apply. Sign in with an e-mail address first.",
        ),
        ("stranger", "draft", "This round has not been published yet."),
        ("stranger", "announced", "Teams can apply from Wednesday 2 December 2026."),
        ("stranger", "open", None),
        ("stranger", "closed", "This round has closed. Nothing more can be sent or changed."),
        ("coordinator", "open", None),
    ],
)
def test_who_may_apply_when(who, status, reason):
    team_round = a_round(a_run_programme(), status=status)

    assert access.applying_refused(someone(who, team_round.programme), team_round) == reason


def test_nobody_applies_to_a_programme_that_is_closed():
    team_round = a_round()
    Programme.objects.update(status="closed")

    with pytest.raises(Refused, match="This programme is closed"):
        services.begin_application(
            by=a_person(),
            team_round=Round.objects.get(pk=team_round.pk),
            text=services.ApplicationText(team_name="Team"),
        )


def test_the_round_closes_to_the_second():
    team_round = a_round()
    application = an_application(team_round, status="draft")

    with clock.standing_at(team_round.closes_at - timedelta(seconds=1)):
        assert services.submit_application(by=application.lead, application=application) is True
    with clock.standing_at(team_round.closes_at), pytest.raises(Refused, match="has closed"):
        services.submit_application(by=application.lead, application=application)


ACTS = [
    # who, where the round and the application stand, may write, withdraw, decide
    ("lead", "draft", True, True, False),
    ("lead", "submitted", True, True, False),
    ("lead", "closed", False, True, False),
    ("lead", "told", False, False, False),
    ("lead", "withdrawn", False, False, False),
    ("coordinator", "submitted", False, False, False),
    ("coordinator", "closed", False, False, True),
    ("coordinator", "told", False, False, False),
    ("coordinator", "on reserve", False, False, True),
    ("coordinator", "withdrawn", False, False, False),
    ("administrator", "closed", False, False, True),
    ("expert", "closed", False, False, False),
    ("stranger", "submitted", False, False, False),
    ("stranger", "closed", False, False, False),
]


@pytest.mark.parametrize(("who", "state", "writes", "withdraws", "decides"), ACTS)
def test_who_may_do_what_with_an_application(who, state, writes, withdraws, decides):
    programme = a_run_programme()
    application = an_application(
        a_round(programme), status=state if state in ("draft", "withdrawn") else "submitted"
    )
    if state in ("closed", "told", "on reserve"):
        at_its_end(application.round)
    if state in ("told", "on reserve"):
        decided(application, Decision.RESERVE if state == "on reserve" else Decision.DECLINED)
        services.send_decisions(by=None, team_round=application.round)
    application = Application.objects.select_related("round__programme__hub").get()
    person = application.lead if who == "lead" else someone(who, programme)

    assert (access.application_writing_refused(person, application) is None) is writes
    assert (access.application_withdrawing_refused(person, application) is None) is withdraws
    assert (access.deciding_refused(person, application) is None) is decides


def test_a_coordinator_does_not_decide_on_their_own_application():
    programme = a_programme()
    coordinator = a_role(programme, "coordinator")
    application = an_application(a_round(programme), lead=coordinator)
    at_its_end(application.round)

    with pytest.raises(Refused, match="Somebody else decides"):
        services.decide(by=coordinator, application=application, decision="selected", reason="Us.")


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"invitation": ""}, "invitation"),
        ({"invitation": "x" * 10_001}, "invitation"),
        ({"closes_at": clock.now() - timedelta(days=900)}, "__all__"),
        ({"wanted": 0}, "wanted"),
        ({"questions": [services.Asked(text="")]}, "text"),
        ({"questions": [services.Asked(text="Why?", most_words=0)]}, "most_words"),
        ({"questions": [services.Asked(text="Why?")] * 13}, None),
    ],
)
def test_a_round_that_cannot_be(wrong, at):
    with pytest.raises(ValidationError) as caught:
        a_round(**wrong)

    assert at is None or at in caught.value.message_dict
    assert at is not None or "at most 12 questions" in caught.value.messages[0]


def test_questions_stand_once_the_round_is_published():
    team_round = a_round(status="draft")
    coordinator = a_role(team_round.programme, "coordinator")
    about = {
        "title": "Teams",
        "invitation": "Apply.",
        "opens_at": team_round.opens_at,
        "closes_at": team_round.closes_at,
        "wanted": 3,
    }
    asked = [services.Asked(text="First?"), services.Asked(text="Second?", is_needed=False)]

    services.change_round(by=coordinator, team_round=team_round, questions=asked, **about)
    services.publish_round(by=coordinator, team_round=team_round)

    assert [str(one) for one in team_round.questions.all()] == ["First?", "Second?"]
    with pytest.raises(Refused, match="The questions stand"):
        services.change_round(by=coordinator, team_round=team_round, questions=[], **about)
    services.change_round(by=coordinator, team_round=team_round, **about | {"wanted": 4})
    with pytest.raises(ValidationError, match="Somebody else changed this"):
        services.change_round(by=coordinator, team_round=team_round, version=0, **about)


def door(opens, *args):
    try:
        opens(*args)
    except NotVisible:
        return False
    return True
