"""What can stand in the way of saving a case, beyond a rule."""

from talanoa.cases.models import Case
from talanoa.kernel.refusals import Refused


class Outdated(Refused):
    """Someone else saved the case in the meantime; ``case`` is as it stands now."""

    def __init__(self, reason: str, *, case: Case) -> None:
        super().__init__(reason)
        self.case = case
