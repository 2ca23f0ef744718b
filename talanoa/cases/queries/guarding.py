"""What the guard finds in a case, with what was decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from talanoa.cases import asking, guard
from talanoa.cases.guard_wording import LABEL, place_in_words, why
from talanoa.cases.models import Case, CaseAttachment, GuardDecision, SecondLook
from talanoa.cases.terms import Verdict
from talanoa.people.models import Person
from talanoa.programmes.terms import CaseKind

AROUND = 60
"""Characters shown before and after what was found."""
LONGEST_HALF = 20
"""Characters of a word cut in two that are left out rather than shown."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A passage of a case that may identify somebody, as a page shows it."""

    field: str
    field_label: str
    type: guard.Type
    start: int
    end: int
    before: str
    words: str
    after: str
    why: list[str]
    mark: str
    decision: GuardDecision | None = None

    @property
    def label(self) -> str:
        return str(LABEL[self.type])

    @property
    def key(self) -> str:
        """Names it in a form; says nothing of the words."""
        return f"{self.type}-{self.mark[:16]}"


def found_in(case: Case, *, reader: str = "") -> list[Found]:
    """What the guard finds in a case, in the order of its form. One query.

    What stands in the case more than once is told where it stands first.
    """
    first: dict[str, Found] = {}
    for each in occurrences(case, reader=reader):
        first.setdefault(each.key, each)
    return list(first.values())


def occurrences(case: Case, *, reader: str = "") -> list[Found]:
    """The same, everywhere it stands, and what was found in its files. Two queries.

    Of a file the place is told, not the words: they are not kept beside it.
    """
    decisions = _decisions(case)
    region = case.country.iso2 if case.country else None
    found = []
    for field, label, text in _texts(case):
        for each in guard.findings(text, reader=reader, region=region):
            mark = _mark(str(case.pk), each.type, text[each.start : each.end])
            decision = decisions.get((each.type, mark))
            found.append(_shown(each, text, field, label, case.kind, mark, decision))
    for attached in case.attachments.all():
        found += _in_file(case, attached, decisions)
    return found


def found_in_text(text: str, *, by: Person, part: str, label: str, kind: str) -> list[Found]:
    """The same in a text that stands in no case, everywhere it stands. No query.

    Args:
        part: what the text is, as a form's field is named.
        kind: of the programme's cases, so that offices are spoken of as there.
    """
    found = []
    for each in guard.findings(text, reader=by.language):
        mark = _mark(f"by {by.pk}", each.type, text[each.start : each.end])
        found.append(_shown(each, text, part, label, kind, mark, None))
    return found


def undecided(case: Case, *, reader: str = "") -> list[Found]:
    """What the guard finds in a case and nobody has decided about. One query."""
    return [each for each in found_in(case, reader=reader) if each.decision is None]


def guarded(case: Case, *, reader: str = "") -> dict[str, object]:
    """What those who review a case see of the guard. At most two queries."""
    found = found_in(case, reader=reader)
    kept = [each for each in found if each.decision and each.decision.verdict == Verdict.KEPT]
    nobody = [each for each in found if each.decision and each.decision.verdict == Verdict.NOBODY]
    return {
        "kept": kept,
        "nobody": nobody,
        "undecided": [each for each in found if each.decision is None],
        "looked": second_look(case) if case.kind == CaseKind.CLINICAL else None,
        "needs_a_look": case.kind == CaseKind.CLINICAL,
    }


def second_look(case: Case) -> SecondLook | None:
    """Who has looked at this revision of a case, if somebody has. One query."""
    return case.second_looks.filter(revision=case.revision).select_related("looked_by").first()


def file_of(found: Found) -> int | None:
    """The file a finding is about; ``None``: a text of the case."""
    kind, dash, number = found.field.partition("-")
    return int(number) if kind == "file" and dash and number.isdecimal() else None


def _shown(
    found: guard.Finding,
    text: str,
    field: str,
    label: str,
    kind: str,
    mark: str,
    decision: GuardDecision | None,
) -> Found:
    return Found(
        field=field,
        field_label=label,
        type=found.type,
        start=found.start,
        end=found.end,
        before=_before(text, found.start),
        words=text[found.start : found.end],
        after=_after(text, found.end),
        why=why(found.type, kind),
        mark=mark,
        decision=decision,
    )


def _decisions(case: Case) -> dict[tuple[str, str], GuardDecision]:
    decided = case.guard_decisions.select_related("decided_by")
    return {(each.type, each.mark): each for each in decided}


def _in_file(
    case: Case, attached: CaseAttachment, decisions: Mapping[tuple[str, str], GuardDecision]
) -> list[Found]:
    """One finding for each kind of data in a file, with the places where it stands."""
    found = []
    for kind, places in attached.found.items():
        mark = _mark(str(case.pk), kind, f"file {attached.pk}")
        found.append(
            Found(
                field=f"file-{attached.pk}",
                field_label=_("File: %(title)s") % {"title": attached.title},
                type=guard.Type(kind),
                start=0,
                end=0,
                before=", ".join(place_in_words(where, number) for where, number in places),
                words="",
                after="",
                why=why(guard.Type(kind), case.kind),
                mark=mark,
                decision=decisions.get((kind, mark)),
            )
        )
    return found


def _texts(case: Case) -> list[tuple[str, str, str]]:
    """Each text of a case with its field and what the form calls that."""
    title = str(Case._meta.get_field("title").verbose_name)
    texts = [("title", title[:1].upper() + title[1:], case.title)]
    for name, asked in asking.asked_of(case).items():
        texts.append((name, str(asked.label), case.said(name)))
    return texts


def _before(text: str, start: int) -> str:
    """The words before a place, whole ones where the script has spaces between them."""
    words = text[max(0, start - AROUND) : start]
    if start <= AROUND:
        return words
    head, space, rest = words.partition(" ")
    return "…" + (rest if space and len(head) < LONGEST_HALF else words)


def _after(text: str, end: int) -> str:
    words = text[end : end + AROUND]
    if end + AROUND >= len(text):
        return words
    rest, space, tail = words.rpartition(" ")
    return (rest if space and len(tail) < LONGEST_HALF else words) + "…"


def _mark(of: str, kind: str, words: str) -> str:
    """Known again however it is spaced and in whatever case; nobody reads the words from it."""
    folded = " ".join(words.casefold().split())
    value = f"{of}:{kind}:{folded}"
    return salted_hmac("talanoa.cases.guard", value, algorithm="sha256").hexdigest()
