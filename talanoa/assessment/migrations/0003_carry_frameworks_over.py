"""Make each framework that stands its own version 1, published and not confirmed.

Levels become rows; the words of the former unit, which are no unit of the known list, are kept
with the evidence wanted. One transaction: stopped, it leaves nothing behind.
"""

from django.db import migrations
from django.utils.text import slugify

from talanoa.kernel import clock

MG_OME = "mg oral morphine equivalent per capita per year"


def fill(apps, editor):
    alias = editor.connection.alias
    frameworks = apps.get_model("assessment", "Framework").objects.using(alias)
    for framework in frameworks.order_by("pk"):
        version = apps.get_model("assessment", "FrameworkVersion").objects.using(alias).create(
            framework=framework,
            number=1,
            title=framework.title,
            publisher=framework.publisher,
            year=framework.year,
            languages=["en"],
            licence=framework.licence,
            source=framework.source,
            unidentified=framework.unidentified,
            published_at=clock.now(),
        )
        for former in framework.former_indicators.using(alias).order_by("number", "pk"):
            carry(apps, alias, version, former)


def carry(apps, alias, version, former):
    dimensions = apps.get_model("assessment", "Dimension").objects.using(alias)
    here = dimensions.filter(version=version).count() + 1
    dimension, _ = dimensions.get_or_create(
        version=version,
        title=former.dimension,
        defaults={"code": f"{here}-{slugify(former.dimension)}"[:40].rstrip("-"), "number": here},
    )
    kind, unit = kind_and_unit(former)
    indicator = apps.get_model("assessment", "Indicator").objects.using(alias).create(
        version=version,
        dimension=dimension,
        code=former.code,
        number=former.number,
        title=former.title,
        definition=former.definition,
        kind=kind,
        unit=unit,
        lowest=None if kind == "levels" else 0,
        highest=100 if kind == "share" else None,
        evidence_wanted=""
        if former.unit in {"", "ordinal level", MG_OME}
        else f"Asked as: {former.unit}.",
        source=former.source,
        is_verified=former.is_verified,
    )
    apps.get_model("assessment", "Level").objects.using(alias).bulk_create(
        apps.get_model("assessment", "Level")(
            indicator=indicator, value=step["level"], label=step.get("label") or str(step["level"])
        )
        for step in former.levels
    )


def kind_and_unit(former):
    if former.levels:
        return "levels", ""
    if former.unit.startswith("percent"):
        return "share", "percent"
    return "number", "mg_ome_per_person_year" if former.unit == MG_OME else "count"


class Migration(migrations.Migration):

    dependencies = [
        ("assessment", "0002_versions_of_frameworks"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="FormerIndicator"),
        migrations.RemoveField(model_name="framework", name="year"),
        migrations.RemoveField(model_name="framework", name="licence"),
        migrations.RemoveField(model_name="framework", name="source"),
        migrations.RemoveField(model_name="framework", name="unidentified"),
    ]
