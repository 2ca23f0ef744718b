"""Roles, country teams and invitations."""

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.notices.models import Message
from talanoa.people.services import make_guest
from talanoa.programmes import access, services
from talanoa.programmes.models import Invitation
from talanoa.programmes.services.appointments import invitation_by_token, token_for
from tests.make import a_person, a_programme, a_role, a_team

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
