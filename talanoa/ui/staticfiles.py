"""Static files under names that carry their hash, module imports included."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class ModuleStaticFilesStorage(ManifestStaticFilesStorage):
    """Also rewrites ``import`` paths: a module asks for the file it was built with."""

    support_js_module_import_aggregation = True
