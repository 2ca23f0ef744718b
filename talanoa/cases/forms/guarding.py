"""What an author chose for the passages that the guard found."""

from collections.abc import Mapping

from talanoa.cases.services import Choice

_CHOSEN, _WHY = "guard-", "why-guard-"


def choices_in(posted: Mapping[str, str]) -> dict[str, Choice]:
    """The choices of a form, by the finding's key."""
    return {
        name.removeprefix(_CHOSEN): Choice(verdict, posted.get(_WHY + name[len(_CHOSEN) :], ""))
        for name, verdict in posted.items()
        if name.startswith(_CHOSEN)
    }
