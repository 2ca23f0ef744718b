from django.urls import path

from talanoa.programmes.views import desk, people, public

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
    path("invitations/<str:token>/", public.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", public.accept, name="invitation_accept"),
]
