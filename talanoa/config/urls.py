"""Every address, room by room; a room's own addresses stand in its ``urls.py``."""

from django.urls import include, path

urlpatterns = [
    path("", include("talanoa.home.urls")),
    path("", include("talanoa.people.urls")),
    path("", include("talanoa.programmes.urls")),
    path("", include("talanoa.schedule.urls")),
    path("", include("talanoa.countries.urls")),
    path("", include("talanoa.library.urls")),
    path("", include("talanoa.live.urls")),
    path("", include("talanoa.cases.urls")),
    path("", include("talanoa.evaluation.urls")),
    path("", include("talanoa.assessment.urls")),
    path("", include("talanoa.credentials.urls")),
    path("", include("talanoa.notices.urls")),
    path("", include("talanoa.ui.urls")),
    path("", include("talanoa.ops.urls")),
]
