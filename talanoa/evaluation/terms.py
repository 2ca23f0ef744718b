from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemKind(models.TextChoices):
    SCALE = "scale", _("Scale of five")
    YES_NO = "yes-no", _("Yes or no")
    TEXT = "text", _("Own words")
