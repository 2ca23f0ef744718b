"""What a letter shows: as it would be sent now, or as it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from talanoa.cases import access, queries
from talanoa.cases.models import Case, Letter, SentLetter
from talanoa.cases.terms import Strength
from talanoa.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Giver:
    """Who gave a recommendation; nobody: the room as a whole, or someone whose row is gone."""

    person: Person | None
    is_expert: bool


@dataclass(frozen=True, kw_only=True)
class Work:
    """A work of the library that a recommendation draws on."""

    code: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One recommendation of a letter."""

    recommendation: int
    text: str
    givers: list[Giver]
    strength: str
    evidence: str
    url: str
    year: int | None
    works: list[Work]


def as_it_stands(letter: Letter) -> dict[str, Any]:
    """What would be sent if it were signed now. Two queries."""
    items = [
        Item(
            recommendation=one.pk,
            text=one.words,
            givers=_each_once(
                Giver(person=given.author, is_expert=given.is_expert)
                for given in (one, *one.parts)  # type: ignore[attr-defined]
            ),
            strength=_strength(one.strength),
            evidence=one.evidence,
            url=one.evidence_url,
            year=one.evidence_year,
            works=[
                Work(code=work.code, title=work.title, url=work.url)
                for work in one.works  # type: ignore[attr-defined]
            ],
        )
        for one in queries.in_letter(letter.case)
    ]
    return {"opening": letter.opening, "items": items}


def as_it_was_sent(sent: SentLetter) -> dict[str, Any]:
    """What was sent, with people as they are called now. One query."""
    body = sent.body
    keys = {given["author"] for item in body["items"] for given in item["given"]}
    people = Person.objects.in_bulk([key for key in keys if key])
    items = [
        Item(
            recommendation=item["recommendation"],
            text=item["text"],
            givers=_each_once(
                Giver(person=people.get(given["author"]), is_expert=given["is_expert"])
                for given in item["given"]
            ),
            strength=_strength(item["strength"]),
            evidence=item["evidence"],
            url=item["url"],
            year=item["year"],
            # Letters of the time before works were named say none.
            works=[Work(**work) for work in item.get("works", [])],
        )
        for item in body["items"]
    ]
    return {"opening": body["opening"], "items": items}


def beside_case(person: Person, case: Case, *, prepares: bool) -> dict[str, Any]:
    """What the page of a case says of its letter and of questions answered between sessions.

    Two queries.

    Args:
        prepares: whether this person writes for the room, and with that begins its letters.
    """
    letter = access.letter_on(person, case)
    answered = access.urgent_questions_visible_to(person).filter(
        case=case, answered_at__isnull=False
    )
    return {
        "letter": letter,
        "can_begin_letter": letter is None
        and prepares
        and case.session is not None
        and case.session.closed_at is not None,
        "answered": list(answered.select_related("answered_by").order_by("answered_at", "pk")),
    }


def _each_once(givers: Iterable[Giver]) -> list[Giver]:
    """In their order, whoever gave two parts once."""
    return list(dict.fromkeys(givers))


def _strength(value: str) -> str:
    return str(Strength(value).label) if value else ""
