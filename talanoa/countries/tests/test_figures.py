from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from talanoa.countries import services
from talanoa.countries.models import Figure, Series
from talanoa.countries.services import Given
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from tests.make import a_country, a_series_of_figures

pytestmark = pytest.mark.django_db


def put(series, *given, **more):
    return services.put_figures(
        by=None, series=series, given=given, **{"source": "A survey", **more}
    )


def test_the_series_of_the_package_are_loaded_once_in_their_order():
    services.load_series()
    count = services.load_series()

    assert Series.objects.count() == count
    assert Series.objects.values_list("code", flat=True)[0] == "oral-morphine"


def test_each_series_of_the_package_has_its_words_in_each_language(settings):
    services.load_series()
    languages = {code for code, _name in settings.LANGUAGES}

    for series in Series.objects.all():
        for words in (series.titles, series.units, series.notes):
            assert set(words) in (set(), languages), series.code
        assert series.publisher, series.code


def test_a_figure_is_kept_with_its_source_and_said():
    series, country = a_series_of_figures(), a_country()

    outcome = put(series, Given(iso3="TON", year=2017, category="yes"), is_verified=True)

    (figure,) = Figure.objects.all()
    assert (outcome.added, outcome.same, outcome.changed) == (1, 0, [])
    assert (figure.country, figure.year, figure.category) == (country, 2017, "yes")
    assert (figure.source, figure.is_verified, figure.replaced_at) == ("A survey", True, None)
    assert Event.objects.get().data == {"added": 1, "changed": [], "source": "A survey"}


def test_putting_the_same_again_changes_nothing_and_says_nothing():
    series = a_series_of_figures(kind="number")
    a_country()
    given = Given(iso3="TON", year=2017, value=Decimal("0.1234567"))
    put(series, given)

    outcome = put(series, given, given)

    assert (outcome.added, outcome.same, outcome.changed) == (0, 1, [])
    assert (Figure.objects.count(), Event.objects.count()) == (1, 1)


def test_a_changed_figure_keeps_the_former_one_with_the_moment():
    series = a_series_of_figures()
    a_country()
    put(series, Given(iso3="TON", year=2017, category="no"))
    later = clock.now() + timedelta(days=400)

    with clock.standing_at(later):
        outcome = put(series, Given(iso3="TON", year=2017, category="yes"))

    former, current = Figure.objects.order_by("pk")
    assert (former.category, former.replaced_at) == ("no", later)
    assert (current.category, current.replaced_at) == ("yes", None)
    assert [(c.before.words, c.after.words) for c in outcome.changed] == [("No", "Yes")]
    assert Event.objects.latest("pk").data["changed"] == [["TON", 2017]]


def test_a_dry_run_tells_and_keeps_nothing():
    series = a_series_of_figures()
    a_country()
    put(series, Given(iso3="TON", year=2015, category="no"))

    outcome = put(
        series,
        Given(iso3="TON", year=2015, category="yes"),
        Given(iso3="TON", year=2017, category="yes"),
        dry_run=True,
    )

    assert (outcome.added, len(outcome.changed)) == (1, 1)
    assert [figure.category for figure in Figure.objects.all()] == ["no"]


def test_codes_of_no_country_are_passed_over_and_told():
    outcome = put(a_series_of_figures(), Given(iso3="HKG", year=2017, category="yes"))

    assert (outcome.added, outcome.unknown) == (0, {"HKG"})


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("answer", {"category": "perhaps"}),
        ("answer", {"value": Decimal(1)}),
        ("answer", {}),
        ("number", {"category": "yes"}),
        ("number", {"value": Decimal("NaN")}),
        ("number", {"value": Decimal("1e30")}),
        ("level", {"category": "9z"}),
        ("answer", {"category": "yes", "year": 17}),
        ("answer", {"category": "yes", "since": 2017}),
        ("answer", {"category": "yes", "value": Decimal(1)}),
    ],
)
def test_what_does_not_fit_its_series_is_refused_and_nothing_is_kept(kind, given):
    series = a_series_of_figures(kind=kind)
    a_country()
    a_country("FJ", name="Fiji")

    with pytest.raises(ValidationError):
        put(
            series,
            Given(iso3="FJN", year=2017, category="no-data"),
            Given(**{"iso3": "TON", "year": 2017, **given}),
        )

    assert Figure.objects.count() == 0


def test_two_figures_for_one_year_that_differ_are_refused_and_named():
    with pytest.raises(ValidationError, match="TON has two figures for 2017"):
        put(
            a_series_of_figures(),
            Given(iso3="TON", year=2017, category="yes"),
            Given(iso3="TON", year=2017, category="no"),
        )


@pytest.mark.parametrize("count", [1, 3])
def test_putting_three_figures_asks_as_often_as_putting_one(django_assert_num_queries, count):
    series = a_series_of_figures()
    a_country()
    given = [Given(iso3="TON", year=2015 + n, category="yes") for n in range(count)]

    # Two of them are the savepoint's, one is the event's.
    with django_assert_num_queries(7):
        put(series, *given)


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("en", "1000", "1,000"),
        ("en", "0.500000", "0.5"),
        ("fr", "0.5", "0,5"),
        ("en", "0", "0"),
    ],
)
def test_a_number_is_read_in_its_readers_language(language, value, words):
    with translation.override(language):
        assert Figure(value=Decimal(value)).words == words


@pytest.mark.parametrize(
    ("category", "words", "is_known"),
    [
        ("yes", "Yes", True),
        ("no", "No", True),
        ("dont-know", "Don’t know", False),
        ("no-response", "No response", False),
        ("no-data", "No data", False),
        ("4b", "Advanced", True),
    ],
)
def test_what_is_not_known_is_told_apart_from_no(category, words, is_known):
    levels = [{"code": "4b", "names": {"en": "Advanced"}}]
    figure = Figure(series=Series(levels=levels), category=category)

    assert (figure.words, figure.is_known) == (words, is_known)
