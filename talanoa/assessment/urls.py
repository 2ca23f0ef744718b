from django.urls import path

from talanoa.assessment.views import (
    assessing,
    assessments,
    drawing,
    editing,
    frameworks,
    medicines,
    plans,
    reviewing,
    shared,
    trace,
    verdicts,
)

_VERSION = "indicators/<slug:code>/<int:edition>"
_COUNTRY = "countries/<slug:iso3>/medicines"

app_name = "assessment"
urlpatterns = [
    path("indicators/", frameworks.indicators, name="indicators"),
    path("indicators/<slug:code>/", frameworks.framework, name="framework"),
    path("indicators/<slug:code>/gaps/", shared.gap_counts, name="gap_counts"),
    path("indicators/<slug:code>/gaps.csv", shared.gap_counts_csv, name="gap_counts_csv"),
    path("indicators/<slug:code>/answers.csv", shared.gap_answers_csv, name="gap_answers_csv"),
    path(
        "indicators/<slug:code>/gaps/<slug:indicator_code>/",
        shared.gap_countries,
        name="gap_countries",
    ),
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
    path("medicines/list.csv", medicines.list_csv, name="medicines_csv"),
    path("medicines/countries.csv", medicines.answers_csv, name="medicine_answers_csv"),
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
    path("cases/<int:case_id>/gap/", plans.gap_name, name="gap_name"),
    path("actions/<int:action_id>/", plans.action_detail, name="action"),
    path("actions/<int:action_id>/edit/", plans.action_edit, name="action_edit"),
    path("actions/<int:action_id>/resources/", drawing.action_resources, name="action_resources"),
    path("library/<slug:code>/draw-on/", drawing.resource_draw_on, name="draw_on"),
    path("actions/<int:action_id>/progress/", plans.progress_add, name="progress"),
    path(
        "actions/<int:action_id>/milestones/<int:milestone_id>/",
        plans.milestone_reach,
        name="milestone",
    ),
    path("programmes/<slug:slug>/assessments/", assessments.assessment_list, name="list"),
    path("programmes/<slug:slug>/assessments/new/", assessing.assessment_new, name="new"),
    path("assessments/<int:assessment_id>/", assessments.assessment_detail, name="detail"),
    path("assessments/<int:assessment_id>/sheet/", assessments.assessment_sheet, name="sheet"),
    path("assessments/<int:assessment_id>/gaps/", assessments.gap_list, name="gaps"),
    path("assessments/<int:assessment_id>/peers/", assessments.peer_list, name="peers"),
    path(
        "assessments/<int:assessment_id>/export.<slug:suffix>", assessments.export, name="download"
    ),
    path("assessments/<int:assessment_id>/submit/", verdicts.assessment_submit, name="submit"),
    path("assessments/<int:assessment_id>/ask/", verdicts.assessment_ask, name="ask"),
    path("assessments/<int:assessment_id>/review/", verdicts.assessment_review, name="review"),
    path(
        "assessments/<int:assessment_id>/visibility/",
        verdicts.assessment_visibility,
        name="visibility",
    ),
    path(
        "assessments/<int:assessment_id>/withdraw/", assessing.assessment_withdraw, name="withdraw"
    ),
    path(
        "assessments/<int:assessment_id>/answers/<int:indicator_id>/",
        assessing.answer,
        name="answer",
    ),
    path(
        "assessments/<int:assessment_id>/answers/<int:indicator_id>/others/",
        assessing.answer_others,
        name="others",
    ),
    path(
        "assessments/<int:assessment_id>/answers/<int:indicator_id>/confirm/",
        assessing.answer_confirm,
        name="confirm",
    ),
    path(
        "assessments/<int:assessment_id>/answers/<int:indicator_id>/evidence/",
        assessing.evidence_add,
        name="evidence-add",
    ),
    path(
        "assessments/<int:assessment_id>/answers/<int:indicator_id>/evidence/pieces/",
        assessments.evidence_pieces,
        name="evidence-pieces",
    ),
    path(
        "assessments/<int:assessment_id>/answers/<int:indicator_id>/comments/",
        assessing.remark_add,
        name="remark",
    ),
    path(
        "assessments/<int:assessment_id>/answers/<int:indicator_id>/history/",
        assessments.answer_history,
        name="history",
    ),
    path(
        "assessments/<int:assessment_id>/evidence/<int:evidence_id>/",
        assessments.evidence_file,
        name="evidence",
    ),
    path(
        "assessments/<int:assessment_id>/evidence/<int:evidence_id>/remove/",
        assessing.evidence_remove,
        name="evidence-remove",
    ),
    path(f"{_COUNTRY}/", medicines.country, name="country_medicines"),
    path(f"{_COUNTRY}.csv", medicines.country_csv, name="country_medicines_csv"),
    path(f"{_COUNTRY}/share/", medicines.share, name="share_medicines"),
    path(f"{_COUNTRY}/<int:medicine_id>/", medicines.medicine, name="medicine"),
    path(f"{_COUNTRY}/<int:medicine_id>/<int:year>/", medicines.year, name="medicine_year"),
]
