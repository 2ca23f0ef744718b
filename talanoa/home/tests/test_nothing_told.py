"""What somebody may not see changes nothing of what they are answered: not a byte, not a count.

Everything that lists, counts, searches, compares or exports is asked before and after something
secret is there; and what is secret answers as what does not exist.
"""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from talanoa.assessment.models import Medicine
from talanoa.assessment.services import medicines, planning, reviewing, wording
from talanoa.assessment.tests.makers import a_version
from talanoa.cases import services as cases
from talanoa.cases import tasks
from talanoa.cases.models import Case
from talanoa.home.tests.chain import Chain, indicator_of_version
from talanoa.home.tests.test_who_sees import browser_of
from talanoa.kernel import clock
from talanoa.notices.models import Message
from tests import make, make_teams

pytestmark = pytest.mark.django_db

OUTSIDE = ("visitor", "stranger", "participant", "elsewhere", "other-lead")
CHANGING = (
    (r'name="csrfmiddlewaretoken" value="[^"]*"', ""),
    (r"[0-9a-f]{32}|[0-9a-f-]{36}", "x"),
    (r'nonce="[^"]*"|nonce-[\w=+/-]*', ""),
)


class Before(Chain):
    """The chain with what everybody may see, and places for what they may not."""

    def __init__(self):
        super().__init__()
        cases.set_letter_policy(
            by=self.coordinator,
            programme=self.programme,
            sign_within_hours=48,
            answer_within_hours=48,
            sends_to_all=True,
        )
        self.open = self.a_case("open", status="discussed", item=self.places[1])
        cases.agree(by=self.lead, case=self.open, to="library")
        cases.keep_in_library(self.open.pk)
        self.an_assessment("published", 2020)
        plan = planning.begin_plan(by=self.lead, team=self.teams["published"])
        text = planning.ActionText(title="Shown", indicator=indicator_of_version(self.version))
        planning.add_action(by=self.lead, plan=plan, text=text)
        planning.share_plan(by=self.lead, plan=plan, visibility="published")
        record = {"medicines": [{"inn": "morphine", "section": "2.2", "section_title": "Opioids"}]}
        medicines.load_medicines(record=record)
        self.round = make_teams.a_round(self.programme)
        self.written = a_version("written")
        make.closed(self.places[2].session)

    def restricted_case(self):
        """As if it had been discussed in a session that everybody knows to be over."""
        item = self.places[2]
        case = self._accepted("restricted", "restricted")
        Case.objects.filter(pk=case.pk).update(
            session=item.session_id, agenda_item=item.pk, discussed_at=clock.now()
        )
        case.refresh_from_db()
        scribe = self.people["scribe"]
        cases.recommend(by=scribe, session=case.session, case=case.pk, text="Not to be known.")
        cases.agree(by=self.lead, case=case, to="library")
        cases.keep_in_library(case.pk)
        letter = cases.begin_letter(by=scribe, case=case)
        letter = cases.hand_over_letter(by=scribe, letter=letter, revision=letter.revision)
        sent = cases.sign_letter(by=self.people["panel"], letter=letter, revision=letter.revision)
        tasks.send_letter.call(sent.pk)
        cases.ask_urgently(by=self.lead, programme=self.programme, text="What now?", case=case)
        return case

    def presented_case(self):
        """Restricted, with its presenter in the agenda and among the parts."""
        case = self._accepted("presented", "restricted")
        make.a_part(self.places[3].session, "presenter", self.lead)
        case = cases.schedule(by=self.coordinator, case=case, item=self.places[3])
        type(self.places[3]).objects.filter(pk=self.places[3].pk).update(speaker=self.lead)
        return case

    def embargoed_case(self):
        case = self._accepted("embargoed", "open")
        case = cases.schedule(by=self.coordinator, case=case, item=self.places[0])
        cases.set_embargo(by=self.coordinator, case=case, hours=0)
        return case

    def waiting_case(self):
        return self._accepted("waiting", "open")

    def draft_case(self):
        return make.a_case(self.programme, presenter=self.lead, team=self.team)

    def _accepted(self, name, mode):
        case = make.a_case(self.programme, title=name, presenter=self.lead, team=self.team)
        cases.show_as(by=self.lead, case=case, mode=mode, shows_country=True, expires_on=None)
        case = cases.submit(by=self.lead, case=case)
        return cases.accept(by=self.coordinator, case=case, revision=case.revision)

    def assessments_of_its_own(self):
        return [
            self.an_assessment(state, year)
            for year, state in enumerate(("draft", "submitted", "in-review", "private"), start=2021)
        ]

    def private_plan(self):
        plan = planning.begin_plan(by=self.lead, team=self.teams["private"])
        text = planning.ActionText(title="Hidden", indicator=indicator_of_version(self.version))
        planning.add_action(by=self.lead, plan=plan, text=text)

    def medicine(self):
        medicines.say(
            by=self.lead,
            country=self.country,
            medicine=Medicine.objects.get(),
            year=2026,
            seen=0,
            text=medicines.MedicineText(source="The list", is_listed="no"),
        )

    def version_in_review(self):
        new = wording.begin(by=self.people["administrator"], version=self.written)
        reviewing.propose(by=self.people["administrator"], version=new)

    def application(self):
        make_teams.an_application(self.round, lead=self.lead, country=self.country)


SECRETS = (
    "restricted_case",
    "presented_case",
    "embargoed_case",
    "waiting_case",
    "draft_case",
    "assessments_of_its_own",
    "private_plan",
    "medicine",
    "version_in_review",
    "application",
)


def asked_of(before):
    """All that lists, counts, searches, compares or exports."""
    slug, team = before.programme.slug, before.team
    indicator = indicator_of_version(before.version)
    yield from (reverse(f"home:{name}") for name in ("front", "my_day", "desk"))
    yield from (reverse("home:country", args=[iso3]) for iso3 in ("XAA", "XBB"))
    yield reverse("countries:list")
    yield reverse("countries:compare", args=["XAA"]) + "?with=XBB"
    library = reverse("cases:library")
    for words in ("", "?q=restricted", "?q=known", "?country=XAA", "?sort=newest"):
        yield library + words
        yield from (f"/cases/file/{suffix}/{words}" for suffix in ("csv", "json", "bib", "ris"))
    for name in ("list", "recommendations", "recommendations_csv", "letters", "urgent_list", "new"):
        yield reverse(f"cases:{name}", args=[slug])
    yield reverse("cases:detail", args=[before.open.pk])
    yield reverse("programmes:list")
    for name in ("detail", "rounds", "people"):
        yield reverse(f"programmes:{name}", args=[slug])
    yield reverse("programmes:round", args=[slug, before.round.pk])
    yield reverse("assessment:list", args=[slug])
    yield from (reverse(f"assessment:{name}") for name in ("indicators", "medicines", "trace"))
    yield reverse("assessment:framework", args=["written"])
    for kind in ("trace", "trace_csv", "trace_json"):
        for scope in ("", "?country=XAA", f"?programme={slug}", f"?indicator={indicator.pk}"):
            yield reverse(f"assessment:{kind}") + scope
    yield reverse("assessment:plan", args=[team.pk])
    yield reverse("assessment:plan", args=[before.teams["published"].pk])
    yield reverse("assessment:plan_csv", args=[before.teams["published"].pk])
    for one in before.team.assessments.all():
        yield from (
            reverse(f"assessment:{name}", args=[one.pk]) for name in ("detail", "gaps", "peers")
        )
        yield reverse("assessment:download", args=[one.pk, "csv"])
    for item in before.places:
        yield from (
            reverse(f"schedule:{name}", args=[item.session_id]) for name in ("session", "calendar")
        )
        yield reverse("live:record", args=[item.session_id])
    yield reverse("schedule:my_calendar")
    yield reverse("live:transcripts")


def answered(before, urls):
    """By role and address: the status, the body without what changes each time, the freshness."""
    found = {}
    for role in OUTSIDE:
        client = browser_of(before.people.get(role))
        for url in urls:
            cache.clear()
            answer = client.get(url)
            body = b"".join(answer) if answer.streaming else answer.content
            text = body.decode(errors="replace")
            for pattern, instead in CHANGING:
                text = re.sub(pattern, instead, text)
            marks = tuple(answer.headers.get(name) for name in ("ETag", "Last-Modified"))
            found[role, url] = (answer.status_code, marks, text)
    return found


def test_what_is_secret_changes_no_answer_and_mails_nobody_outside():
    now = clock.now()
    before = Before()
    with clock.standing_at(now):
        urls = list(asked_of(before))
        without = answered(before, urls)
        written = set(Message.objects.values_list("pk", flat=True))
        for secret in SECRETS:
            getattr(before, secret)()
        with_it = answered(before, urls)

    told = {
        key: _difference(without[key][2], with_it[key][2])
        for key in without
        if without[key] != with_it[key]
    }
    assert sorted(told.items()) == []
    outside = [before.people[role].pk for role in OUTSIDE if role != "visitor"]
    mailed = Message.objects.filter(person__in=outside).exclude(pk__in=written)
    assert list(mailed.values_list("key", flat=True)) == []


def _difference(one, other):
    pairs = zip(one.splitlines(), other.splitlines(), strict=False)
    return next(((a[:200], b[:200]) for a, b in pairs if a != b), "longer")


@pytest.mark.parametrize("role", OUTSIDE)
def test_what_is_secret_answers_as_what_does_not_exist(role):
    before = Before()
    case, presented = before.restricted_case(), before.presented_case()
    (draft, *_others) = before.assessments_of_its_own()
    client = browser_of(before.people.get(role))
    addresses = [
        *[(f"cases:{name}", [one.pk]) for one in (case, presented) for name in NAMES],
        ("cases:recommendation", [case.recommendations.get().pk]),
        *[(f"assessment:{name}", [draft.pk]) for name in ("detail", "gaps", "peers", "sheet")],
    ]
    for name, (key,) in addresses:
        there, not_there = (
            client.get(reverse(name, args=[number])) for number in (key, key + 100_000)
        )
        same = [
            re.sub(r"(?<=/)\d+|(?<=%2F)\d+", "", re.sub(CHANGING[0][0], "", one.content.decode()))
            for one in (there, not_there)
        ]
        assert there.status_code == not_there.status_code, name
        assert same[0] == same[1], name


NAMES = ("detail", "cite", "letter", "follow_up", "versions", "team", "files", "showing", "guard")
