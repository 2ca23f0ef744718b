"""The pages of rounds and applications: who gets which, what they take, what they cost."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from talanoa.live.tests.pdfs import a_pdf
from talanoa.programmes import services
from talanoa.programmes.models import Application, Round, Statement
from tests.make import a_country, a_hub, a_person, a_programme, a_role
from tests.make_teams import a_round, an_application, at_its_end

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
COORDINATORS_PAGES = ["rounds/", "rounds/new/", "statement/programme/"]
A_ROUNDS_PAGES = ["edit/", "applications/", "side-by-side/"]


def typed(team_round, **fields):
    """A whole application as the form sends it."""
    usual = {
        "team_name": "Team Tonga",
        "country": a_country().pk,
        "lead_office": "Ministry of Health",
        "letter": "We ask to take part.",
        "client_id": "form-1",
        "member_0_name": "Ben Osei",
        "member_0_address": "ben@example.net",
        "member_0_office": "Hospice",
        "then": "submit",
    }
    for question in team_round.questions.all():
        usual[f"answer_{question.pk}"] = "The law."
    return usual | fields


@pytest.mark.parametrize(
    "path", COORDINATORS_PAGES + [f"rounds/ID/{one}" for one in A_ROUNDS_PAGES]
)
@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("facilitator", 404), ("stranger", 404), ("anonymous", 302)],
)
def test_who_gets_a_coordinators_page(client, path, who, status):
    team_round = a_round()
    an_application(team_round)
    programme = team_round.programme
    if who != "anonymous":
        client.force_login(a_person() if who == "stranger" else a_role(programme, who))

    page = client.get(f"/programmes/{programme.slug}/{path.replace('ID', str(team_round.pk))}")

    assert page.status_code == status


@pytest.mark.parametrize(
    ("state", "status", "says"),
    [
        ("draft", 404, ""),
        ("announced", 200, "Teams can apply from Wednesday 2 December 2026."),
        ("open", 200, "Apply as a team"),
        ("closed", 200, "This round has closed."),
    ],
)
def test_what_everybody_sees_of_a_round(client, state, status, says):
    team_round = a_round(status=state)
    programme = client.get(f"/programmes/{team_round.programme.slug}/").content.decode()

    page = client.get(f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/")

    assert page.status_code == status
    assert says in page.content.decode()
    assert (team_round.title in programme) is (state in ("announced", "open"))


def test_a_round_is_prepared_asked_published_and_read(client):
    programme = a_programme(hub=a_hub(time_zone="Pacific/Auckland"))
    client.force_login(a_role(programme, "coordinator"))
    path = f"/programmes/{programme.slug}/rounds"
    form = {
        "title": "Teams 2027",
        "invitation": "Apply.",
        "opens_at": "2026-12-01T09:00",
        "closes_at": "2026-12-20T18:00",
        "wanted": "3",
        "text_0": "Why now?",
        "most_0": "50",
        "needed_0": "on",
        "text_1": "",
    }

    made = client.post(f"{path}/new/", form | {"more": "1"})
    found = Round.objects.get()
    assert made.headers["Location"] == f"{path}/{found.pk}/edit/"
    edit = client.get(f"{path}/{found.pk}/edit/").content.decode()
    client.post(f"{path}/{found.pk}/publish/")
    client.logout()
    page = client.get(f"{path}/{found.pk}/").content.decode()

    # The clocks in Auckland are 13 hours ahead of UTC in December.
    assert found.closes_at == datetime(2026, 12, 20, 5, 0, tzinfo=UTC)
    assert 'value="2026-12-20T18:00"' in edit
    assert [(one.text, one.most_words) for one in found.questions.all()] == [("Why now?", 50)]
    assert "Why now?" in page


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"title": ""}, "This field is required."),
        ({"closes_at": "2026-11-01T10:00"}, "The round closes before it opens."),
        ({"closes_at": "soon"}, "Enter a valid date/time."),
        ({"wanted": "0"}, "greater than or equal to 1"),
        ({"most_0": "5000"}, "less than or equal to 1000"),
        ({"invitation": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_round_that_cannot_be_keeps_what_was_typed(client, wrong, reason):
    programme = a_programme()
    client.force_login(a_role(programme, "coordinator"))
    form = {
        "title": "Typed title",
        "invitation": SCRIPT,
        "opens_at": "2026-12-01T09:00",
        "closes_at": "2026-12-20T18:00",
        "text_0": "Typed question",
        "most_0": "50",
    }

    page = client.post(f"/programmes/{programme.slug}/rounds/new/", form | wrong)

    words = page.content.decode()
    assert page.status_code == 422
    assert reason in words
    assert "Typed question" in words
    assert SCRIPT not in words
    assert Round.objects.count() == 0


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_the_form(client):
    team_round = a_round()
    path = f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/apply/"

    assert client.get(path).headers["Location"] == f"/sign-in/?next={path}"


def test_a_team_applies_from_the_page_once_however_often_it_is_sent(client):
    team_round, lead = a_round(), a_person()
    client.force_login(lead)
    path = f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/apply/"
    assert client.get(path).status_code == 200

    answers = [client.post(path, typed(team_round)).status_code for _click in range(2)]

    application = Application.objects.get()
    assert answers == [302, 302]
    assert (application.status, application.members.get().name) == ("submitted", "Ben Osei")
    programme = client.get(f"/programmes/{team_round.programme.slug}/").content.decode()
    assert "Your application: Team Tonga" in programme
    assert "Your application: Team Tonga" in client.get("/my-day/").content.decode()


def test_a_draft_is_kept_and_says_what_is_missing(client):
    team_round, lead = a_round(), a_person()
    client.force_login(lead)
    path = f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/apply/"

    answer = client.post(path, {"team_name": "Team", "then": "submit"}, follow=True)

    words = answer.content.decode()
    application = Application.objects.get()
    assert answer.redirect_chain[-1][0] == f"/applications/{application.pk}/edit/?missing"
    assert "Saved, but not submitted" in words
    assert words.count("Fill this in before you submit.") == 4
    assert application.submitted_at is None


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"team_name": ""}, "This field is required."),
        ({"country": "999999"}, "Select a valid choice."),
        ({"country": SCRIPT}, "Select a valid choice."),
        ({"countries": ["1", "x"]}, "is not a valid value"),
        ({"member_0_address": "nobody"}, "Enter a valid email address."),
        ({"member_0_address": ""}, "Add the address of this person."),
        ({"member_1_address": "c@example.net"}, "Add the name of this person."),
        (
            {"member_1_name": "Ben", "member_1_address": "BEN@example.net"},
            "This address stands here twice.",
        ),
        ({"region": "Both"}, "not both"),
        ({"letter": "a\x00b"}, "Null characters are not allowed."),
        ({"letter": "x" * 100_000}, "at most 10000 characters"),
        ({"file": SimpleUploadedFile("x.pdf", b"MZ")}, "none of those that can be taken"),
        ({"file": SimpleUploadedFile("x.pdf", b"")}, "The submitted file is empty."),
    ],
)
def test_an_application_that_cannot_be_sent_keeps_what_was_typed(client, wrong, reason):
    team_round = a_round()
    client.force_login(a_person())
    path = f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/apply/"

    page = client.post(path, typed(team_round, lead_office=f"Typed {SCRIPT}") | wrong)

    words = page.content.decode()
    assert page.status_code == 422
    assert reason in words
    assert "Typed &lt;script&gt;" in words
    assert SCRIPT not in words
    assert Application.objects.count() == 0


def test_who_is_late_is_told_so_and_keeps_the_words(client):
    team_round, lead = a_round(), a_person()
    application = an_application(team_round, status="draft", lead=lead)
    client.force_login(lead)
    at_its_end(team_round)
    new = f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/apply/"
    edit = f"/applications/{application.pk}/edit/"

    for path in (new, edit):
        page = client.post(path, typed(team_round, letter="Typed in time, sent too late."))
        words = page.content.decode()
        assert page.status_code == 422
        assert "This round has closed. Nothing more can be sent or changed." in words
        assert "Typed in time, sent too late." in words
        assert client.get(path).status_code == 403
    assert client.post(f"/applications/{application.pk}/submit/").status_code == 403


def test_two_tabs_lose_nothing(client):
    application = an_application()
    client.force_login(application.lead)
    path = f"/applications/{application.pk}/edit/"
    theirs = typed(application.round, letter="From one tab.", revision="1", then="save")
    mine = theirs | {"letter": "From the other."}
    assert client.post(path, theirs).status_code == 302

    stale = client.post(path, mine)

    words = stale.content.decode()
    assert stale.status_code == 422
    assert all(text in words for text in ("From one tab.", "From the other.", 'value="2"'))
    assert client.post(path, mine | {"revision": "2"}).status_code == 302
    application.refresh_from_db()
    assert application.letter == "From the other."


def test_a_letter_is_brought_as_a_file_and_taken_away_again(client):
    application = an_application()
    client.force_login(application.lead)
    path = f"/applications/{application.pk}"
    letter = SimpleUploadedFile("ministry.pdf", a_pdf(pages=2))
    assert client.get(f"{path}/letter/").status_code == 404

    client.post(f"{path}/edit/", typed(application.round, revision="1", file=letter))
    answer = client.get(f"{path}/letter/")

    with pikepdf.open(BytesIO(b"".join(answer))) as kept:
        assert len(kept.pages) == 2
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="letter-{application.pk}.pdf"'
    )
    client.post(f"{path}/edit/", typed(application.round, revision="2", drops_file="on"))
    assert client.get(f"{path}/letter/").status_code == 404


def test_a_form_larger_than_anything_we_take_is_refused_with_its_words(client, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    team_round = a_round()
    client.force_login(a_person())
    path = f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/apply/"
    letter = SimpleUploadedFile("ministry.pdf", b"%PDF-1.7" + b"x" * 100_000)

    page = client.post(path, typed(team_round, file=letter))

    assert page.status_code == 422
    assert "This file is too large" in page.content.decode()
    assert "We ask to take part." in page.content.decode()


def test_a_coordinator_reads_decides_and_tells(client):
    team_round = a_round()
    one, two = an_application(team_round), an_application(team_round, team_name="Second")
    an_application(team_round, status="draft", team_name="A draft")
    at_its_end(team_round)
    client.force_login(a_role(team_round.programme, "coordinator"))
    path = f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}"
    listed = client.get(f"{path}/applications/").content.decode()
    beside = client.get(f"{path}/side-by-side/").content.decode()
    assert "A draft" not in listed + beside
    assert "Another application names the same country." in listed

    blank = client.post(f"/applications/{one.pk}/decide/", {"decision": "selected", "reason": " "})
    for application, decision in ((one, "selected"), (two, "declined")):
        client.post(
            f"/applications/{application.pk}/decide/", {"decision": decision, "reason": "So."}
        )
    sent = client.post(f"{path}/send/")

    assert (blank.status_code, sent.status_code) == (422, 302)
    one.refresh_from_db()
    assert one.status == "selected"
    client.force_login(one.lead)
    page = client.get(f"/applications/{one.pk}/").content.decode()
    assert f"/teams/{one.team_id}/" in page


def test_a_decision_is_unseen_until_it_is_told(client):
    application = an_application()
    at_its_end(application.round)
    coordinator = a_role(application.round.programme, "coordinator")
    services.decide(
        by=coordinator, application=application, decision="declined", reason="Not this year."
    )
    client.force_login(application.lead)

    page = client.get(f"/applications/{application.pk}/").content.decode()

    assert "Not this year." not in page
    assert "All teams are told together." in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("applications", 13), ("side-by-side", 13)])
def test_reading_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, page, queries, count
):
    team_round = a_round()
    for _number in range(count):
        an_application(team_round, team_name="Read me")
    at_its_end(team_round)
    client.force_login(a_role(team_round.programme, "coordinator"))

    with django_assert_num_queries(queries):
        answer = client.get(
            f"/programmes/{team_round.programme.slug}/rounds/{team_round.pk}/{page}/"
        )

    assert answer.content.decode().count("Read me") >= count


def test_a_statement_is_written_put_in_force_and_asked_for(client):
    programme = a_programme(hub=a_hub(administrator=a_person()))
    client.force_login(a_role(programme, "coordinator"))
    path = f"/programmes/{programme.slug}/statement"
    assert client.get(f"{path}/hub/").status_code == 404
    assert client.get(f"{path}/nobody/").status_code == 404

    blank = client.post(f"{path}/programme/", {"text": " "})
    client.post(f"{path}/programme/", {"text": f"Words {SCRIPT}"})
    revision = Statement.objects.get().revision
    stale = client.post(f"{path}/programme/", {"text": "Mine", "revision": revision + 1})
    client.post(f"{path}/programme/put/")
    asked = client.post(f"{path}/ask/")

    assert [one.status_code for one in (blank, stale, asked)] == [422, 422, 302]
    page = client.get(f"{path}/programme/").content.decode()
    assert "Words &lt;script&gt;" in page
    assert SCRIPT not in page
    client.force_login(programme.hub.administrators.get().person)
    assert client.get(f"{path}/hub/").status_code == 200
