from django.urls import path

from talanoa.ops import views

app_name = "ops"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("operations/", views.operations, name="operations"),
    path("operations/jobs/<int:failed_id>/run-again/", views.run_again, name="run_again"),
    path("operations/jobs/<int:failed_id>/set-aside/", views.set_aside, name="set_aside"),
]
