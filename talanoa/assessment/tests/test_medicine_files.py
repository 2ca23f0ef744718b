"""Lists of essential medicines from files, and what is taken along as tables."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.urls import reverse

from talanoa.assessment.files import Faulty, medicines
from talanoa.assessment.models import Medicine
from talanoa.assessment.services import medicines as services
from talanoa.assessment.tests.test_medicines import a_medicine, a_member, say
from talanoa.ops import medicines as command
from tests.make import a_country

HEAD = "inn,section,atc,populations,formulations,verified\n"


def read(text, *, is_csv=True):
    return medicines.read(BytesIO(text.encode()), is_csv=is_csv)


def faults(text, *, is_csv=True):
    with pytest.raises(Faulty) as refused:
        read(text, is_csv=is_csv)
    return [tuple(fault) for fault in refused.value.faults]


def test_both_forms_say_the_same():
    table = read(
        "section;inn;populations;formulations;verified\n"
        '2.2;morphine;"adults; children";"tablet 10 mg; ampoule";YES\n'
    )
    data = json.dumps(
        {
            "meta": {"title": "A list"},
            "medicines": [
                {
                    "inn": "morphine",
                    "section": "2.2",
                    "populations": ["adults", "children"],
                    "formulations": ["tablet 10 mg", "ampoule"],
                    "verified": True,
                    "list_type": "core",
                }
            ],
        }
    )

    assert table == read(data, is_csv=False)
    assert [(one["inn"], one["populations"], one["verified"]) for one in table] == [
        ("morphine", ["adults", "children"], True)
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (",,\n", 1, "The file is empty."),
        (HEAD, 1, "The list: “medicines” is empty."),
        ("inn,colour,section\n", 1, "“colour” is no column of this list."),
        ("inn,atc\n", 1, "The column “section” is missing."),
        ("inn,section,inn\n", 1, "The column “inn” is there twice."),
        (HEAD + "morphine\n", 2, "The medicine lacks “section”."),
        (HEAD + "morphine,2.2,N02AA01-again\n", 2, "“atc” has 13 characters; 10 is the most"),
        (HEAD + "morphine,2.2,,,,perhaps\n", 2, "“verified” must be true or false"),
        (HEAD + "morphine,2.2,,,,,more\n", 2, "The row has more cells"),
        (HEAD + "=1+1,2.2\n", 2, "begins with “=”, which a spreadsheet takes for a formula"),
        (
            HEAD + '"morphine",2.2\nfentanyl,2.2\nmorphine,2.2\n',
            4,
            "The inn morphine (section 2.2) is there already, in line 2.",
        ),
        (HEAD + 'morphine,2.2,"open\n', 2, "This row is not CSV: unexpected end of data."),
        (HEAD + "a,1\n" * 5_001, 5_001, "More than 5,000 rows"),
    ],
)
def test_a_bad_table_is_refused_with_the_line_and_the_reason(text, line, reason):
    assert [said for at, said in faults(text) if at == line and reason in said]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[]", 1, "The list must be an object, in braces."),
        ("{}", 1, "The list lacks “medicines”."),
        ('{"medicines":\n [{"inn": 5, "section": "1"}]}', 2, "“inn” must be text"),
        ('{"medicines": [\n{"inn": "a", "section": "1",\n"populations": [1]}]}', 3, "must be text"),
        ('{"medicines": [\n"a"]}', 2, "The medicine must be an object, in braces."),
        ('{"medicines": [\n', 2, "This is not JSON"),
    ],
)
def test_bad_data_are_refused_with_the_line_and_the_reason(text, line, reason):
    assert [said for at, said in faults(text, is_csv=False) if at == line and reason in said]


@pytest.mark.django_db
def test_the_command_loads_a_file_twice_and_refuses_a_bad_one(tmp_path, capsys):
    good, bad, other = tmp_path / "list.csv", tmp_path / "bad.csv", tmp_path / "list.txt"
    good.write_text(HEAD + "morphine,2.2\nfentanyl,2.2\n")
    bad.write_text(HEAD + "haloperidol,2.3\nlactulose,\n")
    other.write_text("morphine")

    assert command.load(good, dry_run=True) == 0
    assert Medicine.objects.count() == 0
    assert [command.load(good, dry_run=False) for _twice in range(2)] == [0, 0]
    assert [command.load(path, dry_run=False) for path in (bad, other, tmp_path / "none.csv")] == [
        1,
        1,
        1,
    ]

    assert list(Medicine.objects.order_by("name").values_list("name", flat=True)) == [
        "fentanyl",
        "morphine",
    ]
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "2 medicines would be loaded or brought up to date.",
        "2 medicines were loaded or brought up to date.",
        "2 medicines were loaded or brought up to date.",
    ]
    assert said.err.splitlines() == [
        f"{bad}:3: The medicine lacks “section”.",
        "Nothing was loaded.",
        f"{other}:1: A list of medicines ends in .json or .csv.",
        "Nothing was loaded.",
        f"{tmp_path / 'none.csv'}: No such file or directory",
    ]


@pytest.mark.django_db
def test_the_list_taken_along_loads_again(client):
    record = {
        "inn": "morphine",
        "section": "2.2",
        "section_title": "Opioids",
        "populations": ["adults", "children"],
        "formulations": ["tablet 10 mg"],
        "formulations_verified": True,
        "note": "=not a formula",
        "source": "A list",
        "verified": False,
        "atc": "N02AA01",
    }
    services.load_medicines(record={"medicines": [record]})

    taken = client.get("/medicines/list.csv")

    assert taken.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert read(taken.content.decode()) == [record]


def table(answer):
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.django_db
def test_what_a_country_says_is_taken_along_by_those_who_see_it(client):
    medicine, member = a_medicine(), a_member()
    say(medicine, by=member, year=2024, is_listed="no", available_at=["tertiary", "district"])
    say(medicine, by=member, day_limit="limited", longest_days=7, price_note="=2+2")
    page = reverse("assessment:country_medicines_csv", args=["TON"])

    assert client.get(page).status_code == 404
    assert table(client.get("/medicines/countries.csv")) == []

    client.force_login(member)
    own = table(client.get(page))
    assert own == table(client.get("/medicines/countries.csv"))
    assert [
        (row["country"], row["inn"], row["year"], row["on_national_list"], row["available_at"])
        for row in own
    ] == [
        ("TON", "morphine", "2024", "no", "district; tertiary"),
        ("TON", "morphine", "2026", "", ""),
    ]
    assert [row["in_the_way"] for row in own] == ["not_listed; not_near", "few_days"]
    assert [row["price_note"] for row in own] == ["", "'=2+2"]

    client.logout()
    services.share(by=member, country=a_country(), publishes=True)
    assert table(client.get(page)) == own


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_tables_ask_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, count):
    member = a_member()
    for number in range(count):
        say(a_medicine(f"medicine {number}"), by=member)
    services.share(by=member, country=a_country(), publishes=True)

    for address, queries in (
        ("/medicines/list.csv", 1),
        ("/medicines/countries.csv", 1),
        ("/countries/TON/medicines.csv", 3),
    ):
        with django_assert_num_queries(queries):
            client.get(address)
