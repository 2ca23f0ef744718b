from django.urls import path

from talanoa.assessment.views import editing, frameworks, medicines, reviewing

_VERSION = "indicators/<slug:code>/<int:edition>"
_COUNTRY = "countries/<slug:iso3>/medicines"

app_name = "assessment"
urlpatterns = [
    path("indicators/", frameworks.indicators, name="indicators"),
    path("indicators/<slug:code>/", frameworks.framework, name="framework"),
    path(f"{_VERSION}/", frameworks.version, name="version"),
    path(f"{_VERSION}/changes/", frameworks.changes, name="changes"),
    path(f"{_VERSION}/framework.<slug:suffix>", frameworks.export, name="export"),
    path(f"{_VERSION}/begin/", editing.begin, name="version_begin"),
    path(f"{_VERSION}/edit/", editing.edit, name="version_edit"),
    path(f"{_VERSION}/about/", editing.about, name="version_about"),
    path(f"{_VERSION}/dimensions/new/", editing.dimension_new, name="dimension_new"),
    path(f"{_VERSION}/dimensions/<int:dimension_id>/", editing.dimension, name="dimension"),
    path(
        f"{_VERSION}/dimensions/<int:dimension_id>/indicators/new/",
        editing.indicator_new,
        name="indicator_new",
    ),
    path(f"{_VERSION}/indicators/<int:indicator_id>/", editing.indicator, name="indicator"),
    path(f"{_VERSION}/in/<slug:language>/", editing.translate_version, name="version_in"),
    path(
        f"{_VERSION}/dimensions/<int:dimension_id>/in/<slug:language>/",
        editing.translate_dimension,
        name="dimension_in",
    ),
    path(
        f"{_VERSION}/indicators/<int:indicator_id>/in/<slug:language>/",
        editing.translate_indicator,
        name="indicator_in",
    ),
    path(
        f"{_VERSION}/dimensions/<int:dimension_id>/remove/",
        editing.dimension_remove,
        name="dimension_remove",
    ),
    path(
        f"{_VERSION}/indicators/<int:indicator_id>/remove/",
        editing.indicator_remove,
        name="indicator_remove",
    ),
    path(f"{_VERSION}/propose/", reviewing.propose, name="version_propose"),
    path(f"{_VERSION}/review/", reviewing.review, name="version_review"),
    path(f"{_VERSION}/confirm/", reviewing.confirm, name="version_confirm"),
    path(f"{_VERSION}/discard/", reviewing.discard, name="version_discard"),
    path("medicines/", medicines.medicines, name="medicines"),
    path(f"{_COUNTRY}/", medicines.country, name="country_medicines"),
    path(f"{_COUNTRY}/share/", medicines.share, name="share_medicines"),
    path(f"{_COUNTRY}/<int:medicine_id>/", medicines.medicine, name="medicine"),
    path(f"{_COUNTRY}/<int:medicine_id>/<int:year>/", medicines.year, name="medicine_year"),
]
