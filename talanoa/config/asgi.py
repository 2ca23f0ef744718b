"""The live room: a plain ASGI WebSocket application, in its own process."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talanoa.config.settings")
django.setup(set_prefix=False)

from talanoa.live.room.application import application  # noqa: E402 - Django must be set up first

__all__ = ["application"]
