"""The agenda editor. Every act is a button of one form, so that it works without scripts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.people.types import PersonRequest
from talanoa.schedule import access, naming, queries, services
from talanoa.schedule.forms import AgendaItemForm
from talanoa.schedule.models import LiveSession
from talanoa.schedule.services import ItemOfAgenda
from talanoa.schedule.terms import MOST_AGENDA_ITEMS

EMPTY_ROWS = 1
FIELDS = ("pk", "kind", "title", "minutes", "speaker")
KEPT = -1
"""In place of a speaker whom the writer is not told: whoever it was."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """Which button was pressed, and in which row."""

    name: str
    row: int = -1


@login_required
@require_http_methods(["GET", "POST"])
def agenda(request: PersonRequest, session_id: int) -> HttpResponse:
    session = access.get_session(request.user, session_id)
    if access.hosts_refused(request.user, session):
        raise NotVisible(session_id)
    refusal = access.agenda_refused(request.user, session)
    speakers = queries.possible_speakers(session)
    kept = _unnamed_items(request.user, session)
    act = _act(request.POST)
    rows = _rows(request.POST) if request.method == "POST" else _saved(session, kept)
    is_saving = act.name == "save"
    rows = [row for row in rows if not is_blank(row)] if is_saving else _rearranged(rows, act)
    forms = [
        _form(row, number, speakers, kept, is_bound=is_saving) for number, row in enumerate(rows)
    ]
    version = str(session.version)
    error = ""
    if is_saving:
        version = request.POST.get("version", "")
        # Each row is asked, so that every mistake is shown at once.
        valid = [form.is_valid() for form in forms]
        if refusal is None and all(valid):
            error, version = _save(request, session, forms, version, kept)
            if not error:
                messages.success(request, _("The agenda is saved."))
                return redirect("schedule:session", session.pk)
    elif request.method == "POST":
        version = request.POST.get("version", "")
    failed = bool(error) or any(form.errors for form in forms)
    page = {
        "session": session,
        "forms": forms,
        "refusal": refusal,
        "error": error,
        "failed": failed,
        "version": version,
        "planned_minutes": sum(_minutes(row) for row in rows),
        "length": session.ends_at - session.starts_at,
        "saved": session.agenda.all() if error else None,
        "is_full": len(rows) >= MOST_AGENDA_ITEMS,
    }
    status = 409 if refusal else 422 if failed else 200
    return render(request, "schedule/agenda.html", page, status=status)


def _save(
    request: PersonRequest,
    session: LiveSession,
    forms: list[AgendaItemForm],
    version: str,
    kept: Mapping[int, Person | None],
) -> tuple[str, str]:
    """An empty string, or what is wrong with the whole; and the version to stand on next."""
    people = {person.pk: person for person in queries.possible_speakers(session)}
    items = [
        ItemOfAgenda(
            pk=row["pk"],
            kind=row["kind"],
            title=row["title"],
            minutes=row["minutes"],
            speaker=kept[row["pk"]] if row["speaker"] == KEPT else people.get(row["speaker"]),
        )
        for row in (form.cleaned_data for form in forms)
    ]
    seen = int(version) if version.isdecimal() else -1
    try:
        services.set_agenda(by=request.user, session=session, items=items, version=seen)
    except ValidationError as error:
        return " ".join(error.messages), str(session.version)
    return "", version


def is_blank(row: dict[str, Any]) -> bool:
    """Whether nothing was typed in it; the kind chooses itself."""
    return not any(str(row.get(name) or "").strip() for name in ("title", "minutes", "speaker"))


def _act(data: QueryDict) -> Act:
    for key in data:
        name, dash, row = key.partition("-")
        if name in {"up", "down", "drop"} and dash and row.isdecimal():
            return Act(name=name, row=int(row))
    return Act(name="add" if "add" in data else "save" if "save" in data else "")


def _rows(data: QueryDict) -> list[dict[str, Any]]:
    """What was typed, row after row, as it was typed."""
    columns = {name: data.getlist(f"item-{name}") for name in FIELDS}
    count = min(len(columns["title"]), MOST_AGENDA_ITEMS)
    return [
        {name: column[row] if row < len(column) else "" for name, column in columns.items()}
        for row in range(count)
    ]


def _unnamed_items(person: Person, session: LiveSession) -> dict[int, Person | None]:
    """Speakers whom ``person`` is not told, by item: they may stay, and are not shown."""
    items = list(session.agenda.select_related("speaker"))
    naming.tell_names(person, session, items)
    return {item.pk: item.speaker for item in items if item.spoken_by != str(item.speaker or "")}


def _saved(session: LiveSession, kept: Collection[int]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "pk": item.pk,
            "kind": item.kind,
            "title": item.title,
            "minutes": item.minutes,
            "speaker": KEPT if item.pk in kept else item.speaker_id or "",
        }
        for item in session.agenda.all()
    ]
    return rows + [{} for _row in range(EMPTY_ROWS)]


def _rearranged(rows: list[dict[str, Any]], act: Act) -> list[dict[str, Any]]:
    rows = list(rows)
    last = len(rows) - 1
    if act.name == "add":
        rows.append({})
    elif act.name == "drop" and 0 <= act.row <= last:
        del rows[act.row]
    elif act.name == "up" and 1 <= act.row <= last:
        rows.insert(act.row - 1, rows.pop(act.row))
    elif act.name == "down" and 0 <= act.row < last:
        rows.insert(act.row + 1, rows.pop(act.row))
    return rows


def _form(
    row: dict[str, Any], number: int, speakers: Any, kept: Collection[int], *, is_bound: bool
) -> AgendaItemForm:
    named = [(person.pk, str(person)) for person in speakers]
    unnamed = [(KEPT, _("Name withheld"))] if _key(row) in kept else []
    return AgendaItemForm(
        {f"item-{name}": value for name, value in row.items()} if is_bound else None,
        initial=row,
        prefix="item",
        auto_id=f"row{number}_%s",
        speakers=[*unnamed, *named],
    )


def _key(row: dict[str, Any]) -> int:
    typed = str(row.get("pk") or "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0


def _minutes(row: dict[str, Any]) -> int:
    typed = str(row.get("minutes") or "")
    return int(typed) if typed.isdecimal() and len(typed) < 5 else 0
