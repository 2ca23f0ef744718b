"""Calls in other tools, the reports those tools write, and what is counted of them."""

import django.core.validators
import django.db.models.deletion
import talanoa.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('live', '0002_ask_the_room_by_polls'),
        ('schedule', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='is_put_by_hand',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='AttendanceReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=120)),
                ('file_hash', models.CharField(max_length=64)),
                ('has_times', models.BooleanField()),
                ('taken_at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('counted_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='schedule.livesession')),
            ],
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='call', serialize=False, to='schedule.livesession')),
                ('tool', models.CharField(choices=[('zoom', 'Zoom'), ('teams', 'Microsoft Teams'), ('meet', 'Google Meet'), ('jitsi', 'Jitsi Meet'), ('bigbluebutton', 'BigBlueButton'), ('other', 'Another tool')], max_length=13, verbose_name='tool')),
                ('url', models.URLField(max_length=500, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='address')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='meeting number and passcode')),
                ('at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ReportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('intervals', models.JSONField(default=list)),
                ('is_by_address', models.BooleanField(default=False)),
                ('people', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='live.attendancereport')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('report', 'Participants’ report'), ('hand', 'Added by hand')], max_length=6)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='live.attendancereport')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='schedule.livesession')),
            ],
        ),
        migrations.AddConstraint(
            model_name='attendancereport',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('session', 'file_hash'), name='attendance_report_once'),
        ),
        migrations.AddConstraint(
            model_name='reportline',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='report_line_once'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(fields=['session', 'person'], name='stay_session_person'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('began_at'))), name='stay_forward'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'report'), ('report__isnull', False)), models.Q(models.Q(('kind', 'report'), _negated=True), ('report', None)), _connector='OR'), name='stay_of_a_report_names_it'),
        ),
    ]
