import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.people import services
from talanoa.people.models import TalkOffer
from tests.make import a_person

pytestmark = pytest.mark.django_db


def test_somebody_says_about_what_they_would_talk_and_says_it_anew():
    person = a_person()

    services.offer_talk(by=person, subjects="  Morphine. ")
    services.offer_talk(by=person, subjects="Training nurses.")

    assert TalkOffer.objects.get().subjects == "Training nurses."
    assert (
        list(Event.objects.values_list("kind", "actor", "subject_id"))
        == [("people.talk_offered", person.pk, person.pk)] * 2
    )


def test_it_is_off_at_once_and_can_be_said_without_having_been_on():
    person = a_person()
    services.offer_talk(by=person, subjects="Morphine.")

    services.withdraw_talk(by=person)
    services.withdraw_talk(by=person)

    assert TalkOffer.objects.count() == 0
    assert Event.objects.filter(kind="people.talk_withdrawn", subject_id=person.pk).count() == 2


@pytest.mark.parametrize("subjects", ["  ", "x" * 501])
def test_nothing_and_too_much_are_not_taken(subjects):
    with pytest.raises(ValidationError):
        services.offer_talk(by=a_person(), subjects=subjects)


def test_a_guest_has_no_page_to_say_it_on():
    with pytest.raises(Refused):
        services.offer_talk(by=services.make_guest(name="Sione"), subjects="Morphine.")


def test_the_page_says_keeps_and_takes_back(client):
    person = a_person()
    client.force_login(person)

    blank = client.post("/account/talk/", {"subjects": ""})
    on = client.post("/account/talk/", {"subjects": "Morphine."})
    page = client.get("/account/talk/").content.decode()
    off = client.post("/account/talk/", {"off": "1"})

    assert (blank.status_code, on.status_code, off.status_code) == (422, 302, 302)
    assert page.count("Morphine.") == 1
    assert TalkOffer.objects.count() == 0
