"""The two ways in which an act can be turned down."""


class NotVisible(Exception):
    """No such thing, or not one this person may see. A page answers 404 to both alike."""


class Refused(Exception):
    """The person may see it, but may not do this now; the reason is a sentence for them."""


def demand(reason: str | None) -> None:
    """Go on only when there is no reason against it.

    Raises:
        Refused: with ``reason``, when there is one.
    """
    if reason is not None:
        raise Refused(reason)
