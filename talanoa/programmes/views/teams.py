"""A team's own space: who is in it, what to do next, and what other rooms add."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talanoa.kernel.refusals import NotVisible
from talanoa.people.types import PersonRequest
from talanoa.programmes import access, queries, services, team_sections
from talanoa.programmes.forms import InviteMemberForm
from talanoa.programmes.models import CountryTeam
from talanoa.ui.addresses import address
from talanoa.ui.answers import show_on, typed


@login_required
@require_http_methods(["GET", "POST"])
def space(request: PersonRequest, team_id: int) -> HttpResponse:
    """The team's page; sent a form, it invites somebody."""
    team = access.get_space(request.user, team_id)
    may_lead = access.leading_refused(request.user, team) is None
    form = InviteMemberForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(
                by=request.user, programme=team.programme, team=team, **form.cleaned_data
            )
        except ValidationError as error:
            show_on(form, error)
        else:
            messages.success(
                request,
                _("Invited. A mail is on its way to %(address)s.") % form.cleaned_data,
            )
            return redirect("programmes:space", team.pk)
    page = _page(request, team, may_lead=may_lead) | {"form": form}
    page["sections"] = team_sections.page.drawn(team, request, page)
    return render(request, "programmes/space.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def hand_over(request: PersonRequest, team_id: int, member_id: int) -> HttpResponse:
    team = access.get_space(request.user, team_id)
    member = access.get_member(team, member_id)
    if services.hand_over(by=request.user, team=team, person=member.person):
        messages.success(
            request, _("%(name)s leads the team from now on.") % {"name": member.person}
        )
    return redirect("programmes:space", team.pk)


@login_required
@require_POST
def member_leave(request: PersonRequest, team_id: int, member_id: int) -> HttpResponse:
    """Take somebody out of the team, or leave it."""
    team = access.get_space(request.user, team_id)
    member = access.get_member(team, member_id)
    services.remove_from_team(by=request.user, member=member)
    if access.spaces_visible_to(request.user).filter(pk=team.pk).exists():
        messages.success(request, _("%(name)s left the team.") % {"name": member.person})
        return redirect("programmes:space", team.pk)
    messages.success(request, _("You have left the team."))
    return redirect("programmes:detail", team.programme.slug)


@login_required
@require_POST
def invitation_take_back(request: PersonRequest, team_id: int, invitation_id: int) -> HttpResponse:
    team = access.get_space(request.user, team_id)
    invitation = team.invitations.filter(pk=invitation_id).first()
    if invitation is None:
        raise NotVisible(invitation_id)
    services.withdraw_invitation(by=request.user, invitation=invitation)
    return redirect("programmes:space", team.pk)


@login_required
@require_http_methods(["GET", "POST"])
def statement(request: PersonRequest, team_id: int, statement_id: int) -> HttpResponse:
    """One version of the statement as this team reads, signs and prints it."""
    team = access.get_space(request.user, team_id)
    found = access.get_statement(team, statement_id)
    if request.method == "POST":
        services.sign(by=request.user, team=team, statement=found)
        messages.success(request, _("Signed. Thank you."))
        return redirect("programmes:team_statement", team.pk, found.pk)
    signatures = list(queries.signatures(team, found))
    is_in_force = access.statement_in_force(team.programme) == found
    has_signed = any(one.person_id == request.user.pk for one in signatures)
    page = {
        "team": team,
        "countries": queries.countries_of(team),
        "statement": found,
        "signatures": signatures,
        "unsigned": queries.unsigned(team, found) if is_in_force else [],
        "is_in_force": is_in_force,
        "may_sign": not has_signed and access.signing_refused(request.user, team, found) is None,
    }
    return render(request, "programmes/team_statement.html", page)


def _page(request: PersonRequest, team: CountryTeam, *, may_lead: bool) -> dict[str, object]:
    me = request.user
    members = list(queries.members(team))
    is_coordinator = access.is_coordinator(me, team.programme)
    in_force = access.statement_in_force(team.programme)
    unsigned = queries.unsigned(team, in_force) if in_force else []
    steps = team_sections.next_steps(team, me)
    is_member = any(member.person_id == me.pk for member in members)
    if is_member and (cohort := queries.cohort_to_join(me, team.programme)) is not None:
        steps.insert(
            0,
            team_sections.Step(
                words=_("Enrol: the room then lets you in, and your calendar has the sessions."),
                url=address("programmes:enrol", team.programme.slug, cohort.pk),
            ),
        )
    if in_force and any(member.person_id == me.pk for member in unsigned):
        steps.insert(
            0,
            team_sections.Step(
                words=_("Read and sign the statement of collaboration."),
                url=address("programmes:team_statement", team.pk, in_force.pk),
            ),
        )
    invited = list(queries.invited_to(team)) if may_lead else []
    if may_lead and len(members) == 1 and not invited:
        steps.append(team_sections.Step(words=_("Invite the others of your team."), url="#invite"))
    return {
        "team": team,
        "countries": queries.countries_of(team),
        "members": [
            (member, is_coordinator or (not member.is_lead and (may_lead or member.person == me)))
            for member in members
        ],
        "may_lead": may_lead,
        "invited": invited,
        "in_force": in_force,
        "unsigned": unsigned,
        "signed": [one for one in queries.signed_by(team) if one != in_force or not unsigned],
        "steps": steps,
    }
