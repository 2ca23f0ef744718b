"""Essential medicines: the list, and how it stands with each in a country, year by year."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from talanoa.assessment.access import medicines as access
from talanoa.assessment.models import CountryMedicine, Medicine
from talanoa.assessment.queries import medicines as queries
from talanoa.assessment.services import medicines as services
from talanoa.assessment.services.medicines import MedicineText
from talanoa.assessment.tests.makers import an_assessment
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.programmes import services as programmes
from tests.make import a_country, a_person, a_programme, a_team

pytestmark = pytest.mark.django_db


def listed(**more):
    return {"inn": "morphine", "section": "2.2", "section_title": "Opioids", **more}


def a_medicine(name="morphine"):
    services.load_medicines(record={"medicines": [listed(inn=name)]})
    return Medicine.objects.get(name=name)


def a_member(country=None):
    """Somebody in a team of the country, which is Tonga unless said otherwise."""
    person = a_person("Sela Taufa")
    team = a_team(a_programme(), country=country or a_country())
    programmes.add_to_team(by=None, team=team, person=person)
    return person


def say(medicine, *, by=None, year=2026, seen=None, source="The list of 2026", **text):
    return services.say(
        by=by or a_member(),
        country=a_country(),
        medicine=medicine,
        year=year,
        seen=seen,
        text=MedicineText(source=source, **text),
    )


def test_loading_medicines_twice_keeps_one_of_each():
    services.load_medicines(record={"medicines": [listed(), listed(section="8.4")]})
    services.load_medicines(record={"medicines": [listed(verified=True)]})

    assert list(Medicine.objects.order_by("section").values_list("section", "is_verified")) == [
        ("2.2", True),
        ("8.4", False),
    ]


def test_the_list_says_what_to_do_when_nothing_is_loaded_and_what_is_not_checked(client):
    assert client.get("/medicines/").content.decode().count("A hub loads them from a file") == 1
    assert client.post("/medicines/").status_code == 405

    a_medicine()

    assert client.get("/medicines/").content.decode().count('class="tag draft"') == 1


def test_what_was_said_of_earlier_years_stays():
    medicine, member = a_medicine(), a_member()
    say(medicine, by=member, year=2024, is_listed="no")

    answer = say(medicine, by=member, is_listed="yes", available_at=["tertiary", "district"])

    assert answer.available_at == ["district", "tertiary"]
    assert [(one.year, one.is_listed) for one in queries.history(a_country(), medicine)] == [
        (2026, "yes"),
        (2024, "no"),
    ]
    kinds = Event.objects.filter(kind="assessment.medicine_said").order_by("pk")
    assert list(kinds.values_list("actor", "data")) == [
        (member.pk, {"year": 2024}),
        (member.pk, {"year": 2026}),
    ]


def test_two_of_a_team_who_say_something_of_one_year_are_told_of_each_other():
    medicine, member = a_medicine(), a_member()
    first = say(medicine, by=member, seen=0, is_listed="yes")

    assert say(medicine, by=member, seen=0, is_listed="yes") == first
    assert CountryMedicine.objects.get().revision == 1
    with pytest.raises(ValidationError) as wrong:
        say(medicine, by=member, seen=0, is_listed="no")
    assert wrong.value.code == "stale"
    say(medicine, by=member, seen=1, is_listed="no")
    assert CountryMedicine.objects.get().is_listed == "no"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ({"available_at": ["nowhere", "primary"]}, "available_at"),
        ({"available_at": ["dont_know", "nowhere"]}, "available_at"),
        ({"day_limit": "limited"}, "__all__"),
        ({"day_limit": "unlimited", "longest_days": 7}, "__all__"),
        ({"longest_days": 0, "day_limit": "limited"}, "longest_days"),
        ({"is_listed": "perhaps"}, "is_listed"),
        ({"source": " "}, "source"),
    ],
)
def test_answers_that_do_not_go_together_are_refused(text, field):
    with pytest.raises(ValidationError) as wrong:
        say(a_medicine(), **text)

    assert list(wrong.value.error_dict) == [field]


def standing(**text):
    say(a_medicine(), **text)
    (found,) = queries.standing_in(a_country())
    return found


@pytest.mark.parametrize(
    ("text", "gaps", "is_unknown", "is_open"),
    [
        ({}, [], False, True),
        ({"is_listed": "yes", "available_at": ["primary"]}, [], False, False),
        ({"is_listed": "dont_know", "available_at": ["community"]}, [], True, False),
        ({"is_listed": "yes", "available_at": ["dont_know"]}, [], True, False),
        ({"is_listed": "no"}, ["not_listed"], False, True),
        ({"available_at": ["nowhere"]}, ["nowhere"], False, True),
        ({"available_at": ["district", "tertiary"]}, ["not_near"], False, True),
        ({"prescribers": "some_doctors"}, ["few_prescribe"], False, True),
        ({"prescribers": "nobody"}, ["few_prescribe"], False, True),
        ({"prescribers": "dont_know"}, [], False, True),
        ({"day_limit": "limited", "longest_days": 27}, ["few_days"], False, True),
        ({"day_limit": "limited", "longest_days": 28}, [], False, True),
        ({"needs_special_form": "yes"}, ["special_form"], False, True),
    ],
)
def test_what_is_in_the_way_is_told_apart_from_what_is_not_known_or_not_said(
    text, gaps, is_unknown, is_open
):
    found = standing(**text)

    assert list(found.gaps) == gaps
    assert (found.is_unknown, found.is_open) == (is_unknown, is_open)


def test_gaps_are_those_of_the_newest_year_asked_for_most_first():
    member = a_member()
    morphine, haloperidol = a_medicine(), a_medicine("haloperidol")
    say(morphine, by=member, year=2022, is_listed="no", available_at=["nowhere"])
    say(morphine, by=member, year=2025, is_listed="no", available_at=["primary"])
    say(haloperidol, by=member, year=2021, is_listed="no", needs_special_form="yes")
    say(a_medicine("lactulose"), by=member, is_listed="yes")

    def found(**year):
        return [
            (one.medicine.name, [str(gap) for gap in one.gaps])
            for one in queries.with_gaps(queries.standing_in(a_country(), **year))
        ]

    assert found() == [
        ("haloperidol", ["not_listed", "special_form"]),
        ("morphine", ["not_listed"]),
    ]
    assert found(year=2024) == [
        ("haloperidol", ["not_listed", "special_form"]),
        ("morphine", ["not_listed", "nowhere"]),
    ]
    assert found(year=2020) == []


@pytest.mark.parametrize(
    ("who", "is_published", "sees", "says"),
    [
        ("visitor", False, False, None),
        ("visitor", True, True, None),
        ("stranger", False, False, False),
        ("stranger", True, True, False),
        ("other country", False, False, False),
        ("other country", True, True, False),
        ("member", False, True, True),
        ("member", True, True, True),
    ],
)
def test_who_sees_and_says_how_it_stands_in_a_country(client, who, is_published, sees, says):
    tonga, member = a_country(), a_member()
    answer = say(a_medicine(), by=member)
    if is_published:
        services.share(by=member, country=tonga, publishes=True)
    person = {
        "visitor": lambda: None,
        "stranger": a_person,
        "other country": lambda: a_member(a_country("WS", name="Samoa")),
        "member": lambda: member,
    }[who]()
    if person:
        client.force_login(person)
        assert (access.saying_refused(person, tonga) is None) is says
        assert (answer in access.answers_visible_to(person)) is sees
        assert (tonga in access.countries_spoken_for(person)) is says

    page = reverse("assessment:country_medicines", args=["TON"])
    year = reverse("assessment:medicine_year", args=["TON", answer.medicine_id, 2026])
    assert (client.get(page).status_code == 200) is sees
    found = client.get(year).status_code
    assert found == (302 if who == "visitor" else 200 if says else 404)
    assert (tonga in access.countries_published()) is is_published


def test_a_service_refuses_somebody_from_elsewhere():
    medicine, stranger = a_medicine(), a_person()

    with pytest.raises(Refused, match="Only the country's own team"):
        say(medicine, by=stranger)
    with pytest.raises(Refused, match="Only the country's own team"):
        services.share(by=stranger, country=a_country(), publishes=True)
    with pytest.raises(NotVisible):
        access.get_own_country(stranger, "TON")


def test_publishing_and_withholding_are_each_said_once():
    member, tonga = a_member(), a_country()

    for publishes in (False, True, True, False):
        services.share(by=member, country=tonga, publishes=publishes)

    kinds = Event.objects.filter(kind__startswith="assessment.medicines").order_by("pk")
    assert [event.kind for event in kinds] == [
        "assessment.medicines_published",
        "assessment.medicines_withheld",
    ]


def test_a_team_says_publishes_and_loses_nothing_to_another(client):
    medicine, member = a_medicine(), a_member()
    client.force_login(member)
    path = reverse("assessment:medicine_year", args=["TON", medicine.pk, 2026])

    bad = client.post(path, {"is_listed": "yes", "revision": 0})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["source"])
    typed = {"is_listed": "yes", "available_at": ["primary"], "source": "A law", "revision": 0}
    assert client.post(path, typed).status_code == client.post(path, typed).status_code == 302
    stale = client.post(path, typed | {"is_listed": "no"})
    assert stale.status_code == 422
    assert [label for label, _value in stale.context["differing"]] == [
        "Is it on the national list of essential medicines?"
    ]
    assert client.post(path, typed | {"is_listed": "no", "revision": 1}).status_code == 302

    page = reverse("assessment:country_medicines", args=["TON"])
    client.post(f"{page}share/", {"decision": "publish"})
    client.logout()
    seen = client.get(page).content.decode()
    assert seen.count("Not on the national list") == 1
    assert client.get("/medicines/").content.decode().count(page) == 1


def test_a_new_year_begins_with_the_last_answers_but_not_with_their_source(client):
    medicine, member = a_medicine(), a_member()
    say(medicine, by=member, year=2024, is_listed="no")
    client.force_login(member)
    history = reverse("assessment:medicine", args=["TON", medicine.pk])

    there = client.get(history, {"year": "2026"})
    form = client.get(there.url).context["form"]

    assert there.url == f"{history}2026/"
    assert (form["is_listed"].value(), form["source"].value()) == ("no", None)
    assert client.get(f"{history}1066/").status_code == 404
    assert client.get(history, {"year": "1066"}).status_code == 200
    assert client.get(reverse("assessment:medicine", args=["TON", 0])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, count):
    member = a_member()
    for number in range(count):
        say(a_medicine(f"medicine {number}"), by=member)
    services.share(by=member, country=a_country(), publishes=True)

    with django_assert_num_queries(2):
        client.get("/medicines/")
    with django_assert_num_queries(5):
        client.get("/countries/TON/medicines/")
    medicine = Medicine.objects.order_by("pk")[0]
    with django_assert_num_queries(4):
        client.get(f"/countries/TON/medicines/{medicine.pk}/")


def test_a_team_of_another_hub_neither_reads_nor_publishes_what_is_not_public(client):
    medicine, own, other = a_medicine(), a_member(), a_member()
    say(medicine, by=own, is_listed="no", law_note="The police ask for names.")
    page = "/countries/TON/medicines/"
    client.force_login(other)

    assert client.get(page).status_code == 404
    assert client.post(f"{page}share/", {"decision": "publish"}).status_code == 404
    assert not access.answers_visible_to(other)
    assert not access.countries_spoken_for(other)
    with pytest.raises(Refused):
        say(medicine, by=other, is_listed="yes")
    with pytest.raises(Refused):
        services.share(by=other, country=a_country(), publishes=True)
    assert access.is_published(a_country()) is False
    services.share(by=own, country=a_country(), publishes=True)
    assert client.get(page).status_code == 200
    assert access.speaks_for(other, a_country()) is False
    assert list(access.countries_spoken_for(own)) == [a_country()]


def test_the_gaps_of_a_country_show_what_is_in_the_way_of_its_medicines(client):
    found = an_assessment(year=2026)
    medicine = a_medicine()
    say(medicine, by=found.member, is_listed="no")
    page = reverse("assessment:gaps", args=[found.pk])
    client.force_login(found.member)

    read = client.get(page).content.decode()

    assert f"/countries/TON/medicines/{medicine.pk}/" in read
    assert "Not on the national list" in read


@pytest.mark.parametrize(("code", "is_offered"), [("medicines", True), ("policy", False)])
def test_an_indicator_about_medicines_is_offered_them_as_evidence(client, code, is_offered):
    found = an_assessment(year=2026)
    found.version.dimensions.update(code=code)
    say(a_medicine(), by=found.member, is_listed="no")
    indicator = found.version.indicators.first()
    client.force_login(found.member)

    read = client.get(reverse("assessment:answer", args=[found.pk, indicator.pk]))

    assert ("Give it as evidence" in read.content.decode()) is is_offered
    if not is_offered:
        return
    sent = {"kind": "link", "title": "Essential medicines", "url": read.context["medicines"]["url"]}
    address = reverse("assessment:evidence-add", args=[found.pk, indicator.pk])
    assert client.post(address, sent).status_code == 302
    assert found.answers.get().evidence.get().url.endswith("/countries/TON/medicines/")
