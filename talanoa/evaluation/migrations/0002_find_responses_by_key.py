"""Find some of a wave's responses by their keys without reading all of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='response',
            name='wave',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='evaluation.wave'),
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index(fields=['wave', 'id'], name='response_by_key'),
        ),
    ]
