from django.urls import path

from talanoa.cases.views import following, library, noting, reading, review, writing

app_name = "cases"
urlpatterns = [
    path("programmes/<slug:slug>/cases/", reading.case_list, name="list"),
    path("programmes/<slug:slug>/cases/new/", writing.case_new, name="new"),
    path(
        "programmes/<slug:slug>/recommendations/",
        following.recommendation_list,
        name="recommendations",
    ),
    path("cases/", library.library, name="library"),
    path("cases/file/<str:suffix>/", library.library_file, name="library_file"),
    path("cases/<int:case_id>/cite/", library.case_cite, name="cite"),
    path("cases/<int:case_id>/file/<str:suffix>/", library.case_file, name="file"),
    path("cases/<int:case_id>/", reading.case_detail, name="detail"),
    path("cases/<int:case_id>/edit/", writing.case_edit, name="edit"),
    path("cases/<int:case_id>/submit/", writing.case_submit, name="submit"),
    path("cases/<int:case_id>/withdraw/", writing.case_withdraw, name="withdraw"),
    path("cases/<int:case_id>/accept/", review.case_accept, name="accept"),
    path("cases/<int:case_id>/return/", review.case_return, name="return"),
    path("cases/<int:case_id>/schedule/", review.case_schedule, name="schedule"),
    path("cases/<int:case_id>/unschedule/", review.case_unschedule, name="unschedule"),
    path("cases/<int:case_id>/put-back/", review.case_put_back, name="put-back"),
    path("cases/<int:case_id>/step/", noting.step, name="step"),
    path("cases/<int:case_id>/questions/", noting.question_add, name="ask"),
    path("cases/<int:case_id>/answers/", noting.answer_add, name="answer"),
    path("cases/<int:case_id>/recommendations/", noting.recommendation_add, name="recommend"),
    path(
        "recommendations/<int:recommendation_id>/",
        following.recommendation_detail,
        name="recommendation",
    ),
    path(
        "recommendations/<int:recommendation_id>/assign/",
        following.recommendation_assign,
        name="assign",
    ),
    path(
        "recommendations/<int:recommendation_id>/state/",
        following.recommendation_state,
        name="state",
    ),
]
