from django.db import models
from django.utils.translation import gettext_lazy as _


class Revocation(models.TextChoices):
    """Why a certificate no longer holds."""

    CORRECTED = "corrected", _("The attendance was corrected")
    DECIDED = "decided", _("The coordinator revoked it")
    ERASED = "erased", _("The holder asked for their data to be erased")


DEFAULT_PERCENT = 75
"""The share of a session asked for where a programme has set no rule of its own."""


ISSUED_AT_ONCE = 50
"""Certificates issued and mailed in one transaction: nobody else writes to SQLite meanwhile."""
