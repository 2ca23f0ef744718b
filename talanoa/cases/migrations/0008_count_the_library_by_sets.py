from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_list_cases_in_a_library"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="libraryentry", name="library_entry_newest"),
        migrations.RemoveField(model_name="libraryentry", name="traits"),
    ]
