"""The pages of letters, follow-ups and questions: work, refuse, keep what was typed, stay cheap."""

import csv
import io
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pypdfium2
import pytest
from django.apps import apps
from django.urls import reverse

from talanoa.cases import access, letter_document, migrations, queries, services
from talanoa.cases.models import Letter, StateChange, UrgentQuestion
from talanoa.kernel import clock
from tests import make

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def words(page):
    return " ".join(page.content.decode().split())


def as_(client, letter, who):
    people_of = {
        "scribe": lambda: queries.scribes_of(letter.case).first(),
        "expert": lambda: access.may_sign(letter).first(),
        "presenter": lambda: letter.case.presenter,
        "coordinator": lambda: make.a_role(letter.case.programme, "coordinator"),
        "enrolled": lambda: make.enrolled(letter.case.programme),
    }
    person = people_of[who]()
    client.force_login(person)
    return person


def typed(letter, **changed):
    """The form of a letter as the page holds it."""
    fields = {"opening": letter.opening, "added": "", "revision": letter.revision}
    for place, one in enumerate(queries.to_write(letter.case), start=1):
        fields |= {f"text-{one.pk}": one.words, f"place-{one.pk}": place, f"part_of-{one.pk}": ""}
    return fields | changed


def test_from_the_case_to_the_signed_letter_by_its_pages(client):
    case = make.a_case(status="discussed")
    given = make.a_recommendation(case)
    make.a_role(case.programme, "expert")
    client.force_login(make.a_role(case.programme, "scribe"))
    assert url("letter_begin", case.pk) in words(client.get(url("detail", case.pk)))

    begun = client.post(url("letter_begin", case.pk))
    assert begun.headers["Location"] == url("letter_write", case.pk)
    letter = Letter.objects.get()
    client.post(
        url("letter_write", case.pk),
        typed(letter) | {f"text-{given.pk}": "Let nurses prescribe by law."},
    )
    client.post(url("letter_hand_over", case.pk), {"revision": 2})
    as_(client, letter, "expert")
    page = words(client.get(url("letter", case.pk)))
    assert "Let nurses prescribe by law." in page
    assert "To be signed by" in page
    client.post(url("letter_sign", case.pk), {"revision": 2})
    as_(client, letter, "presenter")
    page = words(client.get(url("letter", case.pk)))
    assert url("letter_acknowledge", case.pk, 1) in page
    client.post(url("letter_acknowledge", case.pk, 1))

    assert queries.latest_version(letter).acknowledged_by == case.presenter
    assert "Let nurses prescribe by law." in words(client.get(url("letter_version", case.pk, 1)))


def test_two_who_write_see_each_other_and_nothing_typed_is_lost(client):
    letter = make.a_letter()
    [given] = letter.case.recommendations.all()
    as_(client, letter, "scribe")
    mine = typed(letter) | {f"text-{given.pk}": "Mine."}
    client.post(
        url("letter_write", letter.case_id), typed(letter) | {f"text-{given.pk}": "Theirs."}
    )

    page = client.post(url("letter_write", letter.case_id), mine)
    shown = words(page)
    again = client.post(url("letter_write", letter.case_id), mine | {"revision": 2})
    twice = client.post(url("letter_write", letter.case_id), mine | {"revision": 2})

    given.refresh_from_db()
    assert page.status_code == 422
    assert ("Theirs." in shown, "Mine." in shown, 'name="revision" value="2"' in shown) == (
        True,
        True,
        True,
    )
    assert (again.status_code, twice.status_code, given.words) == (302, 302, "Mine.")
    assert Letter.objects.get().revision == 3


@pytest.mark.parametrize("act", ["letter_hand_over", "letter_sign"])
@pytest.mark.parametrize("revision", ["", "1", "x", "99"])
def test_what_was_not_read_is_not_acted_on(client, act, revision):
    letter = make.a_letter(status="draft" if act == "letter_hand_over" else "waiting")
    Letter.objects.update(revision=5)
    as_(client, letter, "scribe" if act == "letter_hand_over" else "expert")

    page = client.post(url(act, letter.case_id), {"revision": revision})

    assert page.status_code == 422
    assert "Read it again." in words(page)
    assert Letter.objects.get().signed_at is None


def test_the_link_of_the_mail_shows_the_letter_and_one_press_says_that_it_has_come(client):
    letter = make.a_letter(status="sent")
    sent = queries.latest_version(letter)
    link = url("letter_by_link", services.token_to_read(sent, letter.case.presenter))

    page = words(client.get(link))
    sent.refresh_from_db()
    assert ("Let nurses prescribe." in page, sent.acknowledged_at) == (True, None)
    assert client.post(link, {"come": "yes"}).status_code == 302
    assert client.post(link, {"words": ""}).status_code == 422
    assert client.post(link, {"words": "We asked about X."}).status_code == 302

    sent.refresh_from_db()
    assert (sent.acknowledged_by, sent.objection) == (letter.case.presenter, "We asked about X.")


def test_a_correction_asks_for_its_reason(client):
    letter = make.a_letter(status="sent")
    as_(client, letter, "scribe")

    wrong = client.post(url("letter_correct", letter.case_id), {"reason": ""})
    right = client.post(url("letter_correct", letter.case_id), {"reason": "A dose was wrong."})

    assert (wrong.status_code, right.status_code) == (422, 302)
    as_(client, letter, "presenter")
    page = words(client.get(url("letter", letter.case_id)))
    assert "This letter is being corrected" in page
    assert "Let nurses prescribe." in page


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_a_letter_is_a_document_in_every_script(client, settings, language):
    case = make.a_case(status="discussed", title="المورفين في الجزر")
    given = make.a_recommendation(
        case, "دعوا الممرضات يصفن الدواء.\nJusqu’à cinq jours. 护士可以开药。"
    )
    services.describe(
        by=make.a_role(case.programme, "scribe"),
        recommendation=given,
        focus_area=None,
        challenge_area=None,
        strength="strong",
        evidence="WHO, Planning and implementing palliative care services",
        evidence_url="https://example.org/who",
        evidence_year=2016,
    )
    letter = make.a_letter(case, status="sent")
    as_(client, letter, "presenter")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    page = client.get(url("letter_pdf", case.pk, 1))
    document = pypdfium2.PdfDocument(io.BytesIO(page.content))
    text = document[0].get_textpage().get_text_range()

    assert page.headers["Content-Type"] == "application/pdf"
    assert len(document) == 1
    assert "护士可以开药" in text
    assert "المورفين" in text
    if language != "ar":  # where what is read out of a document is turned round
        assert letter_document.address(queries.latest_version(letter)) in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_letter_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    case = make.a_case(status="discussed")
    for _ in range(count):
        make.a_recommendation(case, "Let nurses prescribe.")
    letter = make.a_letter(case, status="sent")
    as_(client, letter, "presenter")

    with django_assert_num_queries(9):
        page = client.get(url("letter", case.pk))

    assert page.content.decode().count("Let nurses prescribe.") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_letters_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    programme = make.a_programme()
    for _ in range(count):
        session = make.a_session(make.a_cohort(programme), starts_in=timedelta(minutes=10))
        place = make.a_place(session)
        letter = make.a_letter(make.a_case(programme, status="discussed", item=place))
    as_(client, letter, "scribe")

    with django_assert_num_queries(8):
        page = client.get(url("letters", programme.slug))

    assert page.content.decode().count("Being written") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_questions_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    programme = make.a_programme()
    asker = make.enrolled(programme)
    for _ in range(count):
        make.an_urgent_question(programme, by=asker)
    client.force_login(asker)

    with django_assert_num_queries(10):
        page = client.get(url("urgent_list", programme.slug))

    assert page.content.decode().count("May the dose be doubled?") == count


def test_a_question_is_asked_answered_and_seen_by_its_pages(client):
    programme = make.a_programme()
    expert = make.a_role(programme, "expert")
    asker = make.enrolled(programme)
    client.force_login(asker)
    form = words(client.get(url("urgent_new", programme.slug)))
    assert "no name, no date of birth" in form

    asked = [
        client.post(
            url("urgent_new", programme.slug), {"text": "Double it?", "client_id": "q1"}
        ).headers["Location"]
        for _ in range(2)
    ]
    question = UrgentQuestion.objects.get()
    assert asked == [url("urgent", question.pk)] * 2
    client.force_login(expert)
    assert client.post(url("urgent_answer", question.pk), {"text": " "}).status_code == 422
    answered = [
        client.post(url("urgent_answer", question.pk), {"text": "Slowly."}).status_code
        for _ in range(2)
    ]
    client.force_login(asker)

    assert answered == [302, 302]
    assert "Slowly." in words(client.get(url("urgent", question.pk)))


def test_the_answer_to_a_question_stands_with_its_case(client):
    programme = make.a_programme()
    expert = make.a_role(programme, "expert")
    case = make.a_case(programme, status="scheduled")
    question = make.an_urgent_question(programme, by=case.presenter, case=case)
    services.answer_urgent(by=expert, question=question, text="Slowly.")

    for person, seen in ((case.presenter, True), (make.enrolled(programme), False)):
        client.force_login(person)
        assert ("Slowly." in words(client.get(url("detail", case.pk)))) is seen


def test_what_a_recommendation_rests_on_is_said_on_its_page(client):
    case = make.a_case(status="discussed")
    given = make.a_recommendation(case)
    client.force_login(make.a_role(case.programme, "scribe"))
    right = {
        "strength": "strong",
        "evidence": "WHO 2016",
        "evidence_url": "https://example.org/who",
        "evidence_year": "2016",
    }

    wrong = client.post(url("describe", given.pk), right | {"evidence_year": "16"})
    client.post(url("describe", given.pk), right)

    given.refresh_from_db()
    assert wrong.status_code == 422
    assert (given.strength, given.evidence_year) == ("strong", 2016)
    page = words(client.get(url("recommendation", given.pk)))
    assert 'href="https://example.org/who"' in page
    as_enrolled = make.enrolled(case.programme)
    client.force_login(as_enrolled)
    assert client.post(url("describe", given.pk), right).status_code == 403


def test_the_ledger_shows_what_is_overdue_first_and_narrows(client):
    case = make.a_case(status="discussed")
    coordinator = make.a_role(case.programme, "coordinator")
    today = clock.now().date()
    due = {
        "No date": None,
        "Later": today + timedelta(days=60),
        "Soon": today + timedelta(days=5),
        "Overdue": today - timedelta(days=2),
        "Settled": today - timedelta(days=9),
    }
    area, focus = (
        add(by=None, programme=case.programme, name="Money")
        for add in (make.programmes.add_challenge_area, make.programmes.add_focus_area)
    )
    for text, day in due.items():
        one = make.a_recommendation(case, text)
        type(one).objects.filter(pk=one.pk, text="Later").update(challenge_area=area)
        type(one).objects.filter(pk=one.pk, text="Soon").update(focus_area=focus)
        services.assign(by=coordinator, recommendation=one, owner=coordinator, due_on=day)
    services.say_what_came_of_it(
        by=coordinator, recommendation=case.recommendations.get(text="Settled"), state="done"
    )
    client.force_login(coordinator)

    def shown(**chosen):
        page = client.get(url("recommendations", case.programme.slug), chosen)
        return [str(one) for one in page.context["recommendations"]]

    assert shown() == ["Overdue", "Soon", "Later", "No date", "Settled"]
    assert shown(due="overdue") == ["Overdue"]
    assert shown(due="month") == ["Overdue", "Soon"]
    assert shown(due="none") == ["No date"]
    assert shown(state="done", owner="mine") == ["Settled"]
    assert shown(strength="strong") == []
    assert (shown(area=area.pk), shown(focus=focus.pk)) == (["Later"], ["Soon"])
    assert shown(area=area.pk, focus=focus.pk) == []
    assert shown(owner=str(coordinator.pk), due="none") == ["No date"]
    assert shown(due="invented", strength="invented", area="x", focus="x", owner="x") == shown()


def test_the_ledger_as_a_table_runs_no_formula(client):
    case = make.a_case(status="discussed", title="=1+1")
    make.a_recommendation(case, '=HYPERLINK("https://example.org")')
    client.force_login(make.enrolled(case.programme))

    page = client.get(url("recommendations_csv", case.programme.slug))
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))

    assert rows[1][1:3] == ['\'=HYPERLINK("https://example.org")', "'=1+1"]
    assert len(rows) == 2
    client.force_login(make.a_person())
    stranger = client.get(url("recommendations_csv", case.programme.slug))
    assert len(stranger.content.decode().splitlines()) == 1


def test_ones_own_day_says_what_waits(client):
    letter = make.a_letter(status="waiting")
    asked = make.an_asking()
    question = make.an_urgent_question(letter.case.programme)
    expert = access.may_sign(letter).first()
    pages = {}
    for name, person in (("expert", expert), ("presenter", asked.letter.case.presenter)):
        client.force_login(person)
        pages[name] = words(client.get("/my-day/"))

    assert url("letter", letter.case_id) in pages["expert"]
    assert url("urgent", question.pk) in pages["expert"]
    assert url("follow_up", asked.letter.case_id) in pages["presenter"]
    assert url("letter", asked.letter.case_id) in pages["presenter"]


def test_what_was_said_of_states_before_is_kept_as_history():
    case = make.a_case(status="discussed")
    told, silent = make.a_recommendation(case), make.a_recommendation(case)
    services.say_what_came_of_it(
        by=case.presenter, recommendation=told, state="adapted", note="For two islands."
    )
    silent.state = "done"
    silent.save()
    before = list(told.changes.values_list("by", "at", "before", "after", "note"))
    StateChange.objects.all().delete()

    [file] = Path(migrations.__path__[0]).glob("*_follow_recommendations.py")
    import_module(f"talanoa.cases.migrations.{file.stem}").keep_history(apps, None)

    [(by, _at, *rest)] = told.changes.values_list("by", "at", "before", "after", "note")
    assert (by, *rest) == (before[0][0], *before[0][2:])
    assert list(silent.changes.values_list("by", "after")) == [(None, "done")]
