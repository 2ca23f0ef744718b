from django.urls import path

from talanoa.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("sessions/<int:session_id>/feedback/", views.feedback, name="feedback"),
    path("sessions/<int:session_id>/feedback/results/", views.results, name="results"),
]
