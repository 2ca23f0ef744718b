from django.urls import path

from talanoa.assessment import views

app_name = "assessment"
urlpatterns = [
    path("indicators/", views.indicators, name="indicators"),
    path("medicines/", views.medicines, name="medicines"),
]
