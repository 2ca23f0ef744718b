"""Who was heard, minutes given to an item, and for which item a poll is."""

import django.db.models.deletion
import talanoa.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('live', '0003_calls_and_reports_of_other_tools'),
        ('schedule', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TalkSum',
            fields=[
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='talk_sum', serialize=False, to='schedule.livesession')),
                ('sources', models.JSONField(default=list)),
                ('groups', models.JSONField(default=dict)),
                ('countries', models.JSONField(default=list)),
                ('summed_at', models.DateTimeField(default=talanoa.kernel.clock.now)),
            ],
        ),
        migrations.AddField(
            model_name='poll',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='schedule.agendaitem'),
        ),
        migrations.AddField(
            model_name='room',
            name='extra_minutes',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Speech',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('heard_until', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speeches', to='schedule.livesession')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'person', 'began_at'), name='speech_turn_once'), models.CheckConstraint(condition=models.Q(('heard_until__gte', models.F('began_at'))), name='speech_forward')],
            },
        ),
    ]
