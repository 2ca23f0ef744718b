"""What a team does with its application: begin, save, submit, withdraw."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talanoa.countries.models import Country
from talanoa.kernel import clock, events, words
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes import access, queries
from talanoa.programmes.freshness import demand_fresh
from talanoa.programmes.letters import Letter
from talanoa.programmes.models import Application, ApplicationAnswer, ApplicationMember, Round
from talanoa.programmes.naming import digest_of
from talanoa.programmes.services.teams import demand_place
from talanoa.programmes.terms import MOST_MEMBERS


@dataclass(frozen=True, kw_only=True)
class Named:
    """A member of the team, as the form gives them."""

    name: str
    address: str
    office: str = ""


@dataclass(frozen=True, kw_only=True)
class ApplicationText:
    """What an application says, as the form gives it."""

    team_name: str
    country: Country | None = None
    region: str = ""
    countries: Collection[Country] = ()
    lead_office: str = ""
    members: Sequence[Named] = ()
    letter: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)
    """By the key of the question."""
    file: Letter | None = None
    drops_file: bool = False


@transaction.atomic
def begin_application(
    *, by: Person, team_round: Round, text: ApplicationText, client_id: str = ""
) -> Application:
    """Begin an application as a draft that only its lead sees.

    Args:
        client_id: the form's own id; the same one again finds the application already begun.

    Raises:
        Refused: for the reasons in ``access.applying_refused``, or ``by`` has as many in this
            round as one person may have.
        ValidationError: it has no name, something is too long, or an address is none, or is
            that of somebody who said before that they do not take part.
    """
    demand(access.applying_refused(by, team_round))
    # Locked so that the same form sent twice at once is begun once.
    Person.objects.select_for_update().get(pk=by.pk)
    begun = Application.objects.filter(lead=by, round=team_round, client_id=client_id).first()
    if client_id and begun is not None:
        return begun
    demand(access.beginning_refused(by, team_round))
    application = Application(round=team_round, lead=by, client_id=client_id)
    with _no_file_left_over(application):
        _write(application, text)
        events.record("programmes.application_begun", by=by, subject=application)
    return application


@transaction.atomic
def save_application(
    *, by: Person, application: Application, text: ApplicationText, revision: int | None = None
) -> Application:
    """Save what an application says; once submitted, nothing it needs may be left open.

    What coordinators had decided on it falls: they decided on other words.

    Raises:
        Refused: for the reasons in ``access.application_writing_refused``, or too many people
            would be told of it within a day.
        ValidationError: as in ``begin_application``; with code ``stale`` when it was saved
            elsewhere since ``revision``.
    """
    application = _locked(application)
    demand(access.application_writing_refused(by, application))
    demand_fresh(revision, application.revision)
    application.revision += 1
    application.changed_at = clock.now()
    _undecide(application)
    with _no_file_left_over(application):
        _write(application, text)
        events.record("programmes.application_saved", by=by, subject=application)
        if application.submitted_at is not None:
            demand_whole(application)
            _tell_named(application, by=by)
    return application


@transaction.atomic
def submit_application(*, by: Person, application: Application) -> bool:
    """Hand an application in; ``False`` when it was before.

    Raises:
        Refused: for the reasons in ``access.application_writing_refused``, or too many people
            would be told of it within a day.
        ValidationError: something an application must say is still open or too long.
    """
    application = _locked(application)
    demand(access.application_writing_refused(by, application))
    if application.submitted_at is not None:
        return False
    # Locked so that two of the same person submitted at once see each other.
    Person.objects.select_for_update().get(pk=by.pk)
    demand_whole(application)
    application.submitted_at = clock.now()
    application.save(update_fields=["submitted_at"])
    events.record("programmes.application_submitted", by=by, subject=application)
    _tell_named(application, by=by)
    return True


@transaction.atomic
def withdraw_application(*, by: Person, application: Application, reason: str) -> Application:
    """Take an application back for good: its words, names and file go, a stub stays.

    Raises:
        Refused: for the reasons in ``access.application_withdrawing_refused``.
        ValidationError: the reason is blank or longer than 300 characters.
    """
    application = _locked(application)
    demand(access.application_withdrawing_refused(by, application))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the application is withdrawn.")})
    _take_back(application, by=by, reason=reason.strip())
    return application


@transaction.atomic
def decline_naming(*, by: Person | None, member: ApplicationMember) -> bool:
    """Take somebody who does not take part out of an application; ``False`` when they were.

    Their name, address and office go; that one person named does not take part stays. Whoever
    holds the link may do this: it went to their address alone.
    """
    member = ApplicationMember.objects.select_for_update().get(pk=member.pk)
    if member.declined_at is not None:
        return False
    member.declined_digest = digest_of(member.address)
    _forget(member)
    events.record("programmes.naming_declined", by=by, subject=member)
    return True


@transaction.atomic
def forget_applicant(*, person_id: int, named: Collection[int] = ()) -> None:
    """Take back what somebody who was erased still applied with, and where others named them.

    A decided application stays without their name: the team has gone on from it.

    Args:
        named: keys of the members that bear their address.
    """
    undecided = Application.objects.select_for_update(of=("self",)).filter(
        lead_id=person_id, told_at=None, withdrawn_at=None
    )
    for application in undecided.select_related("round__programme").order_by("pk"):
        _take_back(application, by=None, reason="")
    Application.objects.filter(lead_id=person_id).update(lead_office="")
    for member in ApplicationMember.objects.filter(pk__in=named, declined_at=None):
        _forget(member)
    ApplicationMember.objects.filter(pk__in=named).update(declined_digest="")


@transaction.atomic
def forget_unselected(application_id: int) -> bool:
    """Delete what a team wrote that was not taken in, once its time is over; ``False`` when it
    was before. What was decided, and why, stays."""
    application = (
        queries.past_their_time(clock.now())
        .select_for_update(of=("self",))
        .filter(pk=application_id)
        .first()
    )
    if application is None:
        return False
    application.forgotten_at = clock.now()
    _empty(application)
    events.record("programmes.application_forgotten", by=None, subject=application)
    return True


def demand_whole(application: Application) -> None:
    """Go on only when an application says all it must, each answer within its words.

    Raises:
        ValidationError: at each part that is open or too long, ``answer_12`` for question 12.
    """
    open_yet = _("Fill this in before you submit.")
    wrong: dict[str, str] = {}
    if not application.lead_office:
        wrong["lead_office"] = open_yet
    if not application.letter and not application.letter_file:
        wrong["letter"] = _("Write the letter here, or add it as a file.")
    try:
        demand_place(
            application.round.programme,
            application.country,
            application.region,
            list(application.countries.all()),
        )
    except ValidationError as error:
        wrong |= {name: messages[0] for name, messages in error.message_dict.items()}
    if queries.submitted_before(application) is not None:
        wrong["country"] = _(
            "You have submitted an application for this country in this round already. Go on with"
            " that one, or withdraw it."
        )
    answers = dict(application.answers.values_list("question", "text"))
    for question in application.round.questions.all():
        text = answers.get(question.pk, "")
        if question.is_needed and not text:
            wrong[f"answer_{question.pk}"] = open_yet
        elif (count := words.count(text)) > question.most_words:
            wrong[f"answer_{question.pk}"] = _too_many(count, question.most_words)
    if wrong:
        raise ValidationError(wrong)


def _too_many(count: int, most: int) -> str:
    return ngettext(
        "This has %(count)d words; at most %(most)d word is read.",
        "This has %(count)d words; at most %(most)d words are read.",
        most,
    ) % {"count": count, "most": most}


def _write(application: Application, text: ApplicationText) -> None:
    application.team_name = text.team_name.strip()
    application.country, application.region = text.country, text.region.strip()
    application.lead_office = text.lead_office.strip()
    application.letter = text.letter.strip()
    _demand_fits(application, text)
    old = application.letter_file.name
    if text.drops_file or text.file is not None:
        application.letter_file, application.letter_kind = None, ""
    application.full_clean(exclude=["letter_file"])
    if text.file is not None:
        name = f"{uuid4().hex}.{text.file.kind}"
        application.letter_file.save(name, text.file.content, save=False)
        application.letter_kind = text.file.kind
    application.save()
    if old and old != application.letter_file.name:
        _drop_file(application, old)
    application.countries.set(text.countries)
    _write_members(application, text.members)
    _write_answers(application, text.answers)


def _demand_fits(application: Application, text: ApplicationText) -> None:
    wrong: dict[str, str] = {}
    if not application.team_name:
        wrong["team_name"] = _("Give the team a name, so that it can be told from others.")
    is_demonstration = application.round.programme.is_demonstration
    for at, chosen in (("country", [text.country]), ("countries", list(text.countries))):
        if not is_demonstration and any(one is not None and one.is_example for one in chosen):
            wrong[at] = _("Example countries are for demonstrations only.")
    if text.country is not None and (application.region or text.countries):
        wrong["country"] = _("Choose one country, or a region with its countries, not both.")
    if len(text.members) > MOST_MEMBERS:
        wrong["members"] = _("An application names at most %(most)d members.") % {
            "most": MOST_MEMBERS
        }
    if wrong:
        raise ValidationError(wrong)


def _write_members(application: Application, members: Sequence[Named]) -> None:
    """Members are told apart by their address: who stays keeps their row, and is told once."""
    kept = {one.address.lower(): one for one in application.members.filter(declined_at=None)}
    wanted = {one.address.strip().lower(): one for one in members}
    _demand_willing(application, wanted)
    for address in kept.keys() - wanted.keys():
        kept[address].delete()
    for address, named in wanted.items():
        member = kept.get(address) or ApplicationMember(application=application, address=address)
        member.name, member.office = named.name.strip(), named.office.strip()
        member.full_clean()
        member.save()


def _write_answers(application: Application, answers: Mapping[int, str]) -> None:
    for question in application.round.questions.filter(pk__in=answers):
        text = answers[question.pk].strip()
        if not text:
            application.answers.filter(question=question).delete()
            continue
        answer = application.answers.filter(question=question).first() or ApplicationAnswer(
            application=application, question=question
        )
        answer.text = text
        answer.full_clean()
        answer.save()


def _demand_willing(application: Application, addresses: Collection[str]) -> None:
    """Who said no to this lead in this round is not named again, nor mailed."""
    declined = set(
        ApplicationMember.objects.filter(
            application__lead=application.lead, application__round=application.round
        )
        .exclude(declined_digest="")
        .values_list("declined_digest", flat=True)
    )
    if not declined:
        return
    unwilling = [address for address in addresses if digest_of(address) in declined]
    if unwilling:
        sentence = _("%(address)s does not take part, and is not asked again.")
        raise ValidationError({"members": sentence % {"address": unwilling[0]}})


def _tell_named(application: Application, *, by: Person) -> None:
    untold = list(application.members.filter(told_at=None, declined_at=None).order_by("pk"))
    demand(access.naming_refused(by, len(untold)))
    for member in untold:
        member.told_at = clock.now()
        member.save(update_fields=["told_at"])
        events.record("programmes.member_named", by=by, subject=member)


def _take_back(application: Application, *, by: Person | None, reason: str) -> None:
    application.withdrawn_at = clock.now()
    application.withdrawal_reason = reason
    _undecide(application)
    _empty(application)
    events.record("programmes.application_withdrawn", by=by, subject=application)


def _undecide(application: Application) -> None:
    application.decision = application.reason = application.apart_reason = ""
    application.team, application.joins_team = None, False


def _empty(application: Application) -> None:
    """Delete what an application says, whom it names and its file; where it was from stays."""
    application.team_name = application.letter = application.lead_office = ""
    old = application.letter_file.name
    application.letter_file, application.letter_kind = None, ""
    application.revision += 1
    application.full_clean(exclude=["letter_file"])
    application.save()
    application.answers.all().delete()
    application.members.all().delete()
    if old:
        _drop_file(application, old)


def _forget(member: ApplicationMember) -> None:
    member.name = member.address = member.office = ""
    member.declined_at = clock.now()
    member.save(update_fields=["name", "address", "office", "declined_at", "declined_digest"])


@contextmanager
def _no_file_left_over(application: Application) -> Iterator[None]:
    """A file written for what is refused after all goes at once: no row will ever name it."""
    before = application.letter_file.name
    try:
        yield
    except Exception:
        name = application.letter_file.name
        if name and name != before:
            application.letter_file.storage.delete(name)
        raise


def _drop_file(application: Application, name: str) -> None:
    """Once the change stands, so that a file never goes while a row still names it."""
    storage = application.letter_file.storage
    transaction.on_commit(lambda: storage.delete(name))


def _locked(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("round__programme__hub", "lead", "country")
        .get(pk=application.pk)
    )
