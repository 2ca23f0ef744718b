"""Files beside a case: made anew before they are kept, bounded, taken away with their case."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from talanoa.cases import access, queries
from talanoa.cases.guard.files import Searched, findings_in_file
from talanoa.cases.models import Case, CaseAttachment
from talanoa.cases.terms import MOST_FILE_BYTES, MOST_FILES, PLACE_OF_FILES
from talanoa.cases.wording import FILE_REFUSED
from talanoa.kernel import events, files, pieces
from talanoa.kernel.files import Failure, FileError
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.models import Person


def attach(
    *, by: Person, case: Case, title: str, file: File[bytes], client_id: str = ""
) -> CaseAttachment:
    """Keep a file beside a case, made anew: what it told of its author or a place is gone.

    The making, and the guard's search of what was made, happen before anything is locked; what
    was uploaded is not kept. What the guard finds is decided about before others can open it.

    Args:
        client_id: the form's own id; the same one again finds the file already there.

    Raises:
        Refused: for the reasons in ``access.attaching_refused``, or the file cannot be taken.
        ValidationError: the title is blank or too long.
    """
    demand(access.attaching_refused(by, case))
    if client_id and (earlier := case.attachments.filter(client_id=client_id).first()):
        return earlier
    with tempfile.TemporaryDirectory(prefix="talanoa-case-") as folder:
        source, target = Path(folder) / "source", Path(folder) / "target"
        with source.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        try:
            kind = files.make_anew(source, target)
        except FileError as error:
            raise Refused(str(FILE_REFUSED[error.code])) from error
        region = case.country.iso2 if case.country else None
        searched = findings_in_file(target, reader=by.language, region=region)
        attached = CaseAttachment(
            case=case,
            title=title.strip(),
            kind=kind,
            found=_places(searched),
            unsearched=searched.failure or "",
            added_by=by,
            client_id=client_id,
        )
        return _keep(attached, target, by=by)


@transaction.atomic
def detach(*, by: Person, attachment: CaseAttachment) -> None:
    """Take a file away for good.

    Raises:
        Refused: for the reasons in ``access.attaching_refused``.
    """
    demand(access.attaching_refused(by, attachment.case))
    events.record("cases.file_removed", by=by, subject=attachment, case=attachment.case_id)
    file = attachment.file
    attachment.delete()
    transaction.on_commit(_deleting(file))


def forget_files(case: Case) -> None:
    """A case taken back takes its files with it. Within that transaction."""
    kept = list(case.attachments.all())
    case.attachments.all().delete()
    pieces.forget_all_at(PLACE_OF_FILES.format(case_id=case.pk))
    transaction.on_commit(_deleting(*(each.file for each in kept)))


@transaction.atomic
def _keep(attached: CaseAttachment, made: Path, *, by: Person) -> CaseAttachment:
    case = Case.objects.select_for_update().get(pk=attached.case_id)
    demand(access.attaching_refused(by, case))
    earlier = case.attachments.filter(client_id=attached.client_id)
    if attached.client_id and (found := earlier.first()):
        return found
    count, size = queries.files_of(case)
    attached.size = made.stat().st_size
    if count >= MOST_FILES:
        raise Refused(_("This case has all the files it can have. Take one away first."))
    if size + attached.size > MOST_FILE_BYTES:
        raise Refused(str(FILE_REFUSED[Failure.TOO_HEAVY]))
    attached.full_clean(exclude=["file", "case"])
    with made.open("rb") as held:
        name = f"{uuid4().hex}.{files.SUFFIXES[attached.kind]}"
        attached.file.save(name, File(held), save=False)
    attached.save()
    events.record("cases.file_attached", by=by, subject=attached, case=case.pk)
    return attached


def _places(searched: Searched) -> dict[str, list[tuple[str, int]]]:
    """Where each kind of identifying data stands, each place once; never the words."""
    places: dict[str, list[tuple[str, int]]] = {}
    for each in searched.found:
        of_type = places.setdefault(each.type.value, [])
        if (each.where, each.number) not in of_type:
            of_type.append((each.where, each.number))
    return places


def _deleting(*kept: FieldFile) -> Callable[[], None]:
    def delete_files() -> None:
        for file in kept:
            file.delete(save=False)

    return delete_files
