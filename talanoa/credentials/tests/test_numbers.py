import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.credentials import numbers
from talanoa.credentials.numbers import ALPHABET, BadNumber

NUMBER = numbers.new()
PLAIN = NUMBER.replace("-", "")


def test_numbers_are_readable_and_do_not_repeat():
    made = [numbers.new() for _ in range(500)]

    assert len(set(made)) == 500
    assert {len(number) for number in made} == {19}
    assert all(set(number) <= set(ALPHABET + "-") for number in made)


@given(st.lists(st.sampled_from(ALPHABET), min_size=15, max_size=15))
def test_however_it_is_typed_it_is_the_same_number(signs):
    digits = [ALPHABET.index(sign) for sign in signs]
    number = "".join(signs) + ALPHABET[numbers._check(digits)]
    written = "-".join(number[start : start + 4] for start in range(0, 16, 4))

    typed = [number, number.lower(), written, f"  {written.lower()}\n", written.replace("-", " ")]
    typed.append(written.replace("0", "O").replace("1", "l"))
    typed.append(written.replace("0", "o").replace("1", "I").replace("-", "–"))

    assert {numbers.read(each) for each in typed} == {written}


@given(st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place, sign):
    wrong = PLAIN[:place] + sign + PLAIN[place + 1 :]
    if wrong == PLAIN:
        assert numbers.read(wrong) == NUMBER
    else:
        with pytest.raises(BadNumber):
            numbers.read(wrong)


@given(st.integers(0, 15), st.integers(0, 15))
def test_two_characters_changed_about_are_noticed(one, other):
    signs = list(PLAIN)
    signs[one], signs[other] = signs[other], signs[one]
    if "".join(signs) == PLAIN:
        assert numbers.read(PLAIN) == NUMBER
    else:
        with pytest.raises(BadNumber):
            numbers.read("".join(signs))


@pytest.mark.parametrize(
    "typed",
    ["", "ABC", PLAIN + "0", PLAIN[:-1], "U" * 16, "é" * 16, "../" * 9],
    ids=["nothing", "short", "one more", "one less", "no such sign", "accents", "path"],
)
def test_what_cannot_be_a_number_is_refused(typed):
    with pytest.raises(BadNumber):
        numbers.read(typed)
