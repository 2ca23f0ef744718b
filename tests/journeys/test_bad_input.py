"""The table: what attackers and accidents do to the running product, and what must hold.

Each row says what is done, what is answered, and what is true afterwards. The rows stand by
subject in ``bad_forms``, ``bad_files``, ``bad_frames`` and ``bad_doors``.
"""

import pytest

from tests.journeys import bad_doors, bad_files, bad_forms, bad_frames
from tests.journeys.attacks import Answer, Attacked
from tests.journeys.product import running

TABLE = [
    *bad_forms.FORMS,
    *bad_forms.TWICE,
    *bad_files.FILES,
    *bad_frames.KNOCKS,
    *bad_frames.FRAMES,
    *bad_frames.CLOCK,
    # Last: it ends with the doors shut on this address for ten minutes.
    *bad_doors.DOORS,
]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    with running(tmp_path_factory.mktemp("attacked")) as product:
        attacked = Attacked(product)
        yield attacked
        attacked.leave()
        assert [line for line in product.said if "Internal Server Error" in line] == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_it_holds(attacked, row):
    result = row.attack(attacked)

    if isinstance(result, Answer):
        assert [words for words in row.says if " ".join(words.split()) not in result.words] == []
        result = result.status
    assert result == row.answered
    assert row.then is None or row.then(attacked)
    assert attacked.product.health()["status"] == "ok"
