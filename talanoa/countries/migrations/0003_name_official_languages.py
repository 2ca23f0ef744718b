import json
from pathlib import Path

from django.db import migrations, models

LANGUAGES = Path(__file__).parents[1] / "data" / "languages.json"


def fill(apps, _schema_editor):
    """Give the countries that are there already the languages that come with the package."""
    Country = apps.get_model("countries", "Country")
    known = json.loads(LANGUAGES.read_text(encoding="utf-8"))
    there = list(Country.objects.filter(iso3__in=known["languages"]))
    for country in there:
        country.languages = known["languages"][country.iso3]
        country.languages_source = known["meta"]["source"]
    Country.objects.bulk_update(there, ["languages", "languages_source"])


class Migration(migrations.Migration):

    dependencies = [
        ("countries", "0002_open_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="country",
            name="languages",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="country",
            name="languages_source",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
