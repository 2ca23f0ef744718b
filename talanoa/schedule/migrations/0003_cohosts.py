"""Co-hosts among the parts of a session."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schedule', '0002_name_interpreters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sessionrole',
            name='role',
            field=models.CharField(choices=[('facilitator', 'Facilitator'), ('expert', 'Expert'), ('presenter', 'Presenter'), ('speaker', 'Speaker'), ('scribe', 'Scribe'), ('interpreter', 'Interpreter'), ('cohost', 'Co-host')], max_length=11),
        ),
    ]
