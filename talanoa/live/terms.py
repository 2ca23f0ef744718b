from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """For whom an entry of the room's log is; others receive its bare number."""

    EVERYONE = "everyone", _("Everyone")
    HOSTS = "hosts", _("Facilitators and coordinators")
    PERSON = "person", _("One person")
