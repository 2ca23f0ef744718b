from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from talanoa.kernel import clock

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_the_clock_goes_with_time():
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


@pytest.mark.parametrize(
    ("written", "moved"),
    [("3600", 3600), ("-60.5", -60.5), ("", 0), ("soon", 0), (None, 0)],
)
def test_a_journey_moves_it_by_a_file(settings, tmp_path, written, moved):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    if written is not None:
        (tmp_path / "clock").write_text(written)

    difference = clock.now() - timezone.now()

    assert abs(difference - timedelta(seconds=moved)) < timedelta(seconds=1)


def test_it_stands_within_a_block_and_goes_on_after_it():
    with clock.standing_at(NOON):
        assert clock.now() == NOON
        with clock.standing_at(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_a_moment_without_a_zone_is_refused():
    with (
        pytest.raises(ValueError, match="no time zone"),
        clock.standing_at(
            datetime(2026, 12, 1)  # noqa: DTZ001 - the point of the test
        ),
    ):
        pass
