from django.urls import path

from talanoa.library import views

app_name = "library"
urlpatterns = [
    path("library/", views.resource_list, name="list"),
    path("library/<slug:code>/", views.resource_detail, name="detail"),
]
