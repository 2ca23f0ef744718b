"""What tests of captions do: write a line, name an address."""

from talanoa.live.services import captions
from tests.make import a_captioner


def url(session, rest="captions/"):
    return f"/sessions/{session.pk}/{rest}"


def write(session, text, *, by=None, language="en", **fields):
    by = by or a_captioner(session, language=language)
    return captions.write(by=by, session=session, text=text, language=language, **fields)
