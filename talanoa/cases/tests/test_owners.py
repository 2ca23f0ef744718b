"""Whoever owns a recommendation is told what they may know, and led where they get in."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from talanoa.cases import queries, services
from talanoa.home import queries as home
from talanoa.notices.models import Message
from talanoa.schedule.models import SessionRole
from tests import make

pytestmark = pytest.mark.django_db

TITLE, ADVICE = "Morphine on one island", "Let the nurse prescribe."
LINK = re.compile(r"https?://[^/\s]+(/\S*)")


class World:
    """A discussed case with a recommendation, and somebody enrolled whom it is to be given to."""

    def __init__(self, mode="open"):
        self.programme = make.a_programme()
        self.coordinator = make.a_role(self.programme, "coordinator")
        team = make.a_team(self.programme)
        self.case = make.a_case(self.programme, status="discussed", team=team, title=TITLE)
        self.advice = make.a_recommendation(self.case, ADVICE)
        self.owner = make.enrolled(self.programme)
        self.show_as(mode)

    def show_as(self, mode):
        how = {"mode": mode, "shows_country": True, "expires_on": None}
        services.show_as(by=self.case.presenter, case=self.case, **how)
        self.case.refresh_from_db()
        self.advice.refresh_from_db()

    def assign(self, owner=None, due_on=None):
        services.assign(
            by=self.coordinator,
            recommendation=self.advice,
            owner=owner or self.owner,
            due_on=due_on,
        )

    def sent_letter(self):
        signer = make.a_part(self.case.session, "expert")
        return make.a_letter(self.case, status="sent", expert=signer)

    def owned_then_restricted(self):
        self.assign()
        self.show_as("restricted")
        Message.objects.all().delete()
        return self


def opens(client, person, mail):
    """What each address in a mail answers its reader."""
    client.force_login(person)
    return {path: client.get(path).status_code for path in LINK.findall(mail.text)}


def of_panel(world):
    return make.a_part(world.case.session, "expert", world.owner)


@pytest.mark.parametrize("mode", ["open", "name-withheld", "chatham-house", "restricted"])
def test_who_reads_the_case_is_told_which_and_what(mode, client):
    world = World(mode)
    if mode == "restricted":
        of_panel(world)

    world.assign()

    mail = Message.objects.get(person=world.owner, key__startswith="cases.recommendation")
    assert TITLE in mail.text
    assert ADVICE in mail.text
    address = reverse("cases:recommendation", args=[world.advice.pk])
    assert opens(client, world.owner, mail) == {address: 200}


def test_what_is_restricted_is_not_given_to_who_may_not_read_it(client):
    world = World("restricted")

    with pytest.raises(ValidationError):
        world.assign()
    client.force_login(world.coordinator)
    address = reverse("cases:assign", args=[world.advice.pk])
    refused = client.post(address, {"owner": world.owner.pk, "due_on": "2031-03-01"})

    assert refused.status_code == 422
    page = refused.content.decode()
    assert f"{world.owner} may not read this case." in page
    assert 'value="2031-03-01"' in page
    world.advice.refresh_from_db()
    assert world.advice.owner is None
    assert not Message.objects.filter(person=world.owner, subject__contains="yours").exists()


def test_who_may_not_read_it_any_more_is_told_neither_title_nor_words(client):
    world = World().owned_then_restricted()

    world.assign(due_on=world.case.begun_at.date())

    mail = Message.objects.get(person=world.owner)
    assert TITLE not in mail.subject + mail.text
    assert ADVICE not in mail.text
    address = reverse("programmes:detail", args=[world.programme.slug])
    assert opens(client, world.owner, mail) == {address: 200}


def test_who_may_not_read_it_any_more_is_not_asked_and_the_presenter_is(client):
    world = World().owned_then_restricted()
    letter = world.sent_letter()
    Message.objects.all().delete()

    asked = make.an_asking(letter)

    assert queries.people_to_ask(asked) == [world.case.presenter]
    assert list(Message.objects.values_list("person", flat=True)) == [world.case.presenter_id]
    assert ADVICE in Message.objects.get().text
    assert services.remind_together(follow_ups=[asked]) == 1
    assert not Message.objects.filter(person=world.owner).exists()
    link = f"/follow-up/{services.token_to_answer(asked, world.owner)}/"
    assert client.get(link).status_code == 404
    client.force_login(world.owner)
    assert client.get(f"/cases/{world.case.pk}/follow-up/").status_code == 404
    assert list(queries.askings_to_answer(world.owner)) == []
    assert list(home.own_recommendations(world.owner)) == []


def test_an_owner_of_the_panel_is_asked_by_a_link_that_opens(client):
    world = World("restricted")
    of_panel(world)
    world.assign()
    letter = world.sent_letter()
    Message.objects.all().delete()

    make.an_asking(letter)

    mail = Message.objects.get(person=world.owner)
    assert ADVICE in mail.text
    assert list(opens(client, world.owner, mail).values()) == [200]
    assert list(home.own_recommendations(world.owner)) == [world.advice]


@pytest.mark.parametrize("is_there", [True, False])
def test_who_signed_hears_of_what_is_wrong_while_they_may_read_the_letter(is_there):
    world = World("restricted")
    sent = queries.latest_version(world.sent_letter())
    if not is_there:
        SessionRole.objects.filter(person=sent.signed_by).delete()
    Message.objects.all().delete()

    services.object_to_letter(by=world.case.presenter, sent=sent, words="Not so.")

    assert Message.objects.filter(person=sent.signed_by).exists() is is_there
