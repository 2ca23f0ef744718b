"""Letters and urgent questions on cases that are restricted, or withhold whose they are."""

import pytest

from talanoa.cases import access, letter_document, queries, services, tasks
from talanoa.kernel.refusals import NotVisible
from talanoa.notices.models import Message
from tests import make

pytestmark = pytest.mark.django_db

TEAM, WRITER, ADVISER = "The outer isles", "Sela Taufa", "Eli Adviser"


def a_sent_letter(mode, *, to_all=True):
    """The letter on a discussed case, with what somebody advised; signed by who was in the room."""
    programme = make.a_programme()
    presenter = make.enrolled(programme, make.a_person(WRITER))
    team = make.a_team(programme, name=TEAM)
    case = make.a_case(programme, presenter=presenter, team=team)
    services.show_as(by=presenter, case=case, mode=mode, shows_country=False, expires_on=None)
    case = make.brought_to(case, "discussed")
    signer = make.a_part(case.session, "expert", make.a_person("Sy Gner"))
    adviser = make.a_role(programme, "expert", make.a_person(ADVISER))
    scribe = make.a_role(programme, "scribe")
    services.recommend(
        by=scribe, session=case.session, case=case.pk, text="Let nurses.", author=adviser.pk
    )
    services.set_letter_policy(
        by=make.a_role(programme, "coordinator"),
        programme=programme,
        sign_within_hours=48,
        answer_within_hours=48,
        sends_to_all=to_all,
    )
    letter = make.a_letter(case, status="waiting")
    asked = set(
        Message.objects.filter(key__startswith="cases.letter_ready").values_list(
            "person__name", flat=True
        )
    )
    sent = services.sign_letter(by=signer, letter=letter, revision=letter.revision)
    tasks.send_letter.call(sent.pk)
    sent = queries.latest_version(letter)
    sent.letter = letter
    return sent, adviser, asked


@pytest.mark.parametrize(
    ("mode", "asked", "mailed"), [("open", True, True), ("restricted", False, False)]
)
def test_a_letter_on_a_restricted_case_is_for_its_panel_and_its_team(mode, asked, mailed):
    sent, adviser, told = a_sent_letter(mode)
    case = sent.letter.case
    participant = make.enrolled(case.programme)

    assert (ADVISER in told, "Sy Gner" in told) == (asked, True)
    assert access.letters_visible_to(adviser).exists() is asked
    assert access.letters_visible_to(participant).exists() is mailed
    assert access.may_sign(sent.letter).filter(pk=adviser.pk).exists() is asked
    assert (participant in queries.readers_of(sent)) is mailed
    assert case.presenter in queries.readers_of(sent)
    if not asked:
        with pytest.raises(NotVisible):
            access.get_letter(adviser, case.pk)


@pytest.mark.parametrize(
    ("mode", "names_team", "names_adviser"),
    [("open", True, True), ("name-withheld", False, True), ("chatham-house", False, False)],
)
def test_a_letter_names_whom_its_reader_is_told(client, mode, names_team, names_adviser):
    sent, _adviser, _asked = a_sent_letter(mode)
    case = sent.letter.case
    services.acknowledge_letter(by=case.presenter, sent=sent)
    facilitator = make.a_role(case.programme, "facilitator")

    for reader, is_told in ((facilitator, False), (case.presenter, True)):
        client.force_login(reader)
        page = client.get(f"/cases/{case.pk}/letter/").content.decode()
        letter = access.get_letter(reader, case.pk)
        version = access.versions_visible_to(reader, letter).get()
        version.letter = letter
        drawn = str(letter_document._data(version, "en"))
        for text in (page, drawn):
            assert (TEAM in text) is (is_told or names_team)
            assert (ADVISER in text) is (is_told or names_adviser)
        assert is_told or names_team or WRITER not in page


def test_who_signed_is_told_what_is_wrong_but_not_by_whom():
    sent, _adviser, _asked = a_sent_letter("chatham-house")
    services.object_to_letter(by=sent.letter.case.presenter, sent=sent, words="Not so.")

    mails = Message.objects.filter(key__startswith="cases.letter_objected")
    assert {mail.person.name: WRITER in mail.text for mail in mails if mail.person} == {
        "Sy Gner": False,
        **{mail.person.name: True for mail in mails if mail.person.name != "Sy Gner"},
    }


@pytest.mark.parametrize(
    ("mode", "shows_case", "names_asker"),
    [("open", True, True), ("restricted", False, True), ("chatham-house", True, False)],
)
def test_an_urgent_question_tells_its_expert_of_the_case_what_the_expert_may_know(
    client, mode, shows_case, names_asker
):
    programme = make.a_programme()
    expert = make.a_role(programme, "expert")
    presenter = make.enrolled(programme, make.a_person(WRITER))
    case = make.a_case(programme, presenter=presenter, title="Zqtitle")
    services.show_as(by=presenter, case=case, mode=mode, shows_country=False, expires_on=None)
    case = make.brought_to(case, "scheduled")
    question = make.an_urgent_question(programme, by=presenter, case=case)
    seen = {}
    for reader in (expert, presenter):
        client.force_login(reader)
        page = client.get(f"/urgent/{question.pk}/").content.decode()
        seen[reader] = ("Zqtitle" in page, WRITER in page)

    (mail,) = Message.objects.filter(person=expert, key__startswith="cases.urgent_routed")
    assert seen == {expert: (shows_case, names_asker), presenter: (True, True)}
    assert (WRITER in mail.text) is names_asker
