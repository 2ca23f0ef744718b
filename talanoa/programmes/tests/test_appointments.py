"""Roles, country teams and invitations."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.notices.models import Message
from talanoa.people.services import make_guest
from talanoa.programmes import access, services
from talanoa.programmes.models import Invitation
from talanoa.programmes.services.appointments import invitation_by_token, token_for
from tests.make import a_person, a_programme, a_role, a_team
from tests.make_teams import a_member

pytestmark = pytest.mark.django_db


def test_a_role_is_given_once_and_a_programme_keeps_a_coordinator():
    programme = a_programme()
    first = a_role(programme, "coordinator")
    services.give_role(by=first, programme=programme, person=first, role="coordinator")
    role = programme.roles.get()

    with pytest.raises(Refused, match="Name another one first"):
        services.take_role(by=first, role=role)
    second = a_role(programme, "coordinator")
    services.take_role(by=second, role=role)

    assert [one.person for one in programme.roles.all()] == [second]


@pytest.mark.parametrize("wrong", [{"role": "king"}, {"person": "guest"}])
def test_a_role_that_cannot_be(wrong):
    programme = a_programme()
    person = make_guest(name="Malia") if wrong.get("person") else a_person()

    with pytest.raises(ValidationError):
        services.give_role(
            by=None, programme=programme, person=person, role=wrong.get("role", "expert")
        )


def test_an_invitation_to_a_role_is_mailed_and_accepted_once():
    programme = a_programme()
    coordinator = a_role(programme, "coordinator")

    invitation = services.invite(
        by=coordinator, programme=programme, address="Ama@Example.org ", role="expert"
    )
    message = Message.objects.get(key=f"programmes.invited:{invitation.pk}")
    assert (message.address, message.holds_secret) == ("ama@example.org", True)

    person = a_person()
    assert services.accept_invitation(by=person, invitation=invitation) is True
    assert services.accept_invitation(by=person, invitation=invitation) is False
    assert access.roles_of(person, programme) == {"expert"}
    with pytest.raises(Refused, match="already been accepted"):
        services.accept_invitation(by=a_person(), invitation=invitation)


def test_an_invitation_to_a_team_makes_a_member():
    team = a_team(a_programme())
    invitation = services.invite(
        by=None, programme=team.programme, address="a@example.org", team=team
    )
    person = a_person()

    services.accept_invitation(by=person, invitation=invitation)

    assert [member.person for member in team.members.all()] == [person]


def test_a_withdrawn_invitation_cannot_be_accepted():
    programme = a_programme()
    coordinator = a_role(programme, "coordinator")
    invitation = services.invite(
        by=coordinator, programme=programme, address="a@example.org", role="scribe"
    )

    assert services.withdraw_invitation(by=coordinator, invitation=invitation) is True
    assert services.withdraw_invitation(by=coordinator, invitation=invitation) is False
    with pytest.raises(Refused, match="has been withdrawn"):
        services.accept_invitation(by=a_person(), invitation=invitation)


@pytest.mark.parametrize("address", ["A@example.org", "a@example.org"])
def test_an_address_is_invited_once_to_the_same_role(address):
    programme = a_programme()
    services.invite(by=None, programme=programme, address="a@example.org", role="expert")

    with pytest.raises(ValidationError, match="already been invited"):
        services.invite(by=None, programme=programme, address=address, role="expert")

    services.invite(by=None, programme=programme, address=address, role="scribe")
    assert Invitation.objects.count() == 2


def test_who_has_the_role_already_is_not_invited_to_it():
    programme = a_programme()
    person = a_role(programme, "expert")

    with pytest.raises(ValidationError, match="already has that place"):
        services.invite(by=None, programme=programme, address=person.email, role="expert")


@pytest.mark.parametrize("token", ["", "x", "1", "1:2:3", "é"])
def test_a_made_up_link_names_no_invitation(token):
    with pytest.raises(NotVisible):
        invitation_by_token(token)


def test_a_link_names_its_invitation():
    invitation = services.invite(
        by=None, programme=a_programme(), address="a@example.org", role="expert"
    )

    assert invitation_by_token(token_for(invitation)) == invitation


def test_the_same_address_is_not_mailed_by_the_same_team_without_end():
    team = a_team(a_programme())
    lead = a_member(team, is_lead=True)
    for _time in range(3):
        invitation = services.invite(
            by=lead, programme=team.programme, address="a@example.org", team=team
        )
        services.withdraw_invitation(by=lead, invitation=invitation)

    with pytest.raises(ValidationError, match="invited three times"):
        services.invite(by=lead, programme=team.programme, address="A@example.org", team=team)
    services.invite(by=None, programme=team.programme, address="a@example.org", role="expert")

    assert Message.objects.filter(address="a@example.org").count() == 4


def test_the_lead_of_a_team_invites_thirty_a_day_and_a_coordinator_whom_they_want():
    team = a_team(a_programme())
    lead, coordinator = a_member(team, is_lead=True), a_role(team.programme, "coordinator")

    def invite(by, number):
        address = f"n{number}@example.org"
        services.invite(by=by, programme=team.programme, address=address, team=team)

    for number in range(30):
        invite(lead, number)
    with pytest.raises(Refused, match="thirty people within a day"):
        invite(lead, 30)
    for number in range(30, 62):
        invite(coordinator, number)

    assert team.invitations.count() == 62


def test_an_invitation_holds_for_ninety_days_and_then_makes_place_for_another():
    programme = a_programme()

    def invite():
        return services.invite(by=None, programme=programme, address="a@example.org", role="expert")

    old = invite()
    with clock.standing_at(old.invited_at + timedelta(days=90, seconds=1)):
        with pytest.raises(Refused, match="held for 90 days"):
            services.accept_invitation(by=a_person(), invitation=old)
        assert services.accept_invitation(by=a_person(), invitation=invite()) is True
