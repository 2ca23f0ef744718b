"""Who is named in applications: mailed once, so many a day, and never after they have said no."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.notices.models import Message
from talanoa.people.services import erase
from talanoa.programmes import services
from talanoa.programmes.models import Round
from talanoa.programmes.naming import member_by_token, token_for_named
from talanoa.programmes.tests.test_applications import BEN, PDF, read, words
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import a_country, a_person
from tests.make_teams import a_round, an_application, at_its_end, decided

pytestmark = pytest.mark.django_db


def submitted_again(application, members):
    """The application, saved once more with these members and the rest as it was."""
    question = application.round.questions.get()
    return services.save_application(
        by=application.lead,
        application=application,
        text=words(
            country=application.country,
            letter="L",
            members=members,
            answers={question.pk: "Law."},
        ),
    )


def told():
    return Message.objects.filter(key__startswith="programmes.member_named").order_by("pk")


def test_who_is_taken_out_and_named_again_is_told_once_and_their_link_holds():
    application = an_application(members=[BEN])
    token = token_for_named(application.members.get())

    submitted_again(application, [])
    with pytest.raises(NotVisible):
        member_by_token(token)
    submitted_again(application, [BEN])

    assert [message.address for message in told()] == ["ben@example.net"]
    assert member_by_token(token).name == "Ben Osei"


def test_who_said_no_is_not_asked_again_by_the_same_lead():
    application = an_application(members=[BEN])
    token = token_for_named(application.members.get())
    services.decline_naming(by=None, member=application.members.get())

    with pytest.raises(ValidationError, match="ben@example.net does not take part"):
        submitted_again(application, [BEN])
    with pytest.raises(ValidationError, match="does not take part"):
        an_application(application.round, lead=application.lead, members=[BEN])

    assert told().count() == 1
    assert member_by_token(token).declined_at is not None


def test_of_who_said_no_and_was_erased_nothing_stays():
    application = an_application(members=[BEN])
    person = a_person(email="ben@example.net")
    services.decline_naming(by=person, member=application.members.get())
    assert application.members.get().declined_digest

    erase(by=person, person=person)
    run_jobs(of="programmes")

    assert application.members.get().declined_digest == ""


def test_one_person_has_three_applications_in_a_round():
    team_round, lead = a_round(), a_person()
    begun = [
        services.begin_application(
            by=lead, team_round=team_round, text=words(team_name=f"Team {number}"), client_id=number
        )
        for number in ("1", "2", "3")
    ]

    with pytest.raises(Refused, match="three applications in this round"):
        services.begin_application(by=lead, team_round=team_round, text=words(), client_id="4")
    again = services.begin_application(by=lead, team_round=team_round, text=words(), client_id="3")
    services.withdraw_application(by=lead, application=begun[0], reason="One too many.")

    assert again == begun[2]
    assert services.begin_application(by=lead, team_round=team_round, text=words())


def test_the_applications_of_one_person_mail_so_many_a_day(client):
    lead, team_round = a_person(), a_round()
    country = a_country()

    def twelve(of):
        return [
            services.Named(name=f"N {number}", address=f"n{of}-{number}@example.net")
            for number in range(12)
        ]

    for of in range(3):
        application = an_application(team_round, lead=lead, country=country, members=twelve(of))
        services.withdraw_application(by=lead, application=application, reason="Again.")
    draft = an_application(
        team_round, lead=lead, country=country, status="draft", members=twelve(4)
    )
    client.force_login(lead)

    with pytest.raises(Refused, match="Submit it tomorrow"):
        services.submit_application(by=lead, application=draft)
    page = client.post(f"/applications/{draft.pk}/submit/", follow=True)

    assert "Submit it tomorrow" in page.content.decode()
    assert told().count() == 36
    Event.objects.filter(kind="programmes.member_named").update(at=clock.now() - timedelta(days=2))
    assert services.submit_application(by=lead, application=draft) is True


def test_a_file_does_not_outlive_the_save_that_was_refused():
    application = an_application()
    folder = Path(application.letter_file.storage.path("letters"))
    before = set(folder.glob("*"))

    with pytest.raises(ValidationError):
        services.save_application(
            by=application.lead, application=application, text=words(file=read(PDF))
        )
    with pytest.raises(ValidationError):
        services.begin_application(
            by=a_person(),
            team_round=application.round,
            text=words(file=read(PDF), members=[services.Named(name="B", address="nobody")]),
        )

    assert set(folder.glob("*")) == before


def test_what_was_decided_falls_with_the_words_it_was_decided_on():
    application = an_application()
    at_its_end(application.round)
    decided(application, "selected")
    Round.objects.update(closes_at=clock.now() + timedelta(days=2))
    application.refresh_from_db()

    submitted_again(application, [BEN])

    application.refresh_from_db()
    assert (application.decision, application.reason) == ("", "")
