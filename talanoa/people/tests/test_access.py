from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from talanoa.kernel import clock
from talanoa.people import access, services, tokens
from talanoa.people.models import SignInLink
from tests.make import a_person

pytestmark = pytest.mark.django_db


def a_link(person=None, **fields):
    usual = {"expires_at": clock.now() + timedelta(minutes=30)}
    if person is None:
        usual["address"] = "new@example.org"
    return SignInLink.objects.create(
        person=person, secret_hash=tokens.hash_of_secret(tokens.new_secret()), **(usual | fields)
    )


USED = {"used_at": clock.now()}
OLD = {"expires_at": clock.now() - timedelta(seconds=1)}
DEMONSTRATION = {"is_demonstration": True}


@pytest.mark.parametrize(
    ("of", "fields", "refusal"),
    [
        ("person", {}, None),
        ("nobody yet", {}, None),
        ("person", {"address": "ana@example.org"}, None),
        ("person", USED, "This link has been used. Each link works once."),
        ("person", OLD, "This link is too old."),
        ("nobody yet", USED, "This link has been used. Each link works once."),
        ("closed", {}, "This account is closed."),
        (
            "person",
            {"address": "before@example.org"},
            "This link was mailed to an address that the account no longer has.",
        ),
        (
            "person",
            {"address": "ana@example.org", "moves_account": True},
            "This link is not one of ours, or part of it is missing.",
        ),
        (
            "person",
            DEMONSTRATION,
            "Demonstration links work only on a demonstration on your own machine.",
        ),
    ],
)
def test_which_links_sign_in(of, fields, refusal):
    person = {
        "person": lambda: a_person(email="ana@example.org"),
        "closed": lambda: a_person(is_active=False),
        "nobody yet": lambda: None,
    }[of]()

    assert access.link_refused(a_link(person, **fields)) == refusal


def test_no_link_signs_nobody_in():
    assert access.link_refused(None) == access.unknown_link()


@pytest.mark.parametrize(
    ("demonstration", "behind_proxy", "works"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_where_a_demonstration_link_works(settings, demonstration, behind_proxy, works):
    settings.DEMONSTRATION, settings.BEHIND_PROXY = demonstration, behind_proxy
    link = a_link(a_person(), is_demonstration=True)

    assert (access.link_refused(link) is None) is works


@pytest.mark.parametrize(("code_hash", "takes"), [("x" * 64, True), ("", False)])
def test_only_a_link_that_was_mailed_with_a_code_takes_one(code_hash, takes):
    link = a_link(a_person(), code_hash=code_hash)

    assert (access.code_refused(link) is None) is takes


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("person", None),
        ("administrator", None),
        (
            "guest",
            "You are here as a guest of one session and have no account. "
            "Sign out, then sign in with your e-mail address to have one.",
        ),
        ("nobody", "Sign in first."),
    ],
)
def test_who_has_account_pages(who, refusal):
    person = {
        "person": a_person,
        "administrator": lambda: a_person(is_superuser=True),
        "guest": lambda: services.make_guest(name="Malia"),
        "nobody": AnonymousUser,
    }[who]()

    assert access.account_refused(person) == refusal


@pytest.mark.parametrize(
    ("who", "may"),
    [("self", True), ("administrator", True), ("stranger", False), ("guest", False)],
)
def test_who_may_erase_an_account(who, may):
    person = a_person()
    by = {
        "self": lambda: person,
        "administrator": lambda: a_person(is_superuser=True),
        "stranger": a_person,
        "guest": lambda: services.make_guest(name="Malia"),
    }[who]()

    assert (access.erasing_refused(by, person) is None) is may


@pytest.mark.parametrize(
    ("who", "fields", "may"),
    [
        ("self", {}, True),
        ("self", USED, False),
        ("self", OLD, False),
        ("self", {"moves_account": False}, False),
        ("stranger", {}, False),
        ("nobody", {}, False),
    ],
)
def test_who_may_move_an_account(who, fields, may):
    person = a_person()
    by = {"self": lambda: person, "stranger": a_person, "nobody": AnonymousUser}[who]()
    link = a_link(person, **({"address": "new@example.org", "moves_account": True} | fields))

    assert (access.moving_refused(by, link) is None) is may
