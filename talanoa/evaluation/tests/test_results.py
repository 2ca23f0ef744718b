"""The arithmetic of feedback: numbers beside how many gave them, nothing from a small group."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.evaluation.results import Question, summarise

SCALE = Question(code="learned", kind="scale", words="Learned?")
YES = Question(code="free", kind="yes-no", words="Free?", yes="oui", no="non")
TEXT = Question(code="thing", kind="text", words="One thing?")


def test_a_scale_is_counted_step_by_step_with_its_median():
    answers = [{"learned": step} for step in (5, 4, 4, 2, 5)]

    (item,) = summarise([SCALE], answers).items

    assert item.distribution == (("1", 0), ("2", 1), ("3", 0), ("4", 2), ("5", 2))
    assert (item.n, item.middle) == (5, 4.0)


def test_yes_and_no_are_counted_in_the_readers_words():
    answers = [{"free": value} for value in (True, True, False, True, True)]

    (item,) = summarise([YES], answers).items

    assert item.distribution == (("oui", 4), ("non", 1))


def test_own_words_are_in_an_order_that_says_nothing_of_who_wrote_them():
    answers = [{"thing": words} for words in ("Train nurses", "ask", "")] + [{}, {}]

    (item,) = summarise([TEXT], answers).items

    assert (item.n, item.texts) == (2, ("ask", "Train nurses"))


@pytest.mark.parametrize("n", [0, 1, 4])
def test_of_a_small_group_only_the_number_is_given(n):
    answers = [{"learned": 5, "free": True, "thing": "Me."}] * n

    results = summarise([SCALE, YES, TEXT], answers)

    assert (results.n, results.is_shown) == (n, False)
    assert [(item.n, item.distribution, item.middle, item.texts) for item in results.items] == [
        (n, (), None, ())
    ] * 3


def test_an_item_few_answered_stays_hidden_in_a_group_that_is_not_small():
    answers = [{"learned": 5, "free": True}] * 4 + [{"learned": 1}] * 3

    scale, yes = summarise([SCALE, YES], answers).items

    assert (scale.is_shown, scale.n, yes.is_shown, yes.n) == (True, 7, False, 4)


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=40))
def test_what_is_shown_adds_up_to_how_many_answered(values):
    answers = [{} if value is None else {"learned": value} for value in values]

    (item,) = summarise([SCALE], answers).items

    assert item.n == sum(value is not None for value in values)
    assert sum(count for _, count in item.distribution) == (item.n if item.is_shown else 0)


@given(st.permutations([1, 2, 2, 5, 4, 3]))
def test_the_order_of_responses_changes_nothing(values):
    answers = [{"learned": value} for value in values]

    (item,) = summarise([SCALE], answers).items

    assert (item.middle, item.distribution[1]) == (2.5, ("2", 2))
