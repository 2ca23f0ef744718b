"""What a case said before, kept so that who reviews can see what became of it."""

from talanoa.cases import asking
from talanoa.cases.models import Case, CaseVersion
from talanoa.people.models import Person


def keep_version(case: Case, *, by: Person | None, because: str) -> CaseVersion:
    """Keep what a case says now. Within the transaction that made it so."""
    said = {name: case.said(name) for name in asking.asked_of(case)}
    return CaseVersion.objects.create(
        case=case,
        revision=case.revision,
        because=because,
        by=by,
        text={"title": case.title, **said},
    )


def forget_versions(case: Case) -> None:
    """A case taken back leaves no earlier text behind either."""
    case.versions.all().delete()
