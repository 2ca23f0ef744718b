"""Frameworks as tables: what is wrong with a row is refused with its line."""

import json

import pytest

from talanoa.assessment.files import writing
from talanoa.assessment.tests.reading import faults, read
from talanoa.assessment.tests.records import a_file

HEAD = "row,code,number,title,kind,unit,lowest,title_fr\n"


FORMULA = (
    "The cell under “title” begins with “{}”, which a spreadsheet takes for a formula. If it is "
    "text, put ' before it."
)


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ("about,title,,=1+1\n", 2, FORMULA.format("=")),
        ('about,title,,"two\nlines"\nabout,source,,@SUM(A1)\n', 4, FORMULA.format("@")),
        ("level,,1,A\n", 2, "A level stands below its indicator; there is none above this one."),
        (
            "indicator,P1,1,A,levels\n",
            2,
            "An indicator stands below its dimension; there is none above this one.",
        ),
        (
            "colour,red,,\n",
            2,
            "The column “row” says “colour”; it must be one of: about, dimension, indicator, "
            "level.",
        ),
        ("about,title,,A,levels\n", 2, "A row of kind “about” leaves the column “kind” empty."),
        (
            "about,title,,A,,,,,more\n",
            2,
            "The row has more cells than the first row has columns.",
        ),
        ("about,title,,A\nabout,title,,B\n", 3, "“title” is said twice."),
        ("about,year,,A,,,,Un\n", 2, "“year” is not translated."),
        (
            "dimension,d,,D\nindicator,P1,1,A,number,days,NaN\n",
            3,
            "Indicator P1: “lowest” must be a number.",
        ),
        (
            "dimension,d,,D\nindicator,P1,one,A,number,days,1\n",
            3,
            "Indicator P1: “number” must be a whole number.",
        ),
        ('about,title,,"open\n', 2, "This row is not CSV: unexpected end of data."),
    ],
)
def test_csv_is_refused_with_the_line_and_the_reason(rows, line, reason):
    assert (line, reason) in faults(HEAD + rows, is_csv=True)


def test_columns_that_are_not_a_frameworks_are_refused_together():
    assert faults("row,code,code,colour\n", is_csv=True) == [
        (1, "“colour” is no column of a framework."),
        (1, "The column “code” is there twice."),
        (1, "The column “number” is missing."),
        (1, "The column “title” is missing."),
    ]


def test_a_table_with_semicolons_is_read_as_well():
    text = writing.as_csv(read(json.dumps(a_file())).record)

    assert read(text.replace(",", ";"), is_csv=True).record.code == "set"
