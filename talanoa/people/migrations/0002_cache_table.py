"""Make the table in which tries are counted when there is no Redis.

It is made whichever cache is set, so that a hub may change its mind without another step.
"""

from django.core.management import call_command
from django.db import migrations

TABLE = "cache"


def make_table(_apps, editor):
    call_command("createcachetable", TABLE, database=editor.connection.alias, verbosity=0)


def drop_table(_apps, editor):
    editor.execute(f"DROP TABLE {editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(make_table, drop_table)]
