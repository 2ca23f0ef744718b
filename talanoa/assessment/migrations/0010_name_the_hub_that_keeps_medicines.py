"""What countries have said of their medicines so far is kept by the hub of whoever said it first."""

from django.db import migrations
from django.db.models import Q


def name_hubs(apps, _schema_editor):
    said = apps.get_model("assessment", "CountryMedicine").objects
    sharings = apps.get_model("assessment", "MedicineSharing").objects
    members = apps.get_model("programmes", "TeamMember").objects
    teams = apps.get_model("programmes", "CountryTeam").objects
    for country in said.values_list("country", flat=True).distinct().order_by("country"):
        first = said.filter(country=country).order_by("changed_at", "pk").first()
        hubs = members.filter(
            Q(team__country=country) | Q(team__countries=country), person=first.changed_by_id
        ).values_list("team__programme__hub", flat=True)
        any_hubs = teams.filter(Q(country=country) | Q(countries=country)).values_list(
            "programme__hub", flat=True
        )
        hub = hubs.order_by("pk").first() or any_hubs.order_by("pk").first()
        sharing, _is_new = sharings.get_or_create(country_id=country)
        sharing.hub_id = hub
        sharing.save()


class Migration(migrations.Migration):
    dependencies = [("assessment", "0009_each_country_of_a_region")]

    operations = [migrations.RunPython(name_hubs, migrations.RunPython.noop)]
