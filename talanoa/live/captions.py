"""What pages, frames and the record show of captions.

As in ``scene``, a line is drawn the same for every viewer. A page and a frame draw it from one
template, so that they cannot disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, Max, Min, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from talanoa.kernel.compiled import Compiled
from talanoa.live import access, captioning
from talanoa.live.caption_terms import (
    LANGUAGES,
    LINES_SHOWN,
    MOST_MISSED,
    CaptionColours,
    CaptionSize,
)
from talanoa.live.captioning import Line
from talanoa.live.models import Caption, CaptionChoice, Captioner, CaptionIntake
from talanoa.live.room import protocol
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status

KEYS = 9
"""Speakers who have a key of their own."""
OWN_LINES = 5
"""The last lines, which a captioner corrects at once."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """One language of a transcript."""

    code: str
    name: str
    lines: int


def language_name(code: str) -> str:
    """A language in its own words; a code that nobody knows stands for itself."""
    try:
        return str(capfirst(get_language_info(code)["name_local"]))
    except KeyError:
        return code


def language_choices() -> list[tuple[str, str]]:
    """The languages a host can choose from, by their own names."""
    return [(code, language_name(code)) for code in LANGUAGES]


# --- In the room -----------------------------------------------------------------------------


def languages(session: LiveSession) -> dict[str, Any]:
    """The languages in which there are captions here, the first one first. One query."""
    written = Caption.objects.filter(session=session).values("language")
    found = written.annotate(first=Min("line")).order_by("first")
    codes = [row["language"] for row in found]
    return {"session": session, "languages": [(code, language_name(code)) for code in codes]}


def panel(session: LiveSession, person: Person, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """The captions as this person reads them, and what a captioner writes them with.

    Two queries, three when they are shown, six for a captioner.

    Args:
        known: the languages there are, as ``languages`` gives them.
    """
    choice = CaptionChoice.objects.filter(person=person).first() or CaptionChoice(person=person)
    codes = [code for code, _ in known["languages"]]
    own = _own_languages(session, person)
    language = own[0] if own else chosen_language(choice, codes)
    lines = _latest(session.captions.all(), language) if choice.is_shown or own else []
    return {
        **known,
        "choice": choice,
        "language": language,
        "lines": lines,
        "upto": max((line.number for line in lines), default=0),
        "sizes": CaptionSize.choices,
        "colours": CaptionColours.choices,
        **(_captioning(session, own, lines) if own else {}),
    }


def reading(person: Person, there: list[str]) -> dict[str, Any]:
    """How somebody reads captions, and which of these languages. One query."""
    choice = CaptionChoice.objects.filter(person=person).first() or CaptionChoice(person=person)
    return {
        "choice": choice,
        "language": chosen_language(choice, there),
        "sizes": CaptionSize.choices,
    }


def chosen_language(choice: CaptionChoice, there: list[str]) -> str:
    """The language to read: the chosen one or the page's, where it is there, else the first.

    Whoever chose a language once must not find nothing in a session that has another.
    """
    page = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    wanted = [code for code in (choice.language, page) if code]
    return next((code for code in wanted if code in there), there[0] if there else wanted[0])


def _captioning(session: LiveSession, own: list[str], lines: list[Caption]) -> dict[str, Any]:
    """What a captioner writes with; nothing once the session has ended. Three queries."""
    if session.status in (Status.CLOSED, Status.CANCELLED):
        return {}
    roles = access.role_holders(session)
    speakers = Person.objects.filter(pk__in=roles, erased_at=None).order_by("name", "pk")
    return {
        **desk(session),
        "own_languages": [(code, language_name(code)) for code in own],
        "own_lines": lines[-OWN_LINES:],
        "speakers": list(enumerate(speakers[:KEYS], start=1)),
    }


def desk(session: LiveSession) -> dict[str, Any]:
    """Who writes captions here, by language, and whose turn it is. One query."""
    captioners = Captioner.objects.filter(session=session, withdrawn_at=None)
    given = list(
        captioners.select_related("person").order_by(
            "language", F("taken_at").desc(nulls_last=True), "pk"
        )
    )
    writing = {one.language: one.pk for one in reversed(given) if one.taken_at}
    return {
        "session": session,
        "desk": [
            {
                "captioner": one,
                "language": language_name(one.language),
                "is_writing": writing.get(one.language) == one.pk,
            }
            for one in given
        ],
    }


def _own_languages(session: LiveSession, person: Person) -> list[str]:
    return [language for (language,) in _own(session=session.pk, person=person.pk)]


_own = Compiled(
    lambda session, person: (
        Captioner.objects.filter(session=session, person=person, withdrawn_at=None)
        .order_by("pk")
        .values_list("language")
    )
)


def _latest(captions: QuerySet[Caption], language: str) -> list[Caption]:
    """The latest lines, in the order in which they were said. One query."""
    lines = captions.filter(language=language).select_related("speaker")
    return list(lines.order_by("-at", "-pk")[:LINES_SHOWN])[::-1]


# --- Over the socket -------------------------------------------------------------------------

Reading = tuple[str, str]
"""A language of captions, and the language of the page that shows them."""


def newest(session_ids: Iterable[int]) -> dict[int, int]:
    """The number of the newest line or correction of each session that has one. One query."""
    captions = Caption.objects.filter(session__in=list(session_ids)).order_by()
    found = captions.values_list("session").annotate(number=Max("number"))
    return dict(found)


def frames_since(
    session_id: int, after: int, readings: Iterable[Reading]
) -> tuple[int, dict[Reading, str]]:
    """What is new or has changed after number ``after``: a frame for each reading that has
    something; and the number up to which that is. Two queries. For the database's threads.

    Whoever has missed too much, or has nothing yet, is sent the latest lines afresh.
    """
    upto = newest([session_id]).get(session_id, 0)
    readings = set(readings)
    is_fresh = after == 0 or upto - after > MOST_MISSED
    lines = _newer(session_id, {language for language, _ in readings}, after, is_fresh=is_fresh)
    frames = {}
    for reading in readings:
        own = lines.get(reading[0], [])
        if own or (is_fresh and after):
            frames[reading] = frame(own, upto=upto, after=after, page=reading[1], fresh=is_fresh)
    return upto, frames


def _newer(
    session_id: int, languages: set[str], after: int, *, is_fresh: bool
) -> dict[str, list[Caption]]:
    """By language: the latest lines, or what is new or has changed. A query, or one for each."""
    captions = Caption.objects.filter(session=session_id)
    if is_fresh:
        return {language: _latest(captions, language) for language in languages}
    changed = captions.filter(number__gt=after, language__in=languages)
    found: dict[str, list[Caption]] = {}
    for line in changed.select_related("speaker").order_by("at", "pk"):
        found.setdefault(line.language, []).append(line)
    return found


def frame(lines: Iterable[Caption], *, upto: int, after: int, page: str, fresh: bool) -> str:
    """Lines as the changes they make to a page that has seen everything up to ``after``."""
    return protocol.encode(
        "captions",
        seq=upto,
        fresh=fresh or None,
        patches=patches(lines, after=0 if fresh else after, language=page),
    )


def patches(lines: Iterable[Caption], *, after: int, language: str) -> list[dict[str, str]]:
    """The change that each line makes: it is new, or it stands there and has changed."""
    with translation.override(language), timezone.override(ZoneInfo("UTC")):
        return [
            {
                "target": "caption-lines" if line.line > after else f"caption-{line.pk}",
                "action": "append" if line.line > after else "replace",
                "html": render_to_string("live/_caption.html", {"line": line}).strip(),
            }
            for line in lines
        ]


# --- Afterwards ------------------------------------------------------------------------------


def kept(session: LiveSession) -> QuerySet[Caption]:
    """The lines of the hour: what was tried before the opening is not kept in its record."""
    lines = Caption.objects.filter(session=session)
    if session.opened_at is None:
        return lines.none()
    return lines.filter(at__gte=session.opened_at).exclude(text="")


def written_in(session: LiveSession) -> list[Written]:
    """The languages of a session's transcript, and how many lines each has. One query."""
    rows = kept(session).order_by().values_list("language").annotate(lines=Count("pk"))
    return [
        Written(code=code, name=language_name(code), lines=lines)
        for code, lines in sorted(rows, key=lambda row: (-row[1], row[0]))
    ]


def in_record(session: LiveSession, person: Person | None) -> Mapping[str, Any] | None:
    """That there is a transcript, for the programme's own people. One query."""
    written = written_in(session) if person else []
    return {"session": session, "written": written} if written else None


def transcript(session: LiveSession, language: str) -> QuerySet[Caption]:
    """One language of a transcript, in order, speakers loaded. One query."""
    lines = kept(session).filter(language=language)
    return lines.select_related("speaker", "session", "draft_line").order_by("at", "pk")


def as_lines(lines: Iterable[Caption]) -> list[Line]:
    return [
        Line(
            at=one.offset,
            who=str(one.speaker) if one.speaker else "",
            text=one.text,
            mark=_("made by machine") if one.is_machine else "",
        )
        for one in lines
    ]


def found(person: Person, words: str) -> QuerySet[Caption]:
    """Lines with every one of ``words`` in them, of sessions whose room ``person`` may enter.

    Newest session first. One query.
    """
    lines = Caption.objects.filter(
        session__in=access.sessions_open_to(person), at__gte=F("session__opened_at")
    ).exclude(text="")
    for word in captioning.folded(words).split():
        lines = lines.filter(folded__contains=word)
    return lines.select_related("speaker", "session__cohort__programme", "draft_line").order_by(
        "-session__starts_at", "session", "at", "pk"
    )


def captioners(session: LiveSession) -> QuerySet[Captioner]:
    """Everybody who was given captioning here, people loaded. One query."""
    return session.captioners.select_related("person").order_by("made_at", "pk")


def intakes(session: LiveSession) -> QuerySet[CaptionIntake]:
    """The addresses made for caption services, each with ``sent``, its lines. One query."""
    return session.caption_intakes.annotate(sent=Count("captions")).order_by("made_at", "pk")


def intake_of(token_hash: str) -> CaptionIntake | None:
    """The address of that token, unless it is revoked, with its session. One query."""
    addresses = CaptionIntake.objects.select_related("session__cohort__programme__hub")
    return addresses.filter(token_hash=token_hash, revoked_at=None).first()


def last_sent(intake: CaptionIntake) -> int:
    """The highest number a service has sent since it last began to count. One query."""
    sent = Caption.objects.filter(intake=intake, intake_count=intake.count)
    return sent.aggregate(seq=Max("intake_seq"))["seq"] or 0


def kept_about(person: Person) -> dict[str, object]:
    """What captions keep of somebody: what they wrote, what they said, how they read. Four
    queries."""
    columns = ("session__title", "language", "text", "at")
    written = Caption.objects.filter(by=person).order_by("pk")
    said = Caption.objects.filter(speaker=person).order_by("pk")
    given = Captioner.objects.filter(person=person).order_by("pk")
    choices = CaptionChoice.objects.filter(person=person)
    return {
        "captions_written": list(written.values(*columns, "corrected_at", "earlier")),
        "captions_said": list(said.values(*columns)),
        "captioning": list(
            given.values("session__title", "language", "made_at", "withdrawn_at", "taken_at")
        ),
        "captions_read": list(
            choices.values("is_shown", "language", "size", "colours", "is_spoken", "abbreviations")
        ),
    }
