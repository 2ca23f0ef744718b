"""Keep the library of cases as the cases are."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from talanoa.cases import access
from talanoa.cases.models import Case, LibraryEntry
from talanoa.cases.outcomes import outcome_of
from talanoa.cases.terms import LIBRARY_KIND
from talanoa.kernel import events
from talanoa.search import language
from talanoa.search import services as search


@transaction.atomic
def keep_in_library(case_id: int) -> bool:
    """Put a case into the library as it is now, or take it out. Safe to run twice.

    Returns:
        Whether it stands there.
    """
    # Locked, so that of two who keep it at once the later writes what is true then.
    case = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme", "presenter", "session", "team", "country")
        .filter(access.joined(), pk=case_id)
        .first()
    )
    held = (case.session.starts_at if case.session else case.discussed_at) if case else None
    if case is None or held is None:
        search.remove(kind=LIBRARY_KIND, key=case_id)
        gone = Case.objects.filter(pk=case_id, library_entry__isnull=False).first()
        if gone is not None:
            LibraryEntry.objects.filter(case=case_id).delete()
            events.record("cases.left_library", by=None, subject=gone)
        return False
    advice = list(access.advice_in_library([case.pk]))
    team, country = access.whose(case)
    _count(
        case,
        programme_id=case.programme_id,
        country_id=country.pk if country else None,
        challenge_area_id=case.challenge_area_id,
        level=case.level,
        held_on=held.date(),
        kind=case.kind,
        language=language.guessed(
            " ".join(_texts(case)), otherwise=case.presenter.language or "en"
        ),
        outcome=outcome_of([each.state for each in advice]).value,
        has_follow_up=any(each.state_changed_at for each in advice),
        year=held.year,
    )
    names = [team.name] if team else []
    if country is not None:
        names += [*country.names.values(), *country.short_names.values(), country.iso3]
    search.put(
        kind=LIBRARY_KIND,
        key=case.pk,
        title=case.title,
        texts=[*_texts(case), *(each.words for each in advice), *dict.fromkeys(names)],
    )
    return True


def _count(case: Case, **counted_by: Any) -> None:
    """Let the library count a locked case by this; what keeps its counts hears of it."""
    entry = LibraryEntry.objects.filter(case=case).first()
    if entry is None:
        LibraryEntry.objects.create(case=case, **counted_by)
        events.record("cases.joined_library", by=None, subject=case)
    elif any(getattr(entry, name) != value for name, value in counted_by.items()):
        LibraryEntry.objects.filter(case=case).update(**counted_by)
        events.record("cases.recounted", by=None, subject=case)


def _texts(case: Case) -> Iterable[str]:
    own = (str(text) for text in case.answers.values())
    return case.question, case.situation, case.tried, case.obstacle, *own
