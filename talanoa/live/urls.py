from django.urls import URLPattern, URLResolver, path

from talanoa.live.views import (
    calls,
    check,
    decks,
    guests,
    hour,
    polls,
    record,
    reports,
    room,
    run,
    talk,
    times,
)

app_name = "live"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sessions/<int:session_id>/open/", hour.open_session, name="open"),
    path("sessions/<int:session_id>/close/", hour.close_session, name="close"),
    path("sessions/<int:session_id>/room/", room.room, name="room"),
    path("sessions/<int:session_id>/door/", room.door, name="door"),
    path("sessions/<int:session_id>/room/<str:name>/", room.act, name="act"),
    path("sessions/<int:session_id>/slides/<int:deck_id>/<int:number>/", room.slide, name="slide"),
    path(
        "sessions/<int:session_id>/pictures/<int:page_id>/<str:size>/", room.picture, name="picture"
    ),
    path("sessions/<int:session_id>/check/", check.check, name="check"),
    path("sessions/<int:session_id>/slides/", decks.decks, name="decks"),
    path("sessions/<int:session_id>/slides/progress/", decks.progress, name="progress"),
    path(
        "sessions/<int:session_id>/slides/<int:deck_id>/delete/", decks.delete, name="delete_deck"
    ),
    path("sessions/<int:session_id>/guests/", guests.guests, name="guests"),
    path("sessions/<int:session_id>/guests/<int:link_id>/renew/", guests.renew, name="renew_guest"),
    path(
        "sessions/<int:session_id>/guests/<int:link_id>/withdraw/",
        guests.withdraw,
        name="withdraw_guest",
    ),
    path("sessions/<int:session_id>/polls/", polls.polls, name="polls"),
    path("sessions/<int:session_id>/polls.csv", polls.polls_csv, name="polls_csv"),
    path("sessions/<int:session_id>/polls/<int:poll_id>/", polls.poll, name="poll"),
    path("sessions/<int:session_id>/polls/<int:poll_id>/delete/", polls.delete, name="delete_poll"),
    path("guest/<str:secret>/", guests.guest, name="guest"),
    path("sessions/<int:session_id>/call/", calls.call, name="call"),
    path("sessions/<int:session_id>/run/", run.run_of_show, name="run_of_show"),
    path("sessions/<int:session_id>/talk.csv", talk.talk_csv, name="talk_csv"),
    path("sessions/<int:session_id>/record/", record.record, name="record"),
    path("sessions/<int:session_id>/record/publish/", record.publish, name="publish_record"),
    path("sessions/<int:session_id>/attendance/", record.attendance, name="attendance"),
    path("sessions/<int:session_id>/attendance/add/", times.add, name="add_time"),
    path(
        "sessions/<int:session_id>/attendance/add/<int:stay_id>/withdraw/",
        times.withdraw,
        name="withdraw_time",
    ),
    path("sessions/<int:session_id>/attendance/final/", times.make_final, name="make_final"),
    path("sessions/<int:session_id>/attendance/held/", times.note_held, name="note_held"),
    path("sessions/<int:session_id>/attendance/report/", reports.bring, name="bring_report"),
    path(
        "sessions/<int:session_id>/attendance/report/<int:report_id>/",
        reports.match,
        name="match_report",
    ),
    path(
        "sessions/<int:session_id>/attendance/report/<int:report_id>/count/",
        reports.count,
        name="count_report",
    ),
    path(
        "sessions/<int:session_id>/attendance/report/<int:report_id>/withdraw/",
        reports.withdraw,
        name="withdraw_report",
    ),
    path("sessions/<int:session_id>/attendance.csv", record.attendance_csv, name="attendance_csv"),
]
