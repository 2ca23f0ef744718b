"""What a letter reworded, left out or took together is shown so, wherever it is shown."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from talanoa.cases import access, queries, services, tasks
from talanoa.cases.models import LibraryEntry
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.search.models import Document
from tests import make
from tests.contracts.test_personal_data import run_all_jobs

pytestmark = pytest.mark.django_db


def write(letter, *, left_out=(), part_of=None, **texts):
    lines = [
        services.Line(
            key=one.pk,
            text=texts.get(one.text, one.words),
            place=place,
            is_left_out=one.text in left_out,
            part_of=(part_of or {}).get(one.pk),
        )
        for place, one in enumerate(queries.to_write(letter.case), start=1)
    ]
    scribe = queries.scribes_of(letter.case).first()
    return services.write_letter(
        by=scribe, letter=letter, revision=letter.revision, opening="", lines=lines
    )


def test_the_library_finds_a_recommendation_as_the_letter_has_it():
    case = make.in_library(make.a_programme(), states=["proposed"])
    letter = make.a_letter(case)
    run_all_jobs()

    write(letter, **{"Let nurses prescribe.": "Change the ordinance."})
    run_all_jobs()

    [document] = Document.objects.filter(key=case.pk)
    assert "ordinance" in document.words
    assert "nurses prescribe." not in document.words.replace("let nurses prescribe?", "")


def test_the_library_says_nothing_of_what_the_letter_left_out():
    case = make.in_library(make.a_programme(), states=["proposed"])
    make.a_recommendation(case, "Buy a zebra.")
    letter = make.a_letter(case)
    run_all_jobs()
    assert "zebra" in Document.objects.get(key=case.pk).words

    write(letter, left_out=["Buy a zebra."])
    run_all_jobs()

    assert "zebra" not in Document.objects.get(key=case.pk).words


def test_what_is_over_by_its_last_day_leaves_the_library():
    case = make.in_library(make.a_programme())
    tomorrow = clock.now().date() + timedelta(days=1)
    services.show_as(
        by=case.presenter, case=case, mode="open", shows_country=True, expires_on=tomorrow
    )
    run_all_jobs()
    assert LibraryEntry.objects.count() == 1

    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert tasks.fill_library.call() == 1
        run_all_jobs()
        assert tasks.fill_library.call() == 0

    assert (LibraryEntry.objects.count(), Document.objects.count()) == (0, 0)


def test_only_what_stands_is_recommended_to_a_team():
    case = make.a_case(status="discussed")
    kept, said_too, left_out = (
        make.a_recommendation(case, text) for text in ("Train.", "Train nurses.", "Wait.")
    )
    write(make.a_letter(case), part_of={said_too.pk: kept.pk}, left_out=["Wait."])

    person = case.presenter
    assert list(access.recommendations_standing(person)) == [kept]
    assert set(access.recommendations_visible_to(person)) == {kept, said_too, left_out}


def test_under_chatham_house_the_page_says_not_who_said_a_part(client):
    case = make.a_case(status="discussed")
    speaker = make.enrolled(case.programme, make.a_person("Sefo Manu"))
    kept, said_too = (make.a_recommendation(case, text) for text in ("Train.", "Train nurses."))
    said_too.author, said_too.merged_into = speaker, kept
    said_too.save()
    reader = make.enrolled(case.programme)
    client.force_login(reader)
    address = reverse("cases:recommendation", args=[kept.pk])
    assert "Sefo Manu" in client.get(address).content.decode()

    services.show_as(
        by=case.presenter, case=case, mode="chatham-house", shows_country=False, expires_on=None
    )

    page = client.get(address).content.decode()
    assert "Train nurses." in page
    assert "Sefo Manu" not in page


@pytest.mark.parametrize("name", ["recommendations", "recommendations_csv"])
def test_to_choose_by_owner_tells_not_whose_a_withheld_case_is(client, name):
    case = make.a_case(status="discussed")
    owner = make.enrolled(case.programme)
    one = make.a_recommendation(case, "Let nurses prescribe it.")
    services.assign(
        by=make.a_role(case.programme, "coordinator"), recommendation=one, owner=owner, due_on=None
    )
    other = make.in_library(case.programme)
    named = make.a_recommendation(other, "Named.")
    services.assign(
        by=make.a_role(case.programme, "coordinator"),
        recommendation=named,
        owner=owner,
        due_on=None,
    )
    services.show_as(
        by=case.presenter, case=case, mode="name-withheld", shows_country=False, expires_on=None
    )
    client.force_login(make.enrolled(case.programme))
    address = reverse(f"cases:{name}", args=[case.programme.slug])

    chosen = client.get(address, {"owner": owner.pk}).content.decode()
    client.force_login(owner)
    mine = client.get(address, {"owner": "mine"}).content.decode()

    assert ("Named." in chosen, "nurses prescribe it" in chosen) == (True, False)
    assert "nurses prescribe it" in mine


def test_taking_a_case_out_of_its_session_twice_tells_once():
    case = make.a_case(status="scheduled")
    coordinator = make.a_role(case.programme, "coordinator")

    for _ in range(2):
        services.unschedule(by=coordinator, case=case)

    assert Event.objects.filter(kind="cases.unscheduled").count() == 1


def test_a_title_that_becomes_too_long_is_said_and_nothing_is_written(client):
    case = make.a_case(title=f"{'Morphine ' * 20}a@b.to for all"[:200])
    client.force_login(case.presenter)
    [found] = queries.undecided(case)
    choice = {f"guard-{found.key}": "remove", "revision": case.revision}

    page = client.post(reverse("cases:guard", args=[case.pk]), choice)

    assert page.status_code == 422
    assert "Shorten the title first." in page.content.decode()
    case.refresh_from_db()
    assert "a@b.to" in case.title


def test_saving_a_title_that_becomes_too_long_is_refused():
    case = make.a_case(status="submitted")
    title = f"{'Morphine ' * 20}a@b.to for all"[:200]
    text = services.CaseText(
        title=title,
        **{name: getattr(case, name) for name in ("situation", "tried", "obstacle", "question")},
        country=case.country,
    )
    case.title = title
    [found] = queries.undecided(case)

    with pytest.raises(ValidationError, match="Shorten the title first"):
        services.save(
            by=case.presenter,
            case=case,
            revision=case.revision,
            text=text,
            choices={found.key: services.Choice("remove")},
        )


def test_a_correction_reaches_all_who_had_the_first_letter():
    letter = make.a_letter(status="ready")
    programme = letter.case.programme
    coordinator, expert = (make.a_role(programme, role) for role in ("coordinator", "expert"))

    def send_to_all(sends):
        services.set_letter_policy(
            by=coordinator,
            programme=programme,
            sign_within_hours=72,
            answer_within_hours=48,
            sends_to_all=sends,
        )

    send_to_all(True)
    services.sign_letter(by=expert, letter=letter, revision=letter.revision)
    send_to_all(False)
    letter = services.correct_letter(by=expert, letter=letter, reason="A wrong dose.")
    letter = services.hand_over_letter(by=coordinator, letter=letter, revision=letter.revision)
    corrected = services.sign_letter(by=expert, letter=letter, revision=letter.revision)

    assert (corrected.number, corrected.is_for_all) == (2, True)


@pytest.mark.parametrize("who", ["author", "changer"])
def test_the_second_look_is_for_somebody_who_did_not_write_it(who):
    programme = make.a_programme(case_kind="clinical")
    case = make.a_case(programme)
    coordinator = make.a_role(programme, "coordinator")
    if who == "author":
        services.add_author(by=case.presenter, case=case, name=coordinator.email)
    case = services.submit(by=case.presenter, case=case)
    if who == "changer":
        kept = {name: getattr(case, name) for name in ("title", "situation", "tried", "obstacle")}
        text = services.CaseText(**kept, question="How, then?", country=case.country)
        case = services.save(by=coordinator, case=case, revision=case.revision, text=text)

    with pytest.raises(Refused):
        services.look(by=coordinator, case=case, revision=case.revision)
    services.look(by=make.a_role(programme, "coordinator"), case=case, revision=case.revision)
