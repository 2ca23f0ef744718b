"""What an application takes, keeps and gives up; who it names; its letter as a file."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live.tests.pdfs import a_pdf
from talanoa.notices.models import Message
from talanoa.people.services import erase, export_of
from talanoa.programmes import letters, queries, services
from talanoa.programmes.models import Application, ApplicationMember
from talanoa.programmes.naming import member_by_token, token_for_named
from talanoa.programmes.terms import LETTER_MOST_BYTES
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import a_country, a_person
from tests.make_teams import a_round, an_application, at_its_end

pytestmark = pytest.mark.django_db

BEN = services.Named(name="Ben Osei", address="ben@example.net", office="Hospice")
ANA = services.Named(name="Ana Sau", address="Ana@Example.net")
PDF = a_pdf()


def words(**text):
    return services.ApplicationText(**({"team_name": "Team", "lead_office": "Ministry"} | text))


def picture(kind="JPEG", size=(40, 20), **options):
    written = BytesIO()
    Image.new("RGB", size, "white").save(written, kind, **options)
    return written.getvalue()


def test_the_same_form_sent_twice_begins_one_application():
    team_round, lead = a_round(), a_person()

    first, second = (
        services.begin_application(by=lead, team_round=team_round, text=words(), client_id="form-1")
        for _click in range(2)
    )

    assert first == second
    assert Application.objects.count() == 1


def test_a_draft_may_leave_open_what_submitting_asks_for():
    team_round = a_round(questions=("Why?", "How?"))
    needed, other = team_round.questions.all()
    type(other).objects.filter(pk=other.pk).update(is_needed=False, most_words=2)
    lead = a_person()
    application = services.begin_application(
        by=lead,
        team_round=team_round,
        text=words(lead_office="", answers={other.pk: "Three short words"}),
    )

    with pytest.raises(ValidationError) as caught:
        services.submit_application(by=lead, application=application)

    assert caught.value.message_dict == {
        "country": ["Choose a country. A team of several has a region instead."],
        "letter": ["Write the letter here, or add it as a file."],
        "lead_office": ["Fill this in before you submit."],
        f"answer_{needed.pk}": ["Fill this in before you submit."],
        f"answer_{other.pk}": ["This has 3 words; at most 2 words are read."],
    }
    application.refresh_from_db()
    assert application.submitted_at is None


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"team_name": " "}, "team_name"),
        ({"team_name": "x" * 201}, "team_name"),
        ({"letter": "x" * 10_001}, "letter"),
        ({"region": "x" * 121}, "region"),
        ({"members": [BEN] * 13}, "members"),
        ({"members": [services.Named(name="Ben", address="nobody")]}, "address"),
        ({"members": [services.Named(name="x" * 121, address="b@example.net")]}, "name"),
        ({"country": "an example"}, "country"),
        ({"countries": "an example", "region": "Both"}, "countries"),
        ({"country": "a country", "region": "Both"}, "country"),
    ],
)
def test_an_application_that_cannot_be(wrong, at):
    example = a_country("XA", name="Examplia", is_example=True)
    values = {"an example": example, "a country": a_country()}
    for name in ("country", "countries"):
        if isinstance(wrong.get(name), str):
            chosen = values[wrong[name]]
            wrong = wrong | {name: [chosen] if name == "countries" else chosen}

    with pytest.raises(ValidationError) as caught:
        services.begin_application(by=a_person(), team_round=a_round(), text=words(**wrong))

    assert at in caught.value.message_dict
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("region", "countries", "at"),
    [("", 2, "region"), ("Pacific", 1, "countries"), ("Pacific", 0, "countries")],
)
def test_a_region_has_a_name_and_two_countries(region, countries, at):
    chosen = [a_country(code, name=code) for code in ("TO", "FJ")][:countries]
    application = an_application(status="draft", country=None, region=region, countries=chosen)

    with pytest.raises(ValidationError) as caught:
        services.submit_application(by=application.lead, application=application)

    assert list(caught.value.message_dict) == [at]


def test_what_was_submitted_can_be_changed_but_not_emptied_until_the_round_closes():
    application = an_application(lead=a_person())
    lead, question = application.lead, application.round.questions.get()
    whole = words(
        country=a_country(), letter="Better.", members=[BEN, ANA], answers={question.pk: "Law."}
    )

    services.save_application(by=lead, application=application, text=whole, revision=1)
    with pytest.raises(ValidationError, match="add it as a file"):
        services.save_application(by=lead, application=application, text=words())
    with pytest.raises(ValidationError, match="Somebody else changed this"):
        services.save_application(by=lead, application=application, text=whole, revision=1)
    at_its_end(application.round)
    with pytest.raises(Refused, match="has closed"):
        services.save_application(by=lead, application=application, text=whole)

    application.refresh_from_db()
    assert (application.letter, application.revision) == ("Better.", 2)


def test_each_member_is_told_once_and_only_of_what_was_submitted():
    application = an_application(status="draft", members=[BEN])
    told = Message.objects.filter(key__startswith="programmes.member_named")
    assert told.count() == 0

    services.submit_application(by=application.lead, application=application)
    services.submit_application(by=application.lead, application=application)
    question = application.round.questions.get()
    services.save_application(
        by=application.lead,
        application=application,
        text=words(
            country=a_country(), letter="L", members=[BEN, ANA], answers={question.pk: "Law."}
        ),
    )

    assert [message.address for message in told.order_by("pk")] == [
        "ben@example.net",
        "ana@example.net",
    ]
    [link] = re.findall(r"/named/(\S+)/", told.earliest("pk").text)
    assert member_by_token(link) == application.members.earliest("pk")


def test_who_does_not_take_part_leaves_no_name_behind(client):
    application = an_application()
    member = application.members.get()
    path = f"/named/{token_for_named(member)}/"
    assert "Ben Osei" in client.get(path).content.decode()

    answers = [client.post(path).status_code for _click in range(2)]

    member.refresh_from_db()
    assert answers == [302, 302]
    assert (member.name, member.address, member.office) == ("", "", "")
    assert "You do not take part" in client.get(path).content.decode()
    client.force_login(application.lead)
    page = client.get(f"/applications/{application.pk}/").content.decode()
    assert "Somebody who was named does not take part." in page
    assert "Ben Osei" not in page


@pytest.mark.parametrize("token", ["", "x", "1", "1:2:3", "é"])
def test_a_made_up_link_names_nobody(token):
    with pytest.raises(NotVisible):
        member_by_token(token)


def test_a_withdrawn_application_is_a_stub_with_its_reason():
    application = an_application(letter="Secret plans", file=read(PDF))
    token = token_for_named(application.members.get())

    services.withdraw_application(
        by=application.lead, application=application, reason=" Elections. "
    )

    application.refresh_from_db()
    kept = str(vars(application))
    assert (application.status, application.withdrawal_reason) == ("withdrawn", "Elections.")
    assert application.answers.count() == application.members.count() == 0
    assert "Secret plans" not in kept
    assert not application.letter_file
    with pytest.raises(NotVisible):
        member_by_token(token)
    with pytest.raises(Refused, match="withdrawn already"):
        services.withdraw_application(by=application.lead, application=application, reason="Twice")


def test_withdrawing_needs_a_reason():
    application = an_application()

    with pytest.raises(ValidationError, match="Say why"):
        services.withdraw_application(by=application.lead, application=application, reason=" ")


def test_a_file_goes_once_nothing_names_it_any_more(django_capture_on_commit_callbacks):
    application = an_application(status="draft", file=read(PDF))
    storage, first = application.letter_file.storage, application.letter_file.name
    assert application.letter_kind == "pdf"

    with django_capture_on_commit_callbacks(execute=True):
        services.save_application(
            by=application.lead, application=application, text=words(file=read(picture()))
        )
    application.refresh_from_db()
    second = application.letter_file.name
    assert (storage.exists(first), storage.exists(second)) == (False, True)
    assert application.letter_kind == "webp"
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_application(
            by=application.lead, application=application, reason="Elections."
        )

    assert storage.exists(second) is False


def test_two_applications_of_one_country_are_shown_to_the_coordinator():
    team_round = a_round()
    fiji, tonga = a_country("FJ", name="Fiji"), a_country()
    an_application(team_round, country=tonga)
    an_application(team_round, region="Pacific", countries=[tonga, fiji])
    an_application(team_round, country=a_country("WS", name="Samoa"))
    an_application(team_round, country=tonga, status="withdrawn")

    found = queries.applications_to(team_round)

    assert [(one.place, one.same_country) for one in found] == [
        ("Pacific", 1),
        ("Samoa", 0),
        ("Tonga", 1),
        ("Tonga", 0),
    ]


@pytest.mark.parametrize(
    ("held", "kind"), [(PDF, "pdf"), (picture(), "webp"), (picture("PNG"), "webp")]
)
def test_a_letter_is_known_by_what_it_holds(held, kind):
    assert read(held).kind == kind


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (b"", "none of those"),
        (b"MZ a program", "none of those"),
        (b"<svg onload=alert(1)>", "none of those"),
        (picture("BMP"), "none of those"),
        (picture()[:60], "damaged"),
        (picture("PNG", size=(10_000, 6_001)), "too much to read"),
    ],
)
def test_a_file_that_is_no_letter_is_refused(held, reason):
    with pytest.raises(letters.UnfitLetterError, match=reason):
        read(held)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(letters.UnfitLetterError, match="too large"):
        letters.read(BytesIO(PDF), size=LETTER_MOST_BYTES + 1)


def test_a_letter_loses_what_it_tells_of_place_and_author():
    exif = Image.Exif()
    exif[0x010F] = "Maker of phones"
    exif[0x0112] = 6
    taken = picture(size=(40, 20), exif=exif)
    with pikepdf.open(BytesIO(PDF)) as signed:
        signed.docinfo["/Author"] = "Sela Taufa"
        written = BytesIO()
        signed.save(written)

    kept = Image.open(read(taken).content)

    assert (b"Maker of phones" in taken, b"Sela Taufa" in written.getvalue()) == (True, True)
    assert dict(kept.getexif()) == {}
    assert kept.size == (20, 40)
    with pikepdf.open(read(written.getvalue()).content) as made:
        assert "/Info" not in made.trailer


def test_erasing_the_lead_takes_back_what_is_undecided_and_nothing_else():
    lead = a_person(email="sela@example.org")
    undecided = an_application(lead=lead)
    decided = an_application(a_round(), lead=lead, team_name="Told")
    Application.objects.filter(pk=decided.pk).update(
        told_decision="declined", told_reason="No.", told_at=decided.submitted_at
    )
    other = an_application(members=[services.Named(name="Sela Taufa", address="Sela@example.org")])

    erase(by=lead, person=lead)
    run_jobs(of="programmes")

    undecided.refresh_from_db()
    decided.refresh_from_db()
    assert (undecided.status, undecided.team_name) == ("withdrawn", "")
    assert (decided.status, decided.team_name, decided.lead_office) == ("declined", "Told", "")
    assert [(one.name, one.address) for one in other.members.all()] == [("", "")]


def test_the_export_tells_of_applications_and_of_being_named():
    person = a_person(email="ben@example.net")
    own = an_application(lead=person, members=[ANA])
    an_application(members=[BEN])

    kept = export_of(person)["programmes"]

    assert [one["team_name"] for one in kept["applications"]] == [own.team_name]
    assert [one["office"] for one in kept["named_in_applications"]] == ["Hospice"]
    assert ApplicationMember.objects.count() == 2


def read(held):
    return letters.read(ContentFile(held), size=len(held))
