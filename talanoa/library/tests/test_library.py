import json

import pytest

from talanoa.library import queries, services
from talanoa.library.models import Resource, Theme

pytestmark = pytest.mark.django_db

THEMES = [{"id": "education", "name": "Education"}, {"id": "law", "name": "Law"}]


def record(code="a-guide", **more):
    return {
        "id": code,
        "title": f"Title of {code}",
        "publisher": "Example Press",
        "year": 2020,
        "year_verified": True,
        "languages": ["en"],
        "themes": ["education"],
        "verified": True,
        **more,
    }


def loaded(*records):
    services.load_themes(records=THEMES)
    services.load(records=records)


def test_the_resources_that_come_with_the_package_are_107_of_them_5_draft():
    names = {
        theme
        for resource in json.loads(services.SEED.read_text())["resources"]
        for theme in resource["themes"]
    }
    services.load_themes(records=[{"id": name, "name": name} for name in sorted(names)])
    services.load_seed()

    assert Resource.objects.count() == 107
    assert Resource.objects.filter(is_verified=False).count() == 5


def test_loading_again_replaces_what_is_said_and_moves_the_shelf():
    loaded(record())
    loaded(record(title="A better title", themes=["law"]))

    found = Resource.objects.get()
    assert found.title == "A better title"
    assert [theme.code for theme in found.themes.all()] == ["law"]


def test_an_unknown_shelf_is_refused_and_nothing_is_loaded():
    services.load_themes(records=THEMES)

    with pytest.raises(KeyError):
        services.load(records=[record(themes=["nowhere"])])

    assert Resource.objects.count() == 0


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({}, ["new", "old"]),
        ({"words": "morphine"}, ["new"]),
        ({"words": "MORPHINE title"}, ["new"]),
        ({"words": "morphine nowhere"}, []),
        ({"words": "%"}, []),
        ({"language": "fr"}, ["old"]),
        ({"language": "r"}, []),
        ({"theme": "law"}, ["old"]),
        ({"theme": "law", "language": "en"}, []),
    ],
)
def test_what_is_found(wanted, codes):
    loaded(
        record("old", year=2001, languages=["fr"], themes=["law"]),
        record("new", year=2024, summary="On morphine."),
    )

    assert [resource.code for resource in queries.found(**wanted)] == codes


def test_shelves_count_what_stands_on_them():
    loaded(record())

    assert [(theme.code, theme.resource_count) for theme in queries.shelves()] == [
        ("education", 1),
        ("law", 0),
    ]
    assert Theme.objects.count() == 2


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/library/", 200),
        ("get", "/library/?theme=unknown&language=%00&words=" + "x" * 300, 200),
        ("get", "/library/a-guide/", 200),
        ("get", "/library/another/", 404),
        ("post", "/library/", 405),
        ("post", "/library/a-guide/", 405),
    ],
)
def test_each_address_answers(client, method, path, status):
    loaded(record())

    assert getattr(client, method)(path).status_code == status


def test_an_address_nobody_knows_is_not_made_a_link(client):
    loaded(record(url=None))

    assert 'rel="noreferrer' not in client.get("/library/a-guide/").content.decode()


def test_what_is_not_checked_is_shown_as_draft(client):
    loaded(record(verified=False))

    for path in ("/library/", "/library/a-guide/"):
        assert client.get(path).content.decode().count("Draft") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    loaded(*(record(f"guide-{n}") for n in range(count)))

    with django_assert_num_queries(3):
        page = client.get("/library/")

    assert page.content.decode().count(">Title of guide-") == count


def test_languages_are_listed_by_their_names(client):
    loaded(record(languages=["en", "fr"]))

    page = client.get("/library/").content.decode()

    assert page.count('<td data-label="Languages">English, French</td>') == 1
