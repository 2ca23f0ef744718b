"""A programme arranges its form; a case keeps the version it was begun in."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from talanoa.cases import asking, services
from talanoa.cases.forms import CaseForm
from talanoa.cases.models import Case, FormVersion
from talanoa.cases.services import FieldText
from talanoa.kernel.refusals import Refused
from tests import make

pytestmark = pytest.mark.django_db

QUESTION = FieldText(name="question", label="", hint="", words=40, is_needed=True)
OWN = FieldText(
    name="own-0123abcd", label="What does it cost?", hint="A year", words=20, is_needed=False
)


def arranged(programme, *fields, number=0, language="en", by=None):
    return services.arrange(
        by=by or make.a_role(programme, "coordinator"),
        programme=programme,
        number=number,
        language=language,
        fields=fields,
    )


def written(programme, **text):
    text = {"title": "Pain", "country": make.a_country()} | text
    return services.begin(
        by=make.enrolled(programme), programme=programme, text=services.CaseText(**text)
    )


def test_a_case_is_asked_what_the_programme_arranged_and_keeps_that_version():
    programme = make.a_programme()
    before = written(programme, situation="Here.")
    arranged(programme, QUESTION, OWN)
    case = written(programme, question="How?", answers={OWN.name: " Ten ", "own-ffffffff": "x"})
    arranged(programme, QUESTION, number=1)

    assert list(asking.asked_of(before)) == ["situation", "tried", "obstacle", "question"]
    assert list(asking.asked_of(case)) == ["question", OWN.name]
    assert (case.answers, case.said(OWN.name)) == ({OWN.name: "Ten"}, "Ten")
    assert list(asking.asked_of(written(programme))) == ["question"]
    assert services.submit(by=case.presenter, case=case).status == "submitted"


def test_words_are_kept_in_each_language_and_the_house_has_its_own():
    programme = make.a_programme()
    arranged(programme, QUESTION, OWN)
    arranged(
        programme, QUESTION, replace(OWN, label="Quel coût ?", hint=""), number=1, language="fr"
    )
    form = asking.latest_form(programme, "country")

    said = {}
    for language in ("en", "fr", "ar"):
        with translation.override(language):
            asked = asking.asked_by(form, "country")
            said[language] = [str(asked[OWN.name].label), str(asked[OWN.name].hint)]
    assert said == {
        "en": ["What does it cost?", "A year"],
        "fr": ["Quel coût ?", "A year"],
        "ar": ["What does it cost?", "A year"],
    }


@pytest.mark.parametrize(
    "fields",
    [
        [OWN],
        [replace(QUESTION, is_needed=False)],
        [QUESTION, QUESTION],
        [QUESTION, replace(OWN, name="password")],
        [QUESTION, replace(OWN, label=" ")],
        [replace(QUESTION, words=9)],
        [replace(QUESTION, words=601)],
        [QUESTION, *(replace(OWN, name=f"own-{number:08x}") for number in range(12))],
        [QUESTION, replace(OWN, hint="a" * 401)],
    ],
)
def test_a_form_that_cannot_be_is_refused(fields):
    with pytest.raises(ValidationError):
        arranged(make.a_programme(), *fields)

    assert FormVersion.objects.count() == 0


def test_two_coordinators_notice_each_other_and_others_arrange_nothing():
    programme = make.a_programme()
    arranged(programme, QUESTION)

    with pytest.raises(Refused, match="Somebody arranged this form while you did"):
        arranged(programme, QUESTION, OWN)
    with pytest.raises(Refused):
        arranged(programme, QUESTION, OWN, number=1, by=make.a_role(programme, "scribe"))
    assert FormVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("word " * 20, 0),
        ("word " * 21, 1),
        ("吗啡" * 10, 0),
        ("吗啡" * 11, 2),
        ("كلمة " * 22, 2),
    ],
)
def test_words_or_signs_of_chinese_are_held_when_it_is_submitted(text, over):
    programme = make.a_programme()
    arranged(programme, QUESTION, OWN)
    case = written(programme, question="How?", answers={OWN.name: text})

    assert asking.too_long(text, 20) == over
    if over:
        with pytest.raises(ValidationError) as found:
            services.submit(by=case.presenter, case=case)
        assert list(found.value.message_dict) == [OWN.name]
    else:
        services.submit(by=case.presenter, case=case)


def test_the_page_moves_adds_and_leaves_out_without_a_script_and_publishes(client):
    programme = make.a_programme()
    client.force_login(make.a_role(programme, "coordinator"))
    address = reverse("cases:form", args=[programme.slug])
    rows = {
        "in": "en", "number": "0",
        "name-0": "situation", "label-0": "Where are you?", "hint-0": "", "words-0": "100",
        "name-1": "question", "label-1": "", "hint-1": "", "words-1": "40",
    }  # fmt: skip

    moved = client.post(address, rows | {"then": "up-1"}).content.decode()
    added = client.post(address, rows | {"then": "add"}).content.decode()
    dropped = client.post(address, rows | {"then": "drop-0"}).content.decode()
    kept = client.post(address, rows | {"then": "drop-1"}).content.decode()
    published = client.post(address, rows | {"then": "publish"})

    assert moved.index('value="question"') < moved.index('value="situation"')
    assert added.count('name="name-2" value="own-') == 1
    assert ('value="situation"' in dropped, "restore-situation" in dropped) == (False, True)
    assert 'value="question"' in kept
    assert published.headers["Location"] == f"{address}?in=en"
    assert [field["name"] for field in FormVersion.objects.get().fields] == [
        "situation",
        "question",
    ]


def test_a_mistake_keeps_everything_typed(client):
    programme = make.a_programme()
    client.force_login(make.a_role(programme, "coordinator"))

    page = client.post(
        reverse("cases:form", args=[programme.slug]),
        {"in": "en", "number": "0", "then": "publish", "name-0": "question", "words-0": "many",
         "label-0": "Typed before", "hint-0": ""},
    )  # fmt: skip

    assert page.status_code == 422
    assert "A part has between 10 and 600 words." in page.content.decode()
    assert "Typed before" in page.content.decode()


def test_a_case_is_written_and_read_in_its_own_form(client):
    programme = make.a_programme()
    arranged(programme, QUESTION, OWN)
    presenter = make.enrolled(programme)
    client.force_login(presenter)

    client.post(
        reverse("cases:new", args=[programme.slug]),
        {"title": "Pain", "country": make.a_country().pk, "question": "How?",
         OWN.name: "Ten dollars", "client_id": "c1"},
    )  # fmt: skip
    case = Case.objects.get()
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    form = CaseForm(by=presenter, programme=programme, case=case)

    assert (case.answers, case.situation) == ({OWN.name: "Ten dollars"}, "")
    assert ("What does it cost?" in page, "Ten dollars" in page) == (True, True)
    assert "Where things stand" not in page
    assert form[OWN.name].initial == "Ten dollars"
