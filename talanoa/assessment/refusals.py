"""What can stand in the way of saving an action, beyond a rule."""

from talanoa.assessment.models import Action
from talanoa.kernel.refusals import Refused


class OutdatedAction(Refused):
    """Someone else changed the action in the meantime; ``action`` is as it stands now."""

    def __init__(self, reason: str, *, action: Action) -> None:
        super().__init__(reason)
        self.action = action
