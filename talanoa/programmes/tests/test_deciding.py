"""What becomes of applications: decided one by one, told together, made into teams."""

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from talanoa.programmes import services
from talanoa.programmes.models import Application
from tests.make import a_country, a_person, a_programme, a_role, a_team
from tests.make_teams import a_round, an_application, at_its_end, decided

pytestmark = pytest.mark.django_db


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
    a_team(team_round.programme, name="Team Tonga", country=a_country("FJ", name="Fiji"))
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
