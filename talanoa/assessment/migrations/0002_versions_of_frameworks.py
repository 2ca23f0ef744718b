"""Give frameworks versions, and indicators dimensions, levels of their own, kinds and units.

The former indicators stand aside under another name until ``0003`` has carried them over.
"""

import django.core.validators
import django.db.models.deletion
import talanoa.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="indicator", name="indicator_code_once"),
        migrations.RenameModel(old_name="Indicator", new_name="FormerIndicator"),
        migrations.AlterField(
            model_name="formerindicator",
            name="framework",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_indicators",
                to="assessment.framework",
            ),
        ),
        migrations.AddField(
            model_name="framework",
            name="subject",
            field=models.CharField(
                choices=[("country", "A country"), ("service", "A service")],
                default="country",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="framework",
            name="is_ours",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="FrameworkVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict)),
                ("number", models.PositiveSmallIntegerField()),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="edition")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=200, verbose_name="publisher"),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year"),
                ),
                ("languages", models.JSONField(default=list)),
                ("licence", models.CharField(blank=True, max_length=100, verbose_name="licence")),
                ("source", models.TextField(blank=True, max_length=2000, verbose_name="source")),
                ("unidentified", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=talanoa.kernel.clock.now)),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("discarded_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discarded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="assessment.framework",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="assessment.frameworkversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Dimension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict)),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dimensions",
                        to="assessment.frameworkversion",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict)),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "definition",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="definition",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("levels", "Levels, lowest first"),
                            ("number", "A number"),
                            ("share", "A share of a whole"),
                            ("yes_no", "Yes or no"),
                        ],
                        max_length=6,
                        verbose_name="answered in",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("count", "count"),
                            ("people", "people"),
                            ("services", "services"),
                            ("articles", "articles"),
                            ("days", "days"),
                            ("years", "years"),
                            ("per_100000", "per 100,000 people"),
                            ("per_million", "per million people"),
                            (
                                "mg_ome_per_person_year",
                                "mg of oral morphine equivalent per person per year",
                            ),
                            ("percent", "per cent"),
                        ],
                        max_length=30,
                        verbose_name="unit",
                    ),
                ),
                (
                    "lowest",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=15,
                        null=True,
                        verbose_name="lowest value",
                    ),
                ),
                (
                    "highest",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=15,
                        null=True,
                        verbose_name="highest value",
                    ),
                ),
                (
                    "higher_is_better",
                    models.BooleanField(default=True, verbose_name="more is better"),
                ),
                (
                    "evidence_wanted",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="evidence wanted",
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="source",
                    ),
                ),
                (
                    "is_verified",
                    models.BooleanField(default=False, verbose_name="checked against the source"),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="assessment.dimension",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="assessment.frameworkversion",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translations", models.JSONField(blank=True, default=dict)),
                ("value", models.PositiveSmallIntegerField(verbose_name="level")),
                ("label", models.CharField(max_length=300, verbose_name="label")),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="description",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="assessment.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["value"],
            },
        ),
        migrations.CreateModel(
            name="VersionReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=talanoa.kernel.clock.now)),
                (
                    "reason",
                    models.TextField(
                        max_length=2000,
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                        verbose_name="what has to change",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="assessment.frameworkversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="frameworkversion",
            constraint=models.UniqueConstraint(
                fields=("framework", "number"), name="framework_version_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("discarded_at", None), ("published_at", None)),
                fields=("framework",),
                name="framework_version_one_in_the_making",
                violation_error_message="A new version of this framework is being written.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dimension",
            constraint=models.UniqueConstraint(
                fields=("version", "code"),
                name="dimension_code_once",
                violation_error_message="This version already has a dimension of that code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                fields=("version", "code"),
                name="indicator_code_once",
                violation_error_message="This version already has an indicator of that code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lowest", None),
                    ("highest", None),
                    ("highest__gt", models.F("lowest")),
                    _connector="OR",
                ),
                name="indicator_bounds_in_order",
                violation_error_message="The highest value is not above the lowest.",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(
                fields=("indicator", "value"), name="level_value_once"
            ),
        ),
    ]
