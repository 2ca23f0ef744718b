"""What the demonstration shows around cases: a form, several hands, a review, a reserve."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from talanoa.cases import asking, services
from talanoa.cases.models import Case
from talanoa.cases.services import CaseText, FieldText
from talanoa.cases.terms import CaseMode
from talanoa.countries.models import Country
from talanoa.ops.demonstration_hour import Cast
from talanoa.programmes.models import CountryTeam

DATA = Path(__file__).parent / "data" / "example_cases.json"
SERVED = {"2022": 410, "2023": 560, "2024": 610, "2025": 540}
"""Invented, as the picture says: people served a year in Example A."""


def show(cast: Cast) -> None:
    """Bring a second case, written in the form as arranged and with its team's name withheld."""
    example: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    coordinator, presenter = cast.people["coordinator"], cast.people["presenter"]
    waiting = Case.objects.get(
        programme=cast.cohort.programme, submitted_at__isnull=False, accepted_at=None
    )
    services.add_author(by=presenter, case=waiting, name=cast.people["participant-c"].name)
    services.ask_team(by=coordinator, case=waiting, text=example["question"])
    services.attach(
        by=coordinator,
        case=waiting,
        title=example["file"],
        file=ContentFile(_chart()),
    )
    _arrange(cast, example["form"])
    spare = _bring_spare(cast, example["reserve"], own=example["form"]["name"])
    services.accept(by=coordinator, case=spare, revision=spare.revision)
    services.reserve(by=coordinator, case=spare)


def _arrange(cast: Cast, own: dict[str, Any]) -> None:
    """The house's form with a question of the programme's own before the one to the room."""
    programme = cast.cohort.programme
    for language in ("en", "fr", "ar"):
        latest = asking.latest_form(programme, programme.case_kind)
        asked = [
            FieldText(name=field["name"], label="", hint="", words=field["words"], is_needed=True)
            for field in asking.standard_fields(programme.case_kind)
        ]
        asked.insert(
            -1,
            FieldText(
                name=own["name"],
                label=own["label"][language],
                hint=own["hint"][language],
                words=80,
                is_needed=False,
            ),
        )
        services.arrange(
            by=cast.people["coordinator"],
            programme=programme,
            number=latest.number if latest else 0,
            language=language,
            fields=asked,
        )


def _bring_spare(cast: Cast, words: dict[str, str], *, own: str) -> Case:
    presenter = cast.people["presenter"]
    programme = cast.cohort.programme
    case = services.begin(
        by=presenter,
        programme=programme,
        is_example=True,
        text=CaseText(
            title=words["title"],
            situation=words["situation"],
            tried=words["tried"],
            obstacle=words["obstacle"],
            question=words["question"],
            answers={own: words["own"]},
            team=CountryTeam.objects.get(programme=programme),
            country=Country.objects.get(iso3=cast.example["team"]["country"]),
        ),
    )
    services.show_as(
        by=presenter,
        case=case,
        mode=CaseMode.NAME_WITHHELD,
        shows_country=False,
        expires_on=None,
    )
    return services.submit(by=presenter, case=case)


def _chart() -> bytes:
    """Bars with their figures, marked as an example."""
    picture = Image.new("RGB", (640, 320), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((20, 12), "EXAMPLE A: people served a year (invented)", fill="black")
    for at, (year, served) in enumerate(SERVED.items()):
        left, top = 40 + at * 150, 280 - served // 3
        draw.rectangle((left, top, left + 90, 280), fill="#2f2b78")
        draw.text((left + 30, top - 16), str(served), fill="black")
        draw.text((left + 30, 288), year, fill="black")
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()
