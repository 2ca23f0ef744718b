"""Addresses that are worked out once."""

import pytest
from django.template import engines
from django.test import override_settings
from django.urls import NoReverseMatch, include, path, set_script_prefix

from talanoa.ui.addresses import address

urlpatterns = [path("elsewhere/", include("talanoa.programmes.urls"))]


def drawn(source, **values):
    return engines["django"].from_string(source).render(values)


def test_an_address_is_that_of_its_arguments():
    assert address("schedule:session", 1) == "/sessions/1/"
    assert address("schedule:session", 2) == "/sessions/2/"
    assert address("programmes:detail", slug="a") == "/programmes/a/"


def test_one_and_true_are_not_the_same_argument():
    address("schedule:session", 1)

    with pytest.raises(NoReverseMatch):
        address("schedule:session", True)


def test_what_stands_before_every_address_counts():
    before = address("programmes:list")
    try:
        set_script_prefix("/hub/")
        assert address("programmes:list") == "/hub/programmes/"
    finally:
        set_script_prefix("/")
    assert address("programmes:list") == before


@override_settings(ROOT_URLCONF=__name__)
def test_other_patterns_give_other_addresses():
    assert address("programmes:list") == "/elsewhere/programmes/"


def test_the_tag_names_keeps_and_escapes_as_djangos():
    assert drawn("{% url 'schedule:session' pk %}", pk=5) == "/sessions/5/"
    assert drawn("{% url 'nowhere' as here %}[{{ here }}]") == "[]"
    assert drawn("{% url 'programmes:list' as here %}{{ here }}") == "/programmes/"
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'nowhere' %}")
