from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from talanoa.people import services, tokens
from talanoa.people.models import Person, SignInLink
from talanoa.people.terms import CODE_TRIES
from talanoa.people.tests.mailed import code_in, newest_mail, path_in
from tests.make import a_person

pytestmark = pytest.mark.django_db


def secret_hash_of(url):
    return tokens.hash_of_secret(url.rstrip("/").rpartition("/")[2])


def test_a_link_signs_its_person_in_once():
    person = a_person()
    url = services.make_sign_in_link(person=person, next_path="/programmes/")

    assert services.use_link(secret_hash=secret_hash_of(url)) == person
    with pytest.raises(Refused, match="This link has been used"):
        services.use_link(secret_hash=secret_hash_of(url))


def test_nothing_kept_signs_anybody_in():
    services.mail_sign_in_link(address="ana@example.org")
    link, mail = SignInLink.objects.get(), newest_mail("ana@example.org")
    secret, code = path_in(mail).split("/")[3], code_in(mail).replace(" ", "")

    kept = [str(value) for value in SignInLink.objects.values().get().values()]
    assert [value for value in kept if secret in value or code in value] == []
    assert link.secret_hash == tokens.hash_of_secret(secret)
    assert mail.holds_secret is True


@pytest.mark.parametrize("minutes", [1, 30])
def test_a_link_lives_as_long_as_it_was_made_to(monkeypatch, minutes):
    url = services.make_sign_in_link(person=a_person(), minutes=minutes)
    link = SignInLink.objects.get()
    ends = link.made_at + timedelta(minutes=minutes)

    monkeypatch.setattr("talanoa.kernel.clock.now", lambda: ends + timedelta(seconds=1))

    with pytest.raises(Refused, match="This link is too old"):
        services.use_link(secret_hash=secret_hash_of(url))


def test_a_link_mailed_to_an_unknown_address_makes_the_account():
    services.mail_sign_in_link(address=" New@Example.ORG ")
    assert Person.objects.count() == 0

    person = services.use_link(secret_hash=SignInLink.objects.get().secret_hash)

    assert (person.email, person.has_usable_password()) == ("new@example.org", False)
    assert list(Event.objects.filter(kind="people.joined").values_list("actor", "subject_id")) == [
        (person.pk, person.pk)
    ]


def test_the_account_made_meanwhile_is_the_one_signed_in():
    services.mail_sign_in_link(address="new@example.org")
    person = services.join(address="new@example.org")

    assert services.use_link(secret_hash=SignInLink.objects.get().secret_hash) == person


def test_the_other_links_of_an_address_end_with_the_first_that_is_used():
    ana, other = a_person(email="ana@example.org"), a_person()
    for address in ("ana@example.org", "ana@example.org", other.email):
        services.mail_sign_in_link(address=address)
    first, second, not_hers = SignInLink.objects.order_by("pk")

    assert services.use_link(secret_hash=first.secret_hash) == ana

    with pytest.raises(Refused, match="This link is too old"):
        services.use_link(secret_hash=second.secret_hash)
    assert services.use_link(secret_hash=not_hers.secret_hash) == other


def test_links_made_for_somebody_live_beside_each_other():
    person = a_person()
    urls = [services.make_sign_in_link(person=person) for _ in range(2)]
    services.mail_sign_in_link(address=person.email)
    services.use_link(secret_hash=SignInLink.objects.last().secret_hash)

    used = [services.use_link(secret_hash=secret_hash_of(url)) for url in urls]

    assert used == [person, person]


def test_a_closed_account_is_mailed_nothing_and_leaves_the_same_trace():
    a_person(email="closed@example.org", is_active=False)

    services.mail_sign_in_link(address="closed@example.org")

    assert (SignInLink.objects.count(), Message.objects.count()) == (1, 0)


@pytest.mark.parametrize("address", ["", "ana", "ana@example.org\nBcc: x@example.org", "a b@c.d"])
def test_what_is_no_address_is_mailed_nothing(address):
    with pytest.raises(ValidationError):
        services.mail_sign_in_link(address=address)

    assert (SignInLink.objects.count(), Message.objects.count()) == (0, 0)


def test_the_mail_is_in_the_readers_own_language():
    a_person(email="ana@example.org", language="en")

    services.mail_sign_in_link(address="ana@example.org", language="fr")
    services.mail_sign_in_link(address="new@example.org", language="fr")

    assert newest_mail("ana@example.org").language == "en"
    assert newest_mail("new@example.org").language == "fr"


def test_the_code_of_the_mail_signs_in_as_its_link_does():
    person = a_person(email="ana@example.org")
    link = services.mail_sign_in_link(address="ana@example.org")
    code = code_in(newest_mail("ana@example.org"))

    assert services.use_code(link_id=link.pk, typed=code) == person
    with pytest.raises(Refused, match="This link has been used"):
        services.use_code(link_id=link.pk, typed=code)


def test_the_code_of_one_mail_is_wrong_for_another():
    one = services.mail_sign_in_link(address="ana@example.org")
    services.mail_sign_in_link(address="ben@example.org")

    assert services.use_code(link_id=one.pk, typed=code_in(newest_mail("ben@example.org"))) is None


def test_the_right_code_no_longer_helps_after_too_many_wrong_ones():
    link = services.mail_sign_in_link(address="ana@example.org")
    code = code_in(newest_mail("ana@example.org"))
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"

    tried = [services.use_code(link_id=link.pk, typed=wrong) for _ in range(CODE_TRIES)]

    assert tried == [None] * CODE_TRIES
    with pytest.raises(Refused, match="Too many wrong codes"):
        services.use_code(link_id=link.pk, typed=code)


def test_links_long_dead_are_forgotten(monkeypatch):
    services.make_sign_in_link(person=a_person())
    young = SignInLink.objects.get()
    later = young.expires_at + timedelta(days=7, seconds=1)
    monkeypatch.setattr("talanoa.kernel.clock.now", lambda: later)
    services.make_sign_in_link(person=a_person())

    assert (services.forget_dead_links(), services.forget_dead_links()) == (1, 0)
    assert SignInLink.objects.exclude(pk=young.pk).count() == 1


def test_an_account_moves_to_an_address_whose_owner_is_signed_in():
    person = a_person(email="old@example.org")
    services.offer_new_address(by=person, address="New@example.org")
    link = SignInLink.objects.get()

    services.confirm_new_address(by=person, secret_hash=link.secret_hash)

    person.refresh_from_db()
    assert person.email == "new@example.org"
    told = Message.objects.get(address="old@example.org")
    assert "moved to another e-mail address" in told.text


def test_an_address_mistyped_gives_nobody_the_account():
    person, stranger = a_person(), a_person()
    services.offer_new_address(by=person, address="mistyped@example.org")
    link = SignInLink.objects.get()

    with pytest.raises(Refused, match="Sign in to the account"):
        services.confirm_new_address(by=stranger, secret_hash=link.secret_hash)
    with pytest.raises(Refused, match="not one of ours"):
        services.use_link(secret_hash=link.secret_hash)


def test_an_address_somebody_has_is_told_and_nothing_moves():
    person, other = a_person(), a_person(email="other@example.org", language="fr")

    link = services.offer_new_address(by=person, address=other.email)

    mail = newest_mail(other.email)
    assert (mail.language, "http" in mail.text) == ("fr", False)
    with pytest.raises(ValidationError, match="Somebody already uses this address"):
        services.confirm_new_address(by=person, secret_hash=link.secret_hash)


def test_a_guest_has_no_account_to_move():
    with pytest.raises(Refused):
        services.offer_new_address(by=services.make_guest(name="Malia"), address="a@example.org")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False])
def test_of_two_who_use_a_link_at_once_one_gets_in(known):
    if known:
        a_person(email="ana@example.org")
    secret_hash = services.mail_sign_in_link(address="ana@example.org").secret_hash
    together, outcomes = Barrier(2), []

    def use():
        try:
            together.wait(5)
            services.use_link(secret_hash=secret_hash)
            outcomes.append("in")
        except Refused as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["This link has been used. Each link works once.", "in"]
    assert Person.objects.filter(email="ana@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_links_to_an_unknown_address_used_at_once_make_one_account():
    hashes = [services.mail_sign_in_link(address="new@example.org").secret_hash for _ in range(2)]
    together, people = Barrier(2), []

    def use(secret_hash):
        try:
            together.wait(5)
            people.append(services.use_link(secret_hash=secret_hash).pk)
        except Refused:
            people.append(None)
        finally:
            connection.close()

    threads = [Thread(target=use, args=[secret_hash]) for secret_hash in hashes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    [pk] = Person.objects.values_list("pk", flat=True)
    assert len(people) == 2
    assert set(people) - {None} == {pk}
