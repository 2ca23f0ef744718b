"""Before others read a case its author decides about each passage that may identify somebody."""

import pytest
from django.conf import settings
from django.utils.translation import override

from talanoa.cases import queries, services
from talanoa.cases.guard import findings
from talanoa.cases.guard_wording import REMOVED
from talanoa.cases.models import GuardDecision, SecondLook
from talanoa.cases.refusals import Identifying
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from tests import make

pytestmark = pytest.mark.django_db

HELD = "Mary Akello lies at home; her son answers +44 7700 900123. Mary Akello has pain."


def keys(case):
    return {each.type: each.key for each in queries.undecided(case)}


def text_of(case, **changes):
    names = ["title", "situation", "tried", "obstacle", "question", "team", "country"]
    return services.CaseText(**({name: getattr(case, name) for name in names} | changes))


def settled(case, **chosen):
    """Each finding by its type: what to do with it, or the reason why it stays."""
    choices = {
        key: services.Choice(chosen[kind])
        if chosen[kind] in ("remove", "nobody")
        else services.Choice("kept", chosen[kind])
        for kind, key in keys(case).items()
    }
    return services.settle_guard(
        by=case.presenter, case=case, revision=case.revision, choices=choices
    )


def test_a_draft_is_saved_whatever_it_holds():
    case = make.a_case(situation=HELD)

    assert (case.situation, set(keys(case))) == (HELD, {"name", "phone"})


def test_a_case_is_not_submitted_before_each_passage_is_decided():
    case = make.a_case(situation=HELD)

    with pytest.raises(Identifying) as refused:
        services.submit(by=case.presenter, case=case)

    case.refresh_from_db()
    assert (case.submitted_at, len(refused.value.found)) == (None, 2)


def test_what_is_removed_goes_wherever_it_stands_and_what_is_kept_is_not_asked_again():
    case = make.a_case(situation=HELD)

    case = settled(case, name="remove", phone="The ward's own number, on its door.")
    case = services.submit(by=case.presenter, case=case)

    assert case.situation == (
        "[name removed] lies at home; her son answers +44 7700 900123. [name removed] has pain."
    )
    assert case.status == "submitted"
    kept = GuardDecision.objects.get()
    assert (kept.verdict, kept.reason) == ("kept", "The ward's own number, on its door.")


def test_the_words_are_not_kept_a_second_time():
    case = make.a_case(situation=HELD)
    make.a_role(case.programme, "coordinator")

    case = settled(case, name="nobody", phone="A reason.")
    services.submit(by=case.presenter, case=case)

    rows = [str(sorted(row.items(), key=str)) for row in GuardDecision.objects.values()]
    told = [str(data) for data in Event.objects.values_list("data", flat=True)]
    mailed = [f"{each.subject} {each.text}" for each in Message.objects.all()]
    everything = " ".join(rows + told + mailed)
    assert ("Akello" in everything, "900123" in everything) == (False, False)
    assert (len(rows), bool(mailed)) == (2, True)
    assert Event.objects.filter(kind="cases.guard_settled", subject_id=case.pk).count() == 1


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_what_stands_instead_of_a_passage_is_not_asked_about(language):
    with override(language):
        placed = [f"She is aged {instead}, and was seen." for instead in REMOVED.values()]

    assert [findings(text) for text in placed] == [[]] * len(REMOVED)


def test_a_passage_that_comes_back_ends_the_asking(monkeypatch):
    monkeypatch.setitem(REMOVED, "phone", "[+44 7700 900123]")
    case = make.a_case(situation="Her son answers +44 7700 900123.")
    choices = {keys(case)["phone"]: services.Choice("remove")}

    with pytest.raises(Identifying):
        services.settle_guard(by=case.presenter, case=case, revision=1, choices=choices)


def test_a_reason_does_not_tell_what_was_removed():
    case = make.a_case(situation=HELD)

    with pytest.raises(Identifying) as refused:
        settled(case, name="remove", phone="Given to us by Mary Akello herself.")

    assert list(refused.value.errors.values()) == ["Give the reason without repeating the words."]


def test_the_same_words_in_another_case_have_another_mark():
    first, second = (settled(make.a_case(situation=HELD), name="nobody", phone="x") for _ in "ab")

    marks = GuardDecision.objects.values_list("mark", flat=True)
    assert len(set(marks)) == 4
    assert first.pk != second.pk


@pytest.mark.parametrize(
    ("choice", "wrong"),
    [
        (None, "Say what to do with this."),
        (services.Choice("hidden"), "Say what to do with this."),
        (services.Choice("kept", "  "), "Say why it stays."),
        (services.Choice("kept", "x" * 301), "Say it in at most 300 characters."),
        (
            services.Choice("kept", "mary  akello agreed."),
            "Give the reason without repeating the words.",
        ),
    ],
)
def test_a_choice_that_says_too_little_or_too_much_is_told(choice, wrong):
    case = make.a_case(situation="Mary Akello lies at home.")
    choices = {keys(case)["name"]: choice} if choice else {}

    with pytest.raises(Identifying) as refused:
        services.settle_guard(by=case.presenter, case=case, revision=1, choices=choices)

    assert (list(refused.value.errors.values()), GuardDecision.objects.count()) == ([wrong], 0)


@pytest.mark.parametrize("status", ["submitted", "returned"])
def test_once_others_can_read_it_every_save_is_looked_at(status):
    case = make.a_case(status=status)
    text = text_of(case, tried="We asked Mary Akello.")

    with pytest.raises(Identifying) as refused:
        services.save(by=case.presenter, case=case, revision=case.revision, text=text)
    (found,) = refused.value.found
    services.save(
        by=case.presenter,
        case=case,
        revision=case.revision,
        text=text,
        choices={found.key: services.Choice("remove")},
    )

    case.refresh_from_db()
    assert case.tried == "We asked [name removed]."


def test_a_clinical_case_waits_for_the_look_of_somebody_else():
    programme = make.a_programme(case_kind="clinical")
    case = make.a_case(programme, status="submitted")
    coordinator = make.a_role(programme, "coordinator")
    make.a_role(programme, "coordinator", case.presenter)

    with pytest.raises(Refused, match="second look"):
        services.accept(by=coordinator, case=case, revision=case.revision)
    with pytest.raises(Refused, match="not on the team"):
        services.look(by=case.presenter, case=case, revision=case.revision)
    with pytest.raises(Refused, match="changed"):
        services.look(by=coordinator, case=case, revision=case.revision - 1)
    services.look(by=coordinator, case=case, revision=case.revision)
    services.look(by=coordinator, case=case, revision=case.revision)
    accepted = services.accept(by=coordinator, case=case, revision=case.revision)

    assert (accepted.status, SecondLook.objects.get().looked_by) == ("accepted", coordinator)
    assert Event.objects.filter(kind="cases.looked").count() == 1


def test_a_look_is_at_what_was_read_then():
    programme = make.a_programme(case_kind="clinical")
    case = make.a_case(programme, status="submitted")
    coordinator = make.a_role(programme, "coordinator")
    services.look(by=coordinator, case=case, revision=case.revision)
    case = services.save(
        by=case.presenter, case=case, revision=case.revision, text=text_of(case, tried="More.")
    )

    with pytest.raises(Refused, match="second look"):
        services.accept(by=coordinator, case=case, revision=case.revision)


def test_a_withdrawn_case_takes_its_reasons_along():
    case = settled(make.a_case(situation=HELD), name="nobody", phone="A reason.")

    services.withdraw(by=case.presenter, case=case, reason="Solved.")

    assert GuardDecision.objects.count() == 0
