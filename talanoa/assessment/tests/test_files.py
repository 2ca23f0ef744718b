"""The file format: what goes out comes in again, and what is wrong is refused with its line."""

import json
import re
import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talanoa.assessment import files
from talanoa.assessment.files import source, tables, units, writing
from talanoa.assessment.terms import IndicatorKind, Unit
from talanoa.assessment.tests.reading import faults, read
from talanoa.assessment.tests.records import (
    a_dimension,
    a_file,
    a_level,
    an_indicator,
    frameworks,
    texts,
)


def as_lines(record):
    """JSON of which each value of interest stands on a line of its own."""
    return json.dumps(record, indent=1)


def line_of(text, words):
    """The line on which ``words`` stand for the last time."""
    return text[: text.rindex(words)].count("\n") + 1


@settings(max_examples=150, deadline=None)
@given(frameworks())
def test_what_goes_out_comes_in_again(record):
    assert read(writing.as_json(record)).record == record
    assert read(writing.as_csv(record), is_csv=True).record == record


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.booleans())
def test_no_bytes_are_more_than_refused(data, is_csv):
    with pytest.raises(files.Faulty) as refused:
        read(data, is_csv=is_csv)
    assert all(
        fault.line <= data.count(b"\n") + data.count(b"\r") + 1 for fault in faults_of(refused)
    )


def faults_of(refused):
    return refused.value.faults


@settings(max_examples=200, deadline=None)
@given(frameworks(), st.data())
def test_a_file_cut_anywhere_or_with_a_sign_changed_is_read_or_refused(record, data):
    for text, is_csv in ((writing.as_json(record), False), (writing.as_csv(record), True)):
        at = data.draw(st.integers(0, len(text) - 1))
        sign = data.draw(st.sampled_from(["", "\x00", '"', "9" * 30, "NaN", ",", "\n", "{"]))
        try:
            read(text[:at] + sign + text[at + 1 :], is_csv=is_csv)
        except files.Faulty as faulty:
            assert 0 < len(faulty.faults) <= source.MOST_FAULTS + 1


@given(texts(30))
def test_a_cell_that_is_no_formula_to_a_spreadsheet_is_the_same_text_again(text):
    assert tables.unquoted(tables.quoted(text)) == text
    assert tables.quoted(text)[:1] not in tables.FORMULA_SIGNS


def test_the_units_and_kinds_of_files_are_those_of_the_tables():
    assert sorted(unit for known in units.UNITS.values() for unit in known) == sorted(Unit.values)
    assert sorted(units.UNITS) == sorted(IndicatorKind.values)


def an_indicator_with(**more):
    return as_lines(a_file(a_dimension(an_indicator(**more))))


WRONG = {
    "levels missing": (
        an_indicator_with(levels=[]),
        '"levels": []',
        "Indicator P1: levels are missing; there must be two at least.",
    ),
    "a level left out": (
        an_indicator_with(levels=[a_level(1), a_level(3)]),
        '"value": 3',
        "Indicator P1: level 2 is missing before level 3.",
    ),
    "levels out of order": (
        an_indicator_with(levels=[a_level(0), a_level(2), a_level(1)]),
        '"value": 2',
        "Indicator P1: level 1 is missing before level 2.",
    ),
    "a number for a share": (
        an_indicator_with(kind="share", unit="days", levels=[]),
        '"unit": "days"',
        "Indicator P1: “days” does not go with the kind “share”; it must be “percent”.",
    ),
    "a unit nobody knows": (
        an_indicator_with(kind="share", unit="furlongs", levels=[]),
        '"unit": "furlongs"',
        "Indicator P1: “furlongs” is no unit we know; it must be “percent”.",
    ),
    "levels with a unit": (
        an_indicator_with(unit="days"),
        '"unit": "days"',
        "Indicator P1 is answered in levels and has no unit.",
    ),
    "bounds the wrong way round": (
        an_indicator_with(kind="number", unit="days", lowest=7, highest=3, levels=[]),
        '"highest": 3',
        "Indicator P1: the highest value, 3, is not above the lowest, 7.",
    ),
    "a share above a hundred": (
        an_indicator_with(kind="share", unit="percent", highest=101, levels=[]),
        '"highest": 101',
        "Indicator P1: a share lies between 0 and 100, not at 101.",
    ),
    "a number of 64 bits": (
        an_indicator_with(kind="number", unit="days", highest=2**63, levels=[]),
        str(2**63),
        "Indicator P1: “highest” is too large a number.",
    ),
    "a number with too many decimals": (
        an_indicator_with(kind="number", unit="days", lowest=0.00001, levels=[]),
        "1e-05",
        "Indicator P1: “lowest” has more than four decimals.",
    ),
    "a version that replaces itself": (
        as_lines(a_file(version=2, replaces=2)),
        '"replaces"',
        "Version 2 says that it replaces itself.",
    ),
    "versions in a circle": (
        as_lines(a_file(version=2, replaces=3)),
        '"replaces"',
        "Version 2 says that it replaces version 3, which is later: versions would go round in a "
        "circle.",
    ),
    "a language nobody knows": (
        as_lines(a_file(languages=["en", "qq"])),
        '"qq"',
        "“qq” is no language we know; write “en”, “fr”, “sw” …",
    ),
    "a translation into another": (
        as_lines(a_file(translations={"pt": {"title": "Um"}})),
        '"pt"',
        "The file: “pt” is not among the languages after the first.",
    ),
    "no dimensions": (
        as_lines(a_file(dimensions=[])),
        '"dimensions"',
        "The file: “dimensions” is empty.",
    ),
    "no licence": (
        as_lines({**a_file(), "licence": None}),
        '"licence"',
        "The file lacks “licence”.",
    ),
    "a field nobody knows": (
        as_lines(a_file(colour="red")),
        '"colour"',
        "The file has no field “colour”.",
    ),
    "text where a number belongs": (
        as_lines(a_file(year="2021")),
        '"year"',
        "The file: “year” must be a whole number.",
    ),
    "a sign no database takes": (
        as_lines(a_file(label="a\x00b")),
        '"label"',
        "The file: “label” holds a sign that cannot be shown.",
    ),
    "half a pair": (
        as_lines(a_file(label="\ud83d")),
        '"label"',
        "The file: “label” holds a sign that cannot be shown.",
    ),
    "an object where a list belongs": (
        as_lines(a_file(dimensions={})),
        '"dimensions"',
        "The file: “dimensions” must be a list, in square brackets.",
    ),
    "not a framework": ("[\n1]", "[", "The file must be an object, in braces."),
    "NaN": ('{"year":\nNaN}', "NaN", "NaN and Infinity are no numbers."),
    "Infinity": ('{"year":\n-Infinity}', "-Inf", "NaN and Infinity are no numbers."),
    "a very long number": ("{\n" + '"a": ' + "9" * 41 + "}", '"a"', "This number is too long."),
    "a number beyond numbers": ('{"a":\n1e9999999999999999999}', "1e", "This number is too large."),
    "brackets without end": (
        "\n" + "[" * 50,
        "[",
        "Brackets within brackets: deeper than any framework is.",
    ),
    "not JSON": ("{\n'a': 1}", "'a'", "A field's name in double quotes is expected here."),
    "text after the end": ("{}\n{}", "{}", "Something stands after the end of the JSON."),
}


@pytest.mark.parametrize("name", WRONG)
def test_json_is_refused_with_the_line_and_the_reason(name):
    text, words, reason = WRONG[name]

    assert (line_of(text, words), reason) in faults(text)


def test_levels_out_of_order_or_twice_are_told_where_they_stand():
    text = an_indicator_with(levels=[a_level(2), a_level(1), a_level(1)])
    first = line_of(text, '"value": 2')

    assert faults(text) == [
        (first, "Indicator P1: the lowest level is 2; begin with 0 or 1."),
        (first + 4, "Indicator P1: level 1 stands after level 2; write the lowest first."),
        (first + 7, "Indicator P1: level 1 is there twice."),
        (first + 8, "Indicator P1: level 1 stands after level 2; write the lowest first."),
    ]


def test_codes_and_numbers_said_before_name_the_line_of_the_first():
    text = as_lines(a_file(a_dimension(an_indicator("P1", 4)), a_dimension(an_indicator("P1", 4))))
    firsts = [
        text[: text.index(words)].count("\n") + 1
        for words in ('"code": "policy"', '"code": "P1"', '"number": 4')
    ]

    assert faults(text) == [
        (
            line_of(text, '"code": "policy"'),
            f"The code policy is there already, in line {firsts[0]}.",
        ),
        (line_of(text, '"code": "P1"'), f"The code P1 is there already, in line {firsts[1]}."),
        (line_of(text, '"number": 4'), f"The number 4 is there already, in line {firsts[2]}."),
    ]


def test_all_faults_are_told_at_once_up_to_a_limit():
    many = [an_indicator(f"P{number}", number, kind="colour") for number in range(60)]

    told = faults(as_lines(a_file(a_dimension(*many))))

    assert len(told) == source.MOST_FAULTS + 1
    assert told[-1][1] == "There are more; these are the first 50."


@pytest.mark.parametrize("is_csv", [True, False])
@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", (1, "The file is empty.")),
        (b"\xef\xbb\xbf \n\n", (1, "The file is empty.")),
        (
            b"row\n\nM\xe9decine",
            (3, "This is not UTF-8. Save the file as UTF-8 (“CSV UTF-8” in Excel)."),
        ),
    ],
)
def test_what_is_no_text_is_refused(data, fault, is_csv):
    assert faults(data, is_csv=is_csv) == [fault]


@pytest.mark.parametrize(
    ("text", "is_csv", "fault"),
    [
        (
            "row,code,number,title\n" + "level,,1,A\n" * 1_000_000,
            True,
            (5_001, "More than 5,000 rows; the file was read to this line."),
        ),
        (
            '{"dimensions": [\n' + "1,\n" * 1_000_000 + "1]}",
            False,
            (100_000, "More than 100,000 values; the file was read to this line."),
        ),
        (
            '{"dimensions": [\n' + '{"code": "one"},\n' * 1_000_000 + "1]}",
            False,
            (246_724, "The file is larger than 4 MB; it was read to this line."),
        ),
    ],
)
def test_a_million_rows_are_refused_without_being_read(text, is_csv, fault):
    stream = BytesIO(text.encode())
    began = time.process_time()

    with pytest.raises(files.Faulty) as refused:
        files.read(stream, is_csv=is_csv)

    assert fault in [tuple(one) for one in refused.value.faults]
    assert stream.tell() <= source.MOST_BYTES + 1
    assert time.process_time() - began < 5


def test_a_list_longer_than_any_framework_is_read_to_its_limit():
    many = [an_indicator(f"P{number}", number) for number in range(301)]
    text = as_lines(a_file(a_dimension(*many)))

    assert faults(text) == [
        (line_of(text, '"code": "P300"') - 1, "More than 300 indicators; it was read to this line.")
    ]


@pytest.mark.parametrize("name", ["framework.txt", "framework"])
def test_a_file_of_another_kind_is_refused(tmp_path, name):
    (tmp_path / name).write_text("{}")

    with pytest.raises(files.Faulty, match=r"A framework's file ends in \.json or \.csv\."):
        files.read_file(tmp_path / name)


def test_texts_that_lack_a_translation_are_counted():
    dimension = a_dimension(
        an_indicator(translations={"fr": {"title": "Un"}}, definition="More"),
        translations={"fr": {"title": "Un"}},
    )

    assert read(as_lines(a_file(dimension))).record.untranslated("fr") == 4


def test_the_examples_of_the_documentation_are_good():
    page = Path("docs/running/frameworks.md").read_text(encoding="utf-8")
    as_json = page.partition("```json\n")[2].partition("```")[0]
    rows = [
        line[4:] for line in page.splitlines() if re.match(r"    (row|about|dim|ind|level)", line)
    ]

    assert read(as_json).record.number == 2
    assert read("\n".join(rows), is_csv=True).record.untranslated("fr") == 4
