import socket
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from talanoa.countries import observatory as observatory_room
from talanoa.countries import services
from talanoa.countries.models import Figure, Series
from talanoa.countries.observatory import Limits, Row, Unreadable, read
from talanoa.countries.tests.an_observatory import a_page, a_row, observatory
from talanoa.kernel.models import Event
from talanoa.ops import figures as command
from tests.make import a_country

QUICK = Limits(seconds=5, silence=2, bytes=20_000, pages=3, tries=3)


def asked(*answers, limits=QUICK):
    """What is read of these answers, which addresses were asked, and how long was waited."""
    waits = []
    with observatory(*answers) as (address, paths):
        rows = read("NCD_CCS_OralMorph", address=address, limits=limits, wait=waits.append)
    return rows, paths, waits


def refused(*answers, limits=QUICK):
    with pytest.raises(Unreadable) as said:
        asked(*answers, limits=limits)
    return str(said.value)


def test_an_indicator_is_read_page_after_page():
    rows, paths, _waits = asked(
        a_page(a_row(), **{"@odata.nextLink": "HERENCD_CCS_OralMorph?$skip=1"}),
        a_page(a_row("FJI", value="No")),
    )

    assert rows == [
        Row(iso3="TON", year=2017, category="yes"),
        Row(iso3="FJI", year=2017, category="no"),
    ]
    assert paths == ["/api/NCD_CCS_OralMorph", "/api/NCD_CCS_OralMorph?$skip=1"]


@pytest.mark.parametrize(
    ("row", "read_as"),
    [
        (a_row(value="Don't know"), {"category": "dont-know"}),
        (a_row(value="Don’t know"), {"category": "dont-know"}),
        (a_row(value="No response"), {"category": "no-response"}),
        (a_row(value="No data received"), {"category": "no-data"}),
        (a_row(value="–"), {"category": "no-data"}),
        (a_row(value="-"), {"category": "no-data"}),
        (a_row(value=""), {"category": "no-data"}),
        (a_row(value=None), {"category": "no-data"}),
        (a_row(value="0.4 [0.1-0.9]", NumericValue=0.4), {"value": Decimal("0.4")}),
        (a_row(value="", NumericValue=12), {"value": Decimal(12)}),
        (a_row(value="2.5"), {"value": Decimal("2.5")}),
    ],
)
def test_a_value_is_read_and_what_is_missing_stays_missing(row, read_as):
    rows, *_rest = asked(a_page(row))

    assert rows == [Row(iso3="TON", year=2017, **read_as)]


@pytest.mark.parametrize(
    "row",
    [
        a_row(SpatialDimType="REGION", SpatialDim="WPR"),
        a_row(SpatialDimType="GLOBAL", SpatialDim="GLOBAL"),
        a_row(Dim1Type="SEX", Dim1="SEX_FMLE"),
        a_row(Dim2="AGEGROUP_YEARS15-29"),
    ],
)
def test_regions_and_parts_of_the_people_are_passed_over(row):
    assert asked(a_page(row))[0] == []


@pytest.mark.parametrize(
    ("answer", "to_do"),
    [
        ((404, "", {}), observatory_room.RENAMED),
        ((500, "", {}), observatory_room.LATER),
        ((403, "", {}), observatory_room.LATER),
        ((200, "<p>Sign in", {"Content-Type": "text/html"}), observatory_room.OTHER),
        ("<!doctype html><p>Sign in", observatory_room.OTHER),
        (a_page(a_row())[:-30], observatory_room.LATER),
        ((200, a_page(a_row()), {"Content-Length": "9000"}), None),
        ('{"rows": []}', observatory_room.FORM),
        (a_page(a_row(IndicatorCode="WEATHER")), observatory_room.RENAMED),
        (a_page(a_row(value="12 kg")), observatory_room.FORM),
    ],
)
def test_each_failure_says_what_to_do(answer, to_do):
    limits = Limits(seconds=9, silence=2, bytes=20_000, pages=3, tries=1)
    if to_do is None:
        # Cut short by the line, and whole all the same: what came can be read.
        assert len(asked(answer, limits=limits)[0]) == 1
        return
    with pytest.raises(Unreadable) as said:
        asked(answer, limits=limits)
    assert said.value.to_do == to_do


def test_silence_in_the_middle_of_an_answer_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/api/"
        limits = Limits(seconds=5, silence=0.2, tries=1)
        with pytest.raises(Unreadable, match="could not be reached") as said:
            read("X", address=address, limits=limits)
    assert said.value.to_do == observatory_room.REACH


def test_an_empty_list_is_no_figures():
    assert asked(a_page())[0] == []


@pytest.mark.parametrize(
    ("answer", "waits"),
    [((503, "", {}), [2.0, 4.0]), ((429, "", {"Retry-After": "900"}), [20, 20])],
)
def test_a_busy_observatory_is_asked_again_after_a_while(answer, waits):
    rows, paths, waited = asked(answer, answer, a_page(a_row()), limits=Limits())

    assert (len(rows), len(paths), waited) == (1, 3, waits)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([(500, "", {})], "It answered 500"),
        ([(429, "", {})], "It answered 429"),
        ([(404, "", {})], "It answered 404"),
        ([(302, "", {"Location": "http://127.0.0.1:1/"})], "It answered 302"),
        ([(200, "<p>", {"Content-Type": "text/html"})], "text/html"),
        (['{"value": [{'], "broken JSON"),
        (['{"value": NaN}'], "broken JSON"),
        (["[" * 9_000], "broken JSON"),
        (["\udcff".encode("utf-8", "surrogatepass").decode("latin-1")], "broken JSON"),
        (["[]"], "no list"),
        (['{"value": {}}'], "no list"),
        (['{"value": ["x"]}'], "no row"),
        ([a_page(a_row(SpatialDim=7))], "no country or no year"),
        ([a_page(a_row(TimeDim="2017-2018"))], "no country or no year"),
        ([a_page(a_row(value="Perhaps"))], "“Perhaps” of TON"),
        ([a_page(a_row(NumericValue=[1], value="x"))], "of TON"),
        ([a_page(*[a_row()] * 200)], "more than 20000 bytes"),
        ([a_page(**{"@odata.nextLink": "HERENCD_CCS_OralMorph"})], "more than 1 pages"),
        ([a_page(**{"@odata.nextLink": f"?{n}"}) for n in range(9)], "more than 3 pages"),
        ([a_page(**{"@odata.nextLink": "https://elsewhere.example/x"})], "another host"),
        ([a_page(**{"@odata.nextLink": 7})], "not an address"),
    ],
)
def test_what_is_not_in_its_form_is_refused_with_the_reason(answers, reason):
    assert reason in refused(*answers, limits=Limits(seconds=9, bytes=20_000, pages=3, tries=2))


def test_nobody_there_is_told():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/api/"
        with pytest.raises(Unreadable, match="could not be reached"):
            read("X", address=address, limits=QUICK)


def test_one_that_takes_too_long_is_given_up():
    assert "longer than 0 seconds" in refused(a_page(), limits=Limits(seconds=0))


def test_only_https_is_asked_beyond_this_machine():
    with pytest.raises(Unreadable, match="not an https address"):
        read("X", address="http://who.example/api/")


@pytest.fixture
def at(db, settings, monkeypatch):
    """Have the observatory answer so, and the command ask it."""
    services.load_series()
    a_country()
    monkeypatch.setattr("talanoa.countries.observatory.time.sleep", lambda _seconds: None)

    def run(*answers, **options):
        with observatory(*answers) as (address, paths):
            settings.OBSERVATORY_URL = address
            return command.refresh(**options), paths

    return run


def test_a_refresh_adds_keeps_and_tells(at, capsys):
    at(a_page(a_row(value="No"), a_row(year=2015)), series="oral-morphine")

    exit_code, _paths = at(a_page(a_row(), a_row("HKG"), a_row(year=2019)), series="oral-morphine")

    out = capsys.readouterr().out.splitlines()
    assert exit_code == 0
    assert out[1:] == [
        "oral-morphine: 1 new, 1 changed, 0 as before",
        "  TON 2017: No -> Yes",
        "  passed over, no country of ours: HKG",
    ]
    assert Figure.objects.filter(replaced_at__isnull=False).get().category == "no"
    assert Figure.objects.filter(replaced_at=None).count() == 3
    assert Event.objects.filter(kind="countries.figures_put").count() == 2


def test_a_dry_run_of_a_refresh_keeps_nothing(at, capsys):
    exit_code, _paths = at(a_page(a_row()), series="oral-morphine", dry_run=True)

    assert (exit_code, Figure.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert "1 new" in capsys.readouterr().out


def test_one_series_that_fails_leaves_the_others_their_turn(at, capsys):
    exit_code, paths = at((404, "", {}), a_page(a_row(IndicatorCode=None)), series=None)

    assert (exit_code, len(paths)) == (1, 4)
    assert "oral-morphine: It answered 404" in capsys.readouterr().err
    assert Figure.objects.count() == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, "", {}), "another name now"),
        ((503, "", {}), "again later"),
        ((200, "<p>", {"Content-Type": "text/html"}), "in a browser"),
        (a_page(), "no figure of any country"),
        (a_page(a_row(), a_row(value="No")), "two figures for 2017"),
    ],
)
def test_what_was_there_stays_and_is_said_to_stay(at, capsys, answer, words):
    at(a_page(a_row()), series="oral-morphine")

    exit_code, _paths = at(answer, series="oral-morphine")

    said = capsys.readouterr().err
    assert (exit_code, Figure.objects.get().category) == (1, "yes")
    assert words in said
    assert "Nothing was changed: the 1 figures of it, read on " in said


def morphine(*values):
    rows = (
        a_row(code, value="", NumericValue=value, IndicatorCode="MEDS5090300")
        for code, value in zip(["TON", "FJN", "WSN", "VUN"], values, strict=False)
    )
    return a_page(*rows)


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        ([1000, 2000, 3000], True),
        ([0.001, 0.002, 0.003], True),
        ([2, 3, 9], False),
        ([1000, 2000], False),
        ([0, 0, 0], False),
    ],
)
def test_figures_of_another_unit_are_refused_until_somebody_says_otherwise(
    at, capsys, values, is_refused
):
    for code in ("FJ", "WS", "VU"):
        a_country(code, name=code)
    at(morphine(1, 2, 3), series="morphine-per-person")

    exit_code, _paths = at(morphine(*values), series="morphine-per-person")

    said = capsys.readouterr().err
    current = Figure.objects.filter(replaced_at=None).order_by("country__iso3")
    assert exit_code == int(is_refused)
    assert ("Has the unit changed? It is “mg per person” here." in said) is is_refused
    if is_refused:
        assert [int(one.value) for one in current] == [2, 1, 3]
        exit_code, _paths = at(morphine(*values), series="morphine-per-person", accepts_unit=True)
        assert exit_code == 0


def test_contradicting_rows_are_refused_whole(at, capsys):
    exit_code, _paths = at(a_page(a_row(), a_row(value="No")), series="oral-morphine")

    assert (exit_code, Figure.objects.count()) == (1, 0)
    assert "two figures for 2017" in capsys.readouterr().err


def test_a_series_that_is_not_there_is_named(at, capsys):
    assert command.refresh(series="listed-opioids") == 1
    assert "no series listed-opioids" in capsys.readouterr().err
    with pytest.raises(ValidationError):
        services.refresh(by=None, series=Series.objects.get(code="listed-opioids"))


def test_a_file_is_loaded_by_the_command_and_a_bad_one_refused(at, tmp_path, capsys):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text('{"datasets": [], "countries": {}}')
    bad.write_text("{")

    assert (command.load(good), command.load(bad), command.load(tmp_path / "none")) == (0, 1, 1)
    assert "bad.json cannot be read" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_command_brings_the_countries_where_there_are_none(tmp_path, capsys):
    file = tmp_path / "figures.json"
    file.write_text('{"datasets": [], "countries": {}}')

    assert (command.load(file), command.load(file)) == (0, 0)

    assert capsys.readouterr().out == "Loading 194 countries\n"
