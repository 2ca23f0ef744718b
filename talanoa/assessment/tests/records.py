"""Frameworks for tests: as a file says them, and as hypothesis makes them up."""

from decimal import Decimal

from hypothesis import strategies as st

from talanoa.assessment.files.record import (
    DimensionRecord,
    FrameworkRecord,
    IndicatorRecord,
    LevelRecord,
)
from talanoa.assessment.files.units import UNITS

LANGUAGES = ("en", "fr", "ar")


def a_level(value, **more):
    return {"value": value, "label": f"Level {value}", **more}


def an_indicator(code="P1", number=1, **more):
    levels = [a_level(1), a_level(2)]
    return {
        "code": code,
        "number": number,
        "title": f"Indicator {code}",
        "kind": "levels",
        "levels": levels,
        **more,
    }


def a_dimension(*indicators, code="policy", **more):
    return {
        "code": code,
        "title": "Policy",
        "indicators": list(indicators) or [an_indicator()],
        **more,
    }


def a_file(*dimensions, **more):
    """A framework of two levels in one indicator, as JSON holds it."""
    return {
        "format": "talanoa-framework-1",
        "code": "set",
        "subject": "country",
        "title": "A set of indicators",
        "publisher": "WHO",
        "version": 1,
        "year": 2021,
        "languages": ["en", "fr"],
        "licence": "CC BY 4.0",
        "source": "https://example.org/set",
        "wording": "draft",
        "dimensions": list(dimensions) or [a_dimension()],
        **more,
    }


def texts(most, *, least=0):
    """Text as a file may hold it: no control signs, no space around it."""
    signs = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
    any_text = st.text(st.one_of(signs, st.sampled_from("'=+-@\n\t;,\"")), max_size=most)
    return any_text.map(str.strip).filter(lambda text: least <= len(text) <= most)


def translations(**fields):
    said = st.fixed_dictionaries({}, optional={n: texts(12, least=1) for n in fields})
    return st.dictionaries(st.sampled_from(LANGUAGES[1:]), said).map(
        lambda found: {language: texts for language, texts in found.items() if texts}
    )


codes = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
numbers = st.decimals(Decimal("-99999999999"), Decimal("99999999999"), places=4)


@st.composite
def levels(draw):
    first, count = draw(st.integers(0, 1)), draw(st.integers(2, 5))
    return tuple(
        LevelRecord(
            value=value,
            label=draw(texts(20, least=1)),
            description=draw(texts(20)),
            translations=draw(translations(label=True, description=True)),
        )
        for value in range(first, first + count)
    )


@st.composite
def bounds(draw, kind):
    among = numbers if kind == "number" else st.decimals(0, 100, places=2)
    found = draw(st.lists(among, max_size=2, unique=True))
    if kind not in ("number", "share") or not found:
        return None, None
    if len(found) == 1:
        return draw(st.sampled_from([(found[0], None), (None, found[0])]))
    return min(found), max(found)


@st.composite
def frameworks(draw):
    number = draw(st.integers(1, 999))
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    total = sum(shape)
    dimension_codes = draw(st.lists(codes, min_size=len(shape), max_size=len(shape), unique=True))
    indicator_codes = iter(draw(st.lists(codes, min_size=total, max_size=total, unique=True)))
    indicator_numbers = iter(
        draw(st.lists(st.integers(0, 999), min_size=total, max_size=total, unique=True))
    )

    def indicator():
        kind = draw(st.sampled_from(sorted(UNITS)))
        lowest, highest = draw(bounds(kind))
        return IndicatorRecord(
            code=next(indicator_codes),
            number=next(indicator_numbers),
            title=draw(texts(20, least=1)),
            definition=draw(texts(20)),
            kind=kind,
            unit=draw(st.sampled_from(UNITS[kind])) if UNITS[kind] else "",
            lowest=lowest,
            highest=highest,
            higher_is_better=draw(st.booleans()),
            evidence_wanted=draw(texts(20)),
            source=draw(texts(20)),
            verified=draw(st.booleans()),
            translations=draw(translations(title=True, definition=True, evidence_wanted=True)),
            levels=draw(levels()) if kind == "levels" else (),
        )

    return FrameworkRecord(
        code=draw(codes),
        subject=draw(st.sampled_from(["country", "service"])),
        title=draw(texts(20, least=1)),
        publisher=draw(texts(20)),
        number=number,
        replaces=draw(st.none() | st.integers(1, number - 1)) if number > 1 else None,
        label=draw(texts(20)),
        year=draw(st.none() | st.integers(1900, 2100)),
        languages=LANGUAGES,
        licence=draw(texts(20, least=1)),
        source=draw(texts(20, least=1)),
        unidentified=draw(st.integers(0, 999)),
        confirmed=draw(st.booleans()),
        translations=draw(translations(title=True)),
        dimensions=tuple(
            DimensionRecord(
                code=code,
                title=draw(texts(20, least=1)),
                translations=draw(translations(title=True)),
                indicators=tuple(indicator() for _ in range(count)),
            )
            for code, count in zip(dimension_codes, shape, strict=True)
        ),
    )
