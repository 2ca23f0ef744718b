"""What can stand in the way of saving an answer or an action, beyond a rule."""

from talanoa.assessment.models import Action, Answer
from talanoa.kernel.refusals import Refused


class Outdated(Refused):
    """Somebody else saved the answer in the meantime; ``answer`` is as it stands now."""

    def __init__(self, reason: str, *, answer: Answer) -> None:
        super().__init__(reason)
        self.answer = answer


class OutdatedAction(Refused):
    """Someone else changed the action in the meantime; ``action`` is as it stands now."""

    def __init__(self, reason: str, *, action: Action) -> None:
        super().__init__(reason)
        self.action = action
