"""What was typed stays, also where it cannot be kept any more."""

import pytest
from django.urls import reverse

from talanoa.assessment.tests.makers import an_assessment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("answer", {"value": "2", "comment": "Long thought about", "revision": "0"}),
        ("remark", {"text": "Long thought about"}),
        ("evidence-add", {"kind": "citation", "title": "Long thought about"}),
    ],
)
def test_what_was_typed_stays_when_a_colleague_handed_it_in_meanwhile(client, name, sent):
    found = an_assessment(status="submitted")
    indicator = found.version.indicators.get(code="A2")
    client.force_login(found.member)

    page = client.post(reverse(f"assessment:{name}", args=[found.pk, indicator.pk]), sent)

    assert page.status_code == 409
    assert "Long thought about" in page.content.decode()
    assert "with its reviewer" in " ".join(page.content.decode().split())
