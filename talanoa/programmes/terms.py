from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleName(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    FACILITATOR = "facilitator", _("Facilitator")
    EXPERT = "expert", _("Expert")
    SCRIBE = "scribe", _("Scribe")
    INTERPRETER = "interpreter", _("Interpreter")


class ProgrammeStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")


class CaseKind(models.TextChoices):
    """What a programme's cases are about; cases of each kind have their own form."""

    COUNTRY = "country", _("Country case")
    PROJECT = "project", _("Project case")
    CLINICAL = "clinical", _("Clinical case")
