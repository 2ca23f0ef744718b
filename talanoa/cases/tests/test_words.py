import pytest

from talanoa.cases import words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  \n ", 0),
        ("One pharmacist serves four islands.", 5),
        ("It doesn't reach out-patients", 4),
        ("12 of 30 clinics (2024)", 5),
        ("吗啡不够", 4),
        ("吗啡 10 mg", 4),
        ("المورفين لا يصل", 3),
        ("… — !", 0),
    ],
)
def test_words_are_counted_as_a_reader_would(text, count):
    assert words.count(text) == count
