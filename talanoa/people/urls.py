from django.urls import URLPattern, URLResolver, path

from talanoa.people import views

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/link/<str:secret>/", views.link, name="link"),
]
