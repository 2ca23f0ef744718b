"""The benches of pages, votes and gaps run, and end as every bench does."""

import re
import subprocess
import sys

from tests.contracts import tree

PAGES = [
    *("front", "programmes", "programme", "session", "my day"),
    *("room", "library", "case", "desk", "record"),
]


def test_the_bench_of_the_pages_measures_each_page_and_ends_in_its_line():
    done = subprocess.run(
        [sys.executable, "-m", "bench.pages", "--small"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    said = done.stdout.splitlines()
    ratio = re.fullmatch(
        r"pages ratio=(\S+) bound=1\.5 floor=bare-view-same-queries", said[-1] if said else ""
    )
    assert ratio, done.stderr
    assert done.returncode == (0 if float(ratio[1]) <= 1.5 else 1)
    figures = [
        re.fullmatch(
            r"(.+): [\d.]+ ms \(floor [\d.]+\), ratio [\d.]+, \d+ queries, [\d.]+ kB", line
        )
        for line in said[-11:-1]
    ]
    assert [figure and figure[1] for figure in figures] == PAGES


def test_the_bench_of_votes_counts_each_and_ends_in_its_line():
    done = subprocess.run(
        [sys.executable, "-m", "bench.votes", "--people", "20"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    *_, figures, last = done.stdout.splitlines() or [""]
    assert re.fullmatch(r"votes ratio=[\d.e-]+ bound=1 floor=2s", last), done.stderr
    assert "20 of 20 votes acknowledged" in figures
    assert "20 counted, 20 marked, counts right" in figures


def test_the_bench_of_the_gaps_ranks_each_answer_and_ends_in_its_line():
    done = subprocess.run(
        [sys.executable, "-m", "bench.country_gaps", "--small"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    *_, rows, figures, last = done.stdout.splitlines() or ["", "", ""]
    assert re.fullmatch(r"country_gaps ratio=\S+ bound=5 floor=bare-sql-of-the-rows", last), (
        done.stderr
    )
    assert re.fullmatch(r"\d+ answers of 12 countries in 2 years", rows)
    assert re.fullmatch(r"ranked and placed in \d+ ms, the rows alone in \d+ ms", figures)
