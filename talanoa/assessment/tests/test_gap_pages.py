"""The pages of gaps and of peers: what stands where, and against what."""

import pytest
from django.urls import reverse
from django.utils.translation import trans_real

from talanoa.assessment.services import assessing, verdicts
from talanoa.assessment.tests.makers import a_version, an_assessment, answered
from tests import make

pytestmark = pytest.mark.django_db


def words(page):
    return " ".join(page.content.decode().split())


def url(name, *args):
    return reverse(f"assessment:{name}", args=args)


def test_the_three_largest_gaps_come_first_with_their_reasons(client):
    version = a_version(kinds=("levels", "levels", "levels", "levels", "levels", "number"))
    found = an_assessment(version=version)
    by = found.member
    answered(found, by=by, code="A1", value=3)
    answered(found, by=by, code="A2", value=1, impact=3, feasibility=3, priority=3)
    answered(found, by=by, code="A3", value=4)
    answered(found, by=by, code="A4", value=None, is_unknown=True)
    answered(found, by=by, code="A6", value=7)
    client.force_login(by)

    page = client.get(url("gaps", found.pk))

    shown = page.context
    assert [gap.indicator.code for gap in shown["largest"]] == ["A2", "A1"]
    assert [gap.points for gap in shown["largest"]] == [100, 10]
    named = {key: [each.indicator.code for each in shown[key]] for key in ("unknown", "unanswered")}
    assert named == {"unknown": ["A4"], "unanswered": ["A5"]}
    assert [each.text for each in shown["unmeasured"]] == ["7 count"]
    assert "Now <b><bdi>1: Step 1</bdi></b>; the best is <bdi>4: Step 4</bdi>." in words(page)
    assert "not given, counts as middle" in words(page)


def test_change_and_development_stand_beside_the_year_before(client, monkeypatch):
    before = an_assessment(status="published", year=2024)
    by = before.member
    now = assessing.begin(by=by, team=before.team, version=before.version, year=2025)
    answered(now, by=by, code="A1", value=4)
    answered(now, by=by, code="A2", value=50)
    client.force_login(by)

    page = client.get(url("gaps", now.pk))

    assert page.context["changes"] == [
        ("Better", 1),
        ("Newly answered", 1),
        ("Not yet answered", 1),
    ]
    assert [point["share"] for point in page.context["line"]["points"]] == [33, 100]
    assert page.context["counted"] == 1
    catalogue = trans_real.translation("fr")._catalog._catalogs[0]
    monkeypatch.setitem(catalogue, "over the years\x04Change", "Évolution")
    client.cookies["talanoa_language"] = "fr"
    french = words(client.get(url("gaps", now.pk)))
    assert ("Évolution</th>" in french, "Modifier</th>" in french) == (True, False)
    cells = [[cell.words for cell in row["cells"]] for row in page.context["table"]]
    assert cells == [
        ["2", "4"],
        ["Not yet answered", "50%"],
        ["Not yet answered", "Not yet answered"],
    ]


def test_change_is_told_only_against_what_the_reader_may_see(client):
    before = an_assessment(status="private", year=2024)
    now = an_assessment(
        before.team, version=before.version, by=before.member, year=2025, status="published"
    )

    assert client.get(url("gaps", now.pk)).context["former"] is None
    client.force_login(before.member)
    assert client.get(url("gaps", now.pk)).context["former"] == before


def test_peers_are_compared_by_value_median_and_rank(client):
    programme, version = make.a_programme(), a_version()
    teams = [
        make.a_team(programme, country=make.a_country(code, name=name))
        for code, name in (("TO", "Tonga"), ("WS", "Samoa"), ("FJ", "Fiji"), ("VU", "Vanuatu"))
    ]
    own, *others = [an_assessment(team, version=version) for team in teams]
    for found, value in zip([own, *others], (3, 1, 4, 2), strict=True):
        answered(found, by=found.member, value=value)
        status = "private" if found is others[2] else "restricted"
        reviewing_done(found, status)
    client.force_login(own.member)

    path = url("peers", own.pk)
    page = client.get(f"{path}?peer=WSN&peer=FJN&peer=VUN")

    assert words(page).count("checkbox") == 2, "what is private cannot be chosen"
    page = client.get(f"{path}?peer=WSN&peer=FJN")
    (row, *_rest) = page.context["rows"]
    assert (row["own"], row["median"], row["place"].rank, row["place"].of) == ("3", "2.5", 2, 3)
    assert sorted(said for _peer, said in row["peers"]) == ["1", "4"]


def test_peers_are_chosen_at_once_by_what_they_share_of_those_there_are(client):
    programme, version = make.a_programme(), a_version()
    shares = {
        "TO": {"who_region": "WPRO", "income_group": "low", "languages": ["to", "en"]},
        "WS": {"who_region": "WPRO", "languages": ["sm"]},
        "FJ": {"who_region": "WPRO", "income_group": "low", "languages": ["en"]},
        "VU": {"who_region": "WPRO", "languages": ["en"]},
    }
    own, *others = [
        an_assessment(
            make.a_team(programme, country=make.a_country(code, name=code, **said)), version=version
        )
        for code, said in shares.items()
    ]
    for found in [own, *others]:
        answered(found, by=found.member, value=2)
        reviewing_done(found, "private" if found is others[2] else "restricted")
    client.force_login(own.member)

    groups = client.get(url("peers", own.pk)).context["groups"]

    assert [(str(each["label"]), each["query"], each["count"]) for each in groups] == [
        ("The same WHO region", "peer=FJN&peer=WSN", 2),
        ("The same income group", "peer=FJN", 1),
        ("An official language in common", "peer=FJN", 1),
    ]
    assert len(client.get(f"{url('peers', own.pk)}?{groups[0]['query']}").context["peers"]) == 2


def reviewing_done(found, visibility):
    value = found.answers.get().value
    verdicts.submit(by=found.member, assessment=found)
    programme = found.team.programme
    expert = make.a_role(programme, "expert")
    verdicts.ask_review(by=make.a_role(programme, "coordinator"), assessment=found, reviewer=expert)
    verdicts.agree(by=expert, assessment=found)
    verdicts.show_to(by=found.member, assessment=found, visibility=visibility)
    assert found.answers.get().value == value
