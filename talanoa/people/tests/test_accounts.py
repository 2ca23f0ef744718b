import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.people import queries, services
from talanoa.people.models import Person, SignInLink
from tests.make import a_person

pytestmark = pytest.mark.django_db

CHOSEN = {
    "name": "  Ana   Faleolo ",
    "organisation": " Ministry of  Health ",
    "language": "fr",
    "time_zone": "Pacific/Tongatapu",
}


def test_what_a_person_chooses_is_kept_and_recorded():
    person = services.join(address="ana@example.org")

    services.choose(by=person, **CHOSEN)

    person.refresh_from_db()
    assert (person.name, person.organisation) == ("Ana Faleolo", "Ministry of Health")
    assert (person.language, person.time_zone) == ("fr", "Pacific/Tongatapu")
    assert queries.zone_of_person(person).key == "Pacific/Tongatapu"
    assert person.chosen_at is not None
    assert list(Event.objects.order_by("pk").values_list("kind", "actor")) == [
        ("people.joined", person.pk),
        ("people.changed", person.pk),
    ]


def test_the_first_welcome_is_the_one_that_is_kept():
    person = a_person()
    first = person.chosen_at

    services.choose(by=person, **CHOSEN)

    person.refresh_from_db()
    assert person.chosen_at == first


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": "  "}, "Write the name"),
        ({"name": "x" * 121}, "at most 120"),
        ({"organisation": "x" * 201}, "at most 200"),
        ({"language": "tlh"}, "Choose one of the languages"),
        ({"time_zone": "Mars/Olympus"}, "Choose a time zone"),
        ({"time_zone": "../etc/passwd"}, "Choose a time zone"),
    ],
)
def test_a_wrong_choice_changes_nothing(wrong, message):
    person = a_person("Before")

    with pytest.raises(ValidationError, match=message):
        services.choose(by=person, **(CHOSEN | wrong))

    person.refresh_from_db()
    assert (person.name, person.language, person.time_zone) == ("Before", "", "")


def test_a_guest_has_a_name_and_nothing_to_sign_in_with():
    guest = services.make_guest(name=" Malia ", language="fr", time_zone="Pacific/Apia")

    assert (guest.name, guest.email, guest.is_guest) == ("Malia", None, True)
    assert (guest.language, guest.time_zone) == ("fr", "Pacific/Apia")
    assert guest.has_usable_password() is False
    with pytest.raises(Refused, match="guest of one session"):
        services.choose(by=guest, **CHOSEN)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_guest_has_a_name_others_can_say(name):
    with pytest.raises(ValidationError):
        services.make_guest(name=name)

    assert Person.objects.count() == 0


def test_a_guest_may_choose_how_to_read():
    guest = services.make_guest(name="Malia")

    services.set_language_and_zone(by=guest, language="ar")
    services.set_language_and_zone(by=guest, time_zone="Africa/Cairo")

    guest.refresh_from_db()
    assert (guest.language, guest.time_zone) == ("ar", "Africa/Cairo")


@pytest.mark.parametrize("address", ["ana@example.org", "Ana@Example.org"])
def test_an_address_has_one_account_however_it_is_spelt(address):
    services.join(address="ana@example.org")

    with pytest.raises(ValidationError, match="Somebody already uses this address"):
        services.join(address=address)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email=address)


def test_the_database_refuses_an_account_without_an_address():
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="Nobody")


def test_erasing_takes_the_person_away_and_leaves_the_count():
    person = a_person(
        "Ana", password="four plain words here", organisation="Ministry", time_zone="Africa/Cairo"
    )
    hash_before = person.get_session_auth_hash()
    services.make_sign_in_link(person=person)
    Authenticator.objects.create(user=person, type="totp", data={})

    services.erase(by=person, person=person)

    person.refresh_from_db()
    assert (person.name, person.organisation, person.email) == ("", "", None)
    assert (person.language, person.time_zone) == ("", "")
    assert (person.is_active, person.has_usable_password()) == (False, False)
    assert person.erased_at is not None
    assert person.get_session_auth_hash() != hash_before
    assert person.sign_in_links.count() == Authenticator.objects.count() == 0
    assert str(person) == "Someone without a name"
    events = Event.objects.filter(kind="people.erased")
    assert list(events.values_list("actor", "subject_id", "data")) == [
        (person.pk, person.pk, {"words": False})
    ]


def test_erasing_takes_links_asked_for_by_the_address_alone():
    services.mail_sign_in_link(address="ana@example.org")
    person = a_person(email="ana@example.org")
    services.mail_sign_in_link(address="ben@example.org")

    services.erase(by=person, person=person)

    assert list(SignInLink.objects.values_list("address", flat=True)) == ["ben@example.org"]


def test_the_address_of_an_erased_account_may_begin_again():
    person = a_person(email="ana@example.org")
    services.erase(by=person, person=person)

    assert services.join(address="ana@example.org").pk != person.pk


def test_a_stranger_erases_nobody():
    person = a_person("Ana")

    with pytest.raises(Refused, match="Only the person and a hub administrator"):
        services.erase(by=a_person(), person=person)

    person.refresh_from_db()
    assert person.name == "Ana"


def test_nobody_is_erased_twice():
    person = a_person()
    services.erase(by=person, person=person)

    with pytest.raises(Refused, match="already been erased"):
        services.erase(by=a_person(is_superuser=True), person=person)


def test_the_export_holds_what_is_kept_about_one_person_only():
    person, other = a_person("Ana"), a_person("Ben")
    services.choose(by=person, **CHOSEN)
    services.choose(by=other, **CHOSEN)
    person.refresh_from_db()

    kept = services.export_of(person)

    assert kept["account"] == {
        "email": person.email,
        "name": "Ana Faleolo",
        "organisation": "Ministry of Health",
        "language": "fr",
        "time_zone": "Pacific/Tongatapu",
        "joined_at": person.joined_at,
        "last_signed_in_at": None,
        "has_password": False,
        "sign_in_keys": [],
        "willing_to_talk": [],
        "sign_in_links": [],
        "unfinished_uploads": [],
    }
    assert [(row["kind"], row["subject"]) for row in kept["events"]] == [
        ("people.changed", person.pk)
    ]
    assert kept["mail"] == []


def test_the_export_tells_of_a_link_without_its_secret():
    person = a_person()
    url = services.make_sign_in_link(person=person)

    kept = services.export_of(person)

    [link] = person.sign_in_links.all()
    assert kept["account"]["sign_in_links"] == [
        {
            "address": person.email,
            "made_at": link.made_at,
            "expires_at": link.expires_at,
            "used_at": None,
        }
    ]
    secret = url.rstrip("/").rpartition("/")[2]
    assert [text in str(kept) for text in (secret, link.secret_hash)] == [False, False]
