"""A country that has a team already: joined, or given another one knowingly."""

import re

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from talanoa.programmes import services
from talanoa.programmes.models import Application, CountryTeam
from tests.make import a_country, a_person, a_role, a_team
from tests.make_teams import a_member, a_round, an_application, at_its_end, decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    """One for Tonga, which has a team, at the end of its round."""
    found = an_application(a_round(), team_name="Second Tonga")
    at_its_end(found.round)
    found.first = a_team(found.round.programme, name="First Tonga", country=found.country)
    found.coordinator = a_role(found.round.programme, "coordinator")
    return found


def decide(application, **more):
    services.decide(
        by=application.coordinator,
        application=application,
        decision="selected",
        reason="Ready.",
        **more,
    )
    return services.send_decisions(by=application.coordinator, team_round=application.round)


def test_a_second_team_is_made_only_with_a_reason(application):
    with pytest.raises(ValidationError, match="There is a team already"):
        decide(application)
    with pytest.raises(ValidationError, match="Choose one of the teams"):
        decide(
            application,
            team=a_team(
                application.round.programme,
                name="Of nowhere near",
                country=a_country("FJ", name="Fiji"),
            ),
        )

    decide(application, apart=" The islands to the north. ")

    found = Application.objects.get()
    assert (found.team.name, found.joins_team) == ("Second Tonga", False)
    assert found.apart_reason == "The islands to the north."
    assert found.team.members.get().is_lead


def test_its_people_join_the_team_that_is_there(application):
    lead = a_member(application.first, is_lead=True)
    ben = a_member(application.first, a_person(email="ben@example.net"))

    decide(application, team=application.first)

    found = Application.objects.get()
    assert (found.team, found.joins_team) == (application.first, True)
    assert CountryTeam.objects.count() == 1
    members = application.first.members.order_by("pk").values_list("person", "is_lead")
    assert list(members) == [(lead.pk, True), (ben.pk, False), (found.lead_id, False)]
    assert not application.first.invitations.exists()
    mail = Message.objects.get(person=found.lead, subject__startswith="Your team is selected")
    assert "you join the team “First Tonga”" in mail.text


def test_who_was_named_is_invited_to_the_team_that_is_there(application):
    decide(application, team=application.first)

    assert application.first.invitations.get().address == "ben@example.net"


def test_a_choice_falls_with_another_decision(application):
    services.decide(
        by=application.coordinator,
        application=application,
        decision="selected",
        reason="Ready.",
        team=application.first,
    )
    decided(application, "declined")

    found = Application.objects.get()
    assert (found.team, found.joins_team, found.apart_reason) == (None, False, "")


def test_a_team_that_came_meanwhile_is_not_doubled_by_sending():
    application = an_application(a_round(), team_name="Second Tonga")
    at_its_end(application.round)
    decided(application, "selected")
    a_team(application.round.programme, name="First Tonga", country=application.country)

    with pytest.raises(Refused, match="has a team by now: First Tonga. Decide again"):
        services.send_decisions(
            by=a_role(application.round.programme, "coordinator"), team_round=application.round
        )


def test_two_selected_for_one_country_need_a_reason():
    one, two = (an_application(each) for each in [a_round()] * 2)
    at_its_end(one.round)
    decided(one, "selected")

    with pytest.raises(ValidationError, match="Another application is selected"):
        decided(two, "selected")


def test_the_same_person_submits_once_for_a_country(client):
    team_round, lead = a_round(), a_person()
    first = an_application(team_round, lead=lead, team_name="My first")
    second = an_application(team_round, lead=lead, status="draft")
    an_application(team_round, lead=lead, country=a_country("FJ", name="Fiji"))
    client.force_login(lead)

    with pytest.raises(ValidationError, match="for this country in this round already"):
        services.submit_application(by=lead, application=second)
    page = client.post(f"/applications/{second.pk}/submit/", follow=True).content.decode()

    assert "You have submitted an application for this country in this round already." in page
    assert f'href="/applications/{first.pk}/"' in page
    services.withdraw_application(by=lead, application=first, reason="The other one.")
    assert services.submit_application(by=lead, application=second)


def test_the_applicant_and_the_coordinator_are_told_of_the_team(client):
    team_round = a_round()
    coordinator = a_role(team_round.programme, "coordinator")
    application = an_application(team_round, status="draft")
    a_team(team_round.programme, name="First Tonga", country=application.country)
    client.force_login(application.lead)
    for path in ("", "edit/"):
        page = client.get(f"/applications/{application.pk}/{path}").content.decode()
        assert "Tonga has a team in this programme already" in page
        assert "First Tonga" in page

    services.submit_application(by=application.lead, application=application)
    mail = Message.objects.get(person=coordinator)
    assert "Tonga has a team in this programme already: First Tonga." in mail.text
    at_its_end(team_round)
    client.force_login(coordinator)
    listed = f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/applications/"
    assert "Has a team already: First Tonga" in client.get(listed).content.decode()


def test_the_coordinator_chooses_on_the_page(client, application):
    client.force_login(application.coordinator)
    path = f"/applications/{application.pk}"
    page = client.get(f"{path}/").content.decode()
    assert "Its people join the team First Tonga" in page
    chosen = re.search(r'<input[^>]*name="team"[^>]*checked[^>]*>', page)[0]
    assert f'value="{application.first.pk}"' in chosen
    form = {"decision": "selected", "reason": "Typed reason."}

    refused = client.post(f"{path}/decide/", form)
    assert refused.status_code == 422
    assert "There is a team already." in refused.content.decode()
    assert "Typed reason." in refused.content.decode()
    assert client.post(f"{path}/decide/", form | {"team": application.first.pk}).status_code == 302
    application.refresh_from_db()
    assert (application.team, application.joins_team) == (application.first, True)
    assert "checked" in client.get(f"{path}/").content.decode()


def test_a_team_is_not_told_before_it_is_sent(client, application):
    decided(application, "reserve")
    services.send_decisions(by=application.coordinator, team_round=application.round)
    services.decide(
        by=application.coordinator,
        application=application,
        decision="selected",
        reason="A place.",
        team=application.first,
    )
    client.force_login(application.lead)
    joins = "Its people join the team First Tonga, which was there already."
    assert joins not in client.get(f"/applications/{application.pk}/").content.decode()

    services.send_decisions(by=application.coordinator, team_round=application.round)

    assert joins in client.get(f"/applications/{application.pk}/").content.decode()
