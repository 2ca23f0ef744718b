"""The list for a spreadsheet."""

import csv
from io import StringIO

import pytest

from talanoa.programmes import services
from talanoa.programmes.export import harmless
from tests.make import a_cohort, a_country, a_person, a_role, enrolled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Ana Faleolo", "Ana Faleolo"),
        ("", ""),
        ("-5", "'-5"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r\n=1+1", "'\r\n=1+1"),
        ("\ttext", "'\ttext"),
        ("＝1+1", "'＝1+1"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_is_a_formula(cell, written):
    assert harmless(cell) == written


def test_the_list_for_a_spreadsheet_reads_back(client):
    cohort = a_cohort(name="2027")
    country = a_country("CI", name="Côte d’Ivoire", iso3="CIV")
    enrolled(cohort, a_person('=HYPERLINK("http://evil")', email="a@example.org"), country=country)
    enrolled(cohort, a_person('Ana, "Annie"\nB', email="b@example.org"))
    services.leave(by=None, cohort=cohort, person=enrolled(cohort))
    client.force_login(a_role(cohort.programme, "coordinator"))

    page = client.get(f"/programmes/{cohort.programme.slug}/enrolled.csv")

    text = page.content.decode()
    assert text.startswith("\ufeffName,E-mail address,")
    assert page["Content-Disposition"] == (
        f'attachment; filename="{cohort.programme.slug}-enrolled.csv"'
    )
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert [(row["Name"], row["Country code"], row["Cohort"]) for row in rows] == [
        ('\'=HYPERLINK("http://evil")', "CIV", "2027"),
        ('Ana, "Annie"\nB', "", "2027"),
    ]
