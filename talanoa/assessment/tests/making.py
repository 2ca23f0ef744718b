"""What tests of this room make."""

import json
from io import BytesIO

from talanoa.assessment import files
from talanoa.assessment.models import FrameworkVersion
from talanoa.assessment.services import loading, reviewing, wording
from talanoa.assessment.tests.records import a_file
from tests.make import a_hub, a_person


def checked(said):
    return files.read(BytesIO(json.dumps(said, indent=1).encode()), is_csv=False)


def load(said, **options):
    """The version loaded, and what loading did."""
    return loading.load(checked=checked(said), **options)


def a_version(*dimensions, **more) -> FrameworkVersion:
    """Version 1 of a framework, in use."""
    return load(a_file(*dimensions, **more))[0]


def an_administrator(name="Hina Tui"):
    person = a_person(name)
    a_hub(administrator=person)
    return person


def a_draft(by=None) -> FrameworkVersion:
    """Version 2, begun from version 1."""
    return wording.begin(by=by or an_administrator(), version=a_version())


def a_proposed_version(by=None) -> FrameworkVersion:
    by = by or an_administrator()
    return reviewing.propose(by=by, version=a_draft(by))
