"""Two people edit one thing: the second to send is told, and loses nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def demand_fresh(seen: int | None, current: int) -> None:
    """Go on only when nobody else has changed the thing since it was looked at.

    Args:
        seen: the version the form was made from; ``None`` skips the question.

    Raises:
        ValidationError: with code ``stale``, when somebody has.
    """
    if seen is not None and seen != current:
        raise ValidationError(
            _(
                "Somebody else changed this while you were writing. What they saved is shown "
                "below; send yours again to put it in its place."
            ),
            code="stale",
        )
