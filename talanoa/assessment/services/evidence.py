"""Evidence of answers: links, citations and files, which stay as private as the assessment."""

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from talanoa.assessment.access import assessments as access
from talanoa.assessment.models import Answer, Assessment, Evidence
from talanoa.assessment.terms import EvidenceKind
from talanoa.kernel import clock, events, pieces
from talanoa.kernel.file_wording import REFUSED
from talanoa.kernel.files import MOST_BYTES, FileError, Made, made_of
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person

MOST_OF_AN_ANSWER = 20
"""Pieces of evidence that one answer may have."""
PLACE = "assessment/{assessment_id}/"
"""Where the files of its answers come in pieces."""
PLACE_OF_ANSWER = PLACE + "{indicator_id}/"


def add(
    *,
    by: Person,
    answer: Answer,
    kind: str,
    title: str,
    year: int | None = None,
    url: str = "",
    file: File[bytes] | None = None,
    client_id: str = "",
) -> Evidence:
    """Say what an answer rests on; the same link or citation twice stands there once.

    A file is made anew, as those of a case are, and kept under a name of ours. The making
    happens before anything is locked.

    Args:
        client_id: the form's own id; the same one again finds the evidence already there.

    Raises:
        Refused: for the reasons in ``access.writing_refused``.
        ValidationError: something is missing, too long or too large, or the file is of no kind
            that is taken.
    """
    demand(access.writing_refused(by, answer.assessment))
    if client_id and (there := answer.evidence.filter(client_id=client_id).first()):
        return there
    made = None
    if kind == EvidenceKind.FILE:
        if file is None:
            raise ValidationError({"file": _("Choose a file.")})
        made = _made(file)
    evidence = Evidence(
        answer=answer,
        kind=kind,
        title=title.strip(),
        year=year,
        url=url.strip() if kind == EvidenceKind.LINK else "",
        added_by=by,
        client_id=client_id,
    )
    return _add(evidence, made, by=by)


@transaction.atomic
def remove(*, by: Person, evidence: Evidence) -> None:
    """Take evidence away: its file is deleted, its title stays in the history. Safe to do twice.

    Raises:
        Refused: for the reasons in ``access.writing_refused``.
    """
    demand(access.writing_refused(by, evidence.answer.assessment))
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if evidence.removed_at is not None:
        return
    transaction.on_commit(_deleting(evidence.file))
    evidence.removed_at = clock.now()
    evidence.file = ""
    evidence.save(update_fields=["removed_at", "file"])
    events.record("assessment.evidence_removed", by=by, subject=evidence)


def delete_files_of(assessment: Assessment) -> None:
    """When an assessment is withdrawn: its files go once that is true."""
    files = Evidence.objects.filter(answer__assessment=assessment, removed_at=None).exclude(file="")
    for evidence in files:
        transaction.on_commit(_deleting(evidence.file))
    pieces.forget_all_at(PLACE.format(assessment_id=assessment.pk))


def most_bytes() -> int:
    """Of a file as it is sent."""
    return min(MOST_BYTES, settings.UPLOAD_MAX_BYTES)


def too_large() -> str:
    return _("This file is too large: at most %(most)s can be taken.") % {
        "most": filesizeformat(most_bytes())
    }


@transaction.atomic
def _add(evidence: Evidence, made: Made | None, *, by: Person) -> Evidence:
    answer = evidence.answer
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("team__programme")
        .get(pk=answer.assessment_id)
    )
    demand(access.writing_refused(by, assessment))
    sent = answer.evidence.filter(client_id=evidence.client_id)
    if evidence.client_id and (there := sent.first()):
        return there
    _demand_whole(evidence)
    evidence.full_clean(exclude=["file"])
    if made is not None:
        evidence.content_type, evidence.size = made.content_type, len(made.content)
        name = f"{uuid4().hex}.{made.suffix}"
        evidence.file.save(name, ContentFile(made.content), save=False)
    else:
        same = answer.evidence.filter(
            kind=evidence.kind,
            title=evidence.title,
            year=evidence.year,
            url=evidence.url,
            removed_at=None,
        )
        if there := same.first():
            return there
    evidence.save()
    events.record("assessment.evidence_added", by=by, subject=evidence)
    return evidence


def _made(file: File[bytes]) -> Made:
    if file.size > most_bytes():
        raise ValidationError({"file": too_large()})
    try:
        return made_of(file)
    except FileError as error:
        raise ValidationError({"file": str(REFUSED[error.code])}) from error


def _demand_whole(evidence: Evidence) -> None:
    wrong: dict[str, str] = {}
    if evidence.kind == EvidenceKind.LINK and not evidence.url:
        wrong["url"] = _("Give the address.")
    if evidence.year is not None and evidence.year > clock.now().year:
        wrong["year"] = _("That year has not begun yet.")
    standing = evidence.answer.evidence.filter(removed_at=None).count()
    if standing >= MOST_OF_AN_ANSWER:
        wrong["title"] = _("An answer can have %(most)d pieces of evidence. Remove one first.") % {
            "most": MOST_OF_AN_ANSWER
        }
    if wrong:
        raise ValidationError(wrong)


def _deleting(file: FieldFile) -> Callable[[], None]:
    storage, name = file.storage, file.name

    def delete_file() -> None:
        if name:
            storage.delete(name)

    return delete_file
