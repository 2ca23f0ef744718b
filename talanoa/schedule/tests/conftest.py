from datetime import UTC, datetime

import pytest

from talanoa.kernel import clock

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _standing_clock():
    """Tuesday, 1 December 2026, 09:00 UTC; a test that needs another moment stands there."""
    with clock.standing_at(NOW):
        yield
