"""What may identify somebody in the reason a case is withdrawn or returned for."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from talanoa.cases import queries, services
from talanoa.cases.refusals import Identifying
from talanoa.cases.services import Choice
from talanoa.notices.models import Message
from tests import make

pytestmark = pytest.mark.django_db

HELD = "The family of Josephine Nakato complained, call +254 722 000 111."
WITHOUT = "The family of [name removed] complained, call +254 722 000 111."
SAID = [{"part": "reason", "type": "phone", "verdict": "kept", "reason": "The number of the ward."}]


def words(page):
    return " ".join(page.content.decode().split())


@pytest.fixture
def case():
    return make.a_case(status="submitted")


@pytest.fixture
def coordinator(case):
    return make.a_role(case.programme, "coordinator")


def who(way, case, coordinator):
    return case.presenter if way == "withdraw" else coordinator


def keys(by, text=HELD):
    found = queries.found_in_text(text, by=by, part="reason", label="", kind="country")
    return {each.type.value: each.key for each in found}


def decided(by):
    key = keys(by)
    return {
        f"guard-{key['name']}": "remove",
        f"guard-{key['phone']}": "kept",
        f"why-guard-{key['phone']}": "The number of the ward.",
    }


@pytest.mark.parametrize("way", ["withdraw", "return"])
def test_nothing_happens_before_it_is_decided(case, coordinator, way):
    act = {"withdraw": services.withdraw, "return": services.return_to_team}[way]
    mails = Message.objects.count()

    with pytest.raises(Identifying):
        act(by=who(way, case, coordinator), case=case, reason=HELD)

    case.refresh_from_db()
    assert (case.status, case.withdrawal_reason, case.return_reason) == ("submitted", "", "")
    assert Message.objects.count() == mails


@pytest.mark.parametrize("way", ["withdraw", "return"])
def test_what_was_found_stands_below_the_words_with_place_and_reason(
    case, coordinator, client, way
):
    client.force_login(who(way, case, coordinator))

    page = client.post(reverse(f"cases:{way}", args=[case.pk]), {"reason": HELD})

    assert page.status_code == 422
    assert page.content.decode().count(HELD) == 1
    assert "<mark>Josephine Nakato</mark> complained" in words(page)
    assert "<mark>+254 722 000 111</mark>" in words(page)
    assert words(page).count("Say what to do with this.") == 0
    assert f"Not {'withdrawn' if way == 'withdraw' else 'returned'} yet: somebody may be" in (
        words(page)
    )
    if way == "return":
        assert '<details class="more" open><summary>Return it with' in words(page)


@pytest.mark.parametrize("way", ["withdraw", "return"])
def test_what_was_chosen_stays_when_something_is_still_open(case, coordinator, client, way):
    by = who(way, case, coordinator)
    client.force_login(by)
    typed = {"reason": HELD} | decided(by)
    del typed[f"guard-{keys(by)['name']}"]

    page = client.post(reverse(f"cases:{way}", args=[case.pk]), typed)

    assert page.status_code == 422
    assert 'value="The number of the ward."' in words(page)
    assert words(page).count("Say what to do with this.") == 1


def test_a_stub_keeps_only_what_was_decided(case, coordinator, client):
    client.force_login(case.presenter)
    there = reverse("cases:withdraw", args=[case.pk])

    sent = client.post(there, {"reason": HELD} | decided(case.presenter))

    case.refresh_from_db()
    assert sent.status_code == 302
    assert (case.status, case.withdrawal_reason) == ("withdrawn", WITHOUT)
    assert case.reason_guarded == SAID
    stub = words(client.get(reverse("cases:detail", args=[case.pk])))
    assert "Nakato" not in stub
    assert 'A telephone number: Kept, with a reason <q dir="auto">The number of the ward.</q>' in (
        stub
    )


def test_a_team_reads_and_is_mailed_only_what_was_decided(case, coordinator, client):
    client.force_login(coordinator)
    there = reverse("cases:return", args=[case.pk])

    sent = client.post(there, {"reason": HELD} | decided(coordinator))

    case.refresh_from_db()
    assert sent.status_code == 302
    assert (case.status, case.return_reason, case.reason_guarded) == ("returned", WITHOUT, SAID)
    assert Message.objects.filter(person=case.presenter, text__contains=WITHOUT).count() == 1
    assert not Message.objects.filter(text__contains="Nakato").exists()
    client.force_login(case.presenter)
    for name in ("detail", "edit"):
        page = words(client.get(reverse(f"cases:{name}", args=[case.pk])))
        assert ("Nakato" in page, "The number of the ward." in page) == (False, True)


def test_what_was_said_of_one_reason_is_not_said_of_the_next(case, coordinator):
    by = case.presenter
    choices = {
        keys(coordinator)["name"]: Choice("nobody"),
        keys(coordinator)["phone"]: Choice("nobody"),
    }
    services.return_to_team(by=coordinator, case=case, reason=HELD, choices=choices)

    case = services.withdraw(by=by, case=case, reason="We solved it.")

    assert (case.withdrawal_reason, case.reason_guarded) == ("We solved it.", [])


def test_changing_the_words_is_an_answer_too(case, client):
    client.force_login(case.presenter)
    there = reverse("cases:withdraw", args=[case.pk])
    client.post(there, {"reason": HELD})

    client.post(there, {"reason": "Its family complained."})

    case.refresh_from_db()
    assert (case.withdrawal_reason, case.reason_guarded) == ("Its family complained.", [])


def test_a_reason_that_grows_too_long_by_what_was_removed_stays_typed(case, client):
    by = case.presenter
    text = f"{'a' * 282} call 0722 000 111"
    client.force_login(by)

    page = client.post(
        reverse("cases:withdraw", args=[case.pk]),
        {"reason": text, f"guard-{keys(by, text)['phone']}": "remove"},
    )

    case.refresh_from_db()
    assert (page.status_code, case.status) == (422, "submitted")
    assert (text in words(page), "300" in words(page)) == (True, True)
    with pytest.raises(ValidationError):
        services.withdraw(by=by, case=case, reason="a" * 301)
