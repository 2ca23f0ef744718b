"""Indicator frameworks from files: the one way in, whoever loads them."""

from dataclasses import replace
from pathlib import Path

from django.db import transaction

from talanoa.assessment.files import Checked, Fault, Faulty, read_file
from talanoa.assessment.files.comparing import differences
from talanoa.assessment.models import Framework, FrameworkVersion
from talanoa.assessment.queries.frameworks import record_of
from talanoa.assessment.services.contents import about, empty, fill
from talanoa.assessment.terms import Loading
from talanoa.kernel import clock, events

OURS = Path(__file__).parents[1] / "data" / "one-service.json"


def effect(checked: Checked) -> Loading:
    """What ``load`` would do, having done nothing.

    Raises:
        Faulty: a good file, which does not go with what stands here.
    """
    return _effect(checked)[0]


@transaction.atomic
def load(
    *, checked: Checked, for_review: bool = False, is_ours: bool = False
) -> tuple[FrameworkVersion, Loading]:
    """Load a version of a framework. Whoever runs the server does this: there is no page for it.

    The same file again changes nothing. It is in use from now on, unless ``for_review``, which
    leaves it to the administrators of hubs to publish.

    Raises:
        Faulty: as ``effect``.
    """
    record = checked.record
    framework, _ = Framework.objects.get_or_create(
        code=record.code,
        defaults={
            "subject": record.subject,
            "title": record.title,
            "publisher": record.publisher,
            "is_ours": is_ours,
        },
    )
    # Locked so that the same file, loaded twice at once, is loaded once.
    Framework.objects.select_for_update().get(pk=framework.pk)
    loading, version = _effect(checked)
    now = clock.now()
    if loading == Loading.UNCHANGED and version is not None:
        return version, loading
    if version is None:
        version = FrameworkVersion(
            framework=framework,
            number=record.number,
            replaces=framework.versions.filter(number=record.replaces or 0).first(),
            made_at=now,
            published_at=None if for_review else now,
            proposed_at=now if for_review else None,
        )
    if loading != Loading.CONFIRMED:
        for name, value in about(record).items():
            setattr(version, name, value)
    version.confirmed_at = now if record.confirmed else version.confirmed_at
    version.full_clean()
    version.save()
    if loading != Loading.CONFIRMED:
        empty(version)
        fill(version, record)
    if version.published_at:
        name_after(version)
    events.record("assessment.framework_loaded", by=None, subject=version, effect=loading)
    return version, loading


def load_ours() -> FrameworkVersion:
    """Load the self-assessment of one service, which comes with the package."""
    version, _ = load(checked=read_file(OURS), is_ours=True)
    return version


def name_after(version: FrameworkVersion) -> None:
    """Call the framework what its newest published version calls it."""
    Framework.objects.filter(pk=version.framework_id).update(
        title=version.title, publisher=version.publisher
    )


def _effect(checked: Checked) -> tuple[Loading, FrameworkVersion | None]:
    record, lines = checked.record, checked.lines
    versions = FrameworkVersion.objects.filter(framework__code=record.code)
    versions = versions.select_related("framework", "replaces")
    standing = versions.filter(number=record.number).first()
    framework = Framework.objects.filter(code=record.code).first()
    if framework is not None and framework.subject != record.subject:
        _refuse(
            lines["subject"],
            f"“{record.code}” judges a {framework.subject} here. Give another code.",
        )
    if standing is not None:
        return _effect_on(standing, checked), standing
    if making := versions.filter(published_at=None, discarded_at=None).first():
        _refuse(
            lines["version"],
            f"Version {making.number} is being written here; publish or discard that one first.",
        )
    newest = versions.order_by("-number").first()
    if newest is not None and newest.number > record.number:
        _refuse(
            lines["version"],
            f"Version {newest.number} stands here already; a new one has a higher number.",
        )
    published = versions.filter(published_at__isnull=False).order_by("-number").first()
    if published is None and record.replaces is not None:
        _refuse(
            lines["replaces"],
            f"There is no version {record.replaces} here to replace. Load that one first, or "
            "leave “replaces” out.",
        )
    if published is not None and record.replaces != published.number:
        _refuse(lines["replaces"], f"“replaces” must be {published.number}, the newest here.")
    return Loading.NEW, None


def _effect_on(standing: FrameworkVersion, checked: Checked) -> Loading:
    line, number = checked.lines["version"], standing.number
    if standing.discarded_at:
        _refuse(line, f"Version {number} was discarded here; give it the next number.")
    here = record_of(standing)
    different = differences(here, replace(checked.record, confirmed=here.confirmed))
    if not different:
        is_news = checked.record.confirmed and not here.confirmed
        return Loading.CONFIRMED if is_news and standing.published_at else Loading.UNCHANGED
    if standing.published_at:
        _refuse(
            line,
            f"Version {number} is in use here and says otherwise ({different[0].summary}). A "
            "version in use is never changed: give the file the next number, with “replaces” "
            f"{number}.",
        )
    if standing.made_by_id or standing.revision > 1:
        _refuse(line, f"Version {number} was changed on its pages; publish or discard it first.")
    return Loading.UPDATED


def _refuse(line: int, reason: str) -> None:
    raise Faulty([Fault(line, reason)])
