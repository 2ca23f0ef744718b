from django.urls import path

from talanoa.home import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("my-day/", views.my_day, name="my_day"),
    path("desk/", views.desk, name="desk"),
    path("countries/<slug:iso3>/", views.country, name="country"),
    path("talk/<int:person_id>/", views.write, name="write"),
]
