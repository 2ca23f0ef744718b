from django.urls import path

from talanoa.countries import views

app_name = "countries"
urlpatterns = [
    path("countries/", views.country_list, name="list"),
    path("countries/<slug:iso3>/compare/", views.compare, name="compare"),
]
