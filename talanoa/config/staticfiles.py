"""Which static files are gathered."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class OwnStaticFiles(StaticFilesConfig):
    # htmx's extensions are not used, and their imports name files that do not exist.
    ignore_patterns = (*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*")
