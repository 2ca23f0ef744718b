"""What is shown of the talk, and to whom: in the room, in the record, as a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.live import access, languages, queries, scene, speech, talk_share
from talanoa.live.models import Presence
from talanoa.live.talk_share import TEACHING, Part, Talk
from talanoa.live.terms import FEWEST_HEARD, TALK_KEPT, TalkGroup, TalkSource
from talanoa.people.models import Person
from talanoa.schedule import naming
from talanoa.schedule.models import LiveSession


@dataclass(frozen=True, kw_only=True)
class Spoke:
    """How long one person spoke."""

    card: scene.Card
    group: str
    """Empty of who presents a case that is not to be told from its presenter."""
    length: timedelta
    percent: int | None
    """``None`` of an interpreter, who is in no share."""

    @property
    def words(self) -> str:
        return minutes_and_seconds(self.length)


@dataclass(frozen=True, kw_only=True)
class Interpreting:
    """How long one interpreter was heard in their booth."""

    card: scene.Card
    language: str
    length: timedelta

    @property
    def words(self) -> str:
        return minutes_and_seconds(self.length)


@dataclass(frozen=True, kw_only=True)
class ForHosts:
    """The whole, with everyone's own time as long as it is kept."""

    talk: Talk
    spoke: list[Spoke]
    interpreters: list[Interpreting]


def panel(session: LiveSession) -> dict[str, Any]:
    """What hosts see in the room. At most 16 queries."""
    talk = talk_share.talk_of(session)
    return {
        "session": session,
        "talk": talk if talk.sources else None,
        "interpreted": interpreted(talk),
        "sources": _source_words(talk.sources),
        **(_counts(session, talk) if talk.sources else {}),
        "didactic": talk_share.didactic_of(session),
    }


def draw(session: LiveSession, languages: Iterable[str]) -> dict[str, str]:
    """The same as a fragment, by language. For the database's threads."""
    drawn = {}
    for language in languages:
        with translation.override(language):
            drawn[language] = render_to_string("live/_talk.html", panel(session)).strip()
    return drawn


def in_record(session: LiveSession, person: Person | None) -> Mapping[str, Any] | None:
    """What the record tells this reader; ``None`` where nothing was measured. For hosts
    everyone's time while it is kept; for others their own, and groups of three or more."""
    heard, booths = talk_share.measured(session), talk_share.interpreting(session)
    talk, didactic = talk_share.talk_of(session, heard, booths), talk_share.didactic_of(session)
    if not talk.sources and not talk.interpreted and didactic is None:
        return None
    hosts = person is not None and access.is_host(person, session)
    lengths = heard[1] if is_kept(session) else {}
    booths = booths if is_kept(session) else {}
    own = lengths.get(person.pk) if person is not None and not hosts else None
    own_booth = [
        {"language": languages.name_of(code), "time": minutes_and_seconds(each[person.pk])}
        for code, each in booths.items()
        if person is not None and not hosts and person.pk in each
    ]
    return {
        "session": session,
        "talk": talk,
        "parts": talk.parts if hosts else coarsened(talk.parts),
        "sources": _source_words(talk.sources),
        **(_counts(session, talk) if talk.sources else {}),
        "didactic": didactic,
        "spoke": spoke(session, lengths) if hosts else [],
        "own": minutes_and_seconds(own) if own else "",
        "own_booth": own_booth,
        "interpreted": interpreted(talk) if hosts else [],
        "interpreters": interpreters(session, booths) if hosts else [],
        "is_kept": is_kept(session),
    }


def for_hosts(session: LiveSession) -> ForHosts:
    """What hosts may take along. At most 25 queries."""
    heard, booths = talk_share.measured(session), talk_share.interpreting(session)
    lengths = heard[1] if is_kept(session) else {}
    return ForHosts(
        talk=talk_share.talk_of(session, heard, booths),
        spoke=spoke(session, lengths),
        interpreters=interpreters(session, booths if is_kept(session) else {}),
    )


def is_kept(session: LiveSession) -> bool:
    """Whether it is still kept who spoke when."""
    return session.closed_at is None or clock.now() < session.closed_at + TALK_KEPT


def source_names(sources: list[str]) -> list[str]:
    return [str(TalkSource(source).label) for source in sources]


def minutes_and_seconds(length: timedelta) -> str:
    """ "2:05"."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


def spoke(session: LiveSession, lengths: Mapping[int, timedelta]) -> list[Spoke]:
    """Everyone who spoke, who spoke longest first. Seven queries; none where nobody did.

    Those of ``naming`` beside them where a presenter or their team spoke.
    """
    groups = talk_share.group_of(session, lengths)
    presented = TalkGroup.TEAM in groups.values()
    hidden = naming.unnamed(session, None).presenters if presented else {}
    cards = scene.cards(session, Person.objects.filter(pk__in=list(lengths)))
    percents = speech.shares(
        {
            str(who): length
            for who, length in lengths.items()
            if groups[who] != TalkGroup.INTERPRETERS
        }
    )
    labels = dict(TalkGroup.choices)
    return [
        Spoke(
            card=cards[who],
            group="" if who in hidden else str(labels[groups[who]]),
            length=length,
            percent=percents.get(str(who)),
        )
        for who, length in sorted(lengths.items(), key=lambda one: (-one[1], one[0]))
    ]


def interpreted(talk: Talk) -> list[dict[str, str]]:
    """How long was spoken into each language, and by interpreters on the floor, in words."""
    return [
        {"language": one.name, "time": minutes_and_seconds(one.length)} for one in talk.interpreted
    ]


def interpreters(session: LiveSession, booths: talk_share.Booths) -> list[Interpreting]:
    """Everyone who was heard in a booth, by language, longest first. Queries of cards; none
    where nobody was."""
    if not booths:
        return []
    people = {who for lengths in booths.values() for who in lengths}
    cards = scene.cards(session, Person.objects.filter(pk__in=people))
    return [
        Interpreting(card=cards[who], language=languages.name_of(code), length=length)
        for code, lengths in booths.items()
        for who, length in sorted(lengths.items(), key=lambda one: (-one[1], one[0]))
    ]


def coarsened(parts: list[Part]) -> list[Part]:
    """Groups in which nobody's own share can be read: as they are, else the two sides, else none.

    A group of which nobody was heard tells nothing of anyone.
    """
    if _tell_of_nobody(parts):
        return parts
    sides = {
        "hub": (_("Those who run the hour and teach"), [p for p in parts if p.name in TEACHING]),
        "countries": (_("Countries"), [p for p in parts if p.name not in TEACHING]),
    }
    merged = [
        Part(
            name=name,
            label=label,
            length=sum((part.length for part in side), timedelta(0)),
            people=sum(part.people for part in side),
            percent=sum(part.percent for part in side),
        )
        for name, (label, side) in sides.items()
    ]
    return merged if _tell_of_nobody(merged) else []


def _tell_of_nobody(parts: list[Part]) -> bool:
    return all(part.people == 0 or part.people >= FEWEST_HEARD for part in parts)


def _counts(session: LiveSession, talk: Talk) -> dict[str, Any]:
    """How many could have been heard, and which countries were not; ``None`` while unknown."""
    people = _present(session)
    if len(people) < talk.heard:
        return {"present": None, "countries_present": None, "silent": []}
    here = {country.iso3: country for country in queries.country_of(session, people).values()}
    silent = [country for code, country in here.items() if code not in talk.countries]
    return {
        "present": len(people),
        "countries_present": len(here.keys() | set(talk.countries)) or None,
        "silent": sorted(scene.called(country) for country in silent),
    }


def _present(session: LiveSession) -> list[int]:
    """Who was in the room since its opening; once it has ended, who attended: nobody while
    that is not counted, or waits for the report of another tool.
    """
    if session.closed_at:
        if queries.awaits_report(session):
            return []
        return list(queries.attended(session).values_list("person_id", flat=True))
    since = session.opened_at or clock.now()
    here = Presence.objects.filter(session=session, last_sign_at__gte=since)
    return list(here.values_list("person_id", flat=True).distinct())


def _source_words(sources: list[str]) -> list[str]:
    """What each source is, and what it cannot know."""
    words = {
        TalkSource.SOUND: _(
            "Measured from the room’s sound: how long each microphone carried a voice. Several"
            " people at one device count as one, and a noise may pass for a voice."
        ),
        TalkSource.FLOOR: _(
            "Measured from the floor that the hosts gave, since the sound was in another tool."
            " Who spoke without the floor, and who was silent with it, is not known."
        ),
    }
    return [words[TalkSource(source)] for source in sources]
