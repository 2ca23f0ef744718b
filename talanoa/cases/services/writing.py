"""What a team does with its case: begin, save, submit, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talanoa.cases import access, asking
from talanoa.cases.models import LONGEST, Case, CaseAuthor
from talanoa.cases.refusals import Outdated
from talanoa.cases.services.agreeing import agree_by_submitting
from talanoa.cases.services.attaching import forget_files
from talanoa.cases.services.guarding import Choice, settle, settle_text
from talanoa.cases.services.versions import forget_versions, keep_version
from talanoa.cases.terms import STANDARD, KeptBecause
from talanoa.countries.models import Country
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes.models import ChallengeArea, CountryTeam, Programme, TeamMember
from talanoa.programmes.terms import CaseKind


@dataclass(frozen=True, kw_only=True)
class CaseText:
    """What a case says, as the form gives it."""

    title: str
    situation: str = ""
    tried: str = ""
    obstacle: str = ""
    question: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What was written in the programme's own fields, by name."""
    team: CountryTeam | None = None
    country: Country | None = None
    challenge_area: ChallengeArea | None = None
    level: str = ""
    """Of the health system: a ``SystemLevel``, or nothing."""


@transaction.atomic
def begin(
    *,
    by: Person,
    programme: Programme,
    text: CaseText,
    kind: str = "",
    presenter: Person | None = None,
    is_example: bool = False,
    client_id: str = "",
) -> Case:
    """Begin a case as a draft that only its team sees.

    Args:
        presenter: who will speak for it; ``by`` when not given.
        client_id: the form's own id; the same one again finds the case already begun.

    Raises:
        Refused: for the reasons in ``access.beginning_refused``.
        ValidationError: a field is too long, or a team, country or area does not fit.
    """
    demand(access.beginning_refused(by, programme))
    kind = kind or programme.case_kind
    if kind not in access.kinds_taken(programme):
        raise ValidationError(_("This programme takes no cases of this kind."))
    presenter = presenter or by
    # Locked so that the same form sent twice at once is begun once.
    Person.objects.select_for_update().get(pk=presenter.pk)
    earlier = Case.objects.filter(presenter=presenter, client_id=client_id)
    if client_id and (begun := earlier.first()):
        return begun
    case = Case(
        programme=programme,
        kind=kind,
        form=asking.latest_form(programme, kind),
        presenter=presenter,
        changed_by=by,
        is_example=is_example,
        client_id=client_id,
    )
    _write(case, text, by=by)
    case.save()
    events.record("cases.begun", by=by, subject=case)
    return case


@transaction.atomic
def save(
    *,
    by: Person,
    case: Case,
    revision: int,
    text: CaseText,
    choices: Mapping[str, Choice] | None = None,
) -> Case:
    """Save what a case says.

    Args:
        revision: which revision the writer had before them.
        choices: what they decided about passages that may identify somebody.

    Raises:
        Outdated: someone saved it in the meantime; nothing is written.
        Identifying: others can read it, and something found is not decided; nothing is written.
        Refused: for the reasons in ``access.writing_refused``.
        ValidationError: as in ``begin``; and once submitted, nothing may be left open.
    """
    case = _locked(case)
    demand(access.writing_refused(by, case))
    if case.revision != revision:
        raise Outdated(_outdated(case), case=case)
    _write(case, text, by=by)
    if case.submitted_at is not None and case.returned_at is None:
        demand_complete(case)
    if case.submitted_at is not None and settle(case, choices or {}, by=by):
        _demand_still_fits(case)
    _save_again(case, by=by)
    return case


@transaction.atomic
def settle_guard(*, by: Person, case: Case, revision: int, choices: Mapping[str, Choice]) -> Case:
    """Decide about every passage of a case that may identify somebody.

    Raises:
        Outdated: someone saved it in the meantime.
        Identifying: something found is not decided; nothing is kept of the rest.
        Refused: for the reasons in ``access.writing_refused``.
        ValidationError: what stands in for the words makes the title too long.
    """
    case = _locked(case)
    demand(access.writing_refused(by, case))
    if case.revision != revision:
        raise Outdated(_outdated(case), case=case)
    if settle(case, choices, by=by):
        _demand_still_fits(case)
        _save_again(case, by=by)
    return case


@transaction.atomic
def submit(*, by: Person, case: Case) -> Case:
    """Hand a case to the coordinators for review.

    Raises:
        Refused: for the reasons in ``access.submitting_refused``.
        ValidationError: something a case must say is still open.
        Identifying: a passage may identify somebody and nothing was decided about it.
    """
    case = _locked(case)
    demand(access.submitting_refused(by, case))
    demand_complete(case)
    settle(case, {}, by=by)
    case.submitted_at = clock.now()
    case.returned_at = None
    case.save(update_fields=["submitted_at", "returned_at"])
    keep_version(case, by=by, because=KeptBecause.SUBMITTED)
    agree_by_submitting(case, by=by)
    events.record("cases.submitted", by=by, subject=case)
    return case


@transaction.atomic
def withdraw(
    *, by: Person, case: Case, reason: str, choices: Mapping[str, Choice] | None = None
) -> Case:
    """Take a case back for good: its words are deleted, a stub with the reason remains.

    Questions and recommendations stay in the database, for the figures, and are shown to
    nobody. Its place in the agenda becomes free.

    Args:
        choices: what was decided about passages of the reason that may identify somebody.

    Raises:
        Refused: for the reasons in ``access.withdrawing_refused``.
        Identifying: something found in the reason is not decided; the case stays.
        ValidationError: the reason is blank or longer than 300 characters.
    """
    case = _locked(case)
    demand(access.withdrawing_refused(by, case))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why the case is withdrawn.")})
    case.withdrawal_reason, case.reason_guarded = settle_text(
        reason,
        choices or {},
        by=by,
        part="reason",
        label=_("Why it is withdrawn"),
        kind=case.kind,
    )
    _take_back(case, by=by)
    return case


@transaction.atomic
def withdraw_unseen(*, person: Person) -> int:
    """Take back the drafts that nobody but ``person`` can see; returns how many now.

    Those of a team with others in it, or with co-authors, are theirs. Safe to run twice.
    """
    others = TeamMember.objects.filter(team=OuterRef("team")).exclude(person=person)
    authors = CaseAuthor.objects.filter(case=OuterRef("pk"), removed_at=None)
    unseen = Case.objects.select_for_update().filter(
        ~Exists(others), ~Exists(authors), presenter=person, submitted_at=None, withdrawn_at=None
    )
    count = 0
    for case in unseen.order_by("pk"):
        _take_back(case, by=None)
        count += 1
    return count


def demand_complete(case: Case) -> None:
    """Go on only when a case says all that it must before it can be submitted.

    Raises:
        ValidationError: at each part that is still open, or has more words than it may.
    """
    wrong = {}
    for name, asked in asking.asked_of(case).items():
        text = case.said(name)
        over = asking.too_long(text, asked.words)
        if asked.is_needed and not text:
            wrong[name] = _("Fill this in before the case is submitted.")
        elif over:
            wrong[name] = ngettext(
                "Shorten this by %(count)d word: at most %(most)d can be read out.",
                "Shorten this by %(count)d words: at most %(most)d can be read out.",
                over,
            ) % {"count": over, "most": asked.words}
    if wrong:
        raise ValidationError(wrong)


def _take_back(case: Case, *, by: Person | None) -> None:
    case.withdrawn_at = clock.now()
    case.title = case.situation = case.tried = case.obstacle = case.question = ""
    case.return_reason = ""
    case.guard_decisions.all().delete()
    case.answers = {}
    was_scheduled = case.session_id is not None and case.discussed_at is None
    case.agenda_item = None
    case.reserve_rank = None
    forget_versions(case)
    forget_files(case)
    case.review_questions.all().delete()
    case.revision += 1
    case.full_clean()
    case.save()
    events.record("cases.withdrawn", by=by, subject=case, was_scheduled=was_scheduled)


def _save_again(case: Case, *, by: Person) -> None:
    case.revision += 1
    case.changed_at = clock.now()
    case.changed_by = by
    case.save()
    if case.submitted_at is not None and case.returned_at is None:
        keep_version(case, by=by, because=KeptBecause.CHANGED)
    events.record("cases.saved", by=by, subject=case, revision=case.revision)


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("programme__hub", "session", "team", "changed_by", "form", "country")
        .get(pk=case.pk)
    )


def _write(case: Case, text: CaseText, *, by: Person) -> None:
    team_before = case.team_id
    for each in fields(text):
        value = getattr(text, each.name)
        setattr(case, each.name, value.strip() if isinstance(value, str) else value)
    case.answers = _own_answers(case, text.answers)
    if case.team is not None and case.team.country is not None:
        case.country = case.team.country
    _demand_fits(case, by=by, team_is_new=case.team_id != team_before)
    case.full_clean()


def _own_answers(case: Case, typed: Mapping[str, str]) -> dict[str, str]:
    """Those to fields that the case's own form has; what another form asked is left out."""
    own = [name for name in asking.asked_of(case) if name not in STANDARD]
    answers = {name: typed.get(name, "").strip() for name in own}
    long = {name: _("This is too long.") for name, text in answers.items() if len(text) > LONGEST}
    if long:
        raise ValidationError(long)
    return {name: text for name, text in answers.items() if text}


def _demand_fits(case: Case, *, by: Person, team_is_new: bool) -> None:
    """A team, a country and a challenge area are this programme's and this person's."""
    wrong: dict[str, str] = {}
    if not case.title:
        wrong["title"] = _("Give the case a title, so that it can be told from others.")
    if case.kind == CaseKind.COUNTRY and case.country is None:
        wrong["country"] = _("Say which country the case is about.")
    elif case.team is not None and case.team.country is None and not _is_of(case.team, case):
        wrong["country"] = _("Choose a country for which this team speaks.")
    teams = access.teams_of(by, case.programme)
    if team_is_new and case.team is not None and case.team not in teams:
        wrong["team"] = _("Choose a team you belong to.")
    if case.challenge_area is not None and case.challenge_area.programme_id != case.programme_id:
        wrong["challenge_area"] = _("Choose a challenge area of this programme.")
    if wrong:
        raise ValidationError(wrong)


def _demand_still_fits(case: Case) -> None:
    """What is written where a passage was removed may be longer than the passage."""
    try:
        case.full_clean()
    except ValidationError as error:
        if "title" not in error.error_dict:
            raise
        too_long = _(
            "The title becomes too long when words in it are replaced. Shorten the title first."
        )
        raise ValidationError({"title": too_long}) from error


def _is_of(team: CountryTeam, case: Case) -> bool:
    return case.country is None or team.countries.filter(pk=case.country.pk).exists()


def _outdated(case: Case) -> str:
    return _(
        "%(name)s saved this case while you were writing. Nothing of either text is lost: "
        "yours is in the form, theirs beside it."
    ) % {"name": case.changed_by or _("Someone")}
