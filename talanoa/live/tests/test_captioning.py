"""The words of captions: cleaned, folded, named by language, and written into files."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.live import captioning
from talanoa.live.captioning import Line


def line(seconds, text, who=""):
    return Line(at=timedelta(seconds=seconds), who=who, text=text)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  Good \n morning\r\n", "Good morning"),
        ("a\x00b\x1bc", "a b c"),
        ("\u202eturned\u202c", "turned"),
        ("e\u0301te\u0301", "été"),
        ("line\u2028two", "line two"),
        ("\u0645\u06cc\u200c\u0631\u0648\u062f", "\u0645\u06cc\u200c\u0631\u0648\u062f"),
        ("\ufeff \u200b\n", ""),
        ("", ""),
    ],
)
def test_text_is_cleaned(sent, kept):
    assert captioning.cleaned(sent) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = captioning.cleaned(text)

    assert captioning.cleaned(once) == once
    assert "\n" not in once


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("L’École", "ecole"),
        ("المُسَكِّنات", "المسكنات"),
        ("أدوية", "ادوية"),
        ("STRASSE", "straße"),
        ("止痛藥", "痛"),
    ],
)
def test_what_is_searched_is_found_without_its_accents(said, asked):
    assert captioning.folded(asked) in captioning.folded(said)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-US", "en"),
        ("fr", "fr"),
        ("pt_BR", "pt"),
        ("zh-CN", "zh-hans"),
        ("zh-TW", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("sr-Latn-RS", "sr"),
        ("es-419", "es"),
        ("gil", "gil"),
        ("", ""),
        ("english", ""),
        ("e1", ""),
        ("en-US; drop", ""),
    ],
)
def test_a_language_is_named_as_services_name_it(tag, code):
    assert captioning.language_of(tag) == code


def test_webvtt_holds_voices_and_nothing_that_could_be_a_tag():
    lines = [line(0, "a < b --> c & d", who="Ana <Faleolo>"), line(3.5, "Next")]

    assert captioning.as_vtt(lines, title="An --> hour", language="en") == (
        "WEBVTT\nLanguage: en\n\nNOTE An --&gt; hour\n"
        "\n00:00:00.000 --> 00:00:03.500\n<v Ana &lt;Faleolo&gt;>a &lt; b --&gt; c &amp; d\n"
        "\n00:00:03.500 --> 00:00:10.500\nNext\n"
    )


def test_subrip_counts_its_lines():
    lines = [line(3725.25, "One", who="Ben"), line(3725.3, "Two")]

    assert captioning.as_srt(lines) == (
        "1\n01:02:05,250 --> 01:02:05,950\nBen: One\n\n2\n01:02:05,300 --> 01:02:12,300\nTwo\n"
    )


def test_plain_text_is_read_line_by_line():
    lines = [line(65, "One", who="Ben"), line(70, "Two")]

    assert captioning.as_text(lines, title="An hour") == (
        "An hour\n\n[0:01:05] Ben: One\n[0:01:10] Two\n"
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 7200), st.text(min_size=1).map(captioning.cleaned)), max_size=20
    )
)
def test_every_line_has_a_time_of_its_own_in_webvtt(said):
    lines = [line(at, text or "–") for at, text in sorted(said)]

    written = captioning.as_vtt(lines, title="An hour", language="en")

    times = re.findall(r"^(\S+) --> (\S+)$", written, re.MULTILINE)
    assert len(times) == len(lines)
    assert all(begins < ends for begins, ends in times)
