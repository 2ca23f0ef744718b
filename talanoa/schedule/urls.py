from django.urls import path

from talanoa.schedule.views import agenda, files, parts, series, sessions

app_name = "schedule"
urlpatterns = [
    path("sessions/<int:session_id>/", sessions.session, name="session"),
    path("sessions/<int:session_id>/calendar.ics", sessions.calendar_file, name="calendar"),
    path("sessions/<int:session_id>/edit/", sessions.session_edit, name="edit"),
    path("sessions/<int:session_id>/move/", sessions.session_move, name="move"),
    path("sessions/<int:session_id>/cancel/", sessions.session_cancel, name="cancel"),
    path("sessions/<int:session_id>/agenda/", agenda.agenda, name="agenda"),
    path("sessions/<int:session_id>/parts/", parts.parts, name="parts"),
    path("sessions/<int:session_id>/parts/<int:role_id>/take/", parts.part_take, name="part_take"),
    path(
        "sessions/<int:session_id>/parts/<int:role_id>/answer/",
        parts.own_part_answer,
        name="own_part_answer",
    ),
    path("parts/<str:token>/", parts.part_answer, name="part_answer"),
    path("cohorts/<int:cohort_id>/sessions/new/", sessions.session_new, name="new"),
    path("cohorts/<int:cohort_id>/series/new/", series.series_new, name="series_new"),
    path("series/<int:series_id>/", series.series_edit, name="series"),
    path("series/<int:series_id>/end/", series.series_end, name="series_end"),
    path("calendar/", files.my_calendar, name="my_calendar"),
    path("calendar/renew/", files.renew, name="renew"),
    path("calendar/<str:secret>.ics", files.feed, name="feed"),
]
