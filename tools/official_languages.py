"""Derive the official languages of countries: talanoa/countries/data/languages.json.

From the Unicode CLDR as the package Babel carries it, by ``python tools/official_languages.py``;
again whenever Babel brings a newer CLDR. A language counts where CLDR gives it the status of
"official" in the whole country. One that is official in fact but by no law counts only where none
that is so by law is spoken by half of the people: English in Australia and New Zealand, Spanish in
Mexico. What is official in a part of a country only does not count.

The page asks for none of this: a process that reads the file needs 10 kB, not all of CLDR.
"""

import json
import sys
from pathlib import Path

import babel
from babel.core import get_cldr_version
from babel.languages import get_territory_language_info

ROOT = Path(__file__).resolve().parent.parent
COUNTRIES = ROOT / "talanoa" / "countries" / "data" / "countries.json"
WRITTEN = ROOT / "talanoa" / "countries" / "data" / "languages.json"

BY_LAW, IN_FACT = "official", "de_facto_official"
HALF = 50
"""Percent of the people."""
PARTS = {"nb": "no", "nn": "no", "wni": "swb", "zdj": "swb"}
"""Forms of one language that CLDR counts apart: Norwegian's, Comorian's."""


def main() -> int:
    listed = json.loads(COUNTRIES.read_text(encoding="utf-8"))["countries"]
    languages = {one["iso3"]: official(one["iso2"]) for one in listed}
    meta = {
        "title": "Official languages of the WHO Member States, the most spoken first",
        "source": f"Unicode CLDR {get_cldr_version()}, territory information, in Babel "
        f"{babel.__version__}: official in the whole country, by law or in fact. "
        "Not checked against the laws of the countries.",
        "licence": "Unicode License v3 (CLDR); BSD-3-Clause (Babel)",
        "made_by": "tools/official_languages.py",
        "count": len(languages),
    }
    lines = (f"  {json.dumps(iso3)}: {json.dumps(codes)}" for iso3, codes in languages.items())
    head = json.dumps(meta, indent=2).replace("\n", "\n ")
    text = f'{{\n "meta": {head},\n "languages": {{\n' + ",\n".join(lines) + "\n }\n}\n"
    WRITTEN.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(languages)} countries, {WRITTEN.stat().st_size} bytes\n")
    return 0


def official(iso2: str) -> list[str]:
    """The official languages of a country by their codes, the most spoken first."""
    spoken: dict[str, dict[str, float]] = {BY_LAW: {}, IN_FACT: {}}
    for code, facts in get_territory_language_info(iso2).items():
        # The same language in two scripts is one: Serbian, Azerbaijani, Uzbek.
        language = code.split("_")[0]
        language = PARTS.get(language, language)
        if (found := spoken.get(str(facts["official_status"]))) is not None:
            found[language] = max(found.get(language, 0), float(facts["population_percent"] or 0))
    counted = dict(spoken[BY_LAW])
    if max(counted.values(), default=0) < HALF:
        counted = spoken[IN_FACT] | counted
    return sorted(counted, key=lambda language: (-counted[language], language))


if __name__ == "__main__":
    sys.exit(main())
