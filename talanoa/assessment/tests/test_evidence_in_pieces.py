"""A file of evidence in pieces: its assessment's door, and one piece of evidence in the end."""

import hashlib

import pytest
from django.urls import reverse

from talanoa.assessment.models import Evidence
from talanoa.assessment.services import assessing
from talanoa.assessment.tests.makers import a_member, an_assessment, indicator_of
from talanoa.assessment.tests.test_evidence import a_pdf
from talanoa.kernel import files
from talanoa.kernel.models import UnfinishedUpload
from tests import make

pytestmark = pytest.mark.django_db

LAW = a_pdf().read()
DIGEST = hashlib.sha256(LAW).hexdigest()


@pytest.fixture
def assessment(client):
    found = an_assessment()
    client.force_login(found.member)
    return found


def address(assessment, name, code="A1"):
    return reverse(f"assessment:{name}", args=[assessment.pk, indicator_of(assessment, code).pk])


def asked(client, assessment, code="A1"):
    answer = client.get(address(assessment, "evidence-pieces", code) + f"?of={DIGEST}")
    return answer.status_code, answer.headers.get("Upload-Offset")


def sent(client, assessment, offset=0, until=None, **headers):
    answer = client.patch(
        address(assessment, "evidence-pieces") + f"?of={DIGEST}",
        LAW[offset:until],
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset), "Upload-Length": str(len(LAW)), **headers},
    )
    return answer.status_code, answer.headers.get("Upload-Offset")


def finished(client, assessment, code="A1"):
    form = {"kind": "file", "title": "The law", "client_id": "e1", "upload": DIGEST}
    return client.post(address(assessment, "evidence-add", code), form).status_code


def test_evidence_that_came_in_pieces_stands_there_once(client, assessment):
    seen = [sent(client, assessment, 0, 100), asked(client, assessment)]
    seen += [
        finished(client, assessment),
        sent(client, assessment, 0),
        sent(client, assessment, 100),
    ]
    seen += [finished(client, assessment), finished(client, assessment)]

    end = str(len(LAW))
    assert seen == [(204, "100"), (204, "100"), 410, (409, "100"), (204, end), 302, 302]
    assert [row.content_type for row in Evidence.objects.all()] == ["application/pdf"]
    assert UnfinishedUpload.objects.count() == 0


def test_what_was_sent_to_one_answer_is_not_at_another(client, assessment):
    sent(client, assessment)

    assert asked(client, assessment, "A2") == (204, "0")
    assert finished(client, assessment, "A2") == 410


def test_the_door_is_that_of_the_assessment_and_of_its_team(client, assessment):
    team = assessment.team
    others = {
        "stranger": make.a_person(),
        "coordinator": make.a_role(team.programme, "coordinator"),
        "colleague": a_member(team),
    }
    sent(client, assessment)
    seen = {}
    for name, person in others.items():
        client.force_login(person)
        seen[name] = (asked(client, assessment), sent(client, assessment, 0, 7)[0])
    client.logout()
    seen["nobody"] = (asked(client, assessment), sent(client, assessment)[0])

    assert seen == {
        "stranger": ((404, None), 404),
        "coordinator": ((404, None), 404),
        "colleague": ((204, "0"), 204),
        "nobody": ((302, None), 302),
    }


def test_nothing_comes_to_an_assessment_that_is_handed_in(client):
    found = an_assessment(status="submitted")
    client.force_login(found.member)

    assert (asked(client, found), sent(client, found)) == ((403, None), (403, None))


def test_a_file_larger_than_an_answer_takes_is_not_begun(client, assessment):
    too_large = {"Upload-Length": str(files.MOST_BYTES + 1)}

    assert sent(client, assessment, 0, 9, **too_large) == (413, None)
    assert UnfinishedUpload.objects.count() == 0


def test_withdrawing_takes_what_is_on_its_way(client, assessment):
    sent(client, assessment, 0, 100)
    other = an_assessment(
        assessment.team, version=assessment.version, year=2024, by=assessment.member
    )
    sent(client, other, 0, 100)

    assessing.withdraw(by=assessment.member, assessment=assessment, reason="Begun by mistake.")

    assert UnfinishedUpload.objects.count() == 1
    assert asked(client, other) == (204, "100")
