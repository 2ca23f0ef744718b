"""Somebody with a row in every column that points at a person."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from talanoa.assessment.models import (
    AnswerChange,
    CountryMedicine,
    Evidence,
    Framework,
    FrameworkVersion,
    Medicine,
    MedicineSharing,
    Remark,
    Review,
    VersionReturn,
)
from talanoa.assessment.services import planning
from talanoa.cases import services as cases
from talanoa.cases.models import (
    CaseAttachment,
    CaseAuthor,
    CaseStep,
    CaseVersion,
    ClarifyingQuestion,
    Consent,
    GuardDecision,
    Letter,
    Recommendation,
    ReviewQuestion,
    Routing,
    SecondLook,
    SentLetter,
    StateChange,
    UrgentQuestion,
)
from talanoa.credentials import services as credentials
from talanoa.evaluation import services as evaluation
from talanoa.evaluation.models import Answered
from talanoa.kernel import clock, pieces
from talanoa.live.models import (
    AnonymousAsking,
    Arrival,
    AtScreen,
    Attendance,
    AttendanceReport,
    Call,
    Caption,
    CaptionChoice,
    Captioner,
    CaptionIntake,
    CatchUp,
    Entry,
    Group,
    GroupPlace,
    GroupPoint,
    GroupRound,
    GuestLink,
    InterpretationChannel,
    Interpreter,
    LearningSite,
    ListeningChoice,
    PhonePin,
    Picture,
    Poll,
    Presence,
    Question,
    QuestionVote,
    RecordedVoice,
    Recording,
    RecordingConsent,
    Removal,
    Room,
    SharedScreen,
    SiteMember,
    SlideDeck,
    Speech,
    Stay,
    Vote,
)
from talanoa.live.services import talk
from talanoa.people import services as people
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import HubAdministrator, Invitation
from talanoa.schedule import services as schedule
from talanoa.schedule.models import AgendaItem
from tests import make, make_teams


def a_life() -> Person:
    """Somebody of whom every room keeps something, in every column there is."""
    person = make.a_person("Sela Taufa", email="sela@example.org", organisation="Ministry")
    other, now = make.a_person("Ben Osei"), clock.now()
    past, case = _a_session_held(person, other)
    programme = past.cohort.programme
    make.a_role(programme, "facilitator", person)
    HubAdministrator.objects.create(hub=programme.hub, person=person)
    for accepted_by, invited_by in ((person, other), (other, person)):
        Invitation.objects.create(
            programme=programme,
            role="expert",
            address=accepted_by.email,
            invited_by=invited_by,
            accepted_by=accepted_by,
            accepted_at=now,
        )
    people.offer_talk(by=person, subjects="What I learnt")
    make_teams.an_application(make_teams.a_round(programme), lead=person)
    named = {"members": [programmes.Named(name=person.name, address="sela@example.org")]}
    make_teams.an_application(make_teams.a_round(programme), lead=other, **named)
    team = person.team_memberships.get().team
    programmes.hand_over(by=None, team=team, person=person)
    programmes.sign(by=person, team=team, statement=make_teams.a_statement(programme))
    coming = make.a_session(programme, starts_in=timedelta(days=1))
    make.a_part(coming, "expert", person)
    AgendaItem.objects.create(
        session=coming, position=1, kind="didactic", title="Doses", minutes=9, speaker=person
    )
    schedule.feed_of(person)
    talk.say(by=person, session=coming, text="I wrote this")
    talk.raise_hand(by=person, session=coming)
    Room.objects.update(floor=person)
    Entry.objects.create(
        session=past, seq=99, kind="person.muted", audience="person", audience_person=person
    )
    for ballot in ("open", "secret"):
        poll = Poll.objects.create(
            session=past, question="Where?", kind="words", ballot=ballot, made_by=person
        )
        Vote.objects.create(poll=poll, person=person)
    for asker, answered_by in ((person, other), (other, person)):
        question = Question.objects.create(
            session=past, text="Why?", asker=asker, answered_by=answered_by, answer="So."
        )
        QuestionVote.objects.create(question=question, person=person)
    AnonymousAsking.objects.create(session=past, person=person, number=1)
    channel = InterpretationChannel.objects.create(
        session=past, language="fr", on_air=person, on_air_since=now, asked_by=person
    )
    Interpreter.objects.create(channel=channel, person=person)
    Picture.objects.create(session=past, person=person, source="camera")
    ListeningChoice.objects.create(person=person, cohort=past.cohort, language="fr")
    made = GroupRound.objects.create(session=past, way="lot", minutes=5, made_by=person)
    group = Group.objects.create(round=made, number=1, rapporteur=person)
    GroupPlace.objects.create(round=made, group=group, person=person)
    GroupPoint.objects.create(group=group, person=person, text="I noted this")
    SlideDeck.objects.create(session=past, title="Slides", file="a.pdf", uploaded_by=person)
    Presence.objects.create(session=past, person=person, began_at=now, last_sign_at=now)
    for guest, made_by in ((person, other), (other, person)):
        GuestLink.objects.create(
            session=past, person=guest, secret_hash=f"hash of {guest.pk}", made_by=made_by
        )
        Removal.objects.create(session=past, person=guest, by=made_by)
        Arrival.objects.create(session=past, person=guest, let_in_at=now, let_in_by=made_by)
    PhonePin.objects.create(session=past, person=person, digits="123456789")
    Speech.objects.create(session=past, person=person, began_at=now, heard_until=now)
    recording = Recording.objects.create(session=past, is_wanted=True, started_at=now)
    RecordingConsent.objects.create(session=past, person=person, is_yes=True)
    RecordedVoice.objects.create(recording=recording, person=person, began_at=now)
    CatchUp.objects.create(recording=recording, person=person, kind="sound")
    Call.objects.create(session=past, tool="zoom", url="https://zoom.us/j/1", by=person)
    for someone, by in ((person, other), (other, person)):
        Stay.objects.create(
            session=past, person=someone, kind="hand", began_at=now, ended_at=now, by=by
        )
    site = LearningSite.objects.create(
        programme=programme, name="Hospice", country=make.a_country(), host=person
    )
    SiteMember.objects.create(site=site, person=person)
    for owner, beside in ((person, other), (other, person)):
        screen = SharedScreen.objects.create(session=past, person=owner, others=2)
        AtScreen.objects.create(screen=screen, person=beside, vouched_at=now, vouched_by=owner)
    for captioner, made_by in ((person, other), (other, person)):
        Captioner.objects.create(session=past, person=captioner, language="en", made_by=made_by)
    CaptionIntake.objects.create(
        session=past, name="Service", language="en", token_hash="0" * 64, made_by=person
    )
    Caption.objects.create(
        session=past, number=1, line=1, language="en", text="I said this", speaker=person, by=person
    )
    CaptionChoice.objects.create(person=person)
    report = AttendanceReport.objects.create(
        session=past, file_name="zoom.csv", file_hash="0" * 64, has_times=True, by=person
    )
    line = report.lines.create(number=2, name=person.name, address=person.email)
    line.people.add(person)
    make.a_case(programme, presenter=person, title="My draft")
    _a_presenter_named(programme, person)
    CaseAuthor.objects.create(case=case, person=person)
    CaseVersion.objects.create(case=case, revision=1, because="changed", text={}, by=person)
    CaseAttachment.objects.create(
        case=case, title="Map", kind="picture", file="a.webp", size=1, added_by=person
    )
    Consent.objects.create(case=case, person=person, to="library", revision=1, withdrawn_by=person)
    ReviewQuestion.objects.create(case=case, text="Why?", asked_by=person, answered_by=person)
    case.changed_by = person
    case.save()
    _a_framework_written(person)
    _a_plan_written(programme, person)
    _an_assessment_written(person)
    _a_medicine_spoken_of(person)
    people.make_sign_in_link(person=person)
    pieces.add(by=person, place="case/1/", digest="0" * 64, size=9, offset=0, piece=b"half")
    EmailAddress.objects.create(user=person, email=person.email)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "hidden-secret"})
    return person


def _a_presenter_named(programme, person):
    """A case that they presented until they named another of their team."""
    case = make.a_case(
        programme, presenter=person, team=make.a_team(programme), title="Presented by another"
    )
    cases.name_presenter(
        by=person, case=case, presenter=make.a_member(case.team), instead_of=person.pk
    )


def _a_session_held(person, other):
    """One in which both took part, with a case of the other's and certificates for both."""
    programme = make.a_programme()
    for someone in (person, other):
        make.enrolled(programme, someone)
    case = make.a_case(programme, status="discussed", presenter=other, title="Somebody else's")
    session = case.session
    programmes.add_to_team(by=None, team=make.a_team(programme), person=person)
    for someone, noted_by in ((person, other), (other, person)):
        CaseStep.objects.create(case=case, session=session, step="done", begun_by=someone)
        GuardDecision.objects.create(
            case=case,
            type="phone",
            mark=f"of {someone.pk}",
            field="tried",
            start=0,
            verdict="kept",
            reason=f"Decided by {someone.pk}",
            decided_by=someone,
        )
        SecondLook.objects.create(case=case, revision=1000 + someone.pk, looked_by=someone)
        said = {"case": case, "session": session, "written_by": noted_by, "allowed_by": noted_by}
        text = f"Said by {someone.name}"
        ClarifyingQuestion.objects.create(asker=someone, text=text, **said)
        given = Recommendation.objects.create(author=someone, owner=noted_by, text=text, **said)
        StateChange.objects.create(
            recommendation=given, by=someone, before="proposed", after="accepted"
        )
        asked = UrgentQuestion.objects.create(
            programme=programme, asker=someone, text="May I?", answered_by=noted_by, answer="So."
        )
        Routing.objects.create(question=asked, expert=noted_by, due_at=clock.now())
    letter = Letter.objects.create(
        case=case, due_at=clock.now(), ready_at=clock.now(), ready_by=person
    )
    SentLetter.objects.create(
        letter=letter,
        number=1,
        body={"opening": "", "items": []},
        due_at=clock.now(),
        signed_by=person,
        acknowledged_by=person,
        objected_by=person,
    )
    wave = evaluation.open_wave(session)
    for someone in (person, other):
        Answered.objects.create(wave=wave, person=someone)
        make.attendance(session, someone, session.closed_at - session.opened_at)
    credentials.issue_due(session=session)
    for someone, by in ((person, other), (other, person)):
        Attendance.objects.filter(person=someone).update(by=by, reason=f"About {someone.name}")
    session.certificates.filter(person=other).update(
        revoked_at=clock.now(), revocation="decided", revoked_by=person
    )
    return session, case


def _a_framework_written(person):
    """By one who made it, proposed, published, confirmed, discarded and returned it."""
    framework = Framework.objects.create(code="written", title="Written")
    parts = ("made_by", "proposed_by", "published_by", "confirmed_by", "discarded_by")
    version = FrameworkVersion.objects.create(
        framework=framework, number=1, title="Written", **dict.fromkeys(parts, person)
    )
    VersionReturn.objects.create(version=version, by=person, reason="A level is missing.")


def _a_plan_written(programme, person):
    """With a note of how its one action goes."""
    team = make.a_team(programme)
    make.a_member(team, person)
    action = planning.add_action(
        by=person,
        plan=planning.begin_plan(by=person, team=team),
        text=planning.ActionText(title="Train nurses"),
    )
    planning.note_progress(by=person, action=action, text="I noted this", state="under_way")


def _an_assessment_written(person):
    """Begun, answered and remarked on by one who also reviewed, and asked somebody to."""
    assessment = make.an_assessment()
    answer = assessment.answers.get()
    for row in (assessment, answer):
        row.begun_by = row.written_by = person
        row.save()
    AnswerChange.objects.create(answer=answer, revision=99, by=person)
    Evidence.objects.create(answer=answer, kind="citation", title="Law 5", added_by=person)
    Remark.objects.create(
        assessment=assessment, indicator=answer.indicator, by=person, text="I asked them"
    )
    Review.objects.create(assessment=assessment, reviewer=person, asked_by=person)


def _a_medicine_spoken_of(person):
    """By one who said how it stands in a country, and published that."""
    country = make.a_country()
    CountryMedicine.objects.create(
        country=country,
        medicine=Medicine.objects.create(name="morphine", section="2.2", section_title="Opioids"),
        year=2026,
        source="A law",
        changed_by=person,
    )
    MedicineSharing.objects.create(country=country, decided_by=person)
