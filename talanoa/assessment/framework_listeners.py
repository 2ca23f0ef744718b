"""What is mailed about versions of frameworks: to those who may review one, and to its authors."""

from talanoa.assessment.models import FrameworkVersion, VersionReturn
from talanoa.assessment.queries import frameworks as queries
from talanoa.assessment.terms import VersionStatus
from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.notices import services as notices
from talanoa.people.models import Person


@events.within("assessment.version_proposed")
def ask_the_reviewers(event: Event) -> None:
    version = _version(event)
    for person in queries.reviewers_of(version):
        _mail(event, person, "version_proposed", version)


@events.within("assessment.framework_loaded")
def ask_the_reviewers_of_a_file(event: Event) -> None:
    """Once for each version: a file that brings it up to date asks nobody anew."""
    version = _version(event)
    if version.status == VersionStatus.PROPOSED and event.data["effect"] == "new":
        for person in queries.reviewers_of(version):
            _mail(event, person, "version_proposed", version)


@events.within("assessment.version_returned")
def tell_the_authors_it_is_returned(event: Event) -> None:
    version = _version(event)
    returned = VersionReturn.objects.filter(version=version).first()
    for person in queries.authors_of(version, proposed_by=event.data["proposed_by"]):
        _mail(event, person, "version_returned", version, returned=returned)


@events.within("assessment.version_published")
def tell_the_authors_it_is_in_use(event: Event) -> None:
    version = _version(event)
    for person in queries.authors_of(version, proposed_by=version.proposed_by_id):
        _mail(event, person, "version_published", version)


def _version(event: Event) -> FrameworkVersion:
    return FrameworkVersion.objects.select_related("framework").get(pk=event.subject_id)


def _mail(
    event: Event, person: Person, template: str, version: FrameworkVersion, **context: object
) -> None:
    notices.send(
        key=f"{event.kind}:{event.pk}:{person.pk}",
        person=person,
        template=f"assessment/mail/{template}",
        context={"version": version, **context},
    )
