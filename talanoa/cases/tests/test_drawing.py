"""Works of the library on which recommendations draw."""

import pytest
from django.core.exceptions import ValidationError

from talanoa.cases import letter_document, letter_scene, queries, services
from talanoa.cases.models import Recommendation, RecommendationResource
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.library.models import Resource
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


def sent(letter):
    """The letter, signed as it stands now."""
    letter.refresh_from_db()
    expert = make.a_role(letter.case.programme, "expert")
    return services.sign_letter(by=expert, letter=letter, revision=letter.revision)


def test_the_letter_names_the_works_that_what_it_says_draws_on(client, recommendation, scribe):
    part = make.a_recommendation(recommendation.case, "Let nurses prescribe, too.")
    for one, codes in ((recommendation, ["a-guide", "a-law"]), (part, ["a-law", "a-form"])):
        for code in codes:
            work = Resource.objects.filter(code=code).first() or make.a_resource(
                code, url=f"https://example.org/{code}"
            )
            services.draw_on(by=scribe, recommendation=one, resource=work)
    Recommendation.objects.filter(pk=part.pk).update(merged_into=recommendation)
    letter = make.a_letter(recommendation.case, status="waiting")
    client.force_login(scribe)
    waiting = client.get(f"/cases/{letter.case_id}/letter/").content.decode()

    version = sent(letter)

    links = [
        f'<a href="/library/{code}/" lang="en">Title of {code}</a>'
        for code in ("a-guide", "a-law", "a-form")
    ]
    client.force_login(recommendation.case.presenter)
    read = client.get(f"/cases/{letter.case_id}/letter/").content.decode()
    for page in (waiting, read):
        assert ", ".join(links) in page
    (item,) = letter_document._data(version, "en")["items"]
    assert item["draws_on"]["text"] == "Draws on:"
    assert [(work["title"]["text"], work["url"]) for work in item["works"]] == [
        (f"Title of {code}", f"https://example.org/{code}")
        for code in ("a-guide", "a-law", "a-form")
    ]
    assert letter_document.pdf(version).startswith(b"%PDF")


def test_a_letter_that_was_sent_keeps_the_works_it_named(recommendation, scribe):
    work = make.a_resource()
    letter = make.a_letter(recommendation.case, status="waiting")
    services.draw_on(by=scribe, recommendation=recommendation, resource=work)
    version = sent(letter)

    services.stop_drawing_on(by=scribe, recommendation=recommendation, resource=work)
    Resource.objects.update(title="Another title")

    (item,) = letter_scene.as_it_was_sent(version)["items"]
    assert [one.title for one in item.works] == ["Title of a-guide"]


def test_a_letter_from_before_works_were_named_is_still_read(recommendation):
    version = sent(make.a_letter(recommendation.case, status="waiting"))
    del version.body["items"][0]["works"]

    (item,) = letter_scene.as_it_was_sent(version)["items"]
    assert item.works == []
    assert letter_document.pdf(version).startswith(b"%PDF")


@pytest.mark.parametrize("act", [services.draw_on, services.stop_drawing_on])
def test_a_letter_that_waits_is_read_anew_once_its_works_change(act, recommendation, scribe):
    work = make.a_resource()
    if act is services.stop_drawing_on:
        services.draw_on(by=scribe, recommendation=recommendation, resource=work)
    letter = make.a_letter(recommendation.case, status="waiting")
    expert = make.a_role(letter.case.programme, "expert")

    act(by=scribe, recommendation=recommendation, resource=work)

    with pytest.raises(ValidationError):
        services.sign_letter(by=expert, letter=letter, revision=letter.revision)
    for _again in range(2):
        letter.refresh_from_db()
        act(by=scribe, recommendation=recommendation, resource=work)
    services.sign_letter(by=expert, letter=letter, revision=letter.revision)


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_letter_says_is_asked_in_two_queries(
    recommendation, scribe, django_assert_num_queries, count
):
    case = recommendation.case
    for number in range(count):
        work = make.a_resource(f"work-{number}")
        one = make.a_recommendation(case)
        services.draw_on(by=scribe, recommendation=one, resource=work)

    with django_assert_num_queries(2):
        found = queries.in_letter(case)

    assert sum(len(one.works) for one in found) == count
