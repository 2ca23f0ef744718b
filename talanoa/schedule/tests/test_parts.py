"""Parts in a session: asked for, answered."""

import pytest

from talanoa.kernel import clock
from tests.make import a_part, a_person, a_session

pytestmark = pytest.mark.django_db


def test_a_part_is_answered_from_the_sessions_page(client):
    session = a_session()
    person = a_part(session, "presenter")
    client.force_login(person)
    part = session.roles.get()
    assert (
        "You are asked to take part as Presenter"
        in client.get(f"/sessions/{session.pk}/").content.decode()
    )

    client.post(f"/sessions/{session.pk}/parts/{part.pk}/answer/", {"answer": "yes"})

    part.refresh_from_db()
    assert (part.person, part.confirmed_at) == (person, clock.now())


def test_nobody_answers_for_somebody_else(client):
    session = a_session()
    a_part(session, "presenter")
    part = session.roles.get()
    client.force_login(a_person())

    answer = client.post(f"/sessions/{session.pk}/parts/{part.pk}/answer/", {"answer": "yes"})

    part.refresh_from_db()
    assert (answer.status_code, part.confirmed_at) == (404, None)


@pytest.mark.parametrize("token", ["x", "a:b:c", "1:1:1", "é"])
def test_a_made_up_link_answers_for_nobody(client, token):
    assert client.get(f"/parts/{token}/").status_code == 404
