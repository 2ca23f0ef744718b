from django.urls import URLPattern, URLResolver, path

from talanoa.notices import views

app_name = "notices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("demonstration/mail/", views.mail_list, name="folder"),
    path("demonstration/mail/<str:name>/", views.mail_detail, name="mail"),
    path("demonstration/mail/<str:name>/invite.ics", views.mail_calendar, name="mail_calendar"),
]
