"""The list for a spreadsheet."""

import csv
from io import StringIO

import pytest

from talanoa.programmes import services
from tests.make import a_cohort, a_country, a_person, a_role, enrolled

pytestmark = pytest.mark.django_db


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
