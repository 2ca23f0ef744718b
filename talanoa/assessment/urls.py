from django.urls import path

from talanoa.assessment.views import frameworks, medicines

app_name = "assessment"
urlpatterns = [
    path("indicators/", frameworks.indicators, name="indicators"),
    path("medicines/", medicines.medicines, name="medicines"),
]
