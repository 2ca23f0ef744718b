"""Recommendations with what they rest on, their history as rows; letters, follow-ups, questions."""

import django.core.validators
import django.db.models.deletion
import talanoa.kernel.clock
from django.conf import settings
from django.db import migrations, models


def keep_history(apps, schema_editor):
    """What was said of each recommendation's state so far, from the events that say it."""
    Event = apps.get_model("kernel", "Event")
    Recommendation = apps.get_model("cases", "Recommendation")
    StateChange = apps.get_model("cases", "StateChange")
    there = set(Recommendation.objects.values_list("pk", flat=True))
    moved = Event.objects.filter(kind="cases.recommendation_moved").order_by("at", "pk")
    rows = [
        StateChange(
            recommendation_id=event.subject_id,
            by_id=event.actor_id,
            at=event.at,
            before=event.data["before"],
            after=event.data["state"],
            note=event.data.get("note", ""),
        )
        for event in moved.iterator()
        if event.subject_id in there
    ]
    told = {row.recommendation_id for row in rows}
    rows += [
        StateChange(
            recommendation_id=one.pk,
            at=one.state_changed_at or one.at,
            before="proposed",
            after=one.state,
            note=one.state_note,
        )
        for one in Recommendation.objects.exclude(state="proposed").exclude(pk__in=told)
    ]
    StateChange.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("kernel", "0001_initial"),
        ('cases', "0004_guard_identifying_data"),
        ('programmes', '0003_name_interpreters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterPolicy',
            fields=[
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='letter_policy', serialize=False, to='programmes.programme')),
                ('sign_within_hours', models.PositiveSmallIntegerField(default=72, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(672)], verbose_name='hours until a letter is signed')),
                ('answer_within_hours', models.PositiveSmallIntegerField(default=48, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(672)], verbose_name='hours until a question that cannot wait is answered')),
                ('sends_to_all', models.BooleanField(default=False, verbose_name='letters go to everyone enrolled')),
            ],
        ),
        migrations.AddField(
            model_name='recommendation',
            name='evidence',
            field=models.CharField(blank=True, max_length=500, verbose_name='evidence'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='evidence_url',
            field=models.URLField(blank=True, max_length=500, verbose_name='link to the evidence'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='evidence_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='year of the evidence'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='focus_area',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='programmes.focusarea'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='left_out_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='cases.recommendation'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='place',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='strength',
            field=models.CharField(blank=True, choices=[('strong', 'Strong'), ('conditional', 'Conditional'), ('good-practice', 'Good practice')], max_length=13),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='written',
            field=models.TextField(blank=True, max_length=4000, validators=[django.core.validators.MaxLengthValidator(4000)]),
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opening', models.TextField(blank=True, max_length=4000, validators=[django.core.validators.MaxLengthValidator(4000)], verbose_name='words before')),
                ('begun_at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('due_at', models.DateTimeField()),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('escalated_at', models.DateTimeField(blank=True, null=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('correction', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='letter', to='cases.case')),
                ('ready_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weeks', models.PositiveSmallIntegerField()),
                ('due_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('passed_over_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='cases.letter')),
            ],
            options={
                'ordering': ['due_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SentLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('body', models.JSONField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('due_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('is_for_all', models.BooleanField(default=False)),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('objection', models.TextField(blank=True, max_length=4000, validators=[django.core.validators.MaxLengthValidator(4000)])),
                ('objected_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='cases.letter')),
                ('objected_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='StateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('before', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('adopted', 'Adopted'), ('adapted', 'Adapted'), ('not-adopted', 'Not adopted'), ('done', 'Done')], max_length=11)),
                ('after', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('adopted', 'Adopted'), ('adapted', 'Adapted'), ('not-adopted', 'Not adopted'), ('done', 'Done')], max_length=11)),
                ('note', models.TextField(blank=True, max_length=4000, validators=[django.core.validators.MaxLengthValidator(4000)])),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follow_up', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='cases.followup')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='cases.recommendation')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='UrgentQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, validators=[django.core.validators.MaxLengthValidator(4000)])),
                ('client_id', models.CharField(blank=True, max_length=64)),
                ('asked_at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('answer', models.TextField(blank=True, max_length=4000, validators=[django.core.validators.MaxLengthValidator(4000)])),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='urgent_questions', to='cases.case')),
                ('focus_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.focusarea')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgent_questions', to='programmes.programme')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Routing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('routed_at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('due_at', models.DateTimeField()),
                ('handed_on_at', models.DateTimeField(blank=True, null=True)),
                ('lapsed_at', models.DateTimeField(blank=True, null=True)),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions_routed', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routings', to='cases.urgentquestion')),
            ],
            options={
                'ordering': ['routed_at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('signed_at', None)), fields=['due_at'], name='letter_unsigned_due'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(('signed_at', None), ('ready_at__isnull', False), _connector='OR'), name='letter_is_signed_once_ready'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(condition=models.Q(('asked_at', None), ('passed_over_at', None)), fields=['due_at'], name='follow_up_to_ask'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.UniqueConstraint(fields=('letter', 'weeks'), name='follow_up_once'),
        ),
        migrations.AddConstraint(
            model_name='sentletter',
            constraint=models.UniqueConstraint(fields=('letter', 'number'), name='sent_letter_once'),
        ),
        migrations.AddConstraint(
            model_name='urgentquestion',
            constraint=models.UniqueConstraint(condition=models.Q(('client_id', ''), _negated=True), fields=('asker', 'client_id'), name='urgent_question_once'),
        ),
        migrations.AddConstraint(
            model_name='routing',
            constraint=models.UniqueConstraint(fields=('question', 'expert'), name='routed_to_an_expert_once'),
        ),
        migrations.RunPython(keep_history, migrations.RunPython.noop),
    ]
