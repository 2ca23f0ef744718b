"""Every address of the project, asked by everybody: a new one is asked without being named here.

The addresses come from the resolver. What stands in their places is named in ``places``; a
place with a new name fails until somebody says what stands there. Addresses about an object
are closed to strangers unless they are listed as open.
"""

import re

import pytest
from django.core.cache import cache
from django.db import (
    connection,
    transaction,
)
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import (
    URLPattern,
    get_resolver,
    reverse,
)

from talanoa.live.phone.phone_settings import PhoneSettings
from tests.journeys.attacked import make_all

pytestmark = pytest.mark.django_db

WHO = ("visitor", "stranger", "participant", "facilitator", "coordinator")

OPEN = {
    "programmes:detail": (200, 405),
    "schedule:session": (200, 405),
    "schedule:calendar": (200, 405),
    # Public programmes can be joined; whoever is not in has nothing to leave.
    "programmes:enrol": (200, 302),
    "programmes:leave": (302, 302),
    # A published round is there for everybody to read and to apply to.
    "programmes:round": (200, 405),
    "programmes:apply": (200, 422),
    # Lists of what the reader may see: nothing.
    "cases:list": (200, 405),
    "assessment:list": (200, 405),
    "assessment:gap_counts": (200, 405),
    "assessment:gap_counts_csv": (200, 405),
    "assessment:gap_countries": (200, 405),
    "assessment:gap_answers_csv": (200, 405),
    "cases:recommendations": (200, 405),
    "cases:recommendations_csv": (200, 405),
    "cases:letters": (200, 405),
    "cases:urgent_list": (200, 405),
    # A public session and programme: seen, but not to be acted on.
    "cases:new": (403, 403),
    "assessment:new": (403, 403),
    "cases:urgent_new": (403, 403),
    "live:open": (405, 403),
    "live:close": (405, 403),
    "evaluation:results": (403, 405),
    "evaluation:feedback": (200, 200),
}
"""Addresses about public programmes and sessions: what a stranger's opening them, and sending
them a form, is answered with."""

NOBODYS = {
    "assessment:framework",
    "home:country", "countries:compare", "library:detail", "notices:mail", "notices:mail_calendar",
    "ops:run_again", "ops:set_aside", "people:link", "people:confirm_address",
    "account_reset_password_from_key", "mfa_remove_webauthn", "mfa_edit_webauthn",
    "credentials:verify", "live:guest", "schedule:feed", "schedule:part_answer",
    "programmes:invitation", "programmes:invitation_accept", "programmes:named",
    "cases:letter_by_link", "cases:follow_up_by_link",
    "live:caption_intake", "live:caption_intake_seq", "live:check_in_by_code",
}  # fmt: skip
"""Public reference data, the reader's own things, and links whose secret is the key."""

NO_FORM = {"live:caption_intake"}
"""What no browser sends, so that a form's token has nothing to protect: its address holds a key."""

WRITTEN_BY_READING = {"django_session", "cache", "schedule_calendarfeed"}
"""Where a page that is only read may keep something: who reads and how often; and the secret
of one's own calendar, made when it is first looked at."""

ILL = {"ops:health": 503}
"""What the page about health rightly says where no worker and no room run."""


def addresses(patterns=None, space=""):
    """Every address by name: ``space:name`` with the names of its places."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(entry, URLPattern):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from addresses(entry.url_patterns, space + inner)
        else:
            yield space + entry.name, tuple(entry.pattern.regex.groupindex)


ADDRESSES = sorted(addresses())


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once, and taken back: each test puts back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_all()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _memory(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PHONE = PhoneSettings(trunk=("192.0.2.7",), numbers=("TON:+6760000000:local",))
    cache.clear()


def places(ids, name):
    """What stands in the places of an address."""
    usual = {
        "slug": ids["slug"], "cohort_id": ids["cohort"], "session_id": ids["session"],
        "case_id": ids["case"], "deck_id": ids["deck"], "page_id": ids["page"],
        "author_id": ids["author"], "attachment_id": ids["attachment"],
        "review_question_id": ids["review_question"],
        "team_id": ids["team"], "recommendation_id": ids["recommendation"],
        "series_id": ids["series"], "link_id": ids["guest_link"], "role_id": ids["role"],
        "poll_id": ids["poll"], "question_id": ids["question"], "person_id": ids["interpreter"],
        "member_id": ids["member"], "invitation_id": ids["invitation"], "area_id": ids["area"],
        "kind": "challenge", "size": "small", "name": "chat.say", "number": ids["certificate"],
        "captioner_id": ids["captioner"], "intake_id": ids["intake"],
        "language": "fr", "suffix": "vtt",
        "report_id": ids["report"], "stay_id": ids["stay"],
        "assessment_id": ids["assessment"], "evidence_id": ids["evidence"],
        "indicator_id": ids["asked"],
        "site_id": ids["site"], "at_screen_id": ids["at_screen"],
        "action_id": ids["action"], "milestone_id": ids["milestone"],
        "urgent_id": ids["urgent"],
        "code": "none", "iso3": "TON", "failed_id": 1, "pk": 1, "secret": "wrong",
        "round_id": ids["round"], "application_id": ids["application"],
        "statement_id": ids["statement"], "whose": "programme",
        "token": "wrong", "uidb36": "1", "key": "wrong",
        "edition": ids["edition"], "dimension_id": ids["dimension"], "year": 2026,
        "medicine_id": ids["medicine"], "indicator_code": "A1",
    }  # fmt: skip
    if name.startswith("assessment:"):
        usual |= {"code": "one-service", "suffix": "json"}
    if name.startswith("assessment:gap_"):
        usual["code"] = "countries"
    if name == "programmes:invitation_take_back":
        usual["invitation_id"] = ids["team_invitation"]
    if name in {"assessment:indicator", "assessment:indicator_in", "assessment:indicator_remove"}:
        usual["indicator_id"] = ids["version_indicator"]
    if name == "live:slide" or name.startswith("cases:letter_"):
        usual["number"] = 1
    if name.startswith("schedule:") and name.endswith("part_answer"):
        usual["role_id"] = ids["part"]
    if name == "schedule:part_take":
        usual["role_id"] = ids["part"]
    return usual


def urls(world):
    for name, wanted in ADDRESSES:
        known = places(world["ids"], name)
        assert set(wanted) <= set(known), f"{name}: say in places() what stands for {wanted}"
        yield name, reverse(name, kwargs={place: known[place] for place in wanted})


def browser_of(world, who, **options):
    client = Client(raise_request_exception=False, **options)
    if who != "visitor":
        client.cookies["talanoa_session"] = world["who"][who][1]
    return client


def asked(client, method, url):
    """The answer, and nothing that asking has changed."""
    with transaction.atomic():
        answer = getattr(client, method)(url)
        # A file is sent when it is read.
        b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize(
    ("who", "method"),
    [(who, method) for who in WHO for method in ("get", "post")]
    + [("coordinator", method) for method in ("head", "put", "delete", "options")],
)
def test_no_address_breaks(world, who, method):
    client = browser_of(world, who)

    broken = [
        f"{method} {url}"
        for name, url in urls(world)
        if (status := asked(client, method, url).status_code) >= 500 and status != ILL.get(name)
    ]

    assert broken == []


def test_a_stranger_finds_nothing_that_is_not_public(world):
    client = browser_of(world, "stranger")
    found = {
        name: (asked(client, "get", url).status_code, asked(client, "post", url).status_code)
        for (name, url), (_, wanted) in zip(urls(world), ADDRESSES, strict=True)
        if wanted and name not in NOBODYS
    }

    closed = {(404, 404), (404, 405), (405, 404)}
    assert {name: seen for name, seen in found.items() if seen not in closed} == OPEN


@pytest.mark.parametrize("who", ["visitor", "participant", "coordinator"])
def test_opening_a_page_changes_nothing(world, who):
    client = browser_of(world, who)
    changed = {}
    for name, url in urls(world):
        with CaptureQueriesContext(connection) as queries:
            asked(client, "get", url)
        written = {
            match[1]
            for query in queries
            if (match := re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', query["sql"]))
        }
        if written - WRITTEN_BY_READING:
            changed[name] = written

    assert changed == {}


@pytest.mark.parametrize("who", ["visitor", "coordinator"])
def test_no_form_is_taken_without_its_token(world, who):
    client = browser_of(world, who, enforce_csrf_checks=True)

    taken = {
        url: asked(client, "post", url).status_code
        for name, url in urls(world)
        if name not in NO_FORM
    }

    assert set(taken.values()) == {403}


def test_whoever_is_not_signed_in_is_asked_to_and_shown_nothing(world):
    client, visitor = browser_of(world, "stranger"), browser_of(world, "visitor")
    closed = [url for name, url in urls(world) if asked(client, "get", url).status_code == 404]

    seen = {url: asked(visitor, "get", url).status_code for url in closed}

    assert {url: status for url, status in seen.items() if status not in (302, 404)} == {}
