import re

import pytest

from talanoa.people import tokens


def test_a_secret_is_long_and_fits_into_an_address():
    secrets = {tokens.new_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert all(re.fullmatch(r"[\w-]{43}", secret) for secret in secrets)


def test_a_code_has_eight_digits():
    assert all(re.fullmatch(r"\d{8}", tokens.new_code()) for _ in range(50))


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("12345678", "12345678"),
        (" 1234 5678 ", "12345678"),
        ("1234-5678", "12345678"),
        ("١٢٣٤ ٥٦٧٨", "12345678"),
        ("१२३४५६७८", "12345678"),
        ("１２３４５６７８", "12345678"),
        ("²", "2"),
        ("abc", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_it_is_typed_anywhere(typed, digits):
    assert tokens.digits_of(typed) == digits


def test_a_code_is_bound_to_its_link():
    one = tokens.hash_of_code("12345678", secret_hash="a")

    assert one == tokens.hash_of_code("12345678", secret_hash="a")
    assert one != tokens.hash_of_code("12345678", secret_hash="b")
    assert one != tokens.hash_of_code("12345679", secret_hash="a")


def test_a_code_is_shown_in_two_halves():
    assert tokens.spaced("12345678") == "1234 5678"
