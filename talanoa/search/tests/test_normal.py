"""One form of words, whatever the script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.search import language, normal

SAME = [
    ("Accès", "acces"),
    ("ACCÈS", "acces"),
    ("Ａｃｃｅｓ", "acces"),
    ("ﬁnance", "finance"),
    ("Œuvre", "oeuvre"),
    ("Straße", "strasse"),
    ("STRASSE", "strasse"),
    ("Łódź", "lodz"),
    ("İstanbul", "istanbul"),
    ("ёлка", "елка"),
    ("ЁЛКА", "елка"),
    ("йод", "йод"),
    ("مُوَحَّد", "موحد"),
    ("مـــورفين", "مورفين"),
    ("المورفين", "مورفين"),
    ("أدوية", "ادويه"),
    ("مستشفى", "مستشفي"),
    ("٢٠٢٦", "2026"),
    ("۲۰۲۶", "2026"),
    ("२०२६", "2026"),
    ("co\u00adoperate", "cooperate"),
    ("Ελλάδα", "ελλαδα"),
]


@pytest.mark.parametrize(("written", "kept"), SAME)
def test_a_word_has_one_form(written, kept):
    assert normal.words(written) == [kept]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("—  ?!", []),
        ("l’accès à l'opioïde", ["acces", "a", "opioide"]),
        ("the country's plan", ["the", "country", "plan"]),
        ("sub-Saharan, 24/7", ["sub", "saharan", "24", "7"]),
        ("缓和医疗", ["缓和", "和医", "医疗", "疗"]),
        ("医", ["医"]),
        ("WHO缓和2026", ["who", "缓和", "和", "2026"]),
        ("पालीएटिव केयर", ["पालीएटिव", "केयर"]),
        ("x" * 100, ["x" * 60]),
    ],
)
def test_a_text_falls_into_words(text, words):
    assert normal.words(text) == words


def test_parts_are_kept_apart():
    assert (
        normal.normalised(["One plan", "", "no budget"]) == f"one plan {normal.BOUNDARY} no budget"
    )


@given(st.text())
def test_words_hold_letters_digits_and_marks_alone(text):
    for word in normal.words(text):
        assert word
        assert {unicodedata.category(sign)[0] for sign in word} <= {"L", "N", "M"}


@given(st.text(alphabet=st.characters(max_codepoint=0x6FF)))
def test_what_is_normal_stays_so(text):
    words = normal.words(text)
    article = any(word.startswith("ال") for word in words)

    assert article or normal.words(" ".join(words)) == words


@given(st.text())
def test_case_and_composition_make_no_difference(text):
    assert normal.words(unicodedata.normalize("NFD", text)) == normal.words(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The plan of the ministry is not in the budget", "en"),
        ("Le plan du ministère n'est pas dans le budget des districts", "fr"),
        ("El plan no está en el presupuesto de los distritos y la ley no lo pide", "es"),
        ("O plano não está no orçamento dos distritos e a lei não o pede em geral", "pt"),
        ("لا يصل المورفين إلى الجزر", "ar"),
        ("Морфин не доходит до островов", "ru"),
        ("吗啡尚未到达岛屿 WHO", "zh"),
        ("Morphine", "sw"),
        ("", "sw"),
        ("1234", "sw"),
    ],
)
def test_the_language_of_a_text_is_guessed(text, code):
    assert language.guessed(text, otherwise="sw") == code
