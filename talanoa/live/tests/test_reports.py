"""Participants' reports of other tools, read from the bytes: layouts, dates, bad files."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.live import calls, matching
from talanoa.live.reports import MOST_BYTES, MOST_LINES, Code, Order, ReportError, moments, read
from talanoa.live.reports.columns import folded

CONSTRUCTED = Path(__file__).parent / "reports_constructed"
DAY = date(2026, 3, 5)
ZOOM = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
ANA = [("14:00:05", "14:30:00"), ("14:40:10", "15:00:00")]
BEN = [("14:10:00", "14:59:30")]


def times(attendee):
    return [(f"{began:%H:%M:%S}", f"{ended:%H:%M:%S}") for began, ended in attendee.stays]


def a_line(join="03/05/2026 02:00:00 PM", leave="03/05/2026 03:00:00 PM", name="Ana", mail=""):
    return f'{name},{mail},"{join}","{leave}",60,No\n'


def refused(data, **options):
    with pytest.raises(ReportError) as error:
        read(data, **({"day": DAY} | options))
    return error.value.code, error.value.line


@pytest.mark.parametrize("path", sorted(CONSTRUCTED.glob("*.csv")), ids=lambda path: path.stem)
def test_every_layout_says_the_same(path):
    report = read(path.read_bytes(), day=DAY)

    people = {one.names[-1].removesuffix(" (Guest)"): one for one in report.attendees}
    assert sorted(people) == ["Ana Faleolo", "Ben Osei"]
    assert people["Ana Faleolo"].address == (
        "" if path.stem.startswith("teams_actions") else "ana@example.org"
    )
    if path.stem == "zoom_unique_users_en":
        assert not report.has_times
        assert {one.length for one in report.attendees} == {timedelta(minutes=50)}
        return
    assert report.has_times
    assert times(people["Ben Osei"]) == BEN
    # With first coming and last leaving alone, the time in all is counted from the coming.
    once = [("14:00:05", "14:49:50")]
    assert times(people["Ana Faleolo"]) == (once if path.stem == "teams_sections_es" else ANA)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(encoding, delimiter, end):
    lines = [
        ["Nom (nom d’origine)", "Heure d’arrivée", "Heure de départ"],
        ["Amélie Œuvrard", "05/03/2026 14:00:00", "05/03/2026 15:00:00"],
    ]
    text = end.join(delimiter.join(cells) for cells in lines)

    (one,) = read(text.encode(encoding), day=DAY).attendees

    assert (one.names, times(one)) == (("Amélie Œuvrard",), [("14:00:00", "15:00:00")])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("03/05/2026 02:00:05 PM", "14:00:05"),
        ("3/5/26, 2:00:05 PM", "14:00:05"),
        ("3/5/26, 2:00:05\u202fPM", "14:00:05"),
        ("3/5/2026, 12:00:05 AM", "00:00:05"),
        ("3/5/2026, 12:00:05 PM", "12:00:05"),
        ("05/03/2026 14:00:05", "14:00:05"),
        ("5/3/2026 2:00:05 p. m.", "14:00:05"),
        ("05.03.2026 14:00", "14:00:00"),
        ("2026-03-05 14:00:05", "14:00:05"),
        ("2026-03-05T14:00:05", "14:00:05"),
        ("2026-03-05T14:00:05.123Z", "14:00:05"),
        ("Mar 05, 2026 14:00:05", "14:00:05"),
        ("Mar 5, 2026 2:00:05 PM", "14:00:05"),
    ],
)
def test_moments(written, meant):
    found = moments.reading(" ".join(written.split()), 7)

    order = moments.order_of([(7, found)], day=DAY)

    assert (found[order].date(), f"{found[order]:%H:%M:%S}") == (DAY, meant)


@pytest.mark.parametrize(
    "written",
    [
        "tomorrow", "14:00:05", "13/13/2026 14:00:00", "30/02/2026 14:00", "3/5/2026 25:00",
        "3/5/2026 13:00 PM", "3/5/2026", "03/05/1926 14:00", "٣/٥/٢٠٢٦ ١٤:٠٠", "=1+1",
    ],
)  # fmt: skip
def test_what_is_no_moment(written):
    assert refused((ZOOM + a_line(join=written)).encode()) == (Code.BAD_MOMENT, 2)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("58", timedelta(minutes=58)),
        ("1:02:03", timedelta(hours=1, minutes=2, seconds=3)),
        ("1h 2m 3s", timedelta(hours=1, minutes=2, seconds=3)),
        ("1 hr 2 min", timedelta(hours=1, minutes=2)),
        ("49 min 45 s", timedelta(minutes=49, seconds=45)),
        ("45s", timedelta(seconds=45)),
    ],
)
def test_lengths(written, meant):
    assert moments.length(written, 1) == meant


@pytest.mark.parametrize(
    ("day", "order", "meant"),
    [
        (date(2026, 5, 4), None, date(2026, 5, 4)),
        (date(2026, 4, 5), None, date(2026, 4, 5)),
        (date(2026, 4, 6), None, date(2026, 4, 5)),  # clocks of another day
        (date(2026, 1, 1), Order.DAY_FIRST, date(2026, 4, 5)),
        (None, Order.MONTH_FIRST, date(2026, 5, 4)),
    ],
)
def test_the_day_of_the_session_or_the_coordinator_settles_the_order(day, order, meant):
    text = ZOOM + a_line("05/04/2026 14:00:00", "05/04/2026 15:00:00")

    (one,) = read(text.encode(), day=day, order=order).attendees

    assert one.stays[0][0].date() == meant


@pytest.mark.parametrize(
    ("data", "options", "expected"),
    [
        (b"", {}, (Code.EMPTY, None)),
        (b"\xef\xbb\xbf \r\n\r\n", {}, (Code.EMPTY, None)),
        (b"PK\x03\x04rest of a zip", {}, (Code.SPREADSHEET, None)),
        (b"\xd0\xcf\x11\xe0rest of an xls", {}, (Code.SPREADSHEET, None)),
        (b"%PDF-1.7\n\x00\x01", {}, (Code.NOT_TEXT, 2)),
        (b"\xff\xfea", {}, (Code.NOT_TEXT, None)),
        (b"name,\x81\x8d", {}, (Code.NOT_TEXT, None)),
        (b"<html><body>Sign in</body></html>", {}, (Code.NO_TABLE, None)),
        (b"Name,Shoe size\nAna,38\n", {}, (Code.NO_TABLE, None)),
        (ZOOM.encode(), {}, (Code.NOBODY, None)),
        ((ZOOM + a_line(name="")).encode(), {}, (Code.NO_NAME, 2)),
        ((ZOOM + a_line() + '"Ben,,x\n' + a_line()).encode(), {}, (Code.MALFORMED, 3)),
        ((ZOOM + a_line(name="Osei, Ben")).encode(), {}, (Code.MALFORMED, 2)),
        (
            (ZOOM + a_line(leave="03/05/2026 01:00:00 PM")).encode(),
            {},
            (Code.BACKWARDS, 2),
        ),
        (
            (ZOOM + a_line(join="13/05/2026 14:00") + a_line(join="05/13/2026 14:00")).encode(),
            {},
            (Code.MIXED_DATES, 3),
        ),
        ((ZOOM + a_line()).encode(), {"day": date(2026, 7, 1)}, (Code.OTHER_DAY, 2)),
        ((ZOOM + a_line()).encode(), {"day": None}, (Code.UNCLEAR_DATES, None)),
        ((ZOOM + a_line()).encode(), {"order": Order.YEAR_FIRST}, (Code.MIXED_DATES, 2)),
        (
            b"Full Name\tUser Action\tTimestamp\nAna\tDanced\t3/5/2026, 2:00:00 PM\n",
            {},
            (Code.UNKNOWN_ACTION, 2),
        ),
        (b"Name,Total Duration (Minutes)\nAna,long\n", {}, (Code.BAD_LENGTH, 2)),
        ((ZOOM + a_line() * MOST_LINES).encode(), {}, (Code.TOO_LONG, MOST_LINES + 1)),
        ((ZOOM + a_line() * 100_000).encode(), {}, (Code.TOO_LONG, MOST_LINES + 1)),
        (b"x" * (MOST_BYTES + 1), {}, (Code.TOO_LARGE, None)),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_bad_files(data, options, expected):
    assert refused(data, **options) == expected


def test_the_longest_report_is_read_in_seconds():
    lines = "".join(
        a_line(name=f"Person {n % 5000}", mail=f"p{n % 5000}@example.org")
        for n in range(MOST_LINES - 1)
    )
    began = time.monotonic()

    report = read((ZOOM + lines).encode(), day=DAY)

    assert len(report.attendees) == 5000
    assert time.monotonic() - began < 10


def test_a_rename_and_a_rejoin_are_one_person_by_address():
    text = ZOOM + a_line(name="iPhone", mail="ANA@example.org") + a_line(mail="ana@example.org")

    (one,) = read(text.encode(), day=DAY).attendees

    assert (one.names, one.address, len(one.stays)) == (("iPhone", "Ana"), "ana@example.org", 2)


def test_whoever_has_not_left_was_there_as_long_as_the_report_knows():
    text = (
        "Full Name\tUser Action\tTimestamp\n"
        "Ana\tJoined\t3/5/2026, 2:00:00 PM\n"
        "Ben\tJoined\t3/5/2026, 2:10:00 PM\n"
        "Cleo\tLeft\t3/5/2026, 2:15:00 PM\n"
        "Ben\tLeft\t3/5/2026, 2:20:00 PM\n"
    )

    found = {one.names[0]: times(one) for one in read(text.encode(), day=DAY).attendees}

    assert found == {"Ana": [("14:00:00", "14:20:00")], "Ben": [("14:10:00", "14:20:00")]}


def test_somebody_without_times_among_others_does_not_end_the_table():
    text = ZOOM + a_line() + "Ben,,,,,\n\n" + a_line(name="Cleo")

    found = [one.names[0] for one in read(text.encode(), day=DAY).attendees]

    assert found == ["Ana", "Cleo"]


def test_the_host_of_the_meeting_in_every_line_is_no_participant():
    text = (
        "Topic,User Name,User Email,Name (Original Name),User Email,Join Time,Leave Time\n"
        "Example,Host,host@example.org,Ana,ana@example.org,2026-03-05 14:00,2026-03-05 15:00\n"
    )

    (one,) = read(text.encode(), day=DAY).attendees

    assert (one.names, one.address) == (("Ana",), "ana@example.org")


moment = st.times().map(lambda at: datetime.combine(DAY, at))


@given(st.lists(st.tuples(moment, moment).map(sorted), min_size=1, max_size=6), st.sampled_from(
    ["%d/%m/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M:%S", "%b %d, %Y %H:%M:%S"]
))  # fmt: skip
def test_what_is_written_is_read(stays, pattern):
    stays = [tuple(at.replace(microsecond=0) for at in stay) for stay in stays]
    lines = [a_line(began.strftime(pattern), ended.strftime(pattern)) for began, ended in stays]

    (one,) = read((ZOOM + "".join(lines)).encode(), day=DAY).attendees

    assert list(one.stays) == stays


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_bytes_break_it(data):
    for whole in (data, ZOOM.encode() + data, ZOOM.encode("utf-16") + data):
        try:
            read(whole, day=DAY)
        except ReportError as error:
            assert error.code in Code


def test_a_moment_with_an_offset_keeps_it():
    (one,) = read(
        (ZOOM + a_line("2026-03-05T14:00:00Z", "2026-03-05T16:00:00+01:00")).encode(), day=DAY
    ).attendees

    assert one.stays[0][0] == datetime(2026, 3, 5, 14, tzinfo=UTC)
    assert one.stays[0][1] == datetime(2026, 3, 5, 15, tzinfo=UTC)


# --- Who may be whom, by name --------------------------------------------------------------------

PEOPLE = {1: "Ana Faleolo", 2: "Ben Osei", 3: "Ana María Díaz", 4: "Sam Okoye", 5: "Sam Okoye"}


@pytest.mark.parametrize(
    ("names", "who"),
    [
        (["Ana Faleolo"], 1),
        (["FALEOLO, ana"], 1),
        (["Ana F. (Ana Faleolo)"], 1),
        (["Ben Osei (Guest)"], 2),
        (["Dr Ben Osei"], 2),
        (["ana maria diaz"], 3),
        (["Ana Díaz"], 3),
        (["iPhone", "Ben Osei"], 2),
        (["Ana"], None),
        (["Sam Okoye"], None),
        (["Galaxy A12"], None),
        (["+41 22 791 21 11"], None),
        ([""], None),
    ],
)
def test_a_name_proposes_just_one_person_or_nobody(names, who):
    assert matching.proposed(names, PEOPLE) == who


def test_folding():
    assert folded("  Durée (Minutes) ") == "duree minutes"


@pytest.mark.parametrize(
    ("url", "tool"),
    [
        ("https://us02web.zoom.us/j/81200000000?pwd=x", calls.ZOOM),
        ("https://teams.microsoft.com/l/meetup-join/19", calls.TEAMS),
        ("https://meet.google.com/abc-defg-hij", calls.MEET),
        ("https://meet.jit.si/Example", calls.JITSI),
        ("https://bbb.example.org/b/ana", calls.BIG_BLUE_BUTTON),
        ("https://zoom.us.example.org/j/1", calls.OTHER),
        ("https://notzoom.us/j/1", calls.OTHER),
    ],
)
def test_the_tool_is_known_by_its_address(url, tool):
    assert calls.tool_of(url) == tool
