from django.urls import URLPattern, URLResolver, path

from talanoa.live.views import check, decks, guests, hour, polls, record, room

app_name = "live"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sessions/<int:session_id>/open/", hour.open_session, name="open"),
    path("sessions/<int:session_id>/close/", hour.close_session, name="close"),
    path("sessions/<int:session_id>/room/", room.room, name="room"),
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
    path("sessions/<int:session_id>/record/", record.record, name="record"),
    path("sessions/<int:session_id>/record/publish/", record.publish, name="publish_record"),
    path("sessions/<int:session_id>/attendance/", record.attendance, name="attendance"),
    path("sessions/<int:session_id>/attendance.csv", record.attendance_csv, name="attendance_csv"),
]
