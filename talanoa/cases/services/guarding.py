"""What is decided about identifying data: removed, kept with a reason, or nobody's."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talanoa.cases import access, queries
from talanoa.cases.guard_wording import REMOVED
from talanoa.cases.models import Case, GuardDecision, SecondLook
from talanoa.cases.queries import Found
from talanoa.cases.refusals import Identifying
from talanoa.cases.services.attaching import detach
from talanoa.cases.terms import Verdict
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.models import Person

REMOVE = "remove"
LONGEST_REASON = 300
MOST_TURNS = 5


@dataclass(frozen=True)
class Choice:
    """What the author chose for one finding: ``remove`` or a verdict, with a reason."""

    verdict: str
    reason: str = ""


def settle(case: Case, choices: Mapping[str, Choice], *, by: Person) -> bool:
    """Carry out what its author chose for each finding, and go on only when none is left open.

    Removes passages from the locked case in hand, which its caller saves; within that
    transaction.

    Returns:
        Whether the text was changed.

    Raises:
        Identifying: something found was not decided, or a reason is missing or repeats the
            words; nothing is kept.
    """
    settled: list[Found] = []
    is_changed = False
    # Again, since what stands around a removed passage may then be read otherwise.
    for _turn in range(MOST_TURNS):
        found = queries.undecided(case, reader=by.language)
        errors = {each.key: wrong for each in found if (wrong := _wrong(each, choices, found))}
        if errors:
            raise Identifying(
                _open(len(errors)), case=case, found=[*settled, *found], errors=errors
            )
        if not found:
            break
        removed = {each.key for each in found if choices[each.key].verdict == REMOVE}
        if removed:
            _remove(case, removed, by=by)
            is_changed = True
        for each in found:
            if each.key not in removed:
                _keep(case, each, choices[each.key], by=by)
        settled += found
    else:
        raise Identifying(_open(len(found)), case=case, found=found, errors={})
    if settled:
        counts = Counter(choices[each.key].verdict for each in settled)
        events.record("cases.guard_settled", by=by, subject=case, **counts)
    return is_changed


def settle_text(
    text: str, choices: Mapping[str, Choice], *, by: Person, part: str, label: str, kind: str
) -> tuple[str, list[dict[str, str]]]:
    """Carry out what its author chose for each finding of a text that stands in no case.

    Returns:
        The text without what was to be removed, and what was said of what stays, without it.

    Raises:
        Identifying: something found was not decided, or a reason is missing or repeats the words.
    """
    kept: dict[str, dict[str, str]] = {}
    settled: list[Found] = []
    for _turn in range(MOST_TURNS):
        everywhere = queries.found_in_text(text, by=by, part=part, label=label, kind=kind)
        found = list(
            {each.key: each for each in reversed(everywhere) if each.key not in kept}.values()
        )
        found.sort(key=lambda each: each.start)
        errors = {each.key: wrong for each in found if (wrong := _wrong(each, choices, found))}
        if errors:
            raise Identifying(
                _open(len(errors)), case=None, found=[*settled, *found], errors=errors
            )
        if not found:
            break
        for each in found:
            choice = choices[each.key]
            if choice.verdict != REMOVE:
                reason = choice.reason.strip() if choice.verdict == Verdict.KEPT else ""
                kept[each.key] = {
                    "part": part,
                    "type": each.type.value,
                    "verdict": choice.verdict,
                    "reason": reason,
                }
        for each in reversed(everywhere):
            if each.key not in kept:
                text = text[: each.start] + str(REMOVED[each.type]) + text[each.end :]
        settled += found
    else:
        raise Identifying(_open(len(found)), case=None, found=found, errors={})
    return text, list(kept.values())


def _remove(case: Case, removed: Collection[str], *, by: Person) -> None:
    """Everywhere in the case; from the end of a field to its beginning, so that places hold.

    What stands in a file is removed with the whole file.
    """
    for each in reversed(queries.occurrences(case, reader=by.language)):
        if each.key not in removed:
            continue
        if (number := queries.file_of(each)) is not None:
            if attached := case.attachments.filter(pk=number).first():
                detach(by=by, attachment=attached)
            continue
        text = case.said(each.field) if each.field != "title" else case.title
        text = text[: each.start] + str(REMOVED[each.type]) + text[each.end :]
        if each.field in case.answers:
            case.answers[each.field] = text
        else:
            setattr(case, each.field, text)


def _keep(case: Case, found: Found, choice: Choice, *, by: Person) -> None:
    decision = GuardDecision(
        case=case,
        type=found.type,
        mark=found.mark,
        field=found.field,
        start=found.start,
        verdict=choice.verdict,
        reason=choice.reason.strip() if choice.verdict == Verdict.KEPT else "",
        decided_by=by,
    )
    decision.full_clean()
    decision.save()


@transaction.atomic
def look(*, by: Person, case: Case, revision: int) -> SecondLook:
    """Say that nobody can be recognised in a clinical case, as somebody not on its team.

    Args:
        revision: the one that was read.

    Raises:
        Refused: for the reasons in ``access.looking_refused``, or the case has changed.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("programme__hub")
        .get(pk=case.pk)
    )
    demand(access.looking_refused(by, case))
    if case.revision != revision:
        raise Refused(_("The case has changed since you opened it. Read it again, then decide."))
    looked, is_new = SecondLook.objects.get_or_create(
        case=case, revision=revision, defaults={"looked_by": by, "looked_at": clock.now()}
    )
    if is_new:
        events.record("cases.looked", by=by, subject=case, revision=revision)
    return looked


def _wrong(found: Found, choices: Mapping[str, Choice], others: Collection[Found]) -> str:
    """What is still missing in the choice for a finding; nothing when it can be carried out.

    A reason repeats neither these words nor those of the others that were found.
    """
    choice = choices.get(found.key)
    if choice is None or choice.verdict not in {REMOVE, *Verdict.values}:
        return _("Say what to do with this.")
    if choice.verdict != Verdict.KEPT:
        return ""
    reason = " ".join(choice.reason.split())
    if not reason:
        return _("Say why it stays.")
    if len(reason) > LONGEST_REASON:
        return _("Say it in at most 300 characters.")
    said = (" ".join(each.words.split()).casefold() for each in others if each.words)
    if any(words in reason.casefold() for words in said):
        return _("Give the reason without repeating the words.")
    return ""


def _open(count: int) -> str:
    return ngettext(
        "%(count)d passage may identify somebody. Decide about it, then go on.",
        "%(count)d passages may identify somebody. Decide about each, then go on.",
        count,
    ) % {"count": count}
