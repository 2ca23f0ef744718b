"""Say where a case stands in its session, and who took something out of turn."""

import django.db.models.deletion
import talanoa.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('schedule', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='clarifyingquestion',
            name='allowed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='allowed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('presentation', 'Presentation'), ('restating', 'The facilitator restates'), ('questions', 'Clarifying questions'), ('participants', 'Recommendations of participants'), ('experts', 'Recommendations of experts'), ('done', 'Done')], max_length=12)),
                ('begun_at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('begun_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cases.case')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_steps', to='schedule.livesession')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
