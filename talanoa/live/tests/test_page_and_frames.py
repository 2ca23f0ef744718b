"""Page before + frames = page fetched after: page and socket cannot disagree.

Each act is made while somebody has the page open; the patches of the entries they receive
are applied to their page, which must then be what they would fetch.
"""

import pytest

from talanoa.live import access, forms, fragments, queries, talk_shown
from talanoa.live.models import Entry
from talanoa.live.room.acts import registered
from talanoa.live.services import (
    floor,
)
from talanoa.live.terms import Audience
from talanoa.live.tests import documents
from talanoa.live.tests.asking import (
    in_order,
)
from talanoa.live.tests.room_states import Room
from talanoa.live.tests.tried_acts import ACTS
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

pytestmark = pytest.mark.django_db

READERS = ("member", "facilitator")


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("name", ACTS)
def test_page_and_frames_agree(client, name, who):
    before, act = ACTS[name]
    room = Room()
    before(room)

    assert _page_with_frames(client, room, getattr(room, who), act) == _page(client, room)


@pytest.mark.parametrize("who", READERS)
def test_opening_agrees_too(client, who):
    room = Room(is_open=False)

    def opened(room):
        floor.open_session(by=room.facilitator, session=room.session)

    assert _page_with_frames(client, room, getattr(room, who), opened) == _page(client, room)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_frames_come_in_the_language_of_the_page(client, language):
    room = Room()
    client.cookies["talanoa_language"] = language
    Person.objects.update(language=language)

    after = _page_with_frames(client, room, room.member, ACTS["hand.raise"][1], language)

    assert after == _page(client, room)


def test_every_act_that_the_page_offers_is_tried_here():
    # What somebody chooses for themselves changes their own page, and nobody's by a frame.
    own = {"caption.choose", "caption.shorten"}
    tried = {name for name in ACTS if " " not in name}
    assert set(forms.ACTS) - {"session.open"} - own == tried
    assert set(forms.ACTS) <= set(registered())


def _page_with_frames(client, room, reader, act, language="en"):
    """The reader's page from before the act, with what they receive applied to it."""
    client.force_login(reader)
    seen = queries.last_seq(room.session.pk)
    page = documents.parse(documents.same_each_time(_html(client, room)))
    act(room)
    session = LiveSession.objects.select_related("cohort__programme__hub").get(pk=room.session.pk)
    hosting = reader == room.facilitator
    for entry in queries.entries_after(session, seen, most=100):
        if _is_for(entry, reader, hosting):
            for patch in fragments.patches(entry, language=language):
                documents.apply(page, patch)
    for patch in getattr(room, "patches", []):
        documents.apply(page, patch)
    if hosting:
        # What hosts are told of the talk every twenty seconds, beside the log.
        html = talk_shown.draw(session, [language])[language]
        documents.apply(page, {"target": "talk", "action": "replace", "html": html})
    in_order(page, getattr(room, "votes", {}))
    return page.written()


def _page(client, room):
    return documents.parse(documents.same_each_time(_html(client, room))).written()


def _html(client, room):
    return client.get(f"/sessions/{room.session.pk}/room/").content.decode()


def _is_for(entry: Entry, reader: Person, hosting: bool) -> bool:
    if entry.audience == Audience.EVERYONE or entry.person_id == reader.pk:
        return True
    hears = hosting and entry.audience in (Audience.HOSTS, Audience.GROUP)
    is_in = entry.audience_group is not None and access.is_placed(reader, entry.audience_group)
    return hears or is_in or entry.audience_person_id == reader.pk
