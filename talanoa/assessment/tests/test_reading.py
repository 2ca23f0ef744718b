import pytest

from talanoa.assessment import services
from talanoa.assessment.models import Indicator, Medicine

pytestmark = pytest.mark.django_db


def framework(**indicator):
    return {
        "meta": {
            "publication": {"title": "A set of indicators", "publisher": "WHO", "year": 2021},
            "not_identified": 4,
        },
        "indicators": [
            {
                "id": "PC01",
                "number": 1,
                "dimension_name": "Policy",
                "title": "A national plan",
                "verified": False,
                **indicator,
            }
        ],
    }


def medicine(**more):
    return {"inn": "morphine", "section": "2.2", "section_title": "Opioids", **more}


def test_levels_are_kept_lowest_first_and_a_number_has_none():
    scale = [{"level": 2, "label": "more"}, {"level": 1, "label": "less"}]
    services.load_framework(code="set", record=framework(response_scale=scale))
    assert [level.value for level in Indicator.objects.get().levels.all()] == [1, 2]

    services.load_framework(code="set", record=framework(response_scale=[{"type": "number"}]))
    assert not Indicator.objects.get().levels.exists()


def test_loading_medicines_twice_keeps_one_of_each():
    services.load_medicines(record={"medicines": [medicine(), medicine(section="8.4")]})
    services.load_medicines(record={"medicines": [medicine(verified=True)]})

    assert list(Medicine.objects.order_by("section").values_list("section", "is_verified")) == [
        ("2.2", True),
        ("8.4", False),
    ]


@pytest.mark.parametrize("path", ["/indicators/", "/medicines/"])
def test_pages_say_what_to_do_when_nothing_is_loaded(client, path):
    page = client.get(path)

    assert page.status_code == 200
    assert page.content.decode().count("A hub loads them from a file") == 1
    assert client.post(path).status_code == 405


def test_what_is_not_checked_is_shown_as_draft(client):
    services.load_framework(code="set", record=framework())
    services.load_medicines(record={"medicines": [medicine(verified=False)]})

    for path in ("/indicators/", "/medicines/"):
        assert client.get(path).content.decode().count('class="tag draft"') == 1


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, count):
    record = framework()
    record["indicators"] = [
        {**record["indicators"][0], "id": f"PC{n}", "number": n} for n in range(count)
    ]
    services.load_framework(code="set", record=record)
    services.load_medicines(
        record={"medicines": [medicine(inn=f"medicine {n}") for n in range(count)]}
    )

    with django_assert_num_queries(4):
        client.get("/indicators/")
    with django_assert_num_queries(1):
        client.get("/medicines/")
