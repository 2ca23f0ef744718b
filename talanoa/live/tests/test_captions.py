"""Captions: who may write them, what becomes of each line, and what is kept of whom."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.live import captions as reading
from talanoa.live.caption_terms import CaptionColours, CaptionSize
from talanoa.live.models import Caption, CaptionChoice, Entry
from talanoa.live.services import caption_desk, captions, floor
from talanoa.people.services import erase
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import (
    a_captioner,
    a_person,
    a_role,
    a_session,
    an_intake,
    an_open_session,
    closed,
    enrolled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


@pytest.fixture
def captioner(session):
    return a_captioner(session)


def write(session, by, text="Good morning", **fields):
    return captions.write(by=by, session=session, text=text, **{"language": "en", **fields})


def lines(session):
    return [line.text for line in session.captions.order_by("at", "pk")]


@pytest.mark.parametrize("who", ["host", "member", "other language", "withdrawn"])
def test_only_whom_a_host_gave_it_to_writes_captions(session, host, who):
    person = host if who == "host" else enrolled(session.cohort)
    if who == "other language":
        a_captioner(session, person, language="fr")
    if who == "withdrawn":
        a_captioner(session, person)
        caption_desk.withdraw(by=host, captioner=session.captioners.get())

    with pytest.raises(Refused, match="You do not have it"):
        write(session, person)
    assert lines(session) == []


def test_nobody_writes_captions_once_the_session_has_ended(session, captioner):
    closed(session)

    with pytest.raises(Refused, match="ended"):
        write(session, captioner)


def test_a_frame_sent_again_is_one_line(session, captioner):
    once = write(session, captioner, client_id="a")
    again = write(session, captioner, "Something else", client_id="a")

    assert again == once
    assert lines(session) == ["Good morning"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Write something"), (" \n\x00", "Write something"), ("x" * 501, "at most 500")],
)
def test_a_line_says_something_and_not_too_much(session, captioner, text, words):
    with pytest.raises(ValidationError, match=words):
        write(session, captioner, text)


def test_the_speaker_is_named_or_is_whoever_has_the_floor(session, host, captioner):
    speaker = enrolled(session.cohort)
    floor.give_floor(by=host, session=session, person=speaker.pk)

    named = write(session, captioner, speaker=host.pk)
    on_the_floor = write(session, captioner, speaker=0)
    nobody = write(session, captioner)

    assert [each.speaker_id for each in (named, on_the_floor, nobody)] == [
        host.pk,
        speaker.pk,
        None,
    ]
    with pytest.raises(Refused, match="not in this session"):
        write(session, captioner, speaker=a_person().pk)


def test_a_corrected_line_takes_a_new_number_and_keeps_its_place_and_its_words(session, captioner):
    first = write(session, captioner, "Good mourning")
    second = write(session, captioner, "everyone")

    once = captions.correct(
        by=captioner, session=session, line=first.pk, text="Good morning", client_id="c"
    )
    again = captions.correct(
        by=captioner, session=session, line=first.pk, text="Good evening", client_id="c"
    )

    assert (once.number, again.number, second.number) == (3, 3, 2)
    assert (once.line, [was["text"] for was in once.earlier]) == (1, ["Good mourning"])
    assert lines(session) == ["Good morning", "everyone"]


@pytest.mark.parametrize("which", ["of another session", "of another language", "of nobody"])
def test_no_other_line_can_be_corrected(session, captioner, which):
    other = an_open_session() if which == "of another session" else session
    language = "fr" if which == "of another language" else "en"
    line = write(other, a_captioner(other, language=language), language=language)
    key = 10**12 if which == "of nobody" else line.pk

    with pytest.raises(Refused):
        captions.correct(by=captioner, session=session, line=key, text="Changed")
    assert Caption.objects.get(pk=line.pk).text == "Good morning"


def test_whoever_was_away_gets_each_line_once_as_it_now_stands(session, captioner):
    seen = write(session, captioner, "one").number
    write(session, captioner, "two")
    three = write(session, captioner, "thre")
    captions.correct(by=captioner, session=session, line=three.pk, text="three")
    write(session, a_captioner(session, language="fr"), "quatre", language="fr")

    upto, frames = reading.frames_since(session.pk, seen, [("en", "en"), ("fr", "en")])

    assert upto == 5
    assert re.findall(r"<span>(\w+)", frames["en", "en"]) == ["two", "three"]
    assert re.findall(r"<span>(\w+)", frames["fr", "en"]) == ["quatre"]
    assert reading.frames_since(session.pk, upto, [("en", "en")]) == (5, {})


def test_whoever_has_missed_too_much_is_sent_the_latest_afresh(session, captioner, monkeypatch):
    monkeypatch.setattr(reading, "MOST_MISSED", 3)
    for number in range(6):
        write(session, captioner, f"line {number}")

    _, frames = reading.frames_since(session.pk, 1, [("en", "en")])

    assert '"fresh":true' in frames["en", "en"]
    assert frames["en", "en"].count('"append"') == 6


def test_a_line_costs_few_bytes(session, captioner, host):
    write(session, captioner, "first")
    text = "x" * 60
    write(session, captioner, text, speaker=host.pk)

    _, frames = reading.frames_since(session.pk, 1, [("en", "en")])

    assert len(frames["en", "en"].encode()) - len(text) <= 230


def test_the_first_line_of_a_language_is_said_in_the_log(session, captioner):
    write(session, captioner)
    write(session, captioner)
    write(session, a_captioner(session, language="fr"), language="fr")

    begun = Entry.objects.filter(session=session, kind="captions.begun").order_by("seq")
    assert [entry.data["language"] for entry in begun] == ["en", "fr"]


def test_captioners_take_over_from_each_other(session, captioner):
    second = a_captioner(session)

    captions.take(by=captioner, session=session, language="en")
    captions.take(by=second, session=session, language="en")

    desk = reading.desk(session)["desk"]
    assert [one["captioner"].person for one in desk if one["is_writing"]] == [second]
    with pytest.raises(Refused):
        captions.take(by=enrolled(session.cohort), session=session, language="en")


def test_how_somebody_reads_is_kept_and_what_is_left_out_stays(session):
    reader = enrolled(session.cohort)

    captions.choose(by=reader, session=session, shown="yes", size="200")
    captions.choose(by=reader, session=session, colours="yellow", spoken="yes", language="fr")

    choice = CaptionChoice.objects.get(person=reader)
    assert (choice.is_shown, choice.size, choice.colours) == (True, "200", "yellow")
    assert (choice.is_spoken, choice.language) == (True, "fr")


@pytest.mark.parametrize(
    "wrong", [{"shown": "perhaps"}, {"size": "900"}, {"colours": "grey"}, {"language": "x" * 11}]
)
def test_nothing_else_can_be_chosen(session, wrong):
    with pytest.raises(ValidationError):
        captions.choose(by=enrolled(session.cohort), session=session, **wrong)


@pytest.mark.parametrize("wrong", ["palliative care", "two words = x", "= x", "pc =", "x=" * 3000])
def test_an_abbreviation_has_a_short_and_a_long_form(session, captioner, wrong):
    with pytest.raises(ValidationError):
        captions.shorten(by=captioner, session=session, abbreviations=wrong)


def test_abbreviations_are_kept(session, captioner):
    captions.shorten(by=captioner, session=session, abbreviations="pc =  palliative care\n\n")

    assert CaptionChoice.objects.get().abbreviations == "pc = palliative care"


# --- From services


def take_in(intake, seq, text="Good morning", **fields):
    return caption_desk.take_in(intake=intake, seq=seq, text=text, **fields)


def test_a_line_sent_twice_is_one_line(session):
    intake = an_intake(session)

    assert take_in(intake, 1) == take_in(intake, 1)
    assert lines(session) == ["Good morning"]


def test_lines_out_of_order_stand_in_order(session):
    intake = an_intake(session)
    for seq in (1, 4, 2, 3, 5):
        take_in(intake, seq, f"line {seq}")

    assert lines(session) == [f"line {seq}" for seq in (1, 2, 3, 4, 5)]


def test_a_service_that_counts_anew_loses_nothing(session):
    intake = an_intake(session)
    for seq, text in ((1, "one"), (2, "two"), (1, "three"), (2, "four"), (2, "four")):
        take_in(intake, seq, text)
    for text in ("five", "six"):
        take_in(intake, 1, text)

    assert lines(session) == ["one", "two", "three", "four", "five", "six"]
    assert reading.last_sent(intake) == 1


def test_the_same_words_under_the_same_number_are_new_after_ten_minutes(session):
    intake = an_intake(session)
    take_in(intake, 1, "Yes.")
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        take_in(intake, 1, "Yes.")

    assert lines(session) == ["Yes.", "Yes."]


def test_a_line_is_in_the_language_it_names_and_says_if_a_machine_made_it(session):
    take_in(an_intake(session, is_machine=True), 1, language="fr")
    take_in(an_intake(session), 1)

    assert list(session.captions.order_by("pk").values_list("language", "source")) == [
        ("fr", "machine"),
        ("en", "service"),
    ]


def test_a_line_that_says_nothing_is_taken_and_not_kept(session):
    assert take_in(an_intake(session), 1, "\n") is None
    assert lines(session) == []


def test_addresses_are_kept_hashed_and_events_say_who_made_and_closed_them(session, host):
    made = caption_desk.open_intake(
        by=host, session=session, name="Service", language="en", is_machine=False
    )
    token = made.url.rstrip("/").rsplit("/", 1)[-1]
    caption_desk.revoke(by=host, intake=made.intake)
    caption_desk.revoke(by=host, intake=made.intake)

    assert token not in str(list(session.caption_intakes.values()))
    assert reading.intake_of(caption_desk.hash_of(token)) is None
    kinds = Event.objects.filter(kind__startswith="live.caption").values_list("kind", flat=True)
    assert sorted(kinds) == ["live.caption_intake_made", "live.caption_intake_revoked"]


# --- Kept, forgotten, deleted


def test_what_was_tried_before_the_opening_is_not_in_the_transcript(captioner):
    session = a_session(starts_in=timedelta(minutes=5))
    write(session, a_captioner(session), "Testing")
    with clock.standing_at(session.starts_at):
        session = closed(session)

    assert reading.written_in(session) == []


def test_hosts_delete_a_transcript_once_the_session_has_ended(session, host, captioner):
    write(session, captioner)
    with pytest.raises(Refused, match="ended"):
        caption_desk.delete(by=host, session=session)
    session = closed(session)
    with pytest.raises(Refused):
        caption_desk.delete(by=captioner, session=session)

    assert caption_desk.delete(by=host, session=session) == 1
    assert lines(session) == []


@pytest.mark.parametrize("words", [True, False])
def test_words_somebody_said_go_with_them_if_they_like(session, captioner, words):
    speaker = enrolled(session.cohort, a_person("Sela Taufa"))
    spoken = write(session, captioner, "I said this", speaker=speaker.pk)
    write(session, captioner, "Somebody else said this")
    captions.correct(by=captioner, session=session, line=spoken.pk, text="I said that")

    erase(by=speaker, person=speaker, words=words)
    run_jobs(of="live")

    assert lines(session) == ["" if words else "I said that", "Somebody else said this"]
    spoken.refresh_from_db()
    assert (spoken.folded, spoken.earlier == []) == ("" if words else "i said that", words)
    drawn = reading.frames_since(session.pk, 3, [("en", "en")])[1]["en", "en"]
    assert "Sela" not in drawn
    assert ("Taken back" in drawn) == words


def test_a_captioner_who_is_erased_leaves_what_others_said(session, captioner):
    write(session, captioner)

    erase(by=captioner, person=captioner, words=True)
    run_jobs(of="live")

    assert lines(session) == ["Good morning"]
    assert session.captioners.filter(withdrawn_at=None).count() == 0


def test_what_a_line_said_before_is_forgotten_a_month_after_the_end(session, captioner):
    line = write(session, captioner, "Good mourning")
    captions.correct(by=captioner, session=session, line=line.pk, text="Good morning")
    closed(session)

    assert captions.forget_corrections() == 0
    with clock.standing_at(clock.now() + timedelta(days=31)):
        assert captions.forget_corrections() == 1
        assert captions.forget_corrections() == 0
    assert Caption.objects.get().earlier == []


# --- How they look

SHEET = Path(reading.__file__).parent / "static" / "live" / "captions.css"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [each for each in CaptionColours.values if each != "page"])
def test_every_pair_of_colours_can_be_read(colours):
    """WCAG's contrast, 7 to 1; the page's own colours are axe's to look at."""
    rule = re.search(rf'\[data-colours="{colours}"\] {{([^}}]*)}}', SHEET.read_text())[1]
    ink, paper = (
        luminance(re.search(rf"--caption-{name}: (#[0-9a-f]{{6}})", rule)[1])
        for name in ("ink", "paper")
    )

    assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= 7


@pytest.mark.parametrize("size", [each for each in CaptionSize.values if each != "100"])
def test_every_size_has_its_style(size):
    rule = re.search(rf'\[data-size="{size}"\] {{([^}}]*)}}', SHEET.read_text())[1]

    assert f"--caption-size: {int(size) / 100:g};" in rule
