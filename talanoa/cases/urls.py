from django.urls import path

from talanoa.cases.views import (
    arranging,
    following,
    guarding,
    noting,
    reading,
    review,
    team,
    writing,
)

app_name = "cases"
urlpatterns = [
    path("programmes/<slug:slug>/cases/", reading.case_list, name="list"),
    path("programmes/<slug:slug>/cases/new/", writing.case_new, name="new"),
    path(
        "programmes/<slug:slug>/recommendations/",
        following.recommendation_list,
        name="recommendations",
    ),
    path("cases/<int:case_id>/", reading.case_detail, name="detail"),
    path("cases/<int:case_id>/edit/", writing.case_edit, name="edit"),
    path("cases/<int:case_id>/submit/", writing.case_submit, name="submit"),
    path("cases/<int:case_id>/guard/", guarding.case_guard, name="guard"),
    path("cases/<int:case_id>/look/", guarding.case_look, name="look"),
    path("cases/<int:case_id>/withdraw/", writing.case_withdraw, name="withdraw"),
    path("cases/<int:case_id>/accept/", review.case_accept, name="accept"),
    path("cases/<int:case_id>/return/", review.case_return, name="return"),
    path("cases/<int:case_id>/schedule/", review.case_schedule, name="schedule"),
    path("cases/<int:case_id>/unschedule/", review.case_unschedule, name="unschedule"),
    path("cases/<int:case_id>/put-back/", review.case_put_back, name="put-back"),
    path("programmes/<slug:slug>/cases/form/", arranging.case_form, name="form"),
    path("cases/<int:case_id>/team/", team.case_team, name="team"),
    path(
        "cases/<int:case_id>/team/<int:author_id>/remove/",
        team.case_author_remove,
        name="author-remove",
    ),
    path("cases/<int:case_id>/versions/", team.case_versions, name="versions"),
    path("cases/<int:case_id>/files/", team.case_files, name="files"),
    path("cases/<int:case_id>/files/<int:attachment_id>/", team.case_file, name="file"),
    path(
        "cases/<int:case_id>/files/<int:attachment_id>/remove/",
        team.case_file_remove,
        name="file-remove",
    ),
    path("cases/<int:case_id>/showing/", team.case_showing, name="showing"),
    path("cases/<int:case_id>/agree/", team.case_agree, name="agree"),
    path("cases/<int:case_id>/ask-team/", review.case_ask_team, name="ask-team"),
    path(
        "cases/<int:case_id>/ask-team/<int:review_question_id>/",
        review.case_answer_team,
        name="answer-team",
    ),
    path("cases/<int:case_id>/embargo/", review.case_embargo, name="embargo"),
    path("cases/<int:case_id>/reserve/", review.case_reserve, name="reserve"),
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
