"""An assessment as a file: every indicator, what was said of it, and what that rests on.

An answer, "don't know" and "not yet answered" are told apart by a column of their own; the
column of values is empty for the last two. Who of the team wrote what is not in it.
"""

import json
from collections import defaultdict
from typing import Any

from talanoa.assessment import values
from talanoa.assessment.models import Assessment, Evidence
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.queries.assessments import Asked
from talanoa.ui import sheets

FORMAT = "talanoa-assessment-1"
COLUMNS = (
    "dimension", "code", "indicator", "state", "value", "in_words", "unit", "confidence",
    "said_by", "explanation", "impact", "feasibility", "priority", "carried_over_from",
)  # fmt: skip


def as_record(assessment: Assessment) -> dict[str, Any]:
    """The whole, fit for JSON. Five queries."""
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for each in queries.evidence_of(assessment):
        evidence[each.answer.indicator_id].append(each)
    version = assessment.version
    return {
        "format": FORMAT,
        "framework": version.framework.code,
        "version": version.number,
        "country": assessment.country.iso3,
        "year": assessment.year,
        "service": assessment.service,
        "status": assessment.status.value,
        "visibility": assessment.visibility,
        "example": assessment.is_example,
        "answers": [
            {
                **_answer(row),
                "evidence": [_evidence(each) for each in evidence[row.indicator.pk]],
            }
            for row in queries.sheet(assessment)
        ],
    }


def as_json(assessment: Assessment) -> str:
    return json.dumps(as_record(assessment), ensure_ascii=False, indent=1)


def as_csv(assessment: Assessment) -> str:
    """A line for each indicator; its evidence stands in the last column. Five queries."""
    record = as_record(assessment)
    about = [record["country"], record["year"], record["service"]]
    return sheets.as_csv(
        ["country", "year", "service", *COLUMNS, "evidence"],
        (
            [
                *about,
                *(answer[name] for name in COLUMNS),
                "\n".join(_in_a_line(each) for each in answer["evidence"]),
            ]
            for answer in record["answers"]
        ),
    )


def _answer(row: Asked) -> dict[str, Any]:
    indicator, answer = row.indicator, row.answer
    state = "not-answered"
    if answer is not None and answer.is_answered:
        state = "unknown" if answer.is_unknown else "answered"
    return {
        "dimension": indicator.dimension.title,
        "code": indicator.code,
        "indicator": indicator.title,
        "state": state,
        "value": _exact(answer.value) if answer else None,
        "in_words": values.in_words(answer, indicator),
        "unit": indicator.unit,
        "confidence": answer.confidence if answer else "",
        "said_by": answer.said_by if answer else "",
        "explanation": answer.comment if answer else "",
        "impact": answer.impact if answer else None,
        "feasibility": answer.feasibility if answer else None,
        "priority": answer.priority if answer else None,
        "carried_over_from": answer.carried_year if answer else None,
    }


def _exact(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _evidence(each: Evidence) -> dict[str, Any]:
    return {"kind": each.kind, "title": each.title, "year": each.year, "url": each.url}


def _in_a_line(each: dict[str, Any]) -> str:
    year = f" ({each['year']})" if each["year"] else ""
    return f"{each['title']}{year} {each['url']}".strip()
