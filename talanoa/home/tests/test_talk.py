from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.home import access, services
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.notices.models import Message
from talanoa.people import services as people
from talanoa.programmes import services as programmes
from tests.make import a_country, a_person, a_programme, a_role, a_team, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme()


@pytest.fixture
def willing(programme):
    """Somebody of Tonga who would talk about morphine."""
    person = enrolled(programme, a_person("Sela", email="sela@example.org"), country=a_country())
    people.offer_talk(by=person, subjects="Morphine for all")
    return person


def write(by, person, *, words="How did you begin?", client_id=""):
    number = Message.objects.count()
    services.write(by=by, person=person, words=words, client_id=client_id or f"form-{number}")


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("enrolled", True),
        ("coordinator", True),
        ("team member", True),
        ("enrolled, left", False),
        ("of another programme", False),
        ("stranger", False),
        ("guest", False),
        ("themselves", False),
    ],
)
def test_who_finds_somebody_willing(programme, willing, who, seen):
    def left():
        person = enrolled(programme)
        programmes.leave(by=person, cohort=programme.cohorts.get(), person=person)
        return person

    def in_team():
        person = a_person()
        programmes.add_to_team(by=None, team=a_team(programme), person=person)
        return person

    viewer = {
        "enrolled": lambda: enrolled(programme),
        "coordinator": lambda: a_role(programme, "coordinator"),
        "team member": in_team,
        "enrolled, left": left,
        "of another programme": lambda: enrolled(a_programme()),
        "stranger": a_person,
        "guest": lambda: people.make_guest(name="Sione"),
        "themselves": lambda: willing,
    }[who]()

    assert (willing in access.people_willing(viewer, a_country())) is seen
    if seen:
        assert access.get_correspondent(viewer, willing.pk) == willing
    else:
        with pytest.raises(NotVisible):
            access.get_correspondent(viewer, willing.pk)


def test_somebody_stands_with_the_country_they_enrolled_for_or_are_in_a_team_of(programme, willing):
    viewer, fiji = enrolled(programme), a_country("FJ", name="Fiji")
    member = a_person("Mere")
    programmes.add_to_team(by=None, team=a_team(programme, country=fiji), person=member)
    people.offer_talk(by=member, subjects="Nursing")

    assert list(access.people_willing(viewer, a_country())) == [willing]
    assert list(access.people_willing(viewer, fiji)) == [member]


def test_a_message_goes_by_mail_and_shows_no_address(programme, willing):
    writer = enrolled(programme, a_person("Tevita", email="tevita@example.org"))

    write(writer, willing, words=" How did you begin? ")

    mail = Message.objects.get(key__startswith="home.talk:")
    assert (mail.person, mail.subject) == (willing, "Tevita writes to you")
    assert "How did you begin?" in mail.text
    assert f"/talk/{writer.pk}/" in mail.text
    assert "/account/talk/" in mail.text
    assert "tevita@example.org" not in mail.text
    event = Event.objects.get(kind="home.talk_written")
    assert (event.actor_id, event.subject_id, event.data) == (writer.pk, willing.pk, {})


def test_a_form_sent_twice_mails_once(programme, willing):
    writer = enrolled(programme)

    write(writer, willing, client_id="same")
    write(writer, willing, client_id="same")

    assert Message.objects.filter(key__startswith="home.talk:").count() == 1
    assert Event.objects.filter(kind="home.talk_written").count() == 1


@pytest.mark.parametrize("words", [" ", "x" * 2001])
def test_nothing_and_too_much_are_not_sent(programme, willing, words):
    with pytest.raises(ValidationError):
        write(enrolled(programme), willing, words=words)


def test_who_was_written_to_can_answer_though_the_other_offered_nothing(programme, willing):
    writer = enrolled(programme)
    with pytest.raises(Refused):
        write(willing, writer)

    write(writer, willing)
    write(willing, writer, words="By asking.")

    mail = Message.objects.get(person=writer, key__startswith="home.talk:")
    assert "You receive this because you wrote to this person." in mail.text
    assert "/account/talk/" in mail.text


def test_an_answer_can_be_given_for_sixty_days(programme, willing):
    writer = enrolled(programme)
    write(writer, willing)

    with clock.standing_at(clock.now() + timedelta(days=61)), pytest.raises(Refused):
        write(willing, writer)


def test_who_switches_it_off_is_written_to_no_more(programme, willing):
    writer = enrolled(programme)
    write(writer, willing)
    write(willing, writer)

    people.withdraw_talk(by=willing)

    with pytest.raises(Refused):
        write(writer, willing)


def test_who_wrote_can_take_no_more_answers(programme, willing):
    writer = enrolled(programme)
    write(writer, willing)

    people.withdraw_talk(by=writer)

    with pytest.raises(Refused):
        write(willing, writer)


def test_nobody_writes_to_one_person_more_than_three_times_a_day(programme, willing):
    writer = enrolled(programme)
    for _ in range(3):
        write(writer, willing)

    with pytest.raises(Refused, match="three times"):
        write(writer, willing)
    with clock.standing_at(clock.now() + timedelta(days=1, seconds=1)):
        write(writer, willing)


def test_nobody_writes_more_than_ten_messages_a_day(programme):
    writer = enrolled(programme)
    others = [enrolled(programme, country=a_country()) for _ in range(11)]
    for other in others:
        people.offer_talk(by=other, subjects="Anything")
    for other in others[:10]:
        write(writer, other)

    with pytest.raises(Refused, match="ten messages"):
        write(writer, others[10])


def test_the_page_sends_and_keeps_what_was_typed(client, programme, willing):
    client.force_login(enrolled(programme))
    path = f"/talk/{willing.pk}/"

    page = client.get(path).content.decode()
    blank = client.post(path, {"words": "", "client_id": "a"})
    sent = client.post(path, {"words": "How?", "client_id": "a"})

    assert page.count("Morphine for all") == 1
    assert "sela@example.org" not in page
    assert (blank.status_code, sent.status_code) == (422, 302)
    assert Message.objects.filter(key__startswith="home.talk:").count() == 1


def test_the_page_says_why_nothing_more_can_be_sent(client, programme, willing):
    writer = enrolled(programme)
    client.force_login(writer)
    for _ in range(3):
        write(writer, willing)
    path = f"/talk/{willing.pk}/"

    assert "three times within a day" in client.get(path).content.decode()
    assert client.post(path, {"words": "Again", "client_id": "b"}).status_code == 409


def test_an_erased_person_is_found_no_more(programme, willing):
    viewer = enrolled(programme)

    people.erase(by=willing, person=willing)

    assert list(access.people_willing(viewer, a_country())) == []


def test_what_was_typed_stays_when_the_limit_of_the_day_is_reached(client, programme, willing):
    writer = enrolled(programme)
    client.force_login(writer)
    for _ in range(3):
        write(writer, willing)

    page = client.post(f"/talk/{willing.pk}/", {"words": "Long thought about", "client_id": "z"})

    assert page.status_code == 409
    assert "Long thought about" in page.content.decode()
    assert "three times" in page.content.decode()
