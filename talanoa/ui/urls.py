from django.urls import path

from talanoa.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/", views.style_guide, name="style_guide"),
    path("favicon.ico", views.favicon, name="favicon"),
]
