"""The table of ``who_sees`` by the real addresses: everybody opens everything there is to open."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from talanoa.home.tests.chain import ADVISER, TEAM, WITHHELD, Chain
from talanoa.home.tests.who_sees import ROLES, THINGS, TOLD, cells, word
from talanoa.notices.models import Message

pytestmark = pytest.mark.django_db

SPACES = ("home", "countries", "programmes", "schedule", "cases", "assessment")
ALSO = {"live:record", "live:catch_up", "live:run_of_show", "live:transcripts", "library:list"}
ASKED = {
    "cases:library": ("q=", "country=", "outcome=", "sort="),
    "countries:compare": ("with=XBB",),
    "assessment:gap_countries": ("show=gap", "show=better"),
}


def addresses(patterns=None, space=""):
    """Every address of the chain by name, with the names of its places."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(entry, URLPattern):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from addresses(entry.url_patterns, space + inner)
        elif space.removesuffix(":") in SPACES or space + entry.name in ALSO:
            yield space + entry.name, tuple(entry.pattern.regex.groupindex)


def places(chain):
    """All that can stand in a place of an address, by its name."""
    advised = [one for case in chain.brought.values() for one in case.recommendations.all()]
    actions = [one for team in chain.teams.values() for one in team.action_plan.actions.all()]
    return {
        "slug": [chain.programme.slug],
        "iso3": ["XAA", "XBB"],
        "case_id": [case.pk for case in chain.brought.values()],
        "recommendation_id": [one.pk for one in advised],
        "action_id": [one.pk for one in actions],
        "team_id": [team.pk for team in (*chain.teams.values(), chain.hidden, chain.theirs)],
        "assessment_id": [one.pk for one in chain.assessed.values()],
        "indicator_id": [chain.version.indicators.get(code="A1").pk],
        "application_id": [one.pk for one in chain.application.values()],
        "round_id": [one.round_id for one in chain.application.values()],
        "session_id": [item.session_id for item in chain.places],
        "statement_id": [chain.statement.pk],
        "urgent_id": [chain.urgent.pk],
        "medicine_id": [chain.medicine.pk],
        "code": ["written", "proposed", "shown", chain.version.framework.code],
        "indicator_code": ["A1", "A2"],
        "edition": [1, 2],
        "number": [1],
        "year": [2026],
        "whose": ["programme"],
        "language": ["fr"],
    }


SUFFIXES = {
    "cases:library_file": ("csv", "json", "bib", "ris"),
    "cases:library_case_file": ("csv", "json", "bib", "ris"),
    "assessment:download": ("csv", "json"),
    "assessment:export": ("csv", "json"),
}


def urls(chain):
    """Each address with everything that can stand in it."""
    known = places(chain)
    for name, wanted in sorted(addresses()):
        filled = [{}]
        for place in wanted:
            values = SUFFIXES.get(name, ()) if place == "suffix" else known.get(place, ())
            filled = [each | {place: value} for each in filled for value in values]
        for each in filled:
            url = reverse(name, kwargs=each)
            yield url
            yield from (f"{url}?{words}" for words in ASKED.get(name, ()))


def opened(client, url):
    answer = client.get(url)
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, body.decode(errors="replace")


def browser_of(person):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


@pytest.fixture(scope="module")
def chain(django_db_setup, django_db_blocker):
    """Made once, and taken back: nothing here writes but signing in."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Chain().everything()
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_meets_what_the_table_says_and_nothing_else(role, chain):
    person = chain.people.get(role)
    client, table = browser_of(person), cells()
    pages = {url: opened(client, url) for url in urls(chain)}
    mails = {
        f"mail {mail.key}": (200, f"{mail.subject} {mail.text} {mail.html} {mail.calendar}")
        for mail in Message.objects.filter(person=person)
        if person is not None
    }
    read = {url: page for url, (status, page) in (pages | mails).items() if status == 200}

    met = {thing: [url for url, page in read.items() if word(thing) in page] for thing in THINGS}
    leaked = {thing: urls[:5] for thing, urls in met.items() if urls and not table[thing, role]}
    missing = [thing for thing in THINGS if table[thing, role] and not met[thing]]
    assert (leaked, missing) == ({}, [])
    assert {url for url, (status, _page) in pages.items() if status >= 500} == set()

    if role not in TOLD:
        of_them = [word(thing) for thing in ("case-withheld", "case-chatham", "advice-chatham")]
        named = {
            url
            for url, page in read.items()
            if any(one in page for one in of_them)
            and any(one in page for one in (TEAM, WITHHELD, ADVISER))
        }
        assert named == set()
