"""Static files under names that carry their hash, module imports included."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class ModuleStaticFilesStorage(ManifestStaticFilesStorage):
    """Also rewrites ``import`` paths: a module asks for the file it was built with."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hashed_url: Callable[..., str] = cache(super().url)

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file. Looked up once: a manifest is never changed under a process."""
        url: Callable[..., str] = super().url if settings.DEBUG else self._hashed_url
        return url(name, force)
