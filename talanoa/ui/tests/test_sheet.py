"""The style sheet: light, readable in both schemes, and the same sheet in both directions."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "static" / "ui"
SHEET = (STATIC / "talanoa.css").read_text(encoding="utf-8")


def test_sheet_and_scripts_are_light():
    sheet = len(gzip.compress(SHEET.encode()))
    scripts = sum(len(gzip.compress(file.read_bytes())) for file in STATIC.glob("*.js"))

    assert sheet <= 8_000
    assert scripts <= 8_000


def tokens(scheme):
    light, dark = re.findall(r":root \{\s*(?:color-scheme[^;]*;)?([^}]*--paper[^}]*)\}", SHEET)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    return found


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_guidelines_measure_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


AAA, AA, SHAPES = 7, 4.5, 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("above", "ground", "least"),
    [
        ("ink", "paper", AAA),
        ("ink", "raised", AAA),
        ("ink", "sunk", AAA),
        ("ink-2", "paper", AAA),
        ("ink-2", "raised", AAA),
        ("ink-2", "sunk", AAA),
        ("accent", "paper", AAA),
        ("accent", "raised", AAA),
        ("accent", "accent-soft", AAA),
        ("on-accent", "accent", AAA),
        ("on-live", "live", AA),
        ("live", "paper", AA),
        ("bad", "paper", AAA),
        ("bad", "raised", AAA),
        ("good", "raised", AAA),
        ("care", "paper", AAA),
        ("edge", "paper", SHAPES),
        ("edge", "raised", SHAPES),
    ],
)
def test_everything_can_be_read(scheme, above, ground, least):
    colours = tokens(scheme)

    assert contrast(colours[above], colours[ground]) >= least


def test_colours_stand_only_in_the_tokens():
    after = SHEET.split("@layer base {")[1].split("@layer print {")[0]

    assert re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", after) == []


def test_one_sheet_serves_both_directions():
    declared = re.findall(r"^\s*([a-z-]+):", SHEET, flags=re.MULTILINE)
    physical = re.compile(
        r"(min-|max-)?(width|height)$"
        r"|(margin|padding|border|inset|scroll-\w+)-(left|right|top|bottom)(-\w+)?$"
        r"|(left|right|top|bottom)$"
    )

    assert [name for name in declared if physical.match(name)] == []
    assert re.findall(r"(?:text-align|float|clear): (?:left|right)", SHEET) == []
