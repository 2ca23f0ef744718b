from django.urls import path

from talanoa.assessment.views import frameworks, medicines, plans, trace

app_name = "assessment"
urlpatterns = [
    path("indicators/", frameworks.indicators, name="indicators"),
    path("medicines/", medicines.medicines, name="medicines"),
    path("trace/", trace.trace, name="trace"),
    path("trace.csv", trace.trace_csv, name="trace_csv"),
    path("trace.json", trace.trace_json, name="trace_json"),
    path("teams/<int:team_id>/plan/", plans.plan, name="plan"),
    path("teams/<int:team_id>/plan/begin/", plans.plan_begin, name="plan_begin"),
    path("teams/<int:team_id>/plan/share/", plans.plan_share, name="plan_share"),
    path("teams/<int:team_id>/plan/back/", plans.plan_re_present, name="plan_re_present"),
    path("teams/<int:team_id>/plan.csv", plans.plan_csv, name="plan_csv"),
    path("teams/<int:team_id>/plan/new/", plans.action_new, name="action_new"),
    path(
        "teams/<int:team_id>/gaps/<int:indicator_id>/case/",
        plans.case_on_gap,
        name="case_on_gap",
    ),
    path("actions/<int:action_id>/", plans.action_detail, name="action"),
    path("actions/<int:action_id>/edit/", plans.action_edit, name="action_edit"),
    path("actions/<int:action_id>/progress/", plans.progress_add, name="progress"),
    path(
        "actions/<int:action_id>/milestones/<int:milestone_id>/",
        plans.milestone_reach,
        name="milestone",
    ),
]
