"""Pictures in the live room, cameras and shared screens: their words."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from talanoa.live.media import layers


class Source(models.TextChoices):
    """Where a picture comes from."""

    CAMERA = layers.CAMERA, _("Camera")
    SCREEN = layers.SHARED_SCREEN, _("Shared screen")


class PictureEnd(StrEnum):
    """Why a picture is no longer shown."""

    STOPPED = "stopped"
    """By its owner, or with the session."""
    TURNED_OFF = "turned-off"
    """By a host."""
    LOST = "lost"
    """Its owner's connection is gone, or ours."""
    OVER = "over"
    """Its owner may show none any more: they no longer have the floor, present or host."""
