"""What a team wrote that was not taken in is deleted once its time is over."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.live.tests.pdfs import a_pdf
from talanoa.programmes import access, letters, queries, services, tasks
from talanoa.programmes.models import Application
from tests.make import a_person, a_role
from tests.make_teams import a_round, an_application, at_its_end

pytestmark = pytest.mark.django_db

BEN = services.Named(name="Ben Osei", address="ben@example.net", office="Hospice")


def told(team_round, **decisions):
    """Applications to a round, decided as said and told so."""
    found = {name: an_application(team_round, team_name=name, members=[BEN]) for name in decisions}
    at_its_end(team_round)
    coordinator = a_role(team_round.programme, "coordinator")
    for name, application in found.items():
        services.decide(
            by=coordinator, application=application, decision=decisions[name], reason="So."
        )
    services.send_decisions(by=coordinator, team_round=team_round)
    return found


def remaining():
    """The names of the teams whose applications still say something."""
    return sorted(Application.objects.exclude(team_name="").values_list("team_name", flat=True))


def after(days):
    with clock.standing_at(clock.now() + timedelta(days=days)):
        return tasks.forget_unselected.call()


def test_all_that_led_to_no_team_is_deleted_and_teams_keep_theirs(settings):
    settings.APPLICATIONS_KEPT_DAYS = 30
    team_round = a_round()
    an_application(team_round, status="draft", team_name="Drafted")
    told(team_round, Taken="selected", Waits="reserve", Left="declined")

    counts = [after(days) for days in (29, 31, 31)]

    assert counts == [0, 3, 0]
    assert remaining() == ["Taken"]
    assert Event.objects.filter(kind="programmes.application_forgotten").count() == 3


def test_a_stub_stays_with_the_place_the_decision_and_its_reason(
    settings, django_capture_on_commit_callbacks
):
    settings.APPLICATIONS_KEPT_DAYS = 30
    application = told(a_round(), Left="declined")["Left"]
    application.refresh_from_db()
    file = letters.read(ContentFile(a_pdf()), size=1).content
    application.letter_file.save("letter.pdf", file)
    storage, name = application.letter_file.storage, application.letter_file.name

    with django_capture_on_commit_callbacks(execute=True):
        after(31)

    application.refresh_from_db()
    assert (application.status, application.told_reason) == ("declined", "So.")
    assert (application.place, application.is_stub) == ("Tonga", True)
    assert (application.letter, application.lead_office, bool(application.letter_file)) == (
        "",
        "",
        False,
    )
    assert application.members.count() == application.answers.count() == 0
    assert not storage.exists(name)


def test_it_counts_from_when_the_team_was_told(settings):
    settings.APPLICATIONS_KEPT_DAYS = 30
    application = told(a_round(), Left="declined")["Left"]
    Application.objects.update(told_at=clock.now() + timedelta(days=20))

    assert [after(days) for days in (40, 51)] == [0, 1]
    assert services.forget_unselected(application.pk) is False


def test_what_is_deleted_is_neither_decided_nor_told_nor_written_again(settings):
    settings.APPLICATIONS_KEPT_DAYS = 30
    application = told(a_round(), Waits="reserve")["Waits"]
    after(31)
    application = access.get_application(application.lead, application.pk)
    coordinator = a_role(application.round.programme, "coordinator")

    said = "What this application said has been deleted."
    assert access.deciding_refused(coordinator, application) == said
    assert access.application_writing_refused(application.lead, application) == said
    assert access.application_withdrawing_refused(application.lead, application) == said
    assert queries.applications_in_hand(application.lead) == []


def test_its_pages_say_that_it_was_deleted_and_name_nobody(client, settings):
    settings.APPLICATIONS_KEPT_DAYS = 30
    lead = a_person("Sela Taufa")
    team_round = a_round()
    application = an_application(team_round, lead=lead, team_name="Left", members=[BEN])
    at_its_end(team_round)
    after(31)
    client.force_login(a_role(team_round.programme, "coordinator"))
    path = f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}"

    for address in (f"/applications/{application.pk}/", f"{path}/applications/"):
        page = client.get(address).content.decode()
        assert "A deleted application" in page
        assert [name in page for name in ("Sela Taufa", "Ben Osei", "Left")] == [False] * 3
    assert client.get(f"{path}/side-by-side/").status_code == 200
    client.force_login(lead)
    assert "its time was over" in client.get(f"/applications/{application.pk}/").content.decode()


def test_the_form_says_how_long_it_is_kept(client, settings):
    settings.APPLICATIONS_KEPT_DAYS = 400
    team_round = a_round()
    client.force_login(a_person())

    page = client.get(f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/apply/")

    assert "are deleted 400 days after the round has closed" in page.content.decode()
