from django.urls import path

from talanoa.programmes.views import (
    applications,
    desk,
    people,
    public,
    rounds,
    statements,
    teams,
)

app_name = "programmes"
urlpatterns = [
    path("programmes/", public.programme_list, name="list"),
    path("programmes/new/", desk.programme_new, name="new"),
    path("programmes/<slug:slug>/", public.programme_detail, name="detail"),
    path("programmes/<slug:slug>/edit/", desk.programme_edit, name="edit"),
    path("programmes/<slug:slug>/publish/", desk.publish, name="publish"),
    path("programmes/<slug:slug>/close/", desk.close, name="close"),
    path("programmes/<slug:slug>/areas/", desk.areas, name="areas"),
    path("programmes/<slug:slug>/areas/<slug:kind>/<int:area_id>/", desk.area_edit, name="area"),
    path(
        "programmes/<slug:slug>/areas/<slug:kind>/<int:area_id>/remove/",
        desk.area_remove,
        name="area_remove",
    ),
    path("programmes/<slug:slug>/cohorts/new/", desk.cohort_new, name="cohort_new"),
    path("programmes/<slug:slug>/cohorts/<int:cohort_id>/", desk.cohort_edit, name="cohort"),
    path("programmes/<slug:slug>/cohorts/<int:cohort_id>/enrol/", public.enrol, name="enrol"),
    path("programmes/<slug:slug>/cohorts/<int:cohort_id>/leave/", public.leave, name="leave"),
    path("programmes/<slug:slug>/people/", people.people, name="people"),
    path(
        "programmes/<slug:slug>/people/roles/<int:role_id>/take/",
        people.role_take,
        name="role_take",
    ),
    path(
        "programmes/<slug:slug>/people/invitations/<int:invitation_id>/withdraw/",
        people.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        "programmes/<slug:slug>/people/members/<int:member_id>/remove/",
        people.member_remove,
        name="member_remove",
    ),
    path("programmes/<slug:slug>/teams/new/", people.team_new, name="team_new"),
    path("programmes/<slug:slug>/teams/<int:team_id>/", people.team_edit, name="team"),
    path("programmes/<slug:slug>/enrolled/", people.enrolled, name="enrolled"),
    path("programmes/<slug:slug>/enrolled.csv", people.enrolled_csv, name="enrolled_csv"),
    path("programmes/<slug:slug>/rounds/", rounds.rounds, name="rounds"),
    path("programmes/<slug:slug>/rounds/new/", rounds.round_new, name="round_new"),
    path("programmes/<slug:slug>/rounds/<int:round_id>/", rounds.round_detail, name="round"),
    path(
        "programmes/<slug:slug>/rounds/<int:round_id>/edit/", rounds.round_edit, name="round_edit"
    ),
    path(
        "programmes/<slug:slug>/rounds/<int:round_id>/publish/",
        rounds.round_publish,
        name="round_publish",
    ),
    path("programmes/<slug:slug>/rounds/<int:round_id>/apply/", applications.apply, name="apply"),
    path(
        "programmes/<slug:slug>/rounds/<int:round_id>/applications/",
        rounds.applications,
        name="applications",
    ),
    path(
        "programmes/<slug:slug>/rounds/<int:round_id>/side-by-side/",
        rounds.side_by_side,
        name="side_by_side",
    ),
    path("programmes/<slug:slug>/rounds/<int:round_id>/send/", rounds.send, name="round_send"),
    path("applications/<int:application_id>/", applications.application, name="application"),
    path(
        "applications/<int:application_id>/edit/",
        applications.application_edit,
        name="application_edit",
    ),
    path(
        "applications/<int:application_id>/submit/",
        applications.application_submit,
        name="application_submit",
    ),
    path(
        "applications/<int:application_id>/withdraw/",
        applications.application_withdraw,
        name="application_withdraw",
    ),
    path(
        "applications/<int:application_id>/decide/",
        applications.decide,
        name="application_decide",
    ),
    path("applications/<int:application_id>/letter/", applications.letter, name="letter"),
    path("named/<str:token>/", applications.named, name="named"),
    path("programmes/<slug:slug>/statement/ask/", statements.statement_ask, name="statement_ask"),
    path("programmes/<slug:slug>/statement/<slug:whose>/", statements.statement, name="statement"),
    path(
        "programmes/<slug:slug>/statement/<slug:whose>/put/",
        statements.statement_put,
        name="statement_put",
    ),
    path("teams/<int:team_id>/", teams.space, name="space"),
    path(
        "teams/<int:team_id>/statements/<int:statement_id>/",
        teams.statement,
        name="team_statement",
    ),
    path("teams/<int:team_id>/members/<int:member_id>/lead/", teams.hand_over, name="hand_over"),
    path(
        "teams/<int:team_id>/members/<int:member_id>/leave/",
        teams.member_leave,
        name="member_leave",
    ),
    path(
        "teams/<int:team_id>/invitations/<int:invitation_id>/withdraw/",
        teams.invitation_take_back,
        name="invitation_take_back",
    ),
    path("invitations/<str:token>/", public.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", public.accept, name="invitation_accept"),
]
