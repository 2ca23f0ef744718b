"""Who may write captions, and who may give, send, read and delete them."""

from django.utils.translation import gettext as _

from talanoa.kernel.refusals import NotVisible
from talanoa.live.access.rooms import get_session, hosting_refused, taking_part_refused
from talanoa.live.models import Captioner, CaptionIntake
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


def captioning_refused(person: Person, session: LiveSession, language: str) -> str | None:
    """Why ``person`` may not write captions in ``language`` now; ``None`` when they may."""
    given = Captioner.objects.filter(session=session, person=person, withdrawn_at=None)
    if not given.filter(language=language).exists():
        return _("A host gives captioning to somebody, for a language. You do not have it.")
    return taking_part_refused(session)


def giving_captions_refused(person: Person, session: LiveSession) -> str | None:
    """Why ``person`` may not say who writes captions here; ``None`` when they may."""
    return hosting_refused(person, session) or taking_part_refused(session)


def sending_captions_refused(intake: CaptionIntake) -> str | None:
    """Why a caption service may not send lines now; ``None`` while it may."""
    return taking_part_refused(intake.session)


def deleting_captions_refused(person: Person, session: LiveSession) -> str | None:
    """Hosts delete a transcript, once nothing can be added to it."""
    if refused := hosting_refused(person, session):
        return refused
    if session.status != Status.CLOSED:
        return _("The transcript can be deleted once the session has ended.")
    return None


def get_captioner(person: Person, session_id: int, captioner_id: int) -> Captioner:
    """The door to what makes somebody a captioner, for those who host.

    Raises:
        NotVisible: no such captioner in that session, or ``person`` does not host it.
    """
    session = _hosted(person, session_id)
    found = session.captioners.select_related("person").filter(pk=captioner_id).first()
    if found is None:
        raise NotVisible(captioner_id)
    found.session = session
    return found


def get_caption_intake(person: Person, session_id: int, intake_id: int) -> CaptionIntake:
    """The door to a caption service's address, for those who host.

    Raises:
        NotVisible: no such address in that session, or ``person`` does not host it.
    """
    session = _hosted(person, session_id)
    found = session.caption_intakes.filter(pk=intake_id).first()
    if found is None:
        raise NotVisible(intake_id)
    found.session = session
    return found


def _hosted(person: Person, session_id: int) -> LiveSession:
    session = get_session(person, session_id)
    if hosting_refused(person, session):
        raise NotVisible(session_id)
    return session
