"""Works of the library on which recommendations draw."""

import pytest

from talanoa.cases import services
from talanoa.cases.models import RecommendationResource
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommendation():
    return make.a_recommendation(make.a_case(status="discussed"))


@pytest.fixture
def scribe(recommendation):
    return make.a_part(recommendation.session, "scribe")


def test_a_work_is_named_once_and_taken_away(recommendation, scribe):
    guide = make.a_resource()
    for act in (services.draw_on, services.draw_on):
        act(by=scribe, recommendation=recommendation, resource=guide)
    assert RecommendationResource.objects.count() == 1
    for act in (services.stop_drawing_on, services.stop_drawing_on):
        act(by=scribe, recommendation=recommendation, resource=guide)

    assert not RecommendationResource.objects.exists()
    assert Event.objects.filter(kind__startswith="cases.resource").count() == 2


@pytest.mark.parametrize("act", [services.draw_on, services.stop_drawing_on])
def test_the_team_that_is_advised_does_not_say_what_advice_draws_on(recommendation, act):
    with pytest.raises(Refused, match="Only who gave it"):
        act(
            by=recommendation.case.presenter,
            recommendation=recommendation,
            resource=make.a_resource(),
        )


def test_it_is_named_on_a_page_and_stands_on_both(client, recommendation, scribe):
    make.a_resource()
    client.force_login(scribe)
    path = f"/recommendations/{recommendation.pk}/resources/"

    assert client.get(path).status_code == 200
    assert client.post(path, {"resource": "a-guide", "named": "yes"}).status_code == 302
    for where in (f"/recommendations/{recommendation.pk}/", path):
        assert "Title of a-guide" in client.get(where).content.decode()
    assert "Let nurses prescribe." in client.get("/library/a-guide/").content.decode()
    client.post(path, {"resource": "a-guide", "named": "no"})
    assert not RecommendationResource.objects.exists()


def test_the_page_is_closed_to_who_may_not_say_it(client, recommendation):
    path = f"/recommendations/{recommendation.pk}/resources/"

    assert client.get(path).status_code == 302
    client.force_login(make.a_person())
    assert client.get(path).status_code == 404
    client.force_login(recommendation.case.presenter)
    assert client.get(path).status_code == 403


def test_a_works_page_tells_nobody_of_a_case_they_may_not_read(client, recommendation, scribe):
    services.draw_on(by=scribe, recommendation=recommendation, resource=make.a_resource())
    seen = {}
    for name, person in (
        ("participant", make.enrolled(recommendation.case.programme)),
        ("stranger", make.a_person()),
    ):
        client.force_login(person)
        seen[name] = "Let nurses prescribe." in client.get("/library/a-guide/").content.decode()
    client.logout()
    seen["visitor"] = "Let nurses" in client.get("/library/a-guide/").content.decode()

    assert seen == {"participant": True, "stranger": False, "visitor": False}


def test_what_stands_in_another_recommendation_or_in_none_is_not_named(
    client, recommendation, scribe
):
    services.draw_on(by=scribe, recommendation=recommendation, resource=make.a_resource())
    recommendation.left_out_at = recommendation.at
    recommendation.save(update_fields=["left_out_at"])
    client.force_login(scribe)

    assert "Let nurses" not in client.get("/library/a-guide/").content.decode()
