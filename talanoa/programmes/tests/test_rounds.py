"""Rounds and applications: who sees them, who may do what when, what comes of a decision."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.notices.models import Message
from talanoa.people.services import make_guest
from talanoa.programmes import access, services
from talanoa.programmes.models import Application, Programme, Round
from talanoa.programmes.terms import Decision
from tests.make import a_country, a_hub, a_person, a_programme, a_role, a_team
from tests.make_teams import a_member, a_round, an_application, at_its_end

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

    for status, seen in (("draft", draft), ("submitted", submitted), ("withdrawn", withdrawn)):
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


def test_decisions_are_told_together_and_each_selected_team_is_made():
    programme = a_programme()
    coordinator = a_role(programme, "coordinator")
    team_round = a_round(programme)
    chosen, other = an_application(team_round), an_application(team_round, team_name="Other")
    an_application(team_round, status="withdrawn")
    at_its_end(team_round)
    Message.objects.all().delete()

    services.decide(by=coordinator, application=chosen, decision="selected", reason=" Ready. ")
    with pytest.raises(Refused, match="Decide on every application first"):
        services.send_decisions(by=coordinator, team_round=team_round)
    services.decide(by=coordinator, application=other, decision="declined", reason="Next year.")
    assert Message.objects.count() == 0
    assert Application.objects.get(pk=chosen.pk).status == "submitted"
    told = services.send_decisions(by=coordinator, team_round=team_round)

    chosen.refresh_from_db()
    assert (told, chosen.status, chosen.told_reason) == (2, "selected", "Ready.")
    team = chosen.team
    assert (team.name, team.country) == (chosen.team_name, chosen.country)
    assert [(one.person, one.is_lead) for one in team.members.all()] == [(chosen.lead, True)]
    assert [one.address for one in team.invitations.all()] == ["ben@example.net"]
    assert sorted(Message.objects.values_list("address", "subject")) == sorted(
        [
            (chosen.lead.email, f"Your team is selected: {chosen.team_name}"),
            ("ben@example.net", f"Join {team.name} in {programme.name}"),
            (other.lead.email, "Your team is not selected: Other"),
            ("ben@example.net", "Not selected: Other"),
        ]
    )
    assert "Next year." in Message.objects.get(address=other.lead.email).text
    with pytest.raises(Refused, match="Every team has been told"):
        services.send_decisions(by=coordinator, team_round=team_round)


def test_a_team_on_the_reserve_list_is_taken_later_and_only_it_is_told():
    team_round = a_round()
    coordinator = a_role(team_round.programme, "coordinator")
    first, second = an_application(team_round), an_application(team_round)
    at_its_end(team_round)
    decided(first, "declined")
    decided(second, "reserve")
    services.send_decisions(by=coordinator, team_round=team_round)

    services.decide(by=coordinator, application=second, decision="selected", reason="A place.")
    second.refresh_from_db()
    assert (second.status, second.told_reason) == ("reserve", "Since it is so.")
    assert services.send_decisions(by=coordinator, team_round=team_round) == 1

    second.refresh_from_db()
    assert (second.status, second.told_reason) == ("selected", "A place.")
    assert second.team is not None


def test_a_second_team_of_a_name_gets_a_number():
    team_round = a_round()
    a_team(team_round.programme, name="Team Tonga")
    application = an_application(team_round, team_name="Team Tonga")
    at_its_end(team_round)
    decided(application, "selected")

    services.send_decisions(by=None, team_round=team_round)

    application.refresh_from_db()
    assert application.team.name == "Team Tonga 2"


def test_each_hears_of_the_decision_in_their_own_language():
    team_round = a_round()
    lead = a_person(language="ar")
    application = an_application(team_round, lead=lead)
    a_person(email="ben@example.net", language="fr")
    at_its_end(team_round)
    decided(application, "declined")
    Message.objects.all().delete()

    services.send_decisions(by=None, team_round=team_round)

    assert dict(Message.objects.values_list("address", "language")) == {
        lead.email: "ar",
        "ben@example.net": "fr",
    }


@pytest.mark.parametrize(
    ("decision", "reason", "at"),
    [
        ("king", "Because.", "decision"),
        ("", "Because.", "decision"),
        ("selected", " ", "reason"),
        ("reserve", "x" * 2001, "reason"),
    ],
)
def test_a_decision_needs_a_reason(decision, reason, at):
    application = an_application()
    coordinator = a_role(application.round.programme, "coordinator")
    at_its_end(application.round)

    with pytest.raises(ValidationError) as caught:
        services.decide(by=coordinator, application=application, decision=decision, reason=reason)

    assert at in caught.value.message_dict


def test_a_regional_application_becomes_a_regional_team():
    tonga, fiji = a_country(), a_country("FJ", name="Fiji")
    application = an_application(region="Pacific islands", countries=[tonga, fiji])
    at_its_end(application.round)
    decided(application, "selected")

    services.send_decisions(by=None, team_round=application.round)

    team = Application.objects.get().team
    assert (team.country, team.place) == (None, "Pacific islands")
    assert set(team.countries.all()) == {tonga, fiji}


def test_what_happens_to_a_round_is_recorded_in_order():
    application = an_application()
    coordinator = a_role(application.round.programme, "coordinator")
    at_its_end(application.round)
    services.decide(by=coordinator, application=application, decision="reserve", reason="Full.")
    services.send_decisions(by=coordinator, team_round=application.round)

    about = ("round", "application", "decision", "member_named")
    kinds = Event.objects.order_by("pk").values_list("kind", flat=True)
    assert [
        kind.removeprefix("programmes.") for kind in kinds if any(w in kind for w in about)
    ] == [
        "round_opened",
        "round_published",
        "application_begun",
        "application_submitted",
        "member_named",
        "application_decided",
        "decision_told",
        "round_decided",
    ]


def decided(application, decision):
    coordinator = a_role(application.round.programme, "coordinator")
    return services.decide(
        by=coordinator, application=application, decision=decision, reason="Since it is so."
    )


def door(opens, *args):
    try:
        opens(*args)
    except NotVisible:
        return False
    return True
