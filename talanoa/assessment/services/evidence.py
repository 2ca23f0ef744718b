"""Evidence of answers: links, citations and files, which stay as private as the assessment."""

import io
import warnings
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
from PIL import Image, ImageOps

from talanoa.assessment.access import assessments as access
from talanoa.assessment.models import Answer, Assessment, Evidence
from talanoa.assessment.terms import EvidenceKind
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.live import slides
from talanoa.people.models import Person

PICTURES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png")}
MOST_PIXELS = 40_000_000
MOST_OF_AN_ANSWER = 20
"""Pieces of evidence that one answer may have."""


@transaction.atomic
def add(
    *,
    by: Person,
    answer: Answer,
    kind: str,
    title: str,
    year: int | None = None,
    url: str = "",
    file: File[bytes] | None = None,
) -> Evidence:
    """Say what an answer rests on; the same link or citation twice stands there once.

    A file is kept under a name of ours; a picture is written anew, without what the camera
    noted of place and time. A PDF is kept as it is.

    Raises:
        Refused: for the reasons in ``access.writing_refused``.
        ValidationError: something is missing, too long or too large, or the file is neither a
            PDF nor a picture.
    """
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("team__programme")
        .get(pk=answer.assessment_id)
    )
    demand(access.writing_refused(by, assessment))
    evidence = Evidence(
        answer=answer,
        kind=kind,
        title=title.strip(),
        year=year,
        url=url.strip() if kind == EvidenceKind.LINK else "",
        added_by=by,
    )
    _demand_whole(evidence, file)
    evidence.full_clean(exclude=["file"])
    if kind == EvidenceKind.FILE and file is not None:
        _keep(evidence, file)
    else:
        same = answer.evidence.filter(
            kind=kind, title=evidence.title, year=year, url=evidence.url, removed_at=None
        )
        if there := same.first():
            return there
    evidence.save()
    events.record("assessment.evidence_added", by=by, subject=evidence)
    return evidence


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


def judged(file: File[bytes]) -> str | None:
    """Why a file cannot be taken; ``None`` when it can. It is judged by what it holds."""
    if file.size > settings.UPLOAD_MAX_BYTES:
        return too_large()
    if slides.is_pdf(file) or _picture_format(file) is not None:
        return None
    return _("This is neither a PDF nor a picture. Save it as a PDF, or take a photograph of it.")


def too_large() -> str:
    return _("This file is too large: at most %(most)s can be taken.") % {
        "most": filesizeformat(settings.UPLOAD_MAX_BYTES)
    }


def _demand_whole(evidence: Evidence, file: File[bytes] | None) -> None:
    wrong: dict[str, str] = {}
    if evidence.kind == EvidenceKind.LINK and not evidence.url:
        wrong["url"] = _("Give the address.")
    if evidence.kind == EvidenceKind.FILE:
        reason = _("Choose a file.") if file is None else judged(file)
        if reason:
            wrong["file"] = reason
    if evidence.year is not None and evidence.year > clock.now().year:
        wrong["year"] = _("That year has not begun yet.")
    standing = evidence.answer.evidence.filter(removed_at=None).count()
    if standing >= MOST_OF_AN_ANSWER:
        wrong["title"] = _("An answer can have %(most)d pieces of evidence. Remove one first.") % {
            "most": MOST_OF_AN_ANSWER
        }
    if wrong:
        raise ValidationError(wrong)


def _keep(evidence: Evidence, file: File[bytes]) -> None:
    found = _picture_format(file)
    if found is None:
        kept, ending, evidence.content_type = file, "pdf", "application/pdf"
    else:
        evidence.content_type, ending = PICTURES[found]
        kept = _written_anew(file, found)
    evidence.file.save(f"{uuid4().hex}.{ending}", kept, save=False)
    evidence.size = evidence.file.size


def _picture_format(file: File[bytes]) -> str | None:
    try:
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as picture:
                found, width, height = picture.format, *picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None
    finally:
        file.seek(0)
    return found if found in PICTURES and width * height <= MOST_PIXELS else None


def _written_anew(file: File[bytes], found: str) -> ContentFile[bytes]:
    """The picture alone, turned as it is meant to stand; nothing the camera added.

    Raises:
        ValidationError: it breaks off in the middle.
    """
    written = io.BytesIO()
    try:
        with Image.open(file) as picture:
            upright = ImageOps.exif_transpose(picture)
            bare = Image.new(upright.mode, upright.size)
            if upright.mode == "P" and (palette := upright.getpalette()):
                bare.putpalette(palette)
            bare.paste(upright)
            bare.save(written, format=found, quality=88)
    except (OSError, ValueError, SyntaxError) as error:
        raise ValidationError({"file": _("This picture cannot be read.")}) from error
    return ContentFile(written.getvalue())


def _deleting(file: FieldFile) -> Callable[[], None]:
    storage, name = file.storage, file.name

    def delete_file() -> None:
        if name:
            storage.delete(name)

    return delete_file
