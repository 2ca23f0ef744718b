from django.urls import path

from talanoa.credentials import views

app_name = "credentials"
urlpatterns = [
    path("verify/", views.verify_form, name="verify"),
    path("verify/<str:number>/", views.verify, name="verify"),
    path("certificates/", views.own, name="list"),
    path("certificates/<str:number>.pdf", views.pdf, name="pdf"),
    path("certificates/<str:number>/revoke/", views.revoke, name="revoke"),
    path("programmes/<slug:slug>/certificates/", views.of_programme, name="programme"),
    path("programmes/<slug:slug>/credit/", views.rule, name="rule"),
]
