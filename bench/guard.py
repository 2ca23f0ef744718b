"""How much of what may identify somebody the guard finds, and how fast. Takes a few seconds.

Precision, recall and F1 by language and by type, for the texts the rules were tuned on, for
those held out and for those written later; then the time of a case of 5,000 words on one core,
in the language that takes longest. ``--record`` publishes the whole table in ``GUARD.md``.
"""

import os
import resource
import statistics
import sys
import time
from pathlib import Path

from bench import labelled
from bench.report import Report, arguments
from talanoa.cases import words
from talanoa.cases.guard import Type, findings

WORDS = 5_000
SECONDS = 1.0
RUNS = 5
TABLE = Path(__file__).with_name("GUARD.md")
HEAD = """# What the guard finds

Written by `python -m bench.guard --record`. Each cell is precision / recall and, in brackets, how
many passages are marked. How the texts were made, which are held out and what these figures do
not say: `bench/guard_texts/README.md`.
"""


def main() -> int:
    options = arguments(__doc__ or "").parse_args()
    report = Report("guard", bound=1.0, floor="a-second-for-5000-words", record=options.record)
    everything = labelled.all_texts()
    counted = labelled.counts(everything)
    tables = [HEAD]
    for lot in labelled.LOTS:
        if not counted[lot]:
            continue
        scored = labelled.scores(text for text in everything if text.lot == lot)
        tables.append(
            _table(f"{lot}: {counted[lot]} texts, {counted[lot + ', none']} without", scored)
        )
        report.figure(_summary(lot, counted[lot], scored))
    print("\n".join(tables[1:]))
    if options.record:
        TABLE.write_text("\n".join(tables), encoding="utf-8")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    slowest, seconds = max(
        ((language, _seconds(language)) for language in labelled.LANGUAGES), key=lambda run: run[1]
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report.figure(
        f"{WORDS} words: {seconds:.3f} s in the slowest language ({slowest}), "
        f"{peak:.0f} MB the whole process at its peak"
    )
    return report.finish(seconds / SECONDS)


def _seconds(language: str) -> float:
    """The median time of a core for one case of 5,000 words in a language."""
    sentences = [each.text for each in labelled.texts(language)]
    case: list[str] = []
    while words.count("\n".join(case)) < WORDS:
        case += sentences
    text = "\n".join(case)
    while words.count(text) > WORDS:
        text = text[: int(len(text) * 0.99)]
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        findings(text)
        times.append(time.process_time() - began)
    return statistics.median(times)


def _summary(lot: str, number: int, scored: labelled.Scores) -> str:
    total = scored.over()
    by_language = ", ".join(
        f"{language} {_three(scored.over(language=language))}" for language in labelled.LANGUAGES
    )
    by_type = ", ".join(f"{kind} {_three(scored.over(kind=kind))}" for kind in Type)
    of_all = f"{lot} ({number} texts; precision/recall/F1): all {_three(total)}"
    return f"{of_all}; {by_language}; {by_type}"


def _three(score: labelled.Score) -> str:
    return f"{score.precision:.2f}/{score.recall:.2f}/{score.f1:.2f}"


def _table(title: str, scored: labelled.Scores) -> str:
    rows = [f"## {title[0].upper()}{title[1:]}", ""]
    rows.append("| | " + " | ".join(labelled.LANGUAGES) + " | all | F1 |")
    rows.append("| --- |" + " --- |" * (len(labelled.LANGUAGES) + 2))
    for kind in Type:
        cells = [_cell(scored.at(language, kind)) for language in labelled.LANGUAGES]
        total = scored.over(kind=kind)
        rows.append(f"| {kind} | {' | '.join(cells)} | {_cell(total)} | {_f1(total)} |")
    cells = [_cell(scored.over(language=language)) for language in labelled.LANGUAGES]
    total = scored.over()
    rows.append(f"| all | {' | '.join(cells)} | {_cell(total)} | {total.f1:.2f} |")
    f1 = [f"{scored.over(language=language).f1:.2f}" for language in labelled.LANGUAGES]
    rows.append(f"| F1 | {' | '.join(f1)} | {total.f1:.2f} | |")
    return "\n".join([*rows, ""])


def _f1(score: labelled.Score) -> str:
    return f"{score.f1:.2f}" if score.marked or score.said else "–"


def _cell(score: labelled.Score) -> str:
    if not score.marked and not score.said:
        return "–"
    return f"{score.precision:.2f} / {score.recall:.2f} ({score.marked})"


if __name__ == "__main__":
    sys.exit(main())
