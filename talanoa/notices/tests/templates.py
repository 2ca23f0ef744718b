"""Templates for tests, kept in memory; ``engine`` lays them before the real ones."""

import pytest

TEMPLATES = {
    "moved.subject.txt": "Moved:\n {{ title }}",
    "moved.txt": "Dear {{ person.name }}, {{ title }} is on {{ at|date:'DATETIME_FORMAT' }}"
    " ({{ at|date:'e' }}). {{ site_url }}",
    "moved.html": "<p>{{ title }}</p>",
    "plain.subject.txt": "{{ title }}",
    "plain.txt": "{{ title }}",
    "empty.subject.txt": " \n ",
    "empty.txt": "text",
}


@pytest.fixture
def templates(settings):
    [engine] = settings.TEMPLATES
    options = {name: value for name, value in engine["OPTIONS"].items() if name != "loaders"}
    options["loaders"] = [
        ("django.template.loaders.locmem.Loader", TEMPLATES),
        "django.template.loaders.app_directories.Loader",
    ]
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": options}]
