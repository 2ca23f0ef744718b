"""Initiatives: what is under way, told as a project, also in a programme of country cases."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from talanoa.cases import access, services
from talanoa.cases.models import Case
from talanoa.cases.queries import seen
from tests import make

pytestmark = pytest.mark.django_db

TEXT = services.CaseText(title="Home care teams", question="What did others put before a district?")


@pytest.fixture(autouse=True)
def _anew():
    seen.forget()


@pytest.mark.parametrize(
    ("own", "kinds"),
    [
        ("country", ["country", "project"]),
        ("project", ["project"]),
        ("clinical", ["clinical"]),
    ],
)
def test_which_kinds_a_programme_takes(own, kinds):
    programme = make.a_programme(case_kind=own)
    person = make.enrolled(programme)

    assert access.kinds_taken(programme) == kinds
    for kind in ("country", "project", "clinical"):
        text = services.CaseText(title="A title", country=make.a_country())
        if kind in kinds:
            case = services.begin(by=person, programme=programme, kind=kind, text=text)
            assert case.kind == kind
        else:
            with pytest.raises(ValidationError, match="takes no cases of this kind"):
                services.begin(by=person, programme=programme, kind=kind, text=text)


def test_an_initiative_is_begun_from_the_form_of_cases(client):
    programme = make.a_programme()
    client.force_login(make.enrolled(programme))
    path = reverse("cases:new", args=[programme.slug])

    first = client.get(path).content.decode()
    asked = client.get(f"{path}?kind=project").content.decode()
    unknown = client.get(f"{path}?kind=clinical").content.decode()
    client.post(path, {"kind": "project", "title": "Home care teams", "client_id": "a-1"})

    assert "Bring an initiative instead" in first
    assert "<h1>Bring an initiative</h1>" in asked
    assert 'name="kind" value="project"' in asked
    assert "<h1>Bring a case</h1>" in unknown
    assert Case.objects.get().kind == "project"


def test_the_library_is_narrowed_to_initiatives_and_says_which_they_are(client):
    programme = make.a_programme()
    make.in_library(programme, title="A law")
    make.in_library(programme, kind="project", title="Home care teams")
    client.force_login(make.enrolled(programme))

    everything = client.get(reverse("cases:library")).content.decode()
    narrowed = client.get(reverse("cases:library"), {"kind": "project"}).content.decode()

    assert everything.count(">Initiative</span>") == 1
    assert "Initiative (project case) (1)" in everything
    assert "Home care teams" in narrowed
    assert "A law" not in narrowed
