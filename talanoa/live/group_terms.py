"""The words of groups: ways to make them, and how many and how long."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupWay(models.TextChoices):
    """By what people are put into groups."""

    LANGUAGE = "language", _("By the language they chose")
    COUNTRY = "country", _("By country team")
    ROLE = "role", _("By role")
    LOT = "lot", _("By lot")


class Latecomers(models.TextChoices):
    """Where whoever comes in while the groups are open goes."""

    PLACED = "placed", _("Into the smallest group that fits")
    PLENARY = "plenary", _("Into plenary, until a host places them")


MOST_GROUPS = 40
SHORTEST_ROUND, USUAL_ROUND, LONGEST_ROUND = 1, 10, 120
"""Minutes for which groups are opened, at least, usually, and at most with what is given."""

MINUTES_GIVEN = 2
"""Minutes that one press gives the groups."""

COUNTDOWN = timedelta(seconds=60)
"""From the return call until everybody is back."""

LONGEST_TASK = 600
LONGEST_POINT = 500
MOST_POINTS = 30
"""Characters of a group's task and of one point of its note, and how many points it holds."""
