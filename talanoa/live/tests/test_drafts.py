"""Captions that a machine makes of a recording: a draft until a person publishes it."""

from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live import access, captions_played, recorded, tasks
from talanoa.live.models import Caption, CaptionDraft, DraftLine, RecordedVoice
from talanoa.live.recordings import hearing
from talanoa.live.recordings.hearing import Failure, Heard, HearingError
from talanoa.live.services import caption_desk, captions, drafts, floor, making, recordings
from talanoa.live.tests import tiny_model
from talanoa.live.tests.recording import a_running_recording, segment
from talanoa.people import services as people
from talanoa.schedule.models import LiveSession
from talanoa.schedule.tests.jobs import run_jobs
from tests import make

pytestmark = pytest.mark.django_db

SAID = (
    Heard(1.0, 3.5, " Morphine is cheap. "),
    Heard(20.0, 24.0, "Nurses give it\nat home"),
    Heard(25.0, 26.0, " "),
)


@pytest.fixture
def settings(settings):
    settings.WHISPER_MODEL = "/models/tiny"
    return settings


@pytest.fixture
def hears(settings, monkeypatch):
    """The machine, as the outside world that it is: it hears ``SAID``."""
    monkeypatch.setattr(hearing, "hear", lambda sound, **asked: iter(SAID))


@pytest.fixture
def recording():
    """Ready, forty seconds long; it began five seconds after its start."""
    running = a_running_recording()
    segment(running, began_in=5, seconds=40)
    host = host_of(running)
    with clock.standing_at(running.started_at + timedelta(minutes=2)):
        floor.close_session(by=host, session=running.session)
    recording = recorded.of_session(LiveSession.objects.get(pk=running.pk))
    assert making.make(recording=recording)
    return recorded.of_session(recording.session)


@pytest.fixture
def draft(hears, recording):
    """Made, not read."""
    drafts.ask(by=host_of(recording), recording=recording, language="en")
    assert tasks.make_draft.func(recording.pk)
    return the_draft(recording)


def host_of(recording):
    return make.a_role(recording.session.cohort.programme, "facilitator")


def the_draft(recording):
    draft = CaptionDraft.objects.select_related("recording__session").get(pk=recording.pk)
    draft.recording.session = recording.session
    return draft


def texts(draft):
    return list(draft.lines.values_list("text", flat=True))


def test_a_machine_writes_down_what_it_hears_where_it_was_said(draft, recording):
    began = recorded.parts(recording)[0].began_at
    seconds = [
        ((line.begins_at - began).total_seconds(), (line.ends_at - began).total_seconds())
        for line in draft.lines.all()
    ]

    assert texts(draft) == ["Morphine is cheap.", "Nurses give it at home"]
    assert seconds == [(1.0, 3.5), (20.0, 24.0)]
    assert draft.status == "ready"


def test_a_draft_is_no_caption(draft, recording, client):
    reader = make.enrolled(recording.session.cohort)
    client.force_login(reader)

    assert Caption.objects.count() == 0
    assert "Nothing was found" in client.get("/transcripts/?q=cheap").content.decode()
    assert client.get(f"/sessions/{recording.pk}/draft/").status_code == 404


def test_once_published_it_is_marked_played_and_found_and_nobodys_words(draft, recording, client):
    host = host_of(recording)
    number = drafts.publish(by=host, draft=draft)
    reader = make.enrolled(recording.session.cohort)
    client.force_login(reader)

    lines = Caption.objects.order_by("number")
    assert number == 2
    assert [(one.text, one.source, one.speaker, one.by) for one in lines] == [
        ("Morphine is cheap.", "machine", None, None),
        ("Nurses give it at home", "machine", None, None),
    ]
    track = captions_played.tracks(
        recording.session, recorded.parts(recording), recorded.quiet(recording)
    )[0]
    assert [(line.begins, line.is_machine) for line in track.lines] == [(1.0, True), (20.0, True)]
    found = client.get("/transcripts/?q=nurses").content.decode()
    assert "Nurses give it at home" in found
    transcript = client.get(f"/sessions/{recording.pk}/transcript/").content.decode()
    assert [page.count("made by machine") for page in (found, transcript)] == [1, 2]
    for suffix in ("vtt", "srt", "txt"):
        taken = client.get(f"/sessions/{recording.pk}/captions/en.{suffix}").content.decode()
        assert "Nurses give it at home (made by machine)\n" in taken
        assert taken.count("made by machine") == 2
    assert texts(the_draft(recording)) == ["", ""]
    with pytest.raises(Refused, match="are published"):
        drafts.publish(by=host, draft=draft)
    with pytest.raises(Refused, match="Delete the transcript"):
        drafts.discard(by=host, draft=draft)


def test_who_may(draft, recording):
    session = recording.session
    member, host = make.enrolled(session.cohort), host_of(recording)
    captioner, french = make.enrolled(session.cohort), make.enrolled(session.cohort)
    for person, language in ((captioner, "en"), (french, "fr")):
        session.captioners.create(person=person, language=language)

    for person in (member, french, make.a_person()):
        with pytest.raises(NotVisible):
            access.get_draft(person, session.pk)
    for person in (host, captioner):
        assert access.get_draft(person, session.pk) == draft
    assert drafts.correct(by=captioner, draft=draft, changed={draft.lines.first().pk: "Morphine"})
    for act in (drafts.publish, drafts.discard):
        with pytest.raises(Refused):
            act(by=captioner, draft=draft)
    assert texts(draft)[0] == "Morphine"


def test_it_is_asked_for_by_hosts_where_nobody_has_written(hears, recording):
    host, session = host_of(recording), recording.session
    with pytest.raises(Refused):
        drafts.ask(by=make.enrolled(session.cohort), recording=recording, language="en")
    captions.add(
        session=session, text="A person's", language="en", source="captioner", at=session.opened_at
    )
    with pytest.raises(Refused, match="captions in this language already"):
        drafts.ask(by=host, recording=recording, language="en")
    drafts.ask(by=host, recording=recording, language="fr")
    with pytest.raises(Refused, match="already"):
        drafts.ask(by=host, recording=recording, language="sw")
    assert list(CaptionDraft.objects.values_list("language", flat=True)) == ["fr"]


def test_where_no_model_is_set_nobody_is_offered_one(recording, client, settings):
    settings.WHISPER_MODEL = ""
    host = host_of(recording)
    client.force_login(host)

    assert (
        "made by machine" not in client.get(f"/sessions/{recording.pk}/recording/").content.decode()
    )
    with pytest.raises(Refused, match="no speech recognition"):
        drafts.ask(by=host, recording=recording, language="en")


@pytest.mark.parametrize("code", list(Failure))
def test_what_fails_is_said_and_can_be_asked_for_again(
    recording, settings, monkeypatch, client, code
):
    def fails(sound, **asked):
        raise HearingError(code)

    monkeypatch.setattr(hearing, "hear", fails)
    host = host_of(recording)
    drafts.ask(by=host, recording=recording, language="en")
    assert not tasks.make_draft.func(recording.pk)
    client.force_login(host)
    page = client.get(f"/sessions/{recording.pk}/draft/").content.decode()
    client.post(f"/sessions/{recording.pk}/draft/", {"do": "discard"})

    assert "could not be written down" in page
    assert CaptionDraft.objects.count() == 0
    assert Event.objects.get(kind="live.draft_failed").data["failure"] == code
    drafts.ask(by=host, recording=recording, language="en")


@pytest.mark.parametrize("is_published", [False, True])
def test_whoever_is_silenced_takes_what_a_machine_wrote_of_them_along(
    draft, recording, is_published
):
    ana = make.enrolled(recording.session.cohort)
    began = recorded.parts(recording)[0].began_at
    RecordedVoice.objects.create(
        recording=recording,
        person=ana,
        began_at=began + timedelta(seconds=19),
        ended_at=began + timedelta(seconds=23),
    )
    if is_published:
        drafts.publish(by=host_of(recording), draft=draft)

    recordings.answer(by=ana, session=recording.session, answer="no")

    kept = Caption.objects.exclude(text="") if is_published else draft.lines
    assert list(kept.values_list("text", flat=True)) == ["Morphine is cheap."]
    assert DraftLine.objects.count() == 1


def test_whoever_is_erased_takes_it_along_as_well(draft, recording):
    ana = make.enrolled(recording.session.cohort)
    began = recorded.parts(recording)[0].began_at
    RecordedVoice.objects.create(
        recording=recording, person=ana, began_at=began, ended_at=began + timedelta(seconds=4)
    )
    people.erase(by=ana, person=ana, words=False)
    run_jobs(of="live")

    assert texts(draft) == ["Nurses give it at home"]


def test_a_recording_that_changes_while_a_machine_listens_is_heard_anew(
    recording, settings, monkeypatch
):
    ana = make.enrolled(recording.session.cohort)
    began = recorded.parts(recording)[0].began_at
    RecordedVoice.objects.create(
        recording=recording, person=ana, began_at=began, ended_at=began + timedelta(seconds=4)
    )

    def silenced_meanwhile(sound, **asked):
        recordings.answer(by=ana, session=recording.session, answer="no")
        yield from SAID

    monkeypatch.setattr(hearing, "hear", silenced_meanwhile)
    drafts.ask(by=host_of(recording), recording=recording, language="en")

    with pytest.raises(drafts.Overtaken):
        tasks.make_draft.func(recording.pk)
    with pytest.raises(drafts.Overtaken):
        tasks.make_draft.func(recording.pk)  # it is being made anew
    assert DraftLine.objects.count() == 0


@pytest.mark.parametrize("breaks", [False, True])
def test_what_was_heard_for_a_draft_that_was_discarded_is_not_written_into_the_next(
    recording, monkeypatch, breaks
):
    host = host_of(recording)
    heard_as = []

    def asked_anew_meanwhile(sound, *, language, **asked):
        heard_as.append(language)
        if len(heard_as) == 1:
            drafts.discard(by=host, draft=the_draft(recording))
            drafts.ask(by=host, recording=recording, language="fr")
            if breaks:
                raise HearingError(hearing.Failure.BROKEN)
        yield from SAID

    monkeypatch.setattr(hearing, "hear", asked_anew_meanwhile)
    drafts.ask(by=host, recording=recording, language="en")

    assert not tasks.make_draft.func(recording.pk)
    assert the_draft(recording).status == "being-made"
    assert tasks.make_draft.func(recording.pk)
    assert heard_as == ["en", "fr"]


def test_it_goes_with_the_recording_and_what_is_published_with_the_transcript(draft, recording):
    host = host_of(recording)
    drafts.publish(by=host, draft=draft)
    recordings.delete(by=host, recording=recording)

    assert CaptionDraft.objects.count() == 0
    assert Caption.objects.count() == 2
    caption_desk.delete(by=host, session=recording.session)
    assert Caption.objects.count() == 0


def test_a_deleted_transcript_takes_what_was_published_of_a_draft_along(draft, recording):
    host = host_of(recording)
    drafts.publish(by=host, draft=draft)
    caption_desk.delete(by=host, session=recording.session)

    assert (CaptionDraft.objects.count(), DraftLine.objects.count()) == (0, 0)
    drafts.ask(by=host, recording=recording, language="en")


def test_people_who_wrote_meanwhile_come_first(draft, recording):
    captions.add(
        session=recording.session,
        text="By a person",
        language="en",
        source="service",
        at=recording.started_at,
    )

    with pytest.raises(Refused, match="captions in this language already"):
        drafts.publish(by=host_of(recording), draft=draft)


def test_the_page_saves_what_was_changed_and_undoes_nothing_of_others(draft, recording, client):
    client.force_login(host_of(recording))
    url = f"/sessions/{recording.pk}/draft/"
    first, second = (line.pk for line in draft.lines.all())
    page = client.get(url).content.decode()
    drafts.correct(by=host_of(recording), draft=draft, changed={first: "Saved by another"})
    form = {
        f"line-{first}": "Morphine is cheap.",
        f"before-{first}": "Morphine is cheap.",
        f"before-{second}": "Nurses give it at home",
    }
    wrong = client.post(url, {**form, f"line-{second}": "x" * 501, "do": "save"})
    client.post(url, {**form, f"line-{second}": "Nurses <b>give</b> it", "do": "save"})
    saved = texts(draft)
    client.post(url, {f"line-{second}": "", f"before-{second}": "x", "do": "publish"})

    assert page.count("<textarea") == 2
    assert wrong.status_code == 422
    assert saved == ["Saved by another", "Nurses <b>give</b> it"]
    assert list(Caption.objects.values_list("text", flat=True)) == ["Saved by another"]


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5_000, "²", "٣"])
def test_a_line_that_cannot_be_is_passed_over(draft, recording, client, number):
    client.force_login(host_of(recording))

    answer = client.post(
        f"/sessions/{recording.pk}/draft/",
        f"line-{number}=x",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 302
    assert texts(draft) == ["Morphine is cheap.", "Nurses give it at home"]


def test_an_empty_draft_is_not_published(draft, recording):
    drafts.correct(
        by=host_of(recording),
        draft=draft,
        changed=dict.fromkeys(draft.lines.values_list("pk", flat=True), ""),
    )

    with pytest.raises(Refused, match="No line is left"):
        drafts.publish(by=host_of(recording), draft=draft)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    draft, recording, client, django_assert_num_queries, count
):
    draft.lines.all().delete()
    for number in range(count):
        at = recording.started_at + timedelta(seconds=10 + number)
        draft.lines.create(begins_at=at, ends_at=at, text="x")
    client.force_login(host_of(recording))
    client.get(f"/sessions/{recording.pk}/draft/")

    with django_assert_num_queries(11):
        client.get(f"/sessions/{recording.pk}/draft/")


def test_from_the_button_to_the_transcript_with_a_model_made_here(
    recording, settings, client, tmp_path
):
    """Nothing stands in for anything: the tiny model hears the recording's silence as words."""
    settings.WHISPER_MODEL = str(tiny_model.made_in(tmp_path / "tiny"))
    settings.WHISPER_ONLY_SPEECH = False
    client.force_login(host_of(recording))

    client.post(f"/sessions/{recording.pk}/draft/ask/", {"language": "sw"})
    run_jobs(of="live")
    page = client.get(f"/sessions/{recording.pk}/draft/").content.decode()
    client.post(f"/sessions/{recording.pk}/draft/", {"do": "publish"})

    assert page.count("<textarea") == Caption.objects.filter(language="sw").count() > 0
