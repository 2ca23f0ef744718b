"""Sessions by phone: PINs, and who is present by a call."""

import django.db.models.deletion
import talanoa.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('live', '0014_captions_beside_recordings'),
        ('schedule', '0003_cohosts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='presence',
            name='by_phone',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='PhonePin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digits', models.CharField(max_length=9, unique=True)),
                ('made_at', models.DateTimeField(default=talanoa.kernel.clock.now)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phone_pins', to='schedule.livesession')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('session', 'person'), name='phone_pin_once_a_person'), models.UniqueConstraint(condition=models.Q(('person', None)), fields=('session',), name='phone_pin_once_a_session')],
            },
        ),
    ]
