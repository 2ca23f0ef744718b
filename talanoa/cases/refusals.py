"""What can stand in the way of saving a case, beyond a rule."""

from collections.abc import Mapping, Sequence

from talanoa.cases.models import Case
from talanoa.cases.queries import Found
from talanoa.kernel.refusals import Refused


class Outdated(Refused):
    """Someone else saved the case in the meantime; ``case`` is as it stands now."""

    def __init__(self, reason: str, *, case: Case) -> None:
        super().__init__(reason)
        self.case = case


class Identifying(Refused):
    """Passages may identify somebody and nothing was decided about them yet.

    ``case`` is as it would be saved, ``None`` for a text that stands in no case; ``errors`` says,
    by a finding's key, what its choice lacks.
    """

    def __init__(
        self, reason: str, *, case: Case | None, found: Sequence[Found], errors: Mapping[str, str]
    ) -> None:
        super().__init__(reason)
        self.case = case
        self.found = found
        self.errors = errors
