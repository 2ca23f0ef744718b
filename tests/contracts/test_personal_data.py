"""No column that refers to a person is forgotten, by their export or by their erasure.

Whoever adds one says here where the export tells of it, or why it does not, and what erasure
does to it; and gives ``a_life`` a row that shows it.
"""

import pytest
from django.apps import apps
from django_tasks_db.models import DBTaskResult

from talanoa.cases.models import ClarifyingQuestion, Recommendation
from talanoa.live.models import (
    Attendance,
)
from talanoa.notices.models import Message
from talanoa.people import services as people
from talanoa.people.models import Person
from tests import make
from tests.contracts.a_life import a_life

EXPORTED = {
    "assessment.Action.changed_by": ("plans", "actions_changed"),
    "assessment.ProgressNote.by": ("plans", "progress_notes"),
    "assessment.Assessment.begun_by": ("assessments", "begun"),
    "assessment.Answer.written_by": ("assessments", "answers"),
    "assessment.AnswerChange.by": ("assessments", "changes"),
    "assessment.Evidence.added_by": ("assessments", "evidence"),
    "assessment.Remark.by": ("assessments", "remarks"),
    "assessment.Review.reviewer": ("assessments", "reviews"),
    "credentials.Certificate.person": ("certificates",),
    "evaluation.Answered.person": ("feedback", "answered"),
    "cases.Case.presenter": ("cases", "presented"),
    "cases.Case.changed_by": ("cases", "changed"),
    "cases.CaseAuthor.person": ("cases", "written_with"),
    "cases.CaseVersion.by": ("cases", "versions"),
    "cases.CaseAttachment.added_by": ("cases", "files"),
    "cases.Consent.person": ("cases", "consents"),
    "cases.ReviewQuestion.asked_by": ("cases", "asked_of_teams"),
    "cases.ReviewQuestion.answered_by": ("cases", "answered_for_teams"),
    "cases.ClarifyingQuestion.asker": ("cases", "asked"),
    "cases.ClarifyingQuestion.written_by": ("cases", "noted"),
    "cases.GuardDecision.decided_by": ("cases", "kept_in_cases"),
    "cases.Recommendation.author": ("cases", "recommended"),
    "cases.Recommendation.owner": ("cases", "owned"),
    "cases.Recommendation.written_by": ("cases", "noted"),
    "cases.StateChange.by": ("cases", "said_what_came_of_it"),
    "cases.Letter.ready_by": ("cases", "letters_prepared"),
    "cases.SentLetter.signed_by": ("cases", "letters_signed"),
    "cases.SentLetter.acknowledged_by": ("cases", "letters_acknowledged"),
    "cases.SentLetter.objected_by": ("cases", "letters_objected_to"),
    "cases.UrgentQuestion.asker": ("cases", "asked_urgently"),
    "cases.UrgentQuestion.answered_by": ("cases", "answered_urgently"),
    "cases.Routing.expert": ("cases", "questions_routed"),
    "live.SlideDeck.uploaded_by": ("live", "slides"),
    "live.Room.floor": ("live", "floor"),
    "live.Vote.person": ("live", "votes"),
    "live.Poll.made_by": ("live", "polls"),
    "live.Question.asker": ("live", "questions"),
    "live.Question.answered_by": ("live", "answers"),
    "live.QuestionVote.person": ("live", "question_votes"),
    "live.AnonymousAsking.person": ("live", "anonymous_questions"),
    "live.Entry.person": ("live", "lines"),
    "live.Entry.audience_person": ("live", "told"),
    "live.Hand.person": ("live", "hands"),
    "live.Presence.person": ("live", "presences"),
    "live.GuestLink.person": ("live", "guest_links"),
    "live.PhonePin.person": ("live", "phone_pins"),
    "live.Removal.person": ("live", "removals"),
    "live.InterpretationChannel.on_air": ("live", "on_air"),
    "live.InterpretationChannel.asked_by": ("live", "asked_to_take_over"),
    "live.Interpreter.person": ("live", "interprets"),
    "live.Picture.person": ("live", "pictures"),
    "live.ListeningChoice.person": ("live", "hears"),
    "live.GroupPlace.person": ("live", "group_places"),
    "live.GroupPoint.person": ("live", "group_points"),
    "live.Group.rapporteur": ("live", "group_rapporteur"),
    "live.GroupRound.made_by": ("live", "groups_made"),
    "live.Arrival.person": ("live", "arrivals"),
    "live.Attendance.person": ("live", "attendances"),
    "live.RecordingConsent.person": ("live", "recording_answers"),
    "live.RecordedVoice.person": ("live", "recorded"),
    "live.CatchUp.person": ("live", "caught_up"),
    "live.Stay.person": ("live", "stays"),
    "live.LearningSite.host": ("live", "sites_hosted"),
    "live.SiteMember.person": ("live", "usual_sites"),
    "live.SharedScreen.person": ("live", "shared_screens"),
    "live.AtScreen.person": ("live", "at_screens"),
    "live.AtScreen.vouched_by": ("live", "vouched_for_at_screens"),
    "live.Speech.person": ("live", "speech"),
    "live.ReportLine_people.person": ("live", "reports_waiting"),
    "live.Caption.by": ("live", "captions_written"),
    "live.Caption.speaker": ("live", "captions_said"),
    "live.Captioner.person": ("live", "captioning"),
    "live.CaptionChoice.person": ("live", "captions_read"),
    "schedule.AgendaItem.speaker": ("schedule", "speaking"),
    "schedule.SessionRole.person": ("schedule", "parts"),
    "schedule.CalendarFeed.person": ("schedule", "calendar_feed"),
    "programmes.HubAdministrator.person": ("programmes", "hubs_run"),
    "programmes.Role.person": ("programmes", "roles"),
    "programmes.TeamMember.person": ("programmes", "teams"),
    "programmes.Application.lead": ("programmes", "applications"),
    "programmes.Signature.person": ("programmes", "signed"),
    "programmes.Invitation.accepted_by": ("programmes", "invitations"),
    "programmes.Enrolment.person": ("programmes", "enrolments"),
    "notices.Message.person": ("mail",),
    "people.SignInLink.person": ("account", "sign_in_links"),
    "people.TalkOffer.person": ("account", "willing_to_talk"),
    "kernel.Event.actor": ("events",),
    "kernel.UnfinishedUpload.person": ("account", "unfinished_uploads"),
    "account.EmailAddress.user": ("account", "email"),
    "mfa.Authenticator.user": ("account", "sign_in_keys"),
}
"""Where the export tells of it."""

NOT_EXPORTED = {
    "assessment.Review.asked_by": "about who reviews; the act is in `events`",
    "assessment.CountryMedicine.changed_by": "the country's answer; the act is in `events`",
    "assessment.MedicineSharing.decided_by": "the country's decision; the act is in `events`",
    "assessment.FrameworkVersion.made_by": "a public wording; the act is in `events`",
    "assessment.FrameworkVersion.proposed_by": "a public wording; the act is in `events`",
    "assessment.FrameworkVersion.published_by": "a public wording; the act is in `events`",
    "assessment.FrameworkVersion.confirmed_by": "a public wording; the act is in `events`",
    "assessment.FrameworkVersion.discarded_by": "a public wording; the act is in `events`",
    "assessment.VersionReturn.by": "about another's draft; the act is in `events`",
    "credentials.Certificate.revoked_by": "somebody else's certificate; the act is in `events`",
    "cases.CaseStep.begun_by": "the act is in `events`",
    "cases.Consent.withdrawn_by": "the act is in `events`",
    "cases.ClarifyingQuestion.allowed_by": "what another said; the act is in `events`",
    "cases.Recommendation.allowed_by": "what another said; the act is in `events`",
    "cases.SecondLook.looked_by": "somebody else's case; the act is in `events`",
    "live.GuestLink.made_by": "somebody else's link; the act is in `events`",
    "live.Arrival.let_in_by": "about who came to the door; the act is in `live`",
    "live.Removal.by": "about who was sent out; the act is in `events`",
    "live.Attendance.by": "somebody else's attendance; the act is in `events`",
    "live.Stay.by": "somebody else's attendance; the act is in `events`",
    "live.AttendanceReport.by": "others' attendance; the act is in `events`",
    "live.Call.by": "the session's address; the act is in `events`",
    "live.Captioner.made_by": "somebody else's captioning; the act is in `events`",
    "live.CaptionIntake.made_by": "a service's address; the act is in `events`",
    "programmes.Invitation.invited_by": "somebody else's address; the act is in `events`",
}
"""Why the export leaves it out."""

GOES = {
    "cases.CaseAuthor.person": "deleted",
    "cases.Recommendation.owner": "what is still to be done waits for another owner",
    "live.Room.floor": "the floor is taken back",
    "live.Vote.person": "the vote stays counted, and is nobody's",
    "live.Speech.person": "deleted; the sums of the session keep the minutes, without names",
    "live.CaptionChoice.person": "deleted",
    "live.PhonePin.person": "deleted",
    "live.QuestionVote.person": "the vote stays counted, and is nobody's",
    "live.LearningSite.host": "the site has no host until a coordinator names one",
    "live.SiteMember.person": "deleted",
    "live.AnonymousAsking.person": "deleted; which questions those were is not known",
    "live.InterpretationChannel.on_air": "taken off the air",
    "live.InterpretationChannel.asked_by": "deleted",
    "live.Interpreter.person": "deleted",
    "live.Picture.person": "ended, and deleted with that",
    "live.ListeningChoice.person": "deleted",
    "live.GroupPlace.person": "deleted",
    "live.Group.rapporteur": "the group has none then",
    "live.RecordingConsent.person": "deleted",
    "live.RecordedVoice.person": "silenced in the recording, and then nobody's",
    "live.CatchUp.person": "stays counted, and is nobody's",
    "schedule.AgendaItem.speaker": "in sessions that are not over",
    "schedule.SessionRole.person": "in sessions that are not over",
    "schedule.CalendarFeed.person": "deleted",
    "programmes.HubAdministrator.person": "deleted",
    "programmes.Role.person": "deleted",
    "programmes.TeamMember.person": "deleted",
    "programmes.Invitation.accepted_by": "deleted, with those to the address",
    "notices.Message.person": "deleted, with those to the address",
    "people.SignInLink.person": "deleted, with those to the address",
    "people.TalkOffer.person": "deleted",
    "kernel.UnfinishedUpload.person": "deleted, with what has arrived",
    "account.EmailAddress.user": "deleted",
    "mfa.Authenticator.user": "deleted",
}
"""What erasure takes away whole."""

STAYS = {
    "assessment.Assessment.begun_by": "without a name; a draft nobody else sees is withdrawn",
    "assessment.Answer.written_by": "without a name; the answer is the country's",
    "assessment.AnswerChange.by": "without a name; the answer is the country's",
    "assessment.Evidence.added_by": "without a name; the evidence is the country's",
    "assessment.Remark.by": "without a name; the text goes on request",
    "assessment.Review.reviewer": "without a name; one not ended makes place for another",
    "assessment.Review.asked_by": "without a name",
    "assessment.CountryMedicine.changed_by": "without a name; the answer is the country's",
    "assessment.MedicineSharing.decided_by": "without a name; the decision is the country's",
    "assessment.FrameworkVersion.made_by": "without a name",
    "assessment.FrameworkVersion.proposed_by": "without a name",
    "assessment.FrameworkVersion.published_by": "without a name",
    "assessment.FrameworkVersion.confirmed_by": "without a name",
    "assessment.FrameworkVersion.discarded_by": "without a name",
    "assessment.VersionReturn.by": "without a name; the reason is the framework's",
    "assessment.Action.changed_by": "without a name; the plan is the team's",
    "assessment.ProgressNote.by": "without a name; the text goes on request",
    "credentials.Certificate.person": "revoked, and the holder's name is blank",
    "credentials.Certificate.revoked_by": "without a name",
    "evaluation.Answered.person": "that somebody answered, for the counts",
    "cases.Case.presenter": "without a name; a draft nobody else sees loses its words",
    "cases.Case.changed_by": "without a name",
    "cases.CaseStep.begun_by": "without a name",
    "cases.CaseVersion.by": "without a name; the text is the team's",
    "cases.CaseAttachment.added_by": "without a name; the file is the team's",
    "cases.Consent.person": "without a name; that somebody agreed is the team's record",
    "cases.Consent.withdrawn_by": "without a name",
    "cases.ReviewQuestion.asked_by": "without a name",
    "cases.ReviewQuestion.answered_by": "without a name",
    "cases.ClarifyingQuestion.allowed_by": "without a name",
    "cases.Recommendation.allowed_by": "without a name",
    "cases.ClarifyingQuestion.asker": "without a name; the text goes on request",
    "cases.ClarifyingQuestion.written_by": "without a name",
    "cases.GuardDecision.decided_by": "without a name; the reason is the case's",
    "cases.SecondLook.looked_by": "without a name",
    "cases.Recommendation.author": "without a name; the text is the country's",
    "cases.Recommendation.written_by": "without a name",
    "cases.StateChange.by": "without a name; what came of it is the country's",
    "cases.Letter.ready_by": "without a name",
    "cases.SentLetter.signed_by": "without a name; the letter stands as it was sent",
    "cases.SentLetter.acknowledged_by": "without a name",
    "cases.SentLetter.objected_by": "without a name; the words are the team's",
    "cases.UrgentQuestion.asker": "without a name; the text goes on request",
    "cases.UrgentQuestion.answered_by": "without a name; the answer is the asker's",
    "cases.Routing.expert": "what is with them goes to the next expert",
    "live.SlideDeck.uploaded_by": "without a name; the slides are the session's",
    "live.Entry.person": "without a name; the words of chat and notes go on request",
    "live.Entry.audience_person": "without a name",
    "live.Hand.person": "lowered",
    "live.Presence.person": "for the counts and minutes",
    "live.GuestLink.person": "withdrawn",
    "live.GuestLink.made_by": "without a name",
    "live.Poll.made_by": "without a name",
    "live.Question.asker": "without a name; the text goes on request",
    "live.Question.answered_by": "without a name; the answer is the session's",
    "live.GroupPoint.person": "without a name; the text goes on request",
    "live.GroupRound.made_by": "without a name",
    "live.Arrival.person": "without a name",
    "live.Arrival.let_in_by": "without a name",
    "live.Removal.person": "without a name",
    "live.Removal.by": "without a name",
    "live.Attendance.person": "for the counts and minutes",
    "live.Attendance.by": "without a name",
    "live.Stay.person": "for the counts and minutes",
    "live.SharedScreen.person": "for the counts",
    "live.AtScreen.person": "for the counts and minutes",
    "live.AtScreen.vouched_by": "without a name",
    "live.Stay.by": "without a name",
    "live.ReportLine_people.person": "without name and address, until counted or forgotten",
    "live.AttendanceReport.by": "without a name",
    "live.Call.by": "without a name",
    "live.Caption.by": "without a name; the words are those of others",
    "live.Caption.speaker": "without a name; the words go on request",
    "live.Captioner.person": "withdrawn",
    "live.Captioner.made_by": "without a name",
    "live.CaptionIntake.made_by": "without a name",
    "programmes.Invitation.invited_by": "without a name",
    "programmes.Application.lead": "without a name; withdrawn, unless it was decided",
    "programmes.Signature.person": "without a name; that the team signed stays",
    "programmes.Enrolment.person": "ended; stays for the counts by country",
    "kernel.Event.actor": "without a name",
}
"""What erasure leaves, since it takes the name off the person."""

NEVER_USED = {"people.Person_groups.person", "people.Person_user_permissions.person"}
"""Django's own; nothing here gives a group or a permission."""


def columns() -> dict[str, tuple[type, str]]:
    """Every foreign key to a person, also of tables that only join two others."""
    return {
        f"{model._meta.label}.{field.name}": (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }


def rows(person: Person) -> dict[str, int]:
    """How many rows refer to ``person`` by each of them."""
    return {
        name: model._default_manager.filter(**{field: person}).count()
        for name, (model, field) in columns().items()
        if name not in NEVER_USED
    }


def run_all_jobs() -> None:
    """Those that wait, as a worker would, until none is left."""
    while job := DBTaskResult.objects.order_by("enqueued_at", "pk").first():
        args = job.args_kwargs
        DBTaskResult.objects.filter(pk=job.pk).delete()
        job.task.call(*args["args"], **args["kwargs"])


def test_the_export_knows_every_column():
    assert EXPORTED.keys() | NOT_EXPORTED.keys() | NEVER_USED == columns().keys()
    assert EXPORTED.keys() & NOT_EXPORTED.keys() == set()


def test_erasure_knows_every_column():
    assert GOES.keys() | STAYS.keys() | NEVER_USED == columns().keys()
    assert GOES.keys() & STAYS.keys() == set()


@pytest.mark.django_db
def test_the_life_of_the_test_has_every_column():
    assert [name for name, count in rows(a_life()).items() if count == 0] == []


@pytest.mark.django_db
def test_the_export_tells_of_each_column_it_says_it_does():
    kept = people.export_of(a_life())

    empty = []
    for name, path in EXPORTED.items():
        found = kept
        for part in path:
            found = found[part]
        if not found:
            empty.append(name)
    assert empty == []


@pytest.mark.django_db
def test_the_export_of_someone_new_has_every_part_too():
    assert sorted(people.export_of(make.a_person())) == sorted(
        {path[0] for path in EXPORTED.values()}
    )


@pytest.mark.django_db
@pytest.mark.parametrize("words", [True, False])
def test_erasure_does_to_each_column_what_it_says(words):
    person = a_life()
    run_all_jobs()
    before = rows(person)

    people.erase(by=person, person=person, words=words)
    run_all_jobs()

    after = rows(person)
    assert [name for name in GOES if after[name]] == []
    assert [name for name in STAYS if after[name] < before[name]] == []


@pytest.mark.django_db
def test_nothing_of_the_name_or_the_address_is_left_in_any_table():
    """What others wrote of somebody is not searched; mail to others goes after 90 days."""
    person = a_life()
    run_all_jobs()
    Message.objects.exclude(person=person).delete()
    ClarifyingQuestion.objects.update(text="")
    Recommendation.objects.update(text="")
    Attendance.objects.update(reason="")

    people.erase(by=person, person=person)
    run_all_jobs()

    assert [
        (model._meta.label, row)
        for model in apps.get_models(include_auto_created=True)
        for row in model._default_manager.values()
        if "Sela Taufa" in str(row) or "sela@example.org" in str(row).lower()
    ] == []
